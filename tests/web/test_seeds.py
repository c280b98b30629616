"""What the two seed documents describe stands on the screens docs/seeds.md names; each is opened, in each language.

Belongs here: one row for each statement that lives on a screen. Does not belong here: how the screen works; the tests
named beside it in docs/seeds.md show that.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from alongside import clock
from tests import worlds
from tests.signed_in import signed_in
from tests.stories.walking import Walk
from tests.web.walking import words
from tests.worlds import World

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Stands:
    """A screen by its address's name, and words a reader finds there. `who`: signed in as this one of the cast.

    `walked`: on the request of somebody who was met once, signed in as whoever walks with them.
    """

    screen: str
    en: tuple[str, ...]
    fr: tuple[str, ...]
    where: dict[str, str] = field(default_factory=dict)
    who: str = ""
    walked: bool = False


def guide(slug: str, en: str, fr: str) -> Stands:
    """Return a statement that lives in a guide for everybody."""
    return Stands("understanding-guide", (en,), (fr,), {"slug": slug})


STATEMENTS: dict[str, Stands] = {
    "C01": guide("after-a-colleague-dies-by-suicide", "suicide", "suicide"),
    "C02": guide("ems-and-small-agencies", "EMS", "En ambulance"),
    "C03": guide("built-up-over-time", "built up", "accumul"),
    "C04": guide("what-you-may-feel", "It may take weeks or months", "des semaines ou des mois"),
    "C05": guide("what-you-may-feel", "There is a name for this", "nom"),
    "C06": guide("what-you-may-feel", "I let the patient down", "patient"),
    "C07": guide("what-you-may-feel", "There is no right way to react", "bonne façon de réagir"),
    "C08": guide("the-six-stages", "The six stages", "Les six étapes"),
    "C09": Stands("event-report", ("Medication",), ("médicament",), who="safety_officer"),
    "C10": guide("why-we-pull-away", "pull away", "isol"),
    "C11": guide("the-worries", "The next steps", "La suite"),
    "C12": guide("supporting-a-team", "team", "équipe"),
    "C13": guide("manager-first-hour", "The patient and the family come first", "la famille"),
    "C14": guide("just-culture-in-one-page", "ust culture", "ulture juste"),
    "C15": Stands("conversation-guide", ("Say", "Avoid"), ("Dire",), who="owner"),
    "C16": Stands("who-runs-this", ("Who leads the program",), ("Qui dirige le programme",)),
    "C17": guide("just-culture-in-one-page", "EMS Week", "une journée de la profession"),
    "C18": Stands("desk-case", ("Next time", "Talk 1 of three"), ("La prochaine fois",), walked=True),
    "C19": Stands("figures", ("Figures",), ("Chiffres",), who="analyst"),
    "S01": guide("what-you-may-feel", "second victim", "seconde victime"),
    "S02": guide("what-you-may-feel", "You feel guilt", "coupable"),
    "S03": guide("what-you-may-feel", "Many people in health care know this", "Beaucoup"),
    "S04": guide("when-to-get-more-help", "work", "travail"),
    "S05": Stands("event-report", ("Who was",), ("Qui",), who="safety_officer"),
    "S06": Stands("worried", ("Five signs",), ("Cinq signes",)),
    "S07": Stands("in-charge", ("ask how they are",), ("Comment",)),
    "S08": Stands("worried", ("Avoid",), ("éviter",)),
    "S09": Stands(
        "worried",
        ("What you’re feeling is common after this kind of event. You don’t have to go through this alone.",),
        ("Ce que vous ressentez est fréquent après ce type d’événement.",),
    ),
    "S10": Stands("directory", ("Whom to turn to",), ("À qui",)),
    "S11": Stands("home", ("You do not have to carry this alone.",), ("Vous n’avez pas à porter cela",)),
    "S12": Stands("help-now", ("805 23 23 36", "0800 288 038"), ("805 23 23 36", "0800 288 038")),
    "S13": guide("legal-and-insurance", "liability insurance", "assur"),
    "S14": Stands("worried", ("Playing it down",), ("Minimiser",)),
    "S15": Stands("raise-the-level", ("Severe distress", "Thoughts of suicide"), ("Détresse sévère",)),
    "S16": Stands("raise-the-level", ("occupational health",), ("santé au travail",)),
    "S17": guide("just-culture-in-one-page", "Support does not wait", "Le soutien n’attend pas"),
    "S18": Stands("who-runs-this", ("What you send now is answered by",), ("reçoit une réponse avant",)),
    "S19": Stands("posters", ("Poster", "Badge cards"), ("Affiche", "Cartes de badge"), who="trainer"),
    "S20": Stands("desk-hand-off", ("Bring in a professional",), ("professionnel",), walked=True),
}


@pytest.fixture
def france() -> World:
    """A demonstration in France, whose lines the second document names."""
    return worlds.make(now=clock.now(), name="Santé Essai", language="fr", demonstration=True)


def walked(world: World) -> tuple[str, dict[str, str]]:
    """Let somebody be met once; return by whom, and where it stands."""
    story = Walk(world, now=clock.now() - timedelta(hours=1))
    return story.they_speak_for_the_first_time(urgency="now"), {"case": str(story.row.pk)}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("statement", STATEMENTS)
def test_what_the_seeds_say_stands_on_its_screen(statement: str, language: str, france: World) -> None:
    stands = STATEMENTS[statement]
    who, where = walked(france) if stands.walked else (stands.who, stands.where)
    address = reverse(stands.screen, kwargs={"language": language, "organization": france.slug, **where})
    browser = signed_in(france.people[who]) if who else Client()
    answer = browser.get(address)
    assert answer.status_code == 200
    page = words(answer)  # type: ignore[arg-type]  # The test client's answer is one.
    assert [said for said in getattr(stands, language) if said.lower() not in page.lower()] == []
