"""What is typed about a team session: codes, a week, a place, a time, two who lead.

Belongs here: fields and what must be mended. Does not belong here: who is invited, who comes, or that anybody must:
there is nowhere to write it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.paging.uninvolved import Free
from alongside.rounds import sessions
from alongside.rounds.rules import Reason
from alongside.rounds.sessions import SessionRow
from alongside.tenancy import queries
from alongside.tenancy.queries import House
from alongside.vocabulary import labels
from alongside.web.forms import KindForm
from alongside.web.times import long_date

MOMENT = "%Y-%m-%dT%H:%M"
WEEKS_AHEAD = 8
NO_GROUP = ""

ASKED_FOR = (Reason.HARD_TIME, Reason.BUILT_UP, Reason.TEAM_ASKED, Reason.COLLEAGUE_SUICIDE)
"""Reasons a manager chooses among; the others come from a report."""


class Ask(KindForm):
    """A manager asks for a session."""

    reason = forms.ChoiceField(label=_("Why, in one line"), widget=forms.RadioSelect)
    site = forms.ChoiceField(label=_("Where"))
    unit_group = forms.ChoiceField(label=_("For which kind of unit"), required=False)
    week = forms.ChoiceField(label=_("In which week"))

    def __init__(self, data: QueryDict | None = None, *, house: House, now: datetime) -> None:
        super().__init__(data)
        groups = [(group.id.hex, labels.label("unit_groups", group.code)) for group in queries.unit_groups(house.id)]
        self._offer("reason", [(reason.value, labels.label("team_session_reasons", reason)) for reason in ASKED_FOR])
        self._offer("site", [(site.id.hex, site.name) for site in queries.sites(house.id)])
        self._offer("unit_group", [(NO_GROUP, gettext("Several, or all")), *groups])
        self._offer("week", [(day.isoformat(), _week(day)) for day in _mondays(now.astimezone(house.zone).date())])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # A choice field.

    def to_ask(self) -> dict[str, Any]:
        """Return it as the journey takes it; valid forms only."""
        held = self.cleaned_data
        return {
            "site": UUID(held["site"]),
            "unit_group": UUID(held["unit_group"]) if held["unit_group"] else None,
            "reason": Reason(held["reason"]),
            "wished_week": date.fromisoformat(held["week"]),
        }


def _mondays(today: date) -> list[date]:
    monday = today - timedelta(days=today.weekday())
    return [monday + timedelta(weeks=ahead) for ahead in range(WEEKS_AHEAD)]


def _week(monday: date) -> str:
    return gettext("The week of %(day)s") % {"day": long_date(monday)}


YEARS_AHEAD = 2
"""A session that lies further ahead is a slip of the finger in the year."""


class Plan(KindForm):
    """The coordinator plans it. The time is wall time at the site; an hour that the clocks skip is not guessed at."""

    place = forms.CharField(
        label=_("Place"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 120}),
        help_text=_("A quiet room with a door, away from the unit."),
    )
    starts_at = forms.DateTimeField(
        label=_("Day and hour"),
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        help_text=_("60 to 75 minutes, in paid time, with cover arranged."),
        error_messages={"invalid": _("Please choose a day and an hour.")},
    )
    first = forms.ChoiceField(label=_("Leads"))
    second = forms.ChoiceField(label=_("Leads as well"))

    def __init__(self, data: QueryDict | None = None, *, row: SessionRow, able: Sequence[Free], now: datetime) -> None:
        super().__init__(data, initial=_known(row))
        self.row, self.now = row, now
        offered = [("", gettext("Please choose")), *((free.person.hex, free.name) for free in able)]
        for name in ("first", "second"):
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # A choice field.

    def clean_starts_at(self) -> datetime:
        """Read the hour in the site's zone; it must come to pass, and lie ahead."""
        typed: datetime = self.cleaned_data["starts_at"]
        if typed.year > self.now.year + YEARS_AHEAD:
            raise forms.ValidationError(gettext("This lies years ahead. Please look at the year again."))
        here = typed.replace(tzinfo=self.row.zone)
        if here.astimezone(UTC).astimezone(self.row.zone).replace(tzinfo=None) != typed.replace(tzinfo=None):
            said = gettext("On %(day)s the clocks go forward and skip this hour. Please choose another one.")
            raise forms.ValidationError(said % {"day": long_date(typed.date())})
        if here <= self.now:
            raise forms.ValidationError(gettext("This lies in the past. Please choose a time ahead."))
        return here.astimezone(UTC)

    def clean(self) -> dict[str, Any]:
        """Two lead, and they are two."""
        held = super().clean() or {}
        if held.get("first") and held.get("first") == held.get("second"):
            self.add_error("second", _("Two lead a session. Please choose somebody else here."))
        return held

    def to_plan(self) -> sessions.Plan:
        """Return it as the journey takes it; valid forms only."""
        held = self.cleaned_data
        return sessions.Plan(held["place"], held["starts_at"], (UUID(held["first"]), UUID(held["second"])))


def _known(row: SessionRow) -> dict[str, Any]:
    leaders = [key.hex for key, _name in row.leaders]
    if row.starts_at is None or len(leaders) < 2:  # noqa: PLR2004  # Two lead.
        return {}
    return {
        "place": row.place,
        "starts_at": row.starts_at.astimezone(row.zone),
        "first": leaders[0],
        "second": leaders[1],
    }
