"""What both sides of a talk have in common: the form of a message, and the words when one was not sent.

Belongs here: the form and its messages. Does not belong here: either side's pages (`web/returning/talk.py`,
`web/walking/messages.py`), or what may not stand in a message (`cases/rules/identifiers.py`).
"""

from __future__ import annotations

import binascii
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.cases import visits
from alongside.cases.errors import HeldBack
from alongside.cases.rules.identifiers import Kind
from alongside.cases.rules.messages import LONGEST
from alongside.journeys.writing_to_each_other import Draft
from alongside.vocabulary import labels
from alongside.web.forms import KindForm

_KEY = 32


class MessageForm(KindForm):
    """A few words. `once` is drawn for each page shown, so that a second tap is no second message."""

    words = forms.CharField(
        label=gettext_lazy("Write a few words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST, "autocomplete": "off", "dir": "auto"}),
        error_messages={
            "required": gettext_lazy("There is nothing to send yet. Please write a few words."),
            "max_length": gettext_lazy("Please make this shorter: 500 letters at most."),
        },
    )
    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"once": visits.new_token().hex()})
        self.held_back: list[str] = []
        self.may_insist = False
        self.points_at_somebody = False

    def as_draft(self) -> Draft:
        """Return what is to be sent; valid forms only."""
        sure = self.data.get("sure") == "yes"
        return Draft(text=self.cleaned_data["words"], once=_token(self.cleaned_data["once"]), sure=sure)

    def hold_back(self, held: HeldBack) -> None:
        """Say kindly what was met, beside what was typed, and whether it may be sent all the same."""
        self.held_back = [labels.label("held_back", kind, "help") for kind in held.kinds]
        self.may_insist = Kind.CODE not in held.kinds
        self.points_at_somebody = any(kind != Kind.CODE for kind in held.kinds)
        self.add_error("words", _("Nothing was sent yet. %(why)s") % {"why": " ".join(self.held_back)})

    def too_many(self) -> None:
        """Say that the other has not read the last ones yet."""
        self.add_error("words", _("Nothing was sent: your last messages were not read yet. Calling may be quicker."))

    def nobody_reads(self) -> None:
        """Say that nobody would read it now: they have not said yes yet, or it has ended."""
        self.add_error("words", _("Nothing was sent: nobody would read it now."))


def _token(typed: str) -> bytes:
    """Return the page's own token; a form that lost it gets a fresh one."""
    try:
        token = binascii.unhexlify(typed)
    except (binascii.Error, ValueError):
        token = b""
    return token if len(token) == _KEY else visits.new_token()


def shown(form: MessageForm, **more: object) -> dict[str, Any]:
    """Return what both templates ask of a form and its page."""
    return {"form": form, "longest": LONGEST, **more}
