"""Every caregiver page is easy to read in both languages, and the document tells what was measured."""

import os

import pytest

from alongside import clock
from alongside.guidance import queries
from alongside.paging.models import Beat
from tests import reading_ease, worlds
from tests.house_clock import HouseClock
from tests.reading_ease import Ease, Row
from tests.web.walking import Walker

LANGUAGES = ("en", "fr")
BEFORE = (
    "",
    "help-now/",
    "understand/",
    "understand/?q=zzz",
    "begin/",
    "begin/sheet/",
    "begin/first/",
    "back/",
    "worried/",
    "directory/",
)
ASKING = ("begin/soon/", "begin/reach/", "begin/wishes/", "begin/who/", "begin/check/")
AFTER = ("begin/keep/", "page/")


def guides(town: worlds.World, audiences: tuple[str, ...]) -> list[Row]:
    """Measure every guide as it stands on its page."""
    slugs = [guide.slug for audience in audiences for guide in queries.guides_for(audience, language="en")]
    english, french = (Walker(town, language) for language in LANGUAGES)
    paths = [(slug, f"understand/{slug}/") for slug in slugs]
    return [(slug, _ease(english, path), _ease(french, path)) for slug, path in paths]


def screens(town: worlds.World, moved_clock: HouseClock) -> list[Row]:
    """Measure the pages of asking and of coming back, from the front door to a request that was sent."""
    walkers = [Walker(town, language) for language in LANGUAGES]
    rows = _rows(walkers, BEFORE)
    for walker in walkers:
        walker.answer()
    rows += _rows(walkers, ASKING)
    moved_clock.stands(60)
    Beat.objects.create(at=clock.now())
    codes = [_sent(walker) for walker in walkers]
    rows += _rows(walkers, AFTER[:1])
    for walker, code in zip(walkers, codes, strict=True):
        walker.come_back(code)
    return rows + _rows(walkers, AFTER[1:])


def _sent(walker: Walker) -> str:
    walker.send()
    return walker.code()


def _rows(walkers: list[Walker], paths: tuple[str, ...]) -> list[Row]:
    english, french = walkers
    return [(_name(path), _ease(english, path), _ease(french, path)) for path in paths]


def _name(path: str) -> str:
    return path.replace("?q=zzz", "nothing found").strip("/") or "front door"


def _ease(walker: Walker, path: str) -> Ease:
    answer = walker.get(path, follow=True)
    assert answer.status_code == 200, path
    return reading_ease.of(reading_ease.blocks_of(answer.content.decode()), walker.language)


def hard(rows: list[Row]) -> list[tuple[str, str, float]]:
    return [(name, ease.language, ease.score) for name, *both in rows for ease in both if not ease.easy]


@pytest.mark.django_db
def test_every_caregiver_page_is_easy_to_read(town: worlds.World, moved_clock: HouseClock) -> None:
    own, others = guides(town, ("caregiver",)), guides(town, ("manager",))
    shown = screens(town, moved_clock)
    if os.environ.get("ALONGSIDE_WRITE_FIGURES"):
        reading_ease.PAGE.write_text(reading_ease.document(own, others, shown), encoding="utf-8")
    assert hard(own) == []
    assert hard(others) == []
    assert hard(shown) == []
    written = reading_ease.told(reading_ease.PAGE.read_text(encoding="utf-8"))
    _compare(own + others, written, within=0.0)
    _compare(shown, written, within=reading_ease.NEAR)


def _compare(rows: list[Row], written: dict[str, tuple[float, float]], *, within: float) -> None:
    for name, english, french in rows:
        figures = written[name]
        assert abs(figures[0] - english.score) <= within, f"{name}: write the figures anew"
        assert abs(figures[1] - french.score) <= 10 * within, f"{name}: write the figures anew"


def test_a_hard_text_is_found_hard() -> None:
    english = "Notwithstanding organizational accountability considerations, institutional representatives communicate."
    french = "Nonobstant les considérations organisationnelles, les représentants institutionnels communiquent."
    assert not reading_ease.of([english], "en").easy
    assert not reading_ease.of([french], "fr").easy
    assert reading_ease.of(["You are not alone. We can help."], "en").easy
    assert reading_ease.of(["Vous pouvez parler. On vous aide."], "fr").easy


@pytest.mark.parametrize(
    ("word", "language", "syllables"),
    [("beautiful", "en", 3), ("idea", "en", 2), ("safe", "en", 1), ("l’hôpital", "fr", 3), ("idée", "fr", 2)],
)
def test_syllables_are_counted_as_they_are_spoken_or_more(word: str, language: str, syllables: int) -> None:
    ease = reading_ease.of([word], language)
    assert ease.words == 1
    assert ease.syllables >= syllables


def test_only_what_is_read_is_measured() -> None:
    page = (
        "<nav>Home</nav><main><h1>Title</h1><p>One. Two?</p><ul class='crisis-line'><li>911</li></ul>"
        "<button>Go</button><svg><text>x</text></svg></main>"
    )
    assert reading_ease.blocks_of(page) == ["One. Two?"]
