"""The six stages as a picture that is not a ladder: where each name stands in it, in the language that is read.

Belongs here: places and breaking names into lines. Does not belong here: the lines of the drawing (the template), the
names (vocabulary, after Scott and colleagues 2009).
"""

from dataclasses import dataclass
from textwrap import wrap

from alongside.vocabulary import labels

_LINE = 17


@dataclass(frozen=True)
class Name:
    """A name in the drawing: its lines with their places, in the drawing's own units."""

    text: str
    lines: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class Map:
    """What the template draws: six stages along a path that turns back, three ways on."""

    stages: tuple[Name, ...]
    ways_on: tuple[Name, ...]


_STAGES = {
    "chaos": (68, 30, 20),
    "intrusive_reflections": (238, 124, 11),
    "restoring_integrity": (82, 198, 24),
    "enduring_inquisition": (244, 287, 10),
    "emotional_first_aid": (102, 381, 24),
    "moving_on": (247, 425, 10),
}
"""Where the first line of each name begins, and how many letters fit in a line."""

_WAYS_ON = {"dropping_out": (2, 562, 13), "surviving": (112, 562, 13), "thriving": (222, 562, 12)}


def drawn() -> Map:
    """Return every name in its place, in the active language."""
    return Map(_names("recovery_stages", _STAGES), _names("recovery_outcomes", _WAYS_ON))


def _names(list_code: str, places: dict[str, tuple[int, int, int]]) -> tuple[Name, ...]:
    return tuple(_name(labels.label(list_code, code), *place) for code, place in places.items())


def _name(text: str, x: int, y: int, letters: int) -> Name:
    lines = wrap(text, letters, break_long_words=False)
    return Name(text, tuple((x, y + number * _LINE, line) for number, line in enumerate(lines)))
