"""What a coordinator or administrator types about the rota: shifts, absences, designations.

Belongs here: fields and what must be mended. Does not belong here: what follows (`journeys/keeping_the_rota.py`).
Times are typed as wall time of the organization; an hour that the clocks skip is not guessed at.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.people.queries import PersonRow
from alongside.vocabulary import labels
from alongside.vocabulary.roles import Role
from alongside.web.administering.forms import DAY, NO_DAY, Initial, offer
from alongside.web.forms import KindForm
from alongside.web.times import long_date

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOMENT = "%Y-%m-%dT%H:%M"
MOST_DAYS = 31
DESIGNATED = (Role.SUPPORTER, Role.PROFESSIONAL)
ON_CALL = (Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL)


def _moment(
    label: str | _StrPromise, *, required: bool = True, help_text: str | _StrPromise = ""
) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        error_messages={"invalid": _("Please choose a day and an hour.")},
    )


def exists(moment: datetime) -> bool:
    """Say whether a wall time comes to pass: in spring the clocks skip an hour."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == moment.replace(tzinfo=None)


class _InWallTime(KindForm):
    """A form with a beginning and an end in the organization's own wall time."""

    def __init__(
        self, data: QueryDict | None = None, *, zone: ZoneInfo, people: Iterable[PersonRow], initial: Initial = None
    ) -> None:
        super().__init__(data, initial)
        self.zone = zone
        self.people = {row.id: row for row in people}
        offer(self, "person", [("", _("Please choose")), *((str(row.id), row.name) for row in self.people.values())])

    def clean(self) -> dict[str, Any]:
        """Read both times in the zone, and check that they exist and follow each other."""
        typed = super().clean() or {}
        for name in ("starts", "ends"):
            if isinstance(typed.get(name), datetime):
                typed[name] = typed[name].replace(tzinfo=self.zone)
                if not exists(typed[name]):
                    self.skipped(name, typed[name])
        if typed.get("starts") and typed.get("ends") and typed["ends"] <= typed["starts"]:
            self.add_error("ends", _("The end lies before the beginning."))
        return typed

    def skipped(self, name: str, moment: datetime) -> None:
        """Say that the clocks skip this hour."""
        said = gettext("On %(day)s the clocks go forward and skip this hour. Please choose another one.")
        self.add_error(name, said % {"day": long_date(moment.date())})


class Shift(_InWallTime):
    """Somebody on call, once or at the same hours for several days."""

    person = forms.TypedChoiceField(label=_("Who"), coerce=UUID)
    duty = forms.ChoiceField(label=_("On call as"))
    starts = _moment(_("From"))
    ends = _moment(_("Until"))
    days = forms.IntegerField(
        label=_("For how many days in a row"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("1 for a single shift; at most 31."),
        error_messages={
            "invalid": _("Please write a number."),
            "min_value": _("Please write 1 or more."),
            "max_value": _("Please write 31 or less."),
        },
    )

    def __init__(
        self, data: QueryDict | None = None, *, zone: ZoneInfo, people: Iterable[PersonRow], initial: Initial = None
    ) -> None:
        super().__init__(data, zone=zone, people=people, initial=initial)
        offer(self, "duty", labels.choices("duties"))

    def clean(self) -> dict[str, Any]:
        """Check that they hold the role, and that every repetition exists and ends before the next begins."""
        typed = super().clean()
        row = self.people.get(typed.get("person"))  # type: ignore[arg-type]  # None finds nothing.
        if row and typed.get("duty") and typed["duty"] not in row.roles:
            self.add_error("duty", _("They do not hold this role. An administrator can give it."))
        if not self.errors:
            self._check_repetitions(typed)
        return typed

    def spans(self) -> list[tuple[datetime, datetime]]:
        """Return every shift asked for, at the same wall time each day."""
        typed = self.cleaned_data
        steps = (timedelta(days=step) for step in range(typed["days"]))
        return [(typed["starts"] + step, typed["ends"] + step) for step in steps]

    def _check_repetitions(self, typed: dict[str, Any]) -> None:
        if typed["days"] > 1 and typed["ends"] - typed["starts"] > timedelta(days=1):
            self.add_error("days", _("A shift of more than a day cannot be repeated every day."))
            return
        for starts, ends in self.spans():
            for name, moment in (("starts", starts), ("ends", ends)):
                if not exists(moment):
                    self.skipped(name, moment)
                    return


class Absence(_InWallTime):
    """Somebody who is away and not to be paged."""

    person = forms.TypedChoiceField(label=_("Who"), coerce=UUID)
    starts = _moment(_("From"))
    ends = _moment(_("Until"), required=False, help_text=_("Leave empty if it is not known yet."))


class Designation(KindForm):
    """Naming somebody a peer supporter or professional."""

    person = forms.TypedChoiceField(label=_("Who"), coerce=UUID)
    kind = forms.ChoiceField(label=_("Designated as"))
    agreement_signed_on = forms.DateField(
        label=_("Confidentiality agreement signed on"), widget=DAY, error_messages=NO_DAY
    )
    designated_on = forms.DateField(label=_("Designated from"), widget=DAY, error_messages=NO_DAY)
    valid_until = forms.DateField(label=_("Valid until"), widget=DAY, error_messages=NO_DAY)

    def __init__(self, data: QueryDict | None = None, *, people: Iterable[PersonRow], initial: Initial = None) -> None:
        super().__init__(data, initial)
        offer(self, "person", [("", _("Please choose")), *((str(row.id), row.name) for row in people)])
        offer(self, "kind", [(role.value, labels.label("role", role)) for role in DESIGNATED])

    def clean(self) -> dict[str, Any]:
        """Check that the days follow each other."""
        typed = super().clean() or {}
        signed, since, until = (typed.get(name) for name in ("agreement_signed_on", "designated_on", "valid_until"))
        if signed and since and signed > since:
            self.add_error("agreement_signed_on", _("The agreement is signed before the designation begins."))
        if since and until and until < since:
            self.add_error("valid_until", _("This day lies before the first one."))
        return typed


def in_a_year(day: date) -> date:
    """Return the same day of the next year: how long a designation is proposed for."""
    return day + timedelta(days=365)
