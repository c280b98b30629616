"""The leadership page: totals without dimensions, prepared by the engine, looked at and released by the coordinator.

How many were supported comes from the de-identified record, coverage from the rota, trained supporters from
designations: each reaches the page as a number. What may not be shown is withheld before anything is kept, so that
nobody, not even whoever releases it, sees a number that could point at somebody. A released page is never changed; its
digest stands in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from alongside.encounters import queries as encounters
from alongside.ledger import operations as ledger
from alongside.people.queries import Member
from alongside.reports import operations as reports
from alongside.reports import queries, rules
from alongside.reports.page import Month, Page
from alongside.reports.rules import Period, Span, Told
from alongside.rota import queries as rota
from alongside.rota import rules as rota_rules
from alongside.tenancy import queries as tenancy
from alongside.tenancy.queries import House
from alongside.tenancy.transactions import one_transaction
from alongside.training import queries as training
from alongside.vocabulary import labels
from alongside.vocabulary.roles import Role

PREPARED_AFTER = timedelta(days=3)
"""After the end of a quarter: by then whatever waited to be shuffled has been."""

_MONTHS = 12


@dataclass(frozen=True)
class _On:
    """How much of a time one, and two, were on call."""

    first: int
    second: int


def prepare_next(*, now: datetime) -> bool:
    """Prepare the next page that is due, of any organization; False when none is."""
    for house in tenancy.houses():
        for period in _over(now.astimezone(house.zone).date() - PREPARED_AFTER):
            if _is_due(house, period):
                with one_transaction(ring=False):
                    _prepare(house, period, now=now)
                return True
    return False


def _is_due(house: House, period: Period) -> bool:
    """Say whether it can be counted by now: what waits in the mixer would be missing for ever."""
    return not queries.prepared(organization=house.id, period=period) and not encounters.still_waiting(
        organization=house.id, last_month=_last_day(period)
    )


def _over(today: date) -> Iterator[Period]:
    """Return the quarter and the year that ended last; quarters first, since a year must not undo one."""
    last_quarter = rules.quarter_of(rules.quarter_of(today).starts_on - timedelta(days=1))
    yield last_quarter
    if last_quarter.quarter == 4:  # noqa: PLR2004  # The fourth quarter ends the year.
        yield rules.year_of(last_quarter.starts_on)


def _prepare(house: House, period: Period, *, now: datetime) -> None:
    page = _page(house, period)
    reports.keep(organization=house.id, period=period, page=page, today=now.astimezone(house.zone).date())
    ledger.write(
        organization=house.id,
        actor_role="engine",
        verb="report.prepared",
        now=now,
        payload={"span": period.span, "starts_on": period.starts_on.isoformat()},
    )


def _page(house: House, period: Period) -> Page:
    chosen = queries.choices(organization=house.id)
    told = _told(house, period, chosen.staff)
    counted: rules.Figure = rules.Withheld()
    if rules.may_count(period.span, year_before=told.year_before):
        counted = _count(house, period, told, smallest=rules.threshold(chosen.smallest))
    order = tuple(labels.rows("encounter.time_to_contact_bands"))
    on, months = _on_call(house, period)
    return Page(
        supported=counted,
        half_within=rules.band(told, order, of_ten=5, counted=counted),
        nine_in_ten_within=rules.band(told, order, of_ten=9, counted=counted),
        staff=chosen.staff,
        trained=len(training.designated(organization=house.id, kind=Role.SUPPORTER, on=_last_day(period))),
        first=on.first,
        second=on.second,
        months=months,
    )


def _told(house: House, period: Period, staff: int) -> Told:
    counted = encounters.counted(
        organization=house.id, first_month=period.starts_on, last_month=_last_day(period).replace(day=1)
    )
    before = encounters.counted(
        organization=house.id, first_month=date(period.year - 1, 1, 1), last_month=date(period.year - 1, _MONTHS, 1)
    )
    return Told(
        supported=counted.first_contacts,
        bands=counted.time_bands,
        staff=staff,
        year_before=before.contacts or None,
    )


def _count(house: House, period: Period, told: Told, *, smallest: int) -> rules.Figure:
    alone = rules.count(told, smallest=smallest)
    if period.span is Span.QUARTER or not rules.may_count(Span.QUARTER, year_before=told.year_before):
        return alone  # Of a year whose quarters were never counted no quarter can be found out.
    quarters = queries.quarters_of(organization=house.id, year=period.year)
    return rules.year_beside(quarters, year=alone, smallest=smallest)


def _on_call(house: House, period: Period) -> tuple[_On, tuple[Month, ...]]:
    whole = _span(house, period.starts_on, period.ends_before)
    stood = rota.stood(organization=house.id, duty=Role.SUPPORTER, starts=whole.starts, ends=whole.ends)
    months = []
    for first in _months(period):
        on = _share(_span(house, first, _next_month(first)), stood)
        months.append(Month(first.month, on.first, on.second))
    return _share(whole, stood), tuple(months)


def _share(within: rota_rules.Span, stood: list[rota_rules.Span]) -> _On:
    whole = within.ends - within.starts
    first, second = (rota_rules.covered_by(within=within, stood=stood, at_least=people) for people in (1, 2))
    return _On(100 * first // whole, 100 * second // whole)


def _span(house: House, starts_on: date, ends_before: date) -> rota_rules.Span:
    starts, ends = (datetime.combine(day, time(), house.zone).astimezone(UTC) for day in (starts_on, ends_before))
    return rota_rules.Span(starts, ends)


def _months(period: Period) -> Iterator[date]:
    month = period.starts_on
    while month < period.ends_before:
        yield month
        month = _next_month(month)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _last_day(period: Period) -> date:
    return period.ends_before - timedelta(days=1)


def release(*, member: Member, report: UUID, now: datetime) -> None:
    """Let leaders read a page, for ever. Raises NoSuchReport, ReleasedAlready."""
    house = tenancy.house_of(member.organization)
    with one_transaction(ring=False):
        digest = reports.release(organization=member.organization, key=report, today=now.astimezone(house.zone).date())
        _write(member, "report.released", {"report": str(report), "sha256": digest}, now)


def choose(*, member: Member, staff: int, smallest: int, now: datetime) -> None:
    """Keep how many work here and the smallest count shown, for pages prepared from now on."""
    with one_transaction(ring=False):
        reports.choose(organization=member.organization, staff=staff, smallest=smallest, now=now)
        _write(member, "report.choices", {"staff": staff, "smallest": smallest}, now)


def _write(member: Member, verb: str, payload: dict[str, str | int], now: datetime) -> None:
    ledger.write(
        organization=member.organization,
        actor_role=Role.COORDINATOR,
        verb=verb,
        now=now,
        payload=payload,
        actor=member.person,
    )
