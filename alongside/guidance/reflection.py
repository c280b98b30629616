"""The sentences of the reflection, one by one: which of them an organization may say in its own way, and within what.

Belongs here: naming each sentence, laying an organization's own over ours, what its bounds refuse, on plain data. Does
not belong here: rows, the sentences that a form answers with. Never to be reworded, because it is no sentence: which
answers about safety lead to help at once, the numbers, the way to a person, the order, that nothing is counted.
Hazard H27: the reflection neither reassures falsely nor frightens.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Lines = tuple[str, ...]
Sentences = tuple[tuple[str, Lines], ...]
"""Each place's name with its lines, as ("questions.sleep", ("I sleep badly.",)). A tuple, so that it can be kept."""

LONGEST_LINE, MOST_LINES = 300, 12
EMPTY, TOO_LONG, TOO_MANY, FEWER, PLAINLY, NEVER, SAME, PLACEHOLDER = (
    "empty",
    "too_long",
    "too_many_lines",
    "fewer_lines",
    "plainly",
    "never",
    "same_answer",
    "placeholder",
)
WHOLE = frozenset({"now.text", "closing.parts.talk_soon.text", "closing.parts.professional.text"})
"""What to do in danger and when to talk to somebody soon: these keep at least as many lines as ours."""

_ASKED = re.compile(r"\s+")
_BRACES = re.compile(r"\{\{.*?\}\}|\{\{|\}\}")
_PLAIN: Mapping[str, Mapping[str, tuple[Lines, ...]]] = {
    "en": {
        "safety.questions.end_life": (
            ("suicid", "ending your life", "end your life", "kill yourself", "killing yourself", "your own life"),
        ),
        "safety.questions.hurt_someone": (("hurt", "harm"), ("yourself",), ("someone", "somebody", "other")),
    },
    "fr": {
        "safety.questions.end_life": (
            (
                "suicid",
                "fin à vos jours",
                "fin à votre vie",
                "vous tuer",
                "vous donner la mort",
                "en finir avec la vie",
            ),
        ),
        "safety.questions.hurt_someone": (("mal", "bless"), ("vous",), ("quelqu", "autre", "autrui")),
    },
}
"""What each question of safety must name in so many words: of every group one. Who is asked plainly can answer."""

_NEVER: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"you('re| are) (fine|ok|okay|all right|healthy)\b|nothing (is wrong|to worry)|\bscores?\b|\bdiagnos"
    ),
    "fr": re.compile(r"vous allez (très )?bien\b|tout va bien|rien de grave|\bscores?\b|\bdiagnos"),
}
LANGUAGES = tuple(_PLAIN)


@dataclass(frozen=True)
class Place:
    """One place for words: its name, the lines that stand there, and whether there may be several."""

    name: str
    lines: Lines
    several: bool

    @property
    def section(self) -> str:
        """Return where it stands: "questions", "safety", "now" or "closing"."""
        first = self.name.split(".", 1)[0]
        return first if first in {"safety", "now", "closing"} else "questions"


def places(extra: Mapping[str, Any]) -> tuple[Place, ...]:
    """Return every place for words in the order in which a reader meets them; empty for a guide without questions."""
    return tuple(_places(extra)) if extra else ()


def said(extra: Mapping[str, Any]) -> Sentences:
    """Return the sentences that stand."""
    return tuple((place.name, place.lines) for place in places(extra))


def reworded(extra: Mapping[str, Any], sentences: Sentences) -> dict[str, Any]:
    """Return the guide's parts with these sentences in their places. A name that we do not have is left aside."""
    told, own = deepcopy(dict(extra)), dict(sentences)
    for place in places(extra):
        lines = own.get(place.name, place.lines)
        holder, key = _holder(told, place.name)
        holder[key] = list(lines) if place.several else " ".join(lines)
    return told


def wrong(extra: Mapping[str, Any], sentences: Sentences, language: str) -> Iterator[tuple[str, str, str]]:
    """Yield what is out of bounds: the place's name, what is wrong, and the very words or number it is about."""
    own = dict(sentences)
    for place in places(extra):
        lines = own.get(place.name, place.lines)
        yield from ((place.name, *told) for told in _of_a_place(place, lines, language))
    yield from _of_answers(extra, own)


def _places(extra: Mapping[str, Any]) -> Iterator[Place]:
    yield _one("period", extra["period"])
    yield from (_one(f"answers.{each['code']}", each["text"]) for each in extra["answers"])
    yield from (_one(f"questions.{each['code']}", each["text"]) for each in extra["questions"])
    safety, now, closing = extra["safety"], extra["now"], extra["closing"]
    yield from (_one(f"safety.questions.{each['code']}", each["text"]) for each in safety["questions"])
    yield from (_one(f"safety.{name}", safety[name]) for name in ("after", "skipped"))
    yield _one("now.heading", now["heading"])
    yield Place("now.text", tuple(now["text"]), several=True)
    yield from (_one(f"closing.{name}", closing[name]) for name in ("heading", "intro"))
    for part in closing["parts"]:
        yield _one(f"closing.parts.{part['code']}.heading", part["heading"])
        yield Place(f"closing.parts.{part['code']}.text", tuple(part["text"]), several=True)


def _one(name: str, text: str) -> Place:
    return Place(name, (text,), several=False)


def _holder(told: dict[str, Any], name: str) -> tuple[dict[str, Any], str]:
    """Return the part in which a place stands, and its key there. In a list a part is known by its code."""
    *way, last = name.split(".")
    part: Any = told
    for step in way:
        part = _by_code(part, step) if isinstance(part, list) else part[step]
    return (_by_code(part, last), "text") if isinstance(part, list) else (part, last)


def _by_code(parts: list[dict[str, Any]], code: str) -> dict[str, Any]:
    return next(part for part in parts if part["code"] == code)


def _of_a_place(place: Place, lines: Lines, language: str) -> Iterator[tuple[str, str]]:
    if not any(line.strip() for line in lines):
        yield EMPTY, ""
        return
    if any(len(line) > LONGEST_LINE for line in lines):
        yield TOO_LONG, str(LONGEST_LINE)
    if len(lines) > MOST_LINES:
        yield TOO_MANY, str(MOST_LINES)
    if place.name in WHOLE and len(lines) < len(place.lines):
        yield FEWER, str(len(place.lines))
    text = _plain(" ".join(lines))
    yield from ((PLACEHOLDER, braces) for braces in _BRACES.findall(text))
    if not all(any(word in text for word in words) for words in _PLAIN[language].get(place.name, ())):
        yield PLAINLY, ""
    yield from ((NEVER, found[0]) for found in _NEVER[language].finditer(text))


def _of_answers(extra: Mapping[str, Any], own: Mapping[str, Lines]) -> Iterator[tuple[str, str, str]]:
    """Yield an answer that reads like one before it: nobody could tell them apart."""
    seen: set[str] = set()
    for answer in extra.get("answers", ()):
        name = f"answers.{answer['code']}"
        text = _plain(" ".join(own.get(name, (answer["text"],))))
        if text and text in seen:
            yield name, SAME, ""
        seen.add(text)


def _plain(text: str) -> str:
    return _ASKED.sub(" ", text.casefold().replace("’", "'")).strip()
