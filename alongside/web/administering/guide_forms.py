"""What an administrator or a reviewer types about the guides: this site's answers, its own wording, a signature.

Belongs here: fields, and a kind sentence for everything that must be mended. Does not belong here: what words may hold
(`guidance.checking`), what follows (`journeys/keeping_the_guides.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from alongside.guidance.checking import LONGEST_SUMMARY, LONGEST_TEXT, LONGEST_TITLE, Fault, Problem
from alongside.guidance.reading import Words
from alongside.guidance.review_rules import Signature
from alongside.vocabulary import labels
from alongside.web.administering.forms import DAY, NO_DAY, Initial, offer
from alongside.web.forms import KindForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_ANSWER = 400
GROUPS: tuple[tuple[str, _StrPromise, tuple[str, ...]], ...] = (
    (
        "reach",
        _("How peer support is reached"),
        ("site.contact_line", "site.phone", "site.web_address", "site.liaison", "site.neighbour_agency"),
    ),
    (
        "next",
        _("What happens next"),
        (
            "site.next_steps",
            "site.relief",
            "site.report",
            "site.going_home",
            "site.time_off",
            "site.peers",
            "site.review_contact",
            "site.review",
            "site.review_outcome",
            "site.improvement",
        ),
    ),
    (
        "patient",
        _("The patient and the family"),
        ("site.patient_news", "site.patient_contact", "site.family_support"),
    ),
    ("law", _("Job, law and insurance"), ("site.job", "site.licence", "site.lawyer", "site.injury_claim")),
    (
        "services",
        _("Services here"),
        (
            "site.occupational_health",
            "site.psychologist",
            "site.chaplain",
            "site.eap",
            "site.professional_on_call",
            "site.manager_on_call",
        ),
    ),
    (
        "secrecy",
        _("What stays between them"),
        ("site.confidentiality_limits", "site.erasure", "site.retention_note"),
    ),
)
"""Every answer a site may give, as a reader would look for it: a page each. The organization's name fills itself in."""

SENTENCES: Mapping[Problem, _StrPromise] = {
    Problem.EMPTY: _("Please answer this."),
    Problem.TOO_LONG: _("Please make this shorter: at most %s characters."),
    Problem.TOP_HEADING: _("Headings inside a text begin with ##. The title has its own field."),
    Problem.PICTURE: _(
        "A guide holds words only, so that it can be read without a network. Please leave the picture out."
    ),
    Problem.LINK: _(
        "This link leads nowhere we know: %s. A link leads to a guide, a place such as app:directory, "
        "or an https address."
    ),
    Problem.NO_SUCH_GUIDE: _("There is no guide of this name: %s."),
    Problem.PLACEHOLDER: _("Nothing can be put here: %s. The names that can be used stand beside the text."),
    Problem.PLACEHOLDER_IN_LINK: _("Please take this out of the link’s words: %s."),
    Problem.CRISIS: _("Please keep a line that says {{ block.crisis }} by itself: the numbers stand there."),
    Problem.PHASES: _(
        "The nine phases are shown one by one: please keep nine headings, each with a bold line, "
        "what to say as a list, and a bold line on what to avoid."
    ),
    Problem.TOO_MANY_LINES: _("Please write at most %s lines."),
    Problem.FEWER_LINES: _("Please keep at least %s lines: none of what is said here can be left out."),
    Problem.PLAINLY: _("Please ask plainly, naming what is asked about. Who is asked plainly can answer."),
    Problem.NEVER: _(
        "Please leave this out: “%s”. The reflection never says that somebody is fine, and it judges nobody."
    ),
    Problem.SAME_ANSWER: _("Please give each answer its own words."),
}
"""What is said for each thing to mend; `%s` is the very words it is about."""


@dataclass(frozen=True)
class Side:
    """One answer in one language: its field, and what stands when it is empty."""

    language: str
    field: BoundField
    fallback: str


@dataclass(frozen=True)
class Answer:
    """One answer a site may give, in each of its languages. `stands_in`: the titles of the guides that ask for it."""

    key: str
    stands_in: str
    sides: list[Side]


class Answers(KindForm):
    """This site's answers about one thing: a field for each gap in each language. Empty: the fallback stands."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        keys: Iterable[str],
        languages: Iterable[str],
        own: Mapping[str, Mapping[str, str]],
    ) -> None:
        super().__init__(data)
        self.keys, self.languages, self.own = tuple(keys), tuple(languages), own
        names = {code: str(name) for code, name in settings.LANGUAGES}
        for key, language in self._every():
            widget = forms.Textarea(attrs={"class": "input", "lang": language, "rows": 2})
            field = forms.CharField(
                label=names.get(language, language),
                required=False,
                max_length=LONGEST_ANSWER,
                widget=widget,
                initial=own[language].get(key, ""),
            )
            field.error_messages["max_length"] = SENTENCES[Problem.TOO_LONG] % LONGEST_ANSWER
            self.fields[_name(key, language)] = field

    def changed(self) -> dict[tuple[str, str], str]:
        """Return only what was changed: {(placeholder, language): text}."""
        typed = {(key, language): self.cleaned_data[_name(key, language)] for key, language in self._every()}
        return {one: text for one, text in typed.items() if text != self.own[one[1]].get(one[0], "")}

    def answers(self, stands_in: Mapping[str, str]) -> list[Answer]:
        """Return the answers, ready for a template."""
        return [Answer(key, stands_in.get(key, ""), self._sides(key)) for key in self.keys]

    def _sides(self, key: str) -> list[Side]:
        return [self._side(key, language) for language in self.languages]

    def _side(self, key: str, language: str) -> Side:
        with override(language):
            fallback = labels.label("site_placeholders", key, "fallback")
        return Side(language, self[_name(key, language)], fallback)

    def _every(self) -> Iterator[tuple[str, str]]:
        return ((key, language) for key in self.keys for language in self.languages)


def _name(key: str, language: str) -> str:
    return f"{key.replace('.', '-')}-{language}"


class OwnText(KindForm):
    """A guide in the organization's own words."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    summary = forms.CharField(label=_("Summary"), max_length=LONGEST_SUMMARY, widget=forms.Textarea(attrs={"rows": 2}))
    markdown = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        help_text=_("Markdown: ## heading, - list, **bold**, [words](other-guide.md). HTML is shown as it is typed."),
    )

    def __init__(self, data: QueryDict | None = None, *, language: str, initial: Initial = None) -> None:
        super().__init__(data, initial)
        for field in self.fields.values():
            field.widget.attrs["lang"] = language

    def words(self) -> Words:
        """Return what was typed."""
        typed = self.cleaned_data
        return Words(typed["title"], typed["summary"], f"{typed['markdown']}\n")

    def mend(self, faults: Iterable[Fault]) -> None:
        """Say beside its field what must be mended."""
        for fault in faults:
            said = SENTENCES[fault.problem]
            self.add_error(self.field_of(fault), said % fault.detail if "%s" in said else said)

    def field_of(self, fault: Fault) -> str:
        """Return the name of the field that a fault is about."""
        return fault.field


def typed(words: Words) -> dict[str, str]:
    """Return words as they stand in the form's fields."""
    return {"title": words.title, "summary": words.summary, "markdown": words.markdown.strip()}


class Sign(KindForm):
    """A reviewer's signature under a text. Without `by`, whose signature it is must be typed."""

    kind = forms.ChoiceField(label=_("Kind of review"))
    signed_by = forms.CharField(label=_("Signed by"), max_length=120)
    signed_role = forms.CharField(
        label=_("Their function"), max_length=120, help_text=_("Shown to every reader, with the date. The name is not.")
    )
    signed_on = forms.DateField(label=_("Signed on"), widget=DAY, error_messages=NO_DAY)

    def __init__(self, data: QueryDict | None = None, *, by: str, today: date, initial: Initial = None) -> None:
        super().__init__(data, initial)
        self._by, self._today = by, today
        if by:
            del self.fields["signed_by"]
        kinds = [
            (code, f"{text} ({labels.label('review_kinds', code, 'help')})")
            for code, text in labels.choices("review_kinds")
        ]
        offer(self, "kind", kinds)

    def clean_signed_on(self) -> date:
        """Refuse a day that has not come."""
        day: date = self.cleaned_data["signed_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def signature(self) -> Signature:
        """Return the signature."""
        typed = self.cleaned_data
        return Signature(typed["kind"], self._by or typed["signed_by"], typed["signed_role"], typed["signed_on"])


def _by_whom(code: str) -> str:
    return labels.label("review_kinds", code, "help")
