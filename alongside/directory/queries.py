"""Which numbers a reader sees, ready for a template, in the language that is active.

Belongs here: lines of an organization with their proof of dialing, answered from the last good copy when the database
does not. Does not belong here: how they are drawn. The emergency number comes from the country's data and never fails.
"""

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Protocol

from django.db import Error
from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language, gettext

from alongside.directory import candidates, rules, words
from alongside.directory.errors import HoursUnreadable
from alongside.directory.models import Dialing, Line, Reminder
from alongside.directory.rules import Standing, Week
from alongside.directory.rules.hours import parse
from alongside.tenancy.last_good import LastGood


class Asker(Protocol):
    """Whose numbers: a `tenancy.queries.House` is one."""

    @property
    def id(self) -> uuid.UUID:
        """The organization's key."""

    @property
    def country(self) -> str:
        """Its country, two letters."""

    @property
    def demonstration(self) -> bool:
        """Whether its lines may be shown undialed, and say so."""


@dataclass(frozen=True)
class Known(words.Named):
    """A line as stored: both languages, and the last answered dialing if the very last one was answered.

    `refused`: its number must never be shown, whatever was dialed.
    """

    key: str
    candidate: str
    kind: str
    country: str
    name: str
    name_fr: str
    dial: str
    display: str
    text_to: str
    always_open: bool
    hours: str
    hours_fr: str
    note: str
    note_fr: str
    order: int
    resource: str = ""
    hours_code: str = ""
    timezone: str = ""
    place: str = ""
    place_fr: str = ""
    audience: str = "everyone"
    professions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    cost: str = ""
    confidentiality: str = ""
    confidentiality_fr: str = ""
    withdrawn: bool = False
    refused: bool = False
    answered_on: date | None = None
    dialed_by: str = ""

    @property
    def week(self) -> Week | None:
        """Its hours as they can be reckoned with; None when they are told in words only."""
        try:
            return parse(self.hours_code) if self.hours_code else None
        except HoursUnreadable:
            return None

    @property
    def internal(self) -> bool:
        """Whether it is the organization's own."""
        return self.kind == Line.Kind.INTERNAL

    @property
    def hours_told(self) -> str:
        """Its hours in the active language; never empty."""
        if self.always_open:
            return gettext("Any hour")
        if self.week:
            return words.week_in_words(self.week)
        return (french() and self.hours_fr) or self.hours


@dataclass(frozen=True)
class Number:
    """One number on a page. `tel` and `sms` are link addresses, "" where there is none; `hours` is never empty."""

    key: str
    kind: str
    digits: str
    tel: str
    text_to: str
    sms: str
    name: str
    hours: str
    note: str
    always_open: bool
    standing: Standing
    checked_on: date | None

    @property
    def long(self) -> bool:
        """Whether the digits need a line of their own."""
        return len(self.digits) > 6  # noqa: PLR2004  # Six digits stand beside a name at 320 px.

    @property
    def ageing(self) -> bool:
        """Whether to say that nobody has dialed it for half a year."""
        return self.standing is Standing.AGEING


@dataclass(frozen=True)
class Shown:
    """What the help page shows: a life in danger, crisis lines, people who know this work.

    `beside` are marks of the directory's other numbers: not on the help page, but known to its fingerprint, so that a
    device gives them up as well.
    """

    country: str
    emergency: Number
    also: tuple[Number, ...]
    crisis: tuple[Number, ...]
    staff: tuple[Number, ...]
    dialed: bool
    checked_on: date | None
    beside: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Every number, the emergency number first."""
        return (self.emergency, *self.also, *self.crisis, *self.staff)

    @property
    def ageing(self) -> bool:
        """Whether any number has not been dialed for half a year."""
        return any(number.ageing for number in self.numbers)


@dataclass(frozen=True)
class First:
    """The two numbers of the bar on every caregiver page."""

    emergency: Number
    crisis: Number | None


_kept: LastGood[uuid.UUID, tuple[Known, ...]] = LastGood()


def lines_shown(organization: Asker, country: str | None = None, *, now: datetime) -> Shown:
    """Return the numbers of a country (the organization's own by default) in the active language.

    A live organization shows only lines that a named person dialed and that answered, for 365 days; a demonstration
    shows its candidates and `dialed` is False. Never raises: without a database and without a copy, the emergency
    number alone is there.
    """
    country = country or organization.country
    today = now.date()
    known = known_lines(organization, country, now=now)
    numbers = [number(line, today=today) for line in known if line.country == country and not line.internal]
    open_to_see = [one for one in numbers if may_be_seen(organization, one)]
    crisis, staff = (tuple(one for one in open_to_see if one.kind == kind) for kind in ("crisis", "staff"))
    checked = [one.checked_on for one in (*crisis, *staff) if one.checked_on]
    proof = next((one for one in numbers if one.kind == "emergency" and one.standing.shown), None)
    return Shown(
        country=country,
        emergency=_emergency(country, proof),
        also=tuple(_also(country)),
        crisis=crisis,
        staff=staff,
        dialed=all(one.checked_on for one in open_to_see),
        checked_on=min(checked) if checked else None,
        beside=tuple(_mark(organization, line, today=today) for line in known if line.internal),
    )


def _mark(organization: Asker, line: Known, *, today: date) -> str:
    """Return what changes when a reader sees another number, or none. It is made for every page, so it is cheap."""
    standing = rules.standing(line.answered_on, today=today)
    if not (organization.demonstration or standing.shown):
        return ""
    return f"{line.key} {line.dial} {line.text_to} {line.hours_code} {line.hours} {standing}"


def may_be_seen(organization: Asker, one: Number) -> bool:
    """Say whether a reader may see a number: dialed in time, or in a demonstration, which says that nobody did."""
    return organization.demonstration or one.standing.shown


def first_numbers(organization: Asker, *, now: datetime) -> First:
    """Return the emergency number and the first crisis line that can be called. Cheap; never raises."""
    shown = lines_shown(organization, now=now)
    return First(emergency=shown.emergency, crisis=next((one for one in shown.crisis if one.tel), None))


def countries_of(organization: Asker, *, now: datetime) -> tuple[str, ...]:
    """Return the countries a reader may choose among: the organization's own first, then those of its lines."""
    others = {line.country for line in _stored(organization, now=now) if not (line.withdrawn or line.internal)}
    return (organization.country, *sorted(others - {organization.country}))


def desk_lines(organization: Asker, *, now: datetime) -> list[tuple[Known, Standing]]:
    """Return every line that is not withdrawn with its standing, for the desk: who dialed it stands in `dialed_by`."""
    today = now.date()
    lines = (line for line in _read(organization.id) if not line.withdrawn)
    return [(line, rules.standing(line.answered_on, today=today)) for line in sorted(lines, key=_place)]


def not_ready(organization: Asker, *, now: datetime) -> list[str]:
    """Return what keeps the numbers from going live: names of lines not dialed in time; the emergency number first.

    An organization without any crisis line is not ready either: its country's first candidate is named.
    """
    lines = desk_lines(organization, now=now)
    number = candidates.emergency(organization.country)
    missing = [] if any(line.candidate == number.code for line, _ in lines) else [f"{number.called} {number.dial}"]
    missing += [f"{line.called} {line.display}".strip() for line, standing in lines if not standing.shown]
    if not any(line.kind == "crisis" and line.country == organization.country for line, _ in lines):
        missing += [one.called for one in candidates.of_country(organization.country) if one.kind == "crisis"][:1]
    return missing


def known_lines(organization: Asker, country: str, *, now: datetime) -> list[Known]:
    """Return every line that is neither withdrawn nor refused, in order; a demonstration's candidates too.

    Never raises; without a database the last good copy answers.
    """
    stored = _stored(organization, now=now)
    lines = [line for line in stored if not (line.withdrawn or line.refused)]
    if organization.demonstration:
        adopted = {line.candidate for line in stored}
        lines += [_offered(one) for one in candidates.of_country(country) if one.everywhere and one.code not in adopted]
    return sorted(lines, key=_place)


def number(line: Known, *, today: date) -> Number:
    """Return a line's number as a reader sees it."""
    return Number(
        key=line.key,
        kind=line.kind,
        digits=line.display or line.dial or line.text_to,
        tel=rules.tel(line.dial),
        text_to=line.text_to,
        sms=rules.sms(line.text_to),
        name=line.called,
        hours=line.hours_told,
        note=(french() and line.note_fr) or line.note,
        always_open=line.always_open,
        standing=rules.standing(line.answered_on, today=today),
        checked_on=line.answered_on,
    )


def french() -> bool:
    """Say whether French is the active language."""
    return (get_language() or "").startswith("fr")


def reminded_at(organization: uuid.UUID) -> datetime | None:
    """Return when this organization was last reminded to dial again, if ever."""
    return Reminder.objects.of(organization).values_list("reminded_at", flat=True).first()


def forget(organization: uuid.UUID) -> None:
    """Read this organization's lines anew the next time."""
    _kept.forget(organization)


def _stored(organization: Asker, *, now: datetime) -> tuple[Known, ...]:
    try:
        return _kept.get(organization.id, lambda: _read(organization.id), now=now)
    except Error:
        return ()


def _read(organization: uuid.UUID) -> tuple[Known, ...]:
    # Of one day the worse answer counts: "wrong" and "closed" sort after "answered".
    last = Dialing.objects.filter(line=OuterRef("pk")).order_by("-dialed_on", "-heard")
    rows = Line.objects.of(organization).annotate(
        last_heard=Subquery(last.values("heard")[:1]),
        last_on=Subquery(last.values("dialed_on")[:1]),
        last_by=Subquery(last.values("dialed_by__name")[:1]),
    )
    return tuple(_known(row) for row in rows)


def _known(row: Line) -> Known:
    same = {field.name: getattr(row, field.name) for field in fields(Known) if hasattr(row, field.name)}
    answered = row.last_heard == Dialing.Heard.ANSWERED  # type: ignore[attr-defined]  # Annotated in _read.
    same |= {name: tuple(same[name]) for name in ("professions", "languages")}
    return Known(
        **same,
        key=str(row.pk),
        refused=candidates.never_shown(row.country, row.dial, row.display, row.text_to),
        withdrawn=row.withdrawn_at is not None,
        answered_on=row.last_on if answered else None,  # type: ignore[attr-defined]  # As above.
        dialed_by=row.last_by or "",  # type: ignore[attr-defined]  # As above.
    )


def _offered(one: candidates.Candidate) -> Known:
    same = {name: value for name, value in asdict(one).items() if name not in {"code", "everywhere"}}
    return Known(key=one.code, candidate=one.code, **same)


def _place(line: Known) -> tuple[int, str]:
    return line.order, line.name


def _emergency(country: str, proof: Number | None) -> Number:
    known = candidates.emergency(country)
    return _plain(
        known.dial,
        name=known.called,
        standing=proof.standing if proof else Standing.NOT_DIALED,
        checked_on=proof.checked_on if proof else None,
    )


def _also(country: str) -> Iterable[Number]:
    return (
        _plain(dial, name=gettext("Emergency"), standing=Standing.NOT_DIALED, checked_on=None)
        for dial in candidates.emergency(country).also
    )


def _plain(dial: str, *, name: str, standing: Standing, checked_on: date | None) -> Number:
    return Number(
        key=f"emergency-{dial}",
        kind="emergency",
        digits=dial,
        tel=rules.tel(dial),
        text_to="",
        sms="",
        name=name,
        hours=gettext("Any hour"),
        note="",
        always_open=True,
        standing=standing,
        checked_on=checked_on,
    )
