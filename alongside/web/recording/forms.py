"""What is asked after a talk: codes, most of them filled in already. No field takes a word.

Belongs here: fields, their first answers, the record they make. Does not belong here: keeping it (journeys).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.encounters import rules
from alongside.encounters.rules import Interactions, Kind, Outcome, Record
from alongside.journeys import notes_to_oneself
from alongside.journeys.recording_an_encounter import AS_ASKED, Known
from alongside.tenancy import queries
from alongside.tenancy.queries import House
from alongside.vocabulary import labels
from alongside.web.forms import KindForm
from alongside.web.times import long_date

ONCE = 8
"""Random bytes of each form: by them a second tap is known as one."""

CARRIED_OVER = "as_asked"
UNSAID = "unsaid"
_DAYS_AHEAD = 28

_IN_PASSING = ("in_passing", "self", "colleague", "manager", "event_offer", "professional", "reminder")
"""How a talk without a case comes about; the other sources belong to a request."""


class Talk(KindForm):
    """A talk with one person. `to_record()` gives the record; valid forms only."""

    kind = Kind.INFORMAL

    minutes = forms.ChoiceField(label=_("How long?"), widget=forms.RadioSelect)
    interactions = forms.ChoiceField(label=_("Which talk with them was it?"), widget=forms.RadioSelect)
    tier = forms.ChoiceField(label=_("What was enough"))
    role_group = forms.ChoiceField(label=_("Their profession"), required=False)
    unit_group = forms.ChoiceField(label=_("Their kind of unit"), required=False)
    event_kind = forms.ChoiceField(label=_("What it was about, if they said"), required=False)
    source = forms.ChoiceField(label=_("How it came about"))
    shift = forms.ChoiceField(label=_("When"))
    referral = forms.ChoiceField(label=_("Whom else you named"), required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2 * ONCE)

    def __init__(self, data: QueryDict | None = None, *, house: House, now: datetime) -> None:
        super().__init__(data, initial={**self.known(house, now), "once": secrets.token_hex(ONCE)})
        self._offer(house)

    def known(self, house: House, now: datetime) -> dict[str, str]:
        """Return the first answers."""
        return {
            "interactions": Interactions.FIRST,
            "tier": "tier2_enough",
            "source": "in_passing",
            "shift": rules.shift_of(now, zone=house.zone),
            "role_group": UNSAID,
            "unit_group": UNSAID,
            "referral": "none",
        }

    def _offer(self, house: House) -> None:
        sources = dict(labels.choices("request_sources"))
        _choose(self, "minutes", labels.choices("encounter.minutes_bands"))
        _choose(self, "interactions", _which())
        _choose(self, "tier", labels.choices("encounter.tier_outcomes"))
        _choose(self, "role_group", labels.choices("profession_groups"))
        _choose(self, "unit_group", _groups(house))
        _choose(self, "event_kind", _kinds())
        _choose(self, "source", [(code, sources[code]) for code in _IN_PASSING])
        _choose(self, "shift", labels.choices("encounter.shift_bands"))
        _choose(self, "referral", labels.choices("encounter.referral_kinds"))

    @property
    def rows(self) -> list[forms.BoundField]:
        """Return what is tapped, one tap each."""
        return [self[name] for name in ("minutes", "interactions")]

    @property
    def lists(self) -> list[forms.BoundField]:
        """Return what is chosen from lists, and mostly left as it is."""
        return [
            self[name] for name in ("tier", "referral", "role_group", "unit_group", "event_kind", "source", "shift")
        ]

    def to_record(self) -> Record:
        """Return the record; valid forms only."""
        held = self.cleaned_data
        codes = {name: held[name] for name in rules.LISTS if name in held and held[name] != CARRIED_OVER}
        codes = {
            **codes,
            "role_group": codes.get("role_group") or UNSAID,
            "unit_group": codes.get("unit_group") or UNSAID,
        }
        return Record(kind=self.kind, outcome=codes.pop("outcome", Outcome.SPOKE.value), **codes)


class FromCase(Talk):
    """A talk with the person of a case.

    What the case tells is filled in; what they said when asking is carried over.
    """

    kind = Kind.ONE_TO_ONE

    outcome = forms.ChoiceField(label=_("How did it go?"), widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None = None, *, house: House, known: Known, now: datetime) -> None:
        self.case_tells = known
        super().__init__(data, house=house, now=now)
        self.fields["minutes"].required = False

    def known(self, house: House, now: datetime) -> dict[str, str]:
        """Return what the case tells, over the usual first answers."""
        told = self.case_tells
        return {
            **super().known(house, now),
            "outcome": told.outcome,
            "interactions": told.interactions,
            "source": told.source,
            "shift": told.shift,
            "tier": told.tier or "ongoing",
            **dict.fromkeys(AS_ASKED, CARRIED_OVER),
        }

    def _offer(self, house: House) -> None:
        super()._offer(house)
        outcomes = dict(labels.choices("encounter.contact_outcomes"))
        carried = (CARRIED_OVER, gettext("As they said when asking"))
        _choose(self, "outcome", [(code.value, outcomes[code]) for code in Outcome])
        _choose(self, "source", labels.choices("request_sources"))
        for name in AS_ASKED:
            _choose(self, name, [carried, *self.fields[name].choices])  # type: ignore[attr-defined]  # A choice field.

    @property
    def rows(self) -> list[forms.BoundField]:
        """Return what is tapped, how it went first."""
        return [self["outcome"], *super().rows]

    @property
    def as_asked(self) -> set[str]:
        """Return what is to be carried over; valid forms only."""
        return {name for name in AS_ASKED if self.cleaned_data[name] == CARRIED_OVER}

    def clean(self) -> dict[str, Any]:
        """Ask for the length of a talk that took place."""
        held = super().clean() or {}
        if held.get("outcome") == Outcome.SPOKE and not held.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", gettext("Please choose how long it was."))
        return held


class WithLeader(KindForm):
    """A talk with somebody who leads: about their team, about the program. Nothing of any one colleague."""

    minutes = forms.ChoiceField(label=_("How long?"), widget=forms.RadioSelect)
    unit_group = forms.ChoiceField(label=_("Which kind of unit they lead"), required=False)
    shift = forms.ChoiceField(label=_("When"))
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2 * ONCE)

    kind = Kind.LEADER_TALK

    def __init__(self, data: QueryDict | None = None, *, house: House, now: datetime) -> None:
        first = {"shift": rules.shift_of(now, zone=house.zone), "unit_group": UNSAID, "once": secrets.token_hex(ONCE)}
        super().__init__(data, initial=first)
        _choose(self, "minutes", labels.choices("encounter.minutes_bands"))
        _choose(self, "unit_group", _groups(house))
        _choose(self, "shift", labels.choices("encounter.shift_bands"))

    @property
    def rows(self) -> list[forms.BoundField]:
        """Return what is tapped."""
        return [self["minutes"]]

    @property
    def lists(self) -> list[forms.BoundField]:
        """Return what is chosen from lists."""
        return [self["unit_group"], self["shift"]]

    def to_record(self) -> Record:
        """Return the record; valid forms only."""
        held = self.cleaned_data
        given = {name: held.get(name) or "" for name in ("minutes", "shift", "group_size", "event_kind")}
        return Record(kind=self.kind, unit_group=held["unit_group"] or UNSAID, **given)


class WithTeam(WithLeader):
    """A session with a team that was not planned here: how many came, as a band."""

    group_size = forms.ChoiceField(label=_("How many came?"), widget=forms.RadioSelect)
    event_kind = forms.ChoiceField(label=_("What it was about, if it was about one thing"), required=False)

    kind = Kind.TEAM_SESSION

    def __init__(self, data: QueryDict | None = None, *, house: House, now: datetime) -> None:
        super().__init__(data, house=house, now=now)
        self.fields["unit_group"].label = gettext("Their kind of unit")
        _choose(self, "group_size", labels.choices("encounter.group_size_bands"))
        _choose(self, "event_kind", _kinds())

    @property
    def rows(self) -> list[forms.BoundField]:
        """Return what is tapped."""
        return [self["group_size"], self["minutes"]]

    @property
    def lists(self) -> list[forms.BoundField]:
        """Return what is chosen from lists."""
        return [self["unit_group"], self["event_kind"], self["shift"]]


class Note(KindForm):
    """A line to oneself: which contact, on which day. No name."""

    which = forms.ChoiceField(label=_("Which contact"))
    day = forms.ChoiceField(label=_("On which day"))

    def __init__(self, data: QueryDict | None = None, *, house: House, now: datetime) -> None:
        super().__init__(data)
        today = now.astimezone(house.zone).date()
        ahead = (today + timedelta(days=days) for days in range(1, _DAYS_AHEAD + 1))
        which = [(code.value, which_contact(code)) for code in notes_to_oneself.MAY_COME]
        _choose(self, "which", which)
        _choose(self, "day", [(day.isoformat(), on_day(day)) for day in ahead])

    def chosen(self) -> tuple[Interactions, date]:
        """Return which and when; valid forms only."""
        return Interactions(self.cleaned_data["which"]), date.fromisoformat(self.cleaned_data["day"])


def on_day(day: date) -> str:
    """Return a day as one remembers it: "Tuesday, November 24, 2026"."""
    return gettext("%(weekday)s, %(day)s") % {"weekday": date_format(day, "l", use_l10n=False), "day": long_date(day)}


def which_contact(code: str) -> str:
    """Return the words for one contact among several with somebody."""
    return {
        Interactions.FIRST: gettext("First contact"),
        Interactions.SECOND: gettext("Second contact"),
        Interactions.THIRD_TO_FIFTH: gettext("Third to fifth contact"),
        Interactions.LATER: gettext("A later contact"),
    }[Interactions(code)]


def _which() -> list[tuple[str, str]]:
    return [
        (Interactions.FIRST.value, gettext("The first")),
        (Interactions.SECOND.value, gettext("The second")),
        (Interactions.THIRD_TO_FIFTH.value, gettext("Third to fifth")),
        (Interactions.LATER.value, gettext("A later one")),
    ]


def _kinds() -> list[tuple[str, str]]:
    return [("", gettext("Not said")), *labels.choices("high_risk_event_kinds")]


def _groups(house: House) -> list[tuple[str, str]]:
    """Return the organization's own kinds of unit, and "rather not say" first."""
    own = sorted(labels.label("unit_groups", group.code) for group in queries.unit_groups(house.id))
    codes = {labels.label("unit_groups", group.code): group.code for group in queries.unit_groups(house.id)}
    return [(UNSAID, gettext("Not said")), *((codes[name], name) for name in own if codes[name] != UNSAID)]


def _choose(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # A choice field.
