"""What the auditor reads: what was done, by which role, in which hour; and whether the chain of entries is whole.

Belongs here: showing, a month and a group to choose. Does not belong here: the chain (`ledger`), what an entry is
about: no case, no content and no reason stands here, and a name only where somebody used a right over the house.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from alongside import clock
from alongside.ledger import queries
from alongside.ledger.queries import Line
from alongside.people import access
from alongside.people import queries as people
from alongside.web.forms import KindForm
from alongside.web.gate import MemberRequest, needs
from alongside.web.taking_over import acts

ON_A_PAGE = 50
_HOUSE = ("organization", "settings", "service", "check", "clock", "ladder", "course", "events", "limits", "program")
_NAMED = {"anew", "glass", "hold", "retention", "role", "designation", "machine", "directory", "report", *_HOUSE}
"""Acts by which somebody used a right over the house: who did it may be read (threat model, 5.8).

Nobody's rest, leave, talks or requests is among them; nor keys: whom somebody hands on with a lost one stands beside.
"""


@dataclass(frozen=True)
class Act:
    """One entry in words; `who` only where it may be read."""

    seq: int
    hour: datetime
    role: str
    words: str
    who: str


class Choice(KindForm):
    """Which entries: of a month, of a group; what was typed otherwise is left out."""

    month = forms.DateField(
        label=_("Month"),
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )
    group = forms.ChoiceField(
        label=_("What it was about"),
        required=False,
        choices=lambda: [("", _("Everything")), *((code, group.name) for code, group in acts.GROUPS.items())],
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


@needs(access.may_read_ledger)
@require_http_methods(["GET", "HEAD", "POST"])
def entries(request: MemberRequest) -> HttpResponse:
    """Show entries, newest first, or those of a month or a group; a POST reads the whole chain and says what it found.

    Entries of the hour under way are not shown, nor counted: whoever looked again and again would read minutes (T32).
    """
    house, choice, now = request.place.organization, Choice(request.GET), clock.now()
    chosen = choice.cleaned_data if choice.is_valid() else {}
    last = queries.told_up_to(organization=house.id, now=now)
    lines = queries.lines(
        organization=house.id,
        before=min(chosen.get("before") or last + 1, last + 1),
        limit=ON_A_PAGE + 1,
        verbs=acts.GROUPS[chosen["group"]].said if chosen.get("group") else None,
        within=_month(chosen["month"], house.zone) if chosen.get("month") else None,
    )
    told = {
        "choice": choice,
        "rows": _told(request, lines[:ON_A_PAGE]),
        "more": lines[ON_A_PAGE - 1].seq if len(lines) > ON_A_PAGE else None,
        "chosen": chosen,
        "last": last,
    }
    if request.method == "POST":
        told |= {"read_at": now, "faults": queries.verify(organization=house.id)}
    return render(request, "taking_over/ledger.html", told)


def _told(request: MemberRequest, lines: list[Line]) -> list[Act]:
    """Put entries into words; the names of one page are read at once."""
    whose = {line.seq: line.actor for line in lines if line.actor and line.verb.partition(".")[0] in _NAMED}
    house = request.place.organization.id
    rows = people.rows_for(organization=house, people=set(whose.values()), now=clock.now())
    names = {seq: rows[person].name for seq, person in whose.items() if person in rows}
    return [
        Act(line.seq, line.hour, acts.role(line.actor_role), acts.said(line.verb), names.get(line.seq, ""))
        for line in lines
    ]


def _month(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when a month begins where the house is, and when the next one does."""
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return datetime.combine(first, time(), zone), datetime.combine(following, time(), zone)
