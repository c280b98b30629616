"""The words: both languages whole, titles and paths neutral, nobody called a victim.

H test_titles_and_paths (T4): whoever looks over a shoulder, into a history or at a tab learns nothing.
"""

import re
import string

import polib
import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.habits.house import ROOT, shown, templates

CATALOGUE = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
NAMED = re.compile(r"%\((\w+)\)[sd]|(?<!%)%[sd]")
TELLING = {
    "victim", "victime", "suicid", "error", "erreur", "blame", "trauma", "adverse", "event", "evenement", "événement",
    "crisis", "crise", "death", "mort", "mistake", "faute", "incident", "complaint", "plainte", "patient", "burnout",
    "depress", "dépress", "mental", "psych", "harm", "danger",
}  # fmt: skip
"""A title or a path that holds one of these tells a coworker what the page is."""
SPOKEN = {"victim", "victime", "blame", "error", "erreur"}
"""Never said to a reader, in either language (content rules of tone)."""
EXPLAINED = {"second victim", "seconde victime"}
"""The field's own term is explained once, in the guidance."""


def _entries() -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]


def test_the_french_catalogue_is_whole() -> None:
    assert [entry.msgid for entry in _entries() if not entry.translated() or entry.fuzzy] == []


def test_placeholders_are_equal_in_both_languages() -> None:
    wrong = [
        entry.msgid
        for entry in _entries()
        if any(text and _placeholders(text) != _wanted(entry) for text in _texts(entry))
    ]
    assert wrong == []


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _wanted(entry: polib.POEntry) -> list[str]:
    return _placeholders(entry.msgid_plural or entry.msgid)


def _placeholders(text: str) -> list[str]:
    fields = [name for _, name, _, _ in string.Formatter().parse(text) if name] if re.search(r"{\w+}", text) else []
    return sorted([*(match.group(0) for match in NAMED.finditer(text)), *fields])


def test_the_catalogue_holds_every_sentence_of_the_house() -> None:
    from tests import messages  # noqa: PLC0415  # Reads the whole house; only here.

    known = {(entry.msgctxt or "", entry.msgid) for entry in _entries()}
    assert {key for key, *_ in messages.sentences()} - known == set()


def test_the_compiled_catalogue_is_the_written_one() -> None:
    written = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    compiled = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in written if entry.msgstr}
    assert all(compiled.get((e.msgctxt, e.msgid)) == e.msgstr for e in _entries() if not e.msgid_plural)


def test_french_is_set_as_french_is_set() -> None:
    """A non-breaking space before ; : ? and inside « », typographic apostrophes, no exclamation mark."""
    # A colon in an address or a clock time is not punctuation.
    wrong = re.compile(r"[^\u00a0\u202f\s][;?]|[a-zàâéèêëîïôûùç)]:(?!//)(?=\s|$)| [;:?»]|« |\w'\w|!")
    found = [(text, match.group()) for e in _entries() for text in _texts(e) if (match := wrong.search(text))]
    assert found == []


def test_english_is_calm() -> None:
    wrong = re.compile(r"!(?!=)|\w'\w")
    assert [entry.msgid for entry in _entries() if wrong.search(entry.msgid)] == []


def test_nobody_is_called_a_victim() -> None:
    said = [text for entry in _entries() for text in (entry.msgid, *_texts(entry))]
    plain = [re.sub("|".join(EXPLAINED), "", text.lower()) for text in said]
    assert [text for text in plain if any(re.search(rf"\b{word}", text) for word in SPOKEN)] == []


@pytest.mark.parametrize("template", templates(), ids=shown)
def test_titles_are_neutral(template: object) -> None:
    text = template.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    titles = re.findall(r"{% block title %}(.*?){% endblock", text, re.DOTALL)
    french = {entry.msgid: entry.msgstr for entry in _entries()}
    said = [sentence for title in titles for sentence in re.findall(r"translate \"([^\"]+)\"", title)]
    both = " ".join([*said, *(french.get(sentence, "") for sentence in said)]).lower()
    assert [word for word in TELLING if word in both] == []


def test_paths_are_neutral() -> None:
    """The door for machines is in nobody's browser history."""
    public = [path for path in _paths(get_resolver()) if "desk/" not in path and not path.startswith("api/")]
    assert public
    assert [path for path in public if any(word in path.lower() for word in TELLING)] == []


def _paths(resolver: URLResolver, before: str = "") -> list[str]:
    found: list[str] = []
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        found += [path] if isinstance(entry, URLPattern) else _paths(entry, path)
    return found


def test_no_case_is_named_in_a_public_path() -> None:
    """The return page has no case in its path, nor a code (H test_code_in_no_url_log_or_referer)."""
    public = [path for path in _paths(get_resolver()) if "desk/" not in path and not path.startswith("demo/")]
    assert [path for path in public if re.search(r"<uuid|<[a-z]+:(case|code|token|draft)", path)] == []
