"""Facts to print in tests, every sheet of them, and pictures of it.

Belongs here: what printing is tried with. Does not belong here: expectations.

    python -m tests.printing FOLDER       # every sheet in both languages, on both papers, as PDF and as a picture
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
from PIL.Image import Image

from alongside.printing.composing import compose
from alongside.printing.rules import Facts, Number, Paper, Sheet

ENGLISH = Facts(
    organization="Northfield Regional Health",
    site="Northfield Main",
    program="Peer support",
    language="en",
    address="https://alongside.northfield.example/o/northfield/",
    typed="alongside.northfield.example/o/northfield",
    telephone="(202) 555-0100",
    any_hour=True,
    emergency=Number("911", "A life in danger", "Any hour"),
    lines=(
        Number("988", "988 Suicide & Crisis Lifeline", "Any hour"),
        Number("1-888-409-0141", "Physician Support Line", "8 am to midnight Eastern"),
    ),
    printed="March 9, 2026",
    checked="March 1, 2026",
    limits=("What you say stays between you and your colleague. There are limits.",),
    signed="Version 1, signed by Counsel, General counsel, on January 23, 2026.",
)
FRENCH = replace(
    ENGLISH,
    organization="Centre hospitalier de Valbrume",
    site="Site Nord",
    program="Soutien par les pairs",
    language="fr",
    telephone="01 55 50 01 00",
    emergency=Number("15", "SAMU, urgence vitale", "À toute heure"),
    lines=(
        Number("3114", "Numéro national de prévention du suicide", "À toute heure"),
        Number("0805 23 23 36", "Association SPS", "À toute heure"),
    ),
    printed="9 mars 2026",
    checked="1 mars 2026",
    limits=("Ce que vous dites reste entre vous et votre collègue. Il y a des limites.",),
    signed="Version 1, signée par le conseil juridique, le 23 janvier 2026.",
)
EVERY = [(sheet, facts, paper) for sheet in Sheet for facts in (ENGLISH, FRENCH) for paper in Paper]
DOTS_PER_POINT = 300 / 72
"""What an office printer prints."""


def named(case: Any) -> str:
    """Name a sheet for a test's report and a file."""
    if isinstance(case, Facts):
        return case.language
    return str(getattr(case, "value", case))


def seen(pdf: bytes, *, scale: float = DOTS_PER_POINT) -> Image:
    """Return the only page of a PDF as a picture."""
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        picture: Image = document[0].render(scale=scale).to_pil().convert("RGB")
    return picture


def words_of(pdf: bytes) -> str:
    """Return the page's text as it can be copied, on one line."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage().get_text_bounded()
    return " ".join(text.replace("\u200b", "").replace("\u00a0", " ").split())


def write_all(folder: Path) -> None:
    """Write every sheet as PDF and as a picture."""
    folder.mkdir(parents=True, exist_ok=True)
    for sheet, facts, paper in EVERY:
        pdf = compose(sheet, facts, paper=paper)
        path = folder / f"{sheet.value}.{facts.language}.{paper.value}.pdf"
        path.write_bytes(pdf)
        seen(pdf, scale=1.5).save(path.with_suffix(".png"))
