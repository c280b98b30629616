"""Setting a sheet: facts and words in, one tagged PDF out.

Belongs here: handing words to the typesetter as data, its fonts, the square code. Does not belong here: a sentence, a
look. Whatever an organization wrote is data from end to end: no source of the typesetter is ever built from text.
The typesetter itself refuses what is not PDF/UA-1: a missing title, language, description or glyph.
"""

import io
import json
from dataclasses import asdict, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import segno
import typst
from django.utils.translation import override

from alongside.printing import words
from alongside.printing.rules import Facts, Paper, Printable, Sheet, ranges

DATA = Path(__file__).parent / "data"
STANDARD: Final = "ua-1"
DRAWINGS = {
    Sheet.POSTER: "poster.typ",
    Sheet.BADGE_CARDS: "cards.typ",
    Sheet.WALLET_CARDS: "cards.typ",
    Sheet.LEAFLET: "leaflet.typ",
    Sheet.MANAGERS: "leaflet.typ",
    Sheet.ASKING: "form.typ",
    Sheet.CALL: "form.typ",
}
_SPOKEN = frozenset({"title", "code_alt"})
"""Read by a machine to a person, never set in lines."""


def compose(sheet: Sheet, facts: Facts, *, paper: Paper) -> bytes:
    """Return one sheet as a tagged PDF (PDF/UA-1) on this paper. The same facts give the same bytes."""
    with override(facts.language):
        said = words.of(sheet, facts)
    return _set(
        DRAWINGS[sheet],
        {
            **_printable(said),
            "language": facts.language,
            "region": None,
            "paper": paper.value,
            "typed": printable().address(facts.typed),
            "code": square_code(facts.address),
        },
    )


def typeset(drawing: str, said: dict[str, Any], *, language: str, paper: Paper) -> bytes:
    """Return a page that is no sheet of awareness, its words given whole, as a tagged PDF (PDF/UA-1).

    `drawing` is a file of `data/sheets`; `said` holds strings, whole numbers and lists of them, and a "title".
    """
    return _set(drawing, {**_printable(said), "language": language, "region": None, "paper": paper.value})


def _set(drawing: str, told: dict[str, Any]) -> bytes:
    compiler = typst.Compiler(
        input=DATA / "sheets" / drawing,
        root=DATA / "sheets",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"told": json.dumps(_hyphened(told))},
    )
    pdf = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=0)
    return _one(pdf)


def square_code(address: str) -> str:
    """Return a QR code of an address as SVG: dark on white, its quiet border inside."""
    drawn = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawn, kind="svg", border=4, dark="#14372d", light="#ffffff", xmldecl=False, nl=False)
    return drawn.getvalue().decode()


@cache
def printable() -> Printable:
    """Return what the fonts on hand can set."""
    return Printable(ranges((DATA / "fonts" / "covered.txt").read_text(encoding="ascii")))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[DATA / "fonts"])


def _printable(said: Any) -> Any:  # noqa: ANN401  # Words come as nested lists and tables.
    if isinstance(said, str):
        return printable().text(said)
    if is_dataclass(said) and not isinstance(said, type):
        return _printable(asdict(said))
    if isinstance(said, dict):
        return {key: printable().spoken(value) if key in _SPOKEN else _printable(value) for key, value in said.items()}
    if isinstance(said, int):
        return said
    return [_printable(each) for each in said]


def _hyphened(told: dict[str, Any]) -> dict[str, Any]:
    """Return the same with the typesetter's own spelling of names: `title-line`, not `title_line`."""
    return {key.replace("_", "-"): value for key, value in told.items()}


def _one(pdf: Any) -> bytes:  # noqa: ANN401  # The package types pictures of many pages into the same answer.
    if not isinstance(pdf, bytes):
        raise TypeError("a sheet is one document")
    return pdf
