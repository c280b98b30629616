"""Write docs/glossary.md from the vocabulary: `make stages` draws both.

Belongs here: which lists a newcomer needs.
Does not belong here: the words (`alongside/vocabulary/content/vocabulary.yaml`).
"""

from pathlib import Path

from alongside.vocabulary import labels

PAGE = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
HEAD = """# Glossary, English and French

Written from `alongside/vocabulary/content/vocabulary.yaml` by `make stages`; a test compares. The code is what rows
hold; labels may be changed by each organization.

| in the code | English | French |
|---|---|---|
| second victim | explained once, never said to a reader: a health worker hurt by an adverse event | seconde victime |
| caregiver | the person affected, who asks | personne soignante |
| supporter | colleague, peer supporter | pair aidant |
| help now | Help now | Aide immédiate |
| return code | return code | code de retour |
| page, rung, ladder | asking one colleague; one step; all steps until somebody answers | appel, échelon, échelle |
| limits | limits of confidentiality | limites de la confidentialité |
| message, burned | a few words by code between somebody who asked and their colleague; destroyed when its time is over | message, effacé |
| held back | not sent yet, because it may hold a code or point at a patient; its writer is asked | retenu |
| follow-up, plan | getting in touch again, on a day the person agreed to | reprise de contact, ce qui est prévu |
| hand-over | another supporter goes on with somebody; until one has said yes, nothing changes | passage de relais |
| hand-off | a professional goes on with somebody, with their yes, once they have confirmed it | relais à un professionnel |
| danger, taken on, second look | a flag beside the stage; somebody with a name sees to it; a day after two people agreed, before it comes down | danger, pris en charge, second regard |
| encounter, mixer, sheet | a talk in codes; where it waits among others; what it is taken apart into | échange noté en codes, brassage, feuille |
| ticket, debrief | what lets somebody say afterwards how it was; a supporter’s talk with a mentor | ticket, échange avec un mentor |
"""
LISTS = (
    ("Roles", "roles"),
    ("Stages of a case", "case_stages"),
    ("How soon", "urgency"),
    ("How to be reached", "contact_modes"),
    ("Wishes", "supporter_wishes"),
    ("Tiers", "tiers"),
    ("Unit groups", "unit_groups"),
    ("Professions", "professions"),
)


def page() -> str:
    """Return the whole document."""
    return HEAD + "".join(_section(title, name) for title, name in LISTS)


def _section(title: str, name: str) -> str:
    rows = [f"| `{code}` | {row['en']} | {row['fr']} |" for code, row in labels.rows(name).items()]
    return "\n".join(["", f"## {title}", "", "| code | English | French |", "|---|---|---|", *rows, ""])


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
