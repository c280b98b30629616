"""Whatever an organization wrote, a sheet is made, and what was written is only ever text."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.printing import composing
from alongside.printing.composing import compose
from alongside.printing.rules import LONGEST_WORD, Number, Paper, Printable, Sheet, ranges
from tests.printing.sheets import ENGLISH, FRENCH, seen, words_of

SOURCE = (
    "#panic(1)",
    '#read("/etc/passwd")',
    '")] #eval("1 + 1") [',
    "= A heading",
    "$x^2$ *bold* _thin_ `raw` @ref <label> // comment /* more */",
    "#sys.inputs.told",
    "<script>alert(1)</script>",
    "\\u{41} \\n",
    '{"json": "in json"}',
)


@pytest.mark.parametrize("written", SOURCE)
@pytest.mark.parametrize("sheet", Sheet)
def test_source_in_a_name_is_only_a_name(sheet: Sheet, written: str) -> None:
    facts = replace(ENGLISH, organization=written, site=written, program=written, limits=(written,), signed=written)
    text = words_of(compose(sheet, facts, paper=Paper.A4)).replace(" ", "")
    assert "".join(written.split())[:12] in text


def test_no_drawing_builds_source_from_text() -> None:
    for drawing in (composing.DATA / "sheets").glob("*.typ"):
        text = drawing.read_text(encoding="utf-8")
        assert "eval(" not in text
        assert "read(" not in text


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Mercy 🏥 General", "Mercy General"),
        ("漢字 Clinic", "Clinic"),
        ("St\u202eluke", "St luke"),
        ("Cafe\u0301", "Café"),
        ("a\x00b\ue000c", "a b c"),
        ("  two   spaces ", "two spaces"),
        ("Łódź Şişli Œuvre", "Łódź Şişli Œuvre"),
        ("Больница Νοσοκομείο", "Больница Νοσοκομείο"),
        ("בית חולים مستشفى", "בית חולים مستشفى"),
        ("", ""),
    ],
)
def test_what_no_font_can_draw_is_left_out(written: str, left: str) -> None:
    assert composing.printable().text(written) == left


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("name", ["מרכז רפואי צפון", "مستشفى الشمال", "Больница № 7", "🏥🏥🏥", "Ⱥ" * 60])
def test_any_script_makes_a_page(sheet: Sheet, name: str) -> None:
    facts = replace(ENGLISH, organization=name, site=name, program=name, limits=(name,) * 3)
    assert compose(sheet, facts, paper=Paper.LETTER).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("sheet", Sheet)
def test_words_that_are_too_long_break_and_nothing_runs_off_the_paper(sheet: Sheet) -> None:
    """The edge of the paper stays white where a page has no picture; a poster's lines run over it on purpose."""
    long = "Donaudampfschifffahrts" * 5
    facts = replace(
        FRENCH,
        organization=long[:120],
        site=long[:120],
        program=long[:120],
        typed=f"{long}.example/o/{long}".lower()[:120],
        telephone="0" * 40,
        emergency=Number("1" * 32, long, long * 2),
        lines=(Number("2" * 32, long, long * 2),) * 3,
        limits=(long * 8, "A b " * 400),
        signed=long * 2,
    )
    picture = seen(compose(sheet, facts, paper=Paper.LETTER), scale=2)
    if sheet is not Sheet.POSTER:
        edge = picture.crop((picture.width - 12, 0, picture.width, picture.height))
        assert edge.getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("sheet", Sheet)
def test_missing_numbers_leave_no_hole(sheet: Sheet) -> None:
    facts = replace(ENGLISH, telephone="", lines=(), checked="", site="", limits=(), signed="")
    text = words_of(compose(sheet, facts, paper=Paper.LETTER))
    assert "911" in text
    assert "or call" not in text
    assert "the oldest on" not in text


@settings(max_examples=40, deadline=None)
@given(name=st.text(max_size=120), sheet=st.sampled_from(Sheet), digits=st.text("0123456789+-(). ", max_size=40))
def test_whatever_is_written_a_page_is_made(name: str, sheet: Sheet, digits: str) -> None:
    facts = replace(FRENCH, organization=name, site=name, telephone=digits, limits=(name,), signed=name)
    assert compose(sheet, facts, paper=Paper.A4).startswith(b"%PDF-1.7")


@settings(max_examples=100)
@given(text=st.text(max_size=200))
def test_what_is_left_can_be_drawn_and_broken(text: str) -> None:
    printable = composing.printable()
    left = printable.text(text)
    assert all(one == "\u200b" or printable.draws(one) for one in left)
    words = left.replace("-", " ").replace("\u200b", " ").split()
    assert all(len(word) <= LONGEST_WORD for word in words)


@cache
def _everything() -> str:
    listed = ranges((composing.DATA / "fonts" / "covered.txt").read_text(encoding="ascii"))
    return "".join(chr(code) for first, last in listed for code in range(first, last + 1))


def test_the_fonts_draw_all_that_is_listed() -> None:
    """The typesetter refuses a page with a missing glyph, so that these pages are the proof of the list."""
    whole = _everything()
    for at in range(0, len(whole), 300):
        facts = replace(ENGLISH, organization=whole[at : at + 300])
        assert compose(Sheet.LEAFLET, facts, paper=Paper.A4)


def test_ranges_are_read_in_order() -> None:
    assert ranges("20-7e a0\n2d9-2da") == [(0x20, 0x7E), (0xA0, 0xA0), (0x2D9, 0x2DA)]
    listed = Printable(ranges("20-7e"))
    assert listed.draws("a")
    assert not listed.draws("é")
    assert not listed.draws("\x1f")
