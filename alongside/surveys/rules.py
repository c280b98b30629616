"""How answers are kept apart from whoever gave them, on plain data.

Belongs here: reading a ticket, the size of a batch, periods, and what may be shown of many answers. Does not belong
here: storing, or the words. An answer has no time of its own: it counts in the quarter in which its batch moved.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

BATCH = 5
"""Answers move this many at a time or more, shuffled; fewer wait sealed, for as long as it takes."""

SHOWN_FROM = 10
"""Fewer answers than this are never shown, in no form (disclosure control, section 2: ratings)."""

STEP = 10
"""Shares are shown in steps of so many percent; never a mean, which gives back the sum."""

POOL, REFILL_BELOW = 24, 8
"""How many tickets are made at once for a supporter, and how few may be left before more are."""

THANKS_KEPT = timedelta(days=365)
"""How long a supporter finds a word of thanks."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 12, 4
_READ_AS = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufeff]+")


@dataclass(frozen=True)
class Shares:
    """What many people said: by question the share of each answer, in percent, in steps of ten."""

    first: str
    last: str
    questions: dict[str, dict[str, int]]


def ticket(digest: bytes) -> str:
    """Return the sixty bits of a digest as three groups of four signs, to be read aloud."""
    number = int.from_bytes(digest[:8], "big") >> 4
    signs = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read(typed: str) -> str | None:
    """Read a ticket in any case, with any spaces or hyphens, O as 0, I and L as 1; None when it cannot be one."""
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_READ_AS)
    signs = _BETWEEN.sub("", plain)
    if len(signs) != LENGTH or set(signs) - set(ALPHABET):
        return None
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def quarter(day: date) -> str:
    """Return the quarter of a day: "2026-Q4"."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def months(first: str, last: str) -> tuple[date, date]:
    """Return the first month of one quarter and the last month of another, as their first days."""
    start, end = (tuple(map(int, each.split("-Q"))) for each in (first, last))
    return date(start[0], start[1] * 3 - 2, 1), date(end[0], end[1] * 3, 1)


def month(day: date) -> str:
    """Return the month of a day: "2026-11"."""
    return f"{day:%Y-%m}"


def blocks(quarters: Iterable[str], *, running: str) -> list[tuple[str, ...]]:
    """Return stretches of whole quarters that hold enough answers each; `quarters` names that of every answer.

    Stretches never overlap and never change once they are whole, so no two of them can be subtracted. The quarter that
    runs, and what is not enough yet, is left out.
    """
    found: list[tuple[str, ...]] = []
    gathered: list[str] = []
    counts = Counter(each for each in quarters if each < running)
    for each in sorted(counts):
        gathered.append(each)
        if sum(counts[one] for one in gathered) >= SHOWN_FROM:
            found.append(tuple(gathered))
            gathered = []
    return found


def shares(answers: Sequence[str], *, choices: Sequence[str]) -> dict[str, int] | None:
    """Return the share of each choice in steps of ten percent; None when fewer than ten answered this question."""
    said = Counter(each for each in answers if each)
    whole = sum(said.values())
    if whole < SHOWN_FROM:
        return None
    return {choice: round(100 * said[choice] / whole / STEP) * STEP for choice in choices}
