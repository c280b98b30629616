"""What can be printed, for whom, on which paper; and which text paper can carry.

Belongs here: the sheets, the papers, the facts a sheet is made from, cleaning of text. Plain Python.
Does not belong here: the words of a sheet (`words.py`), setting it (`composing.py`), which numbers may be shown.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Sheet(StrEnum):
    """One kind of paper."""

    POSTER = "poster"
    BADGE_CARDS = "badge-cards"
    WALLET_CARDS = "wallet-cards"
    LEAFLET = "leaflet"
    MANAGERS = "leaflet-managers"
    ASKING = "asking-on-paper"
    CALL = "call-on-paper"


class Paper(StrEnum):
    """A size of paper, by the name the typesetter knows it by."""

    LETTER = "us-letter"
    A4 = "a4"


LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE", "GT", "CR", "SV", "NI", "PA", "DO", "PR"})


def paper_of(country: str) -> Paper:
    """Return the paper that printers of a country (ISO 3166 alpha-2) hold."""
    return Paper.LETTER if country in LETTER_COUNTRIES else Paper.A4


@dataclass(frozen=True)
class Number:
    """A number as it is printed: digits, what it is, its hours. Never empty digits."""

    digits: str
    name: str
    hours: str


@dataclass(frozen=True)
class Facts:
    """What one organization's sheets are made from. All of it is public; everything is plain text.

    `address` is the whole link of the front door, `typed` the same as one types it. `telephone` may be empty.
    `emergency` and `lines` may be shown on paper today; `checked` is the day on which the oldest was dialed, in
    words, or empty. `limits` are counsel's paragraphs, `signed` who answers for them, or empty.
    """

    organization: str
    site: str
    program: str
    language: str
    address: str
    typed: str
    telephone: str
    any_hour: bool
    emergency: Number
    lines: tuple[Number, ...]
    printed: str
    checked: str = ""
    demonstration: bool = False
    limits: tuple[str, ...] = ()
    signed: str = ""


@dataclass(frozen=True)
class Part:
    """One section: a heading, then what stands under it, in this order. `fields` are lines to write on."""

    heading: str
    sentences: tuple[str, ...] = ()
    quote: str = ""
    quoted: str = ""
    points: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


LONGEST_WORD = 22
"""Letters after which a word may be broken anywhere, so that nothing runs off the paper."""

_BREAK = "\u200b"
_LONG = re.compile(rf"[^\s{_BREAK}-]{{{LONGEST_WORD},}}")


class Printable:
    """Text as the fonts on hand can set it. `covered` are inclusive ranges of code points, in order."""

    def __init__(self, covered: Sequence[tuple[int, int]]) -> None:
        self._starts = [first for first, _ in covered]
        self._ends = [last for _, last in covered]

    def text(self, given: str) -> str:
        """Return the text without what no font here can draw; long words may break."""
        return _LONG.sub(_breakable, self.spoken(given))

    def spoken(self, given: str) -> str:
        """Return the same for what is read aloud and never set in lines: nothing breaks; spaces are single.

        Composed first, so that an accent typed apart is kept. A sign that is left out leaves a space, never a box.
        """
        composed = unicodedata.normalize("NFC", given)
        drawn = "".join(one if self.draws(one) else " " for one in composed)
        return " ".join(filter(None, drawn.split(" ")))

    def address(self, given: str) -> str:
        """Return an address to be typed: it breaks after its strokes and points only."""
        return re.sub(r"(?<=[/.])(?=.)", _BREAK, "".join(one for one in given if self.draws(one)))

    def draws(self, one: str) -> bool:
        """Say whether a font here has this character."""
        place = bisect_right(self._starts, ord(one)) - 1
        return place >= 0 and ord(one) <= self._ends[place]


def _breakable(word: re.Match[str]) -> str:
    letters = word[0]
    pieces = [letters[at : at + LONGEST_WORD // 2] for at in range(0, len(letters), LONGEST_WORD // 2)]
    return _BREAK.join(pieces)


def ranges(listed: str) -> list[tuple[int, int]]:
    """Read "20-7e a0-ff 2d9" as inclusive ranges of code points, in order."""
    pairs = [part.partition("-") for part in listed.split()]
    return [(int(first, 16), int(last or first, 16)) for first, _, last in pairs]
