"""Every sheet in both languages on both papers: one page, tagged, described, and quick to make."""

import io
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from alongside.printing.composing import compose
from alongside.printing.rules import Facts, Paper, Sheet, paper_of
from tests.printing.sheets import ENGLISH, EVERY, FRENCH, named, seen, words_of

SIZES = {Paper.LETTER: (612, 792), Paper.A4: (595, 842)}
FORMS = (Sheet.ASKING, Sheet.CALL)
Elements = list[tuple[str, pikepdf.Dictionary]]


def elements(document: pikepdf.Pdf) -> Elements:
    """Return the structure as (type, element) in reading order."""
    return list(_below(document.Root.StructTreeRoot.K))


def _below(node: Any) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _below(one)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S), node
        if "/K" in node:
            yield from _below(node.K)


@pytest.mark.parametrize(("sheet", "facts", "paper"), EVERY, ids=named)
def test_a_sheet_is_one_page_of_its_paper(sheet: Sheet, facts: Facts, paper: Paper) -> None:
    picture = seen(compose(sheet, facts, paper=paper), scale=1)
    assert abs(picture.width - SIZES[paper][0]) <= 1
    assert abs(picture.height - SIZES[paper][1]) <= 1


@pytest.mark.parametrize(("sheet", "facts", "paper"), EVERY, ids=named)
def test_a_sheet_is_tagged_for_whoever_hears_it(sheet: Sheet, facts: Facts, paper: Paper) -> None:
    """What PDF/UA-1 asks and a machine can see. The typesetter checks the rest itself, or makes no page at all."""
    with pikepdf.open(io.BytesIO(compose(sheet, facts, paper=paper))) as document:
        assert bool(document.Root.MarkInfo.Marked)
        assert str(document.Root.Lang) == facts.language
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        with document.open_metadata() as told:
            assert told["pdfuaid:part"] == "1"
            assert facts.organization in str(told["dc:title"])
        _well_ordered(elements(document))
        _described(elements(document))


def _well_ordered(found: Elements) -> None:
    levels = [int(kind[2:]) for kind, _ in found if kind[:2] == "/H" and kind[2:].isdigit()]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def _described(found: Elements) -> None:
    figures = [element for kind, element in found if kind == "/Figure"]
    assert all(str(figure.Alt).strip() for figure in figures)


@pytest.mark.parametrize("facts", [ENGLISH, FRENCH], ids=named)
def test_the_square_code_says_where_it_leads(facts: Facts) -> None:
    with pikepdf.open(io.BytesIO(compose(Sheet.POSTER, facts, paper=Paper.A4))) as document:
        (figure,) = [element for kind, element in elements(document) if kind == "/Figure"]
        assert facts.address in str(figure.Alt)


@pytest.mark.parametrize("sheet", [Sheet.BADGE_CARDS, Sheet.WALLET_CARDS])
def test_a_card_is_read_once_whatever_its_copies(sheet: Sheet) -> None:
    with pikepdf.open(io.BytesIO(compose(sheet, ENGLISH, paper=Paper.A4))) as document:
        kinds = [kind for kind, _ in elements(document)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/Figure") == 1


@pytest.mark.parametrize(("sheet", "facts", "paper"), EVERY, ids=named)
def test_every_font_is_inside(sheet: Sheet, facts: Facts, paper: Paper) -> None:
    with pikepdf.open(io.BytesIO(compose(sheet, facts, paper=paper))) as document:
        described = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        fonts = [one for one in described if one.get("/Type") == "/FontDescriptor"]
        assert fonts
        assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)
        assert {str(one.get("/S")) for one in described} & {"/JavaScript", "/Launch", "/URI"} == set()


@pytest.mark.parametrize(("sheet", "facts", "paper"), EVERY, ids=named)
def test_every_sheet_carries_the_numbers(sheet: Sheet, facts: Facts, paper: Paper) -> None:
    text = words_of(compose(sheet, facts, paper=paper))
    assert facts.emergency.digits in text
    assert facts.lines[0].digits in text
    assert facts.lines[0].hours in text
    assert facts.organization in text


@pytest.mark.parametrize("facts", [ENGLISH, FRENCH], ids=named)
@pytest.mark.parametrize("sheet", FORMS)
def test_a_form_never_asks_what_happened_and_says_to_destroy_it(sheet: Sheet, facts: Facts) -> None:
    text = words_of(compose(sheet, facts, paper=Paper.A4)).lower()
    limits, destroy = {
        "en": ("what the law or a court requires", "destroy this sheet at once"),
        "fr": ("ce que la loi ou un tribunal exige", "détruire tout de suite cette feuille"),
    }[facts.language]
    assert destroy in text
    assert limits in text or facts.limits[0].lower() in text
    assert facts.limits[0].lower() in text
    assert facts.signed.lower() in text
    for word in ("first name", "last name", "date of birth", "prénom", "patient :", "diagnos"):
        assert word not in text


def test_the_leaflet_for_unit_leads_holds_what_they_need() -> None:
    text = words_of(compose(Sheet.MANAGERS, ENGLISH, paper=Paper.LETTER))
    for wanted in (
        "Pulls away",
        "What you’re feeling is common after this kind of event. You don’t have to go through this alone.",
        "Playing it down",
        "Severe distress",
        "Marked disorganization",
        "Thoughts of suicide",
        "Risk to self or to patients",
        "Bring in occupational health",
        "never whether it was taken up",
    ):
        assert wanted in text


def test_the_same_facts_give_the_same_bytes() -> None:
    assert compose(Sheet.POSTER, ENGLISH, paper=Paper.A4) == compose(Sheet.POSTER, ENGLISH, paper=Paper.A4)


def test_a_sheet_holds_no_trace_of_when_or_by_whom_it_was_made() -> None:
    with pikepdf.open(io.BytesIO(compose(Sheet.POSTER, ENGLISH, paper=Paper.A4))) as document:
        assert "2026" not in str(document.docinfo.get("/CreationDate", ""))


def test_no_sheet_keeps_anybody_waiting() -> None:
    """Setting one takes tens of milliseconds: nothing is kept to make it quicker. The bound is for busy machines."""
    compose(Sheet.POSTER, ENGLISH, paper=Paper.A4)
    started = time.perf_counter()
    for sheet in Sheet:
        compose(sheet, FRENCH, paper=Paper.A4)
    assert (time.perf_counter() - started) / len(Sheet) < 0.5


def test_a_demonstration_says_on_every_sheet_that_it_is_one() -> None:
    for sheet in Sheet:
        facts = ENGLISH.__class__(**{**ENGLISH.__dict__, "demonstration": True})
        assert "Do not hang this up." in words_of(compose(sheet, facts, paper=Paper.LETTER))


@pytest.mark.parametrize(
    ("country", "paper"), [("US", Paper.LETTER), ("CA", Paper.LETTER), ("FR", Paper.A4), ("", Paper.A4)]
)
def test_a_country_has_its_paper(country: str, paper: Paper) -> None:
    assert paper_of(country) is paper
