"""Finding a guide by a few words: in the title before the summary, in the summary before the text.

Belongs here: folding, matching and ranking on plain text. Does not belong here: guides, files, requests. Nothing that
was asked for is kept.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 100
"""Characters of a search that are looked at."""

_WORD = re.compile(r"\w+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_SHORTEST_BEGINNING = 3
_WEIGHTS = (100, 25, 1)
"""For a word in the title, the summary, the text. A whole word counts twice as much as a beginning."""
_OFTEN = 5
"""Up to so many times a word counts when it stands in one part again and again."""

_SMALL_WORDS = """
a an and are as at be by can do for from had has have how i if in is it me my of on or our so that the them they this to
too up us was we what when where who why will with you your
à ai au aux avec ce ces cet cette comme dans de des du elle en est et il ils j je l la le les leur ma me mes mon n ne
nous on ou par pas pour qu que qui quoi s sa se ses si son sont suis sur ta te tes toi ton tu un une vos votre vous y
"""
"""Words that stand in every text: they are left out unless nothing else was asked for."""


@dataclass(frozen=True)
class Findable:
    """What can be found: a name to answer with, and three texts, the first counting most."""

    name: str
    title: str
    summary: str
    text: str


def folded(text: str) -> list[str]:
    """Return the words of a text in small letters, without accents: "Œil d’été" → ["oeil", "d", "ete"]."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return _WORD.findall("".join(one for one in plain if not unicodedata.combining(one)))


def asked_for(query: str) -> list[str]:
    """Return the words worth looking for."""
    words = list(dict.fromkeys(folded(query[:LONGEST])))
    return [word for word in words if word not in _SMALL] or words


_SMALL = frozenset(folded(_SMALL_WORDS))

_DANGER = (
    "suicid", "kill", "die", "dying", "dead", "end my life", "end it", "self harm", "harm myself", "hurt myself",
    "cut myself", "overdose", "gun", "no reason to live", "not want to live", "better off without",
    "tuer", "tue", "mourir", "mort", "en finir", "finir avec la vie", "fin a mes jours", "fin a ma vie",
    "me faire du mal", "me blesser", "plus vivre", "panic", "panique", "can t go on", "je n en peux plus",
    "plus envie de vivre", "pendre", "arme", "medicaments", "au secours",
)  # fmt: skip
"""Words of somebody who may be in danger, folded. Too many is right here: who reads the numbers in vain loses nothing.
A word of `_LONG` letters also matches as a beginning."""
_LONG = 5


def may_be_danger(query: str) -> bool:
    """Return whether the numbers come before whatever was found. Nothing is kept of this either."""
    asked = folded(query[:LONGEST])
    return any(_says(asked, folded(danger)) for danger in _DANGER)


MORE_HELP = "when-to-get-more-help"
_MEANT: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("panic", "panique", "angoisse", "anxiety", "anxious", "breathe", "respirer", "can t calm", "crise"),
        ("looking-after-yourself-first-72-hours", "what-you-may-feel"),
    ),
    (
        ("ptsd", "trauma", "flashback", "cauchemar", "nightmare", "traumatisme", "depress", "deprime", "burnout"),
        ("what-you-may-feel", MORE_HELP),
    ),
    (("lawsuit", "sued", "malpractice", "tribunal", "plainte", "proces"), ("legal-and-insurance",)),
)
"""Words that people use and our guides avoid or do not happen to hold, and the guides meant by them, the best first."""


def meant(query: str) -> tuple[str, ...]:
    """Return the guides to show beside whatever holds the words: for danger the way to more help before all."""
    asked = folded(query[:LONGEST])
    told = [MORE_HELP] if may_be_danger(query) else []
    for words, names in _MEANT:
        if any(_says(asked, folded(word)) for word in words):
            told += names
    return tuple(dict.fromkeys(told))


def _says(asked: list[str], danger: list[str]) -> bool:
    if len(danger) == 1 and len(danger[0]) >= _LONG:
        return any(word.startswith(danger[0]) for word in asked)
    return any(asked[at : at + len(danger)] == danger for at in range(len(asked)))


def found(query: str, among: Sequence[Findable]) -> list[str]:
    """Return the names of what holds the most of the words asked for, the best first; empty when nothing does.

    A word matches as a whole, as a beginning of three letters or more, and whether or not it ends in a plural's s or x.
    """
    asked = asked_for(query)
    ranked = [(*_rank(asked, one), place, one.name) for place, one in enumerate(among)]
    most = max((matched for matched, _weight, _place, _name in ranked), default=0)
    best = sorted((-weight, place, name) for matched, weight, place, name in ranked if matched == most and matched)
    return [name for _weight, _place, name in best]


def _rank(asked: list[str], one: Findable) -> tuple[int, int]:
    weights = [_weight(word, one) for word in asked]
    return sum(1 for weight in weights if weight), sum(weights)


def _weight(asked: str, one: Findable) -> int:
    parts = zip(_WEIGHTS, (one.title, one.summary, one.text), strict=True)
    return sum(weight * _match(asked, _words(text)) for weight, text in parts)


def _match(asked: str, words: Mapping[str, int]) -> int:
    whole = words.get(_single(asked), 0)
    if whole:
        return 2 * min(whole, _OFTEN)
    if len(asked) < _SHORTEST_BEGINNING:
        return 0
    return min(sum(times for word, times in words.items() if word.startswith(asked)), _OFTEN)


@lru_cache(maxsize=1024)
def _words(text: str) -> Mapping[str, int]:
    """Return how often each word stands in a text, without a plural's last letter."""
    return Counter(_single(word) for word in folded(text))


def _single(word: str) -> str:
    return word[:-1] if len(word) > _SHORTEST_BEGINNING and word[-1] in "sx" else word
