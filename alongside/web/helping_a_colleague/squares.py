"""A QR code as one path, drawn by a template: no script, no picture from elsewhere, nothing inline.

Belongs here: text to squares. Does not belong here: what the text leads to.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4
"""Squares of white around it, without which a camera does not find it."""


@dataclass(frozen=True)
class Squares:
    """A picture of `side` × `side` squares; `path` draws the dark ones, runs of a row at a time."""

    side: int
    path: str


def of(text: str) -> Squares:
    """Return the QR code of a text, with a quarter of it to spare for creases and stains."""
    rows = [list(row) for row in segno.make(text, error="q", micro=False).matrix]
    return Squares(len(rows) + 2 * QUIET, "".join(_row(y, row) for y, row in enumerate(rows)))


def _row(y: int, row: list[int]) -> str:
    drawn, x = "", 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            drawn += f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z"
        x += length
    return drawn
