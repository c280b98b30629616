"""The reflection in an organization's own words: its guide's form, and a field for each of its sentences.

Belongs here: fields and their groups. Does not belong here: what a sentence may hold (`guidance.reflection`), the
sentences that ask to mend (`guide_forms.SENTENCES`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alongside.guidance import reflection
from alongside.guidance.checking import Fault
from alongside.guidance.reading import Guide, Words
from alongside.guidance.reflection import Lines, Place
from alongside.web.administering import guide_forms
from alongside.web.forms import KIND_WORDS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SECTIONS: tuple[tuple[str, _StrPromise, _StrPromise], ...] = (
    (
        "questions",
        _("The questions"),
        _("Each stays; its words are yours. The answers lead nowhere: nothing is counted."),
    ),
    (
        "safety",
        _("The two questions about safety"),
        _(
            "They are always asked, and asked plainly. The answers and the numbers beneath them stay as they are: "
            "“yes” and “not sure” always show help at once."
        ),
    ),
    ("now", _("Help at once"), _("Shown with the numbers, before anything else, to whoever is not safe.")),
    ("closing", _("The closing words"), _("The same for everybody, with the way to a trained colleague.")),
)
_LABELS: dict[str, _StrPromise] = {
    "period": _("The time that is meant"),
    "answers": _("Answer"),
    "questions": _("Question"),
    "after": _("Above the numbers"),
    "skipped": _("When it was left open"),
    "heading": _("Heading"),
    "intro": _("First words"),
    "text": _("Text"),
}


@dataclass(frozen=True)
class Sentence:
    """One sentence, or a few lines: its field, and our words for it."""

    field: BoundField
    ours: Lines


@dataclass(frozen=True)
class Section:
    """One part of the reflection with its sentences."""

    code: str
    heading: str
    about: str
    sentences: list[Sentence]


class OwnReflection(guide_forms.OwnText):
    """A guide with questions: its title, summary and text as ever, and every sentence of its questions and closing."""

    def __init__(self, data: QueryDict | None = None, *, ours: Guide, start: Words) -> None:
        super().__init__(data, language=ours.language, initial=guide_forms.typed(start))
        self._places, stands = reflection.places(ours.extra), dict(start.sentences)
        for place, label in zip(self._places, _labels(self._places), strict=True):
            lines = stands.get(place.name, place.lines)
            self.fields[_name(place.name)] = _field(place, label, lines, language=ours.language)

    def words(self) -> Words:
        """Return what was typed."""
        plain = super().words()
        told = ((place.name, self._lines(place)) for place in self._places)
        return Words(plain.title, plain.summary, plain.markdown, tuple(told))

    def field_of(self, fault: Fault) -> str:
        """Return the name of the field that a fault is about."""
        return fault.field if fault.field in self.fields else _name(fault.field)

    def sections(self) -> list[Section]:
        """Return the fields of the sentences, part by part, ready for a template."""
        return [Section(code, str(heading), str(about), self._of(code)) for code, heading, about in SECTIONS]

    def _of(self, section: str) -> list[Sentence]:
        return [Sentence(self[_name(one.name)], one.lines) for one in self._places if one.section == section]

    def _lines(self, place: Place) -> Lines:
        typed: str = self.cleaned_data[_name(place.name)]
        lines = [" ".join(line.split()) for line in typed.splitlines() if line.strip()]
        return tuple(lines) if place.several else (" ".join(lines),)


def _field(place: Place, label: str, lines: Lines, *, language: str) -> forms.CharField:
    rows = max(3, min(len(lines) * 2, reflection.MOST_LINES)) if place.several else 2
    field = forms.CharField(
        label=label,
        max_length=reflection.LONGEST_LINE * (2 * reflection.MOST_LINES if place.several else 2),
        widget=forms.Textarea(attrs={"class": "input", "lang": language, "rows": rows, "spellcheck": "true"}),
        initial="\n".join(lines),
        help_text=_("One sentence a line.") if place.several else "",
    )
    field.error_messages.update(
        {key: str(said) for key, said in KIND_WORDS.items() if key in {"required", "max_length"}}
    )
    return field


def _labels(places: tuple[Place, ...]) -> list[str]:
    """Return what each field is called: "Question 3". Numbers stand where a part has several of a kind."""
    kinds = [(place.section, _kind(place)) for place in places]
    seen: Counter[tuple[str, str]] = Counter()
    told = []
    for section, kind in kinds:
        seen[section, kind] += 1
        number = f" {seen[section, kind]}" if kinds.count((section, kind)) > 1 else ""
        told.append(f"{_LABELS[kind]}{number}")
    return told


def _kind(place: Place) -> str:
    steps = place.name.split(".")
    return steps[-1] if steps[-1] in _LABELS else steps[-2]


def _name(place: str) -> str:
    return place.replace(".", "-")
