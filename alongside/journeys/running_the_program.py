"""Running the program: settings, places, clocks, words, lines, and whether asking is open.

Every change is one transaction and one ledger entry in clear, with who did it. Going live is refused until its
conditions hold; the withdrawal switch closes
asking at once, keeping numbers and guidance.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from alongside.cases import follow_ups
from alongside.cases.rules.follow_ups import Course
from alongside.directory import operations as directory
from alongside.directory import queries as directory_queries
from alongside.ledger import operations as ledger
from alongside.notices import queries as notice_queries
from alongside.paging import settings as paging_settings
from alongside.paging.rules import ClockPreset
from alongside.people import queries as people_queries
from alongside.people.queries import Member
from alongside.rota import queries as rota_queries
from alongside.tenancy import operations as tenancy
from alongside.tenancy import queries as tenancy_queries
from alongside.tenancy import rules, words
from alongside.tenancy.errors import NotReadyToGoLive
from alongside.tenancy.models import GoLiveCheck, Organization
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role


@dataclass(frozen=True)
class SignedLimits:
    """Counsel's words in one language, and who answers for them."""

    language: str
    text: str
    signed_by: str
    signed_role: str
    signed_on: date


def change_settings(*, member: Member, settings: tenancy.Settings, now: datetime) -> None:
    """Replace the organization's choices. Raises UnknownZone."""
    with _one_change(member=member, verb="settings.changed", payload={}, now=now):
        tenancy.change_settings(organization=member.organization, settings=settings)


def add_site(*, member: Member, name: str, timezone: str, now: datetime) -> None:
    """Add a site. Raises UnknownZone, AlreadyThere."""
    with _one_change(member=member, verb="site.added", payload={}, now=now):
        tenancy.add_site(organization=member.organization, name=name, zone=timezone)


def add_unit(*, member: Member, site: UUID, group_code: str, name: str, now: datetime) -> None:
    """Add a unit. Raises NoSuchPlace, AlreadyThere."""
    with _one_change(member=member, verb="unit.added", payload={"group": group_code}, now=now):
        tenancy.add_unit(organization=member.organization, site=site, group=group_code, name=name)


def sign_limits(*, member: Member, limits: SignedLimits, now: datetime) -> None:
    """Keep counsel's words on the limits of confidentiality as a new version."""
    with _one_change(member=member, verb="limits.signed", payload={"language": limits.language}, now=now):
        tenancy.write_limits(
            organization=member.organization,
            language=limits.language,
            text=limits.text,
            signed_by=limits.signed_by,
            signed_role=limits.signed_role,
            on=limits.signed_on,
        )


def sign_retention(*, member: Member, kept: tenancy_queries.Kept, now: datetime) -> None:
    """Keep a new signed version of how long what was entrusted is kept."""
    with _one_change(member=member, verb="retention.signed", payload={"days": kept.days, "years": kept.years}, now=now):
        tenancy.sign_retention(organization=member.organization, kept=kept, now=now)


def choose_word(*, member: Member, key: str, language: str, text: str, now: datetime) -> None:
    """Put the organization's own words in place of the house's; empty text goes back to the house's."""
    with _one_change(member=member, verb="word.chosen", payload={"key": key, "language": language}, now=now):
        words.put_word(organization=member.organization, key=key, language=language, text=text)


def choose_clock(*, member: Member, clock: ClockPreset, now: datetime) -> None:
    """Choose the clock of one urgency; climbs under way keep theirs."""
    payload = {"urgency": clock.urgency.value, "minutes": clock.minutes, "rung": clock.rung_minutes}
    with _one_change(member=member, verb="clock.chosen", payload=payload, now=now):
        paging_settings.choose_clock(organization=member.organization, clock=clock)


def choose_ladder(*, member: Member, widening: int, load_cap: int, rest_hours: int, now: datetime) -> None:
    """Choose how wide each rung is and how much one supporter carries."""
    payload = {"widening": widening, "load_cap": load_cap, "rest_hours": rest_hours}
    with _one_change(member=member, verb="ladder.chosen", payload=payload, now=now):
        paging_settings.choose_ladder(
            organization=member.organization, widening=widening, load_cap=load_cap, rest_hours=rest_hours
        )


def choose_course(*, member: Member, course: Course, now: datetime) -> None:
    """Choose when the three talks after the first are proposed; what is planned already stays."""
    payload = {"days": [[window.first, window.last] for window in course]}
    with _one_change(member=member, verb="course.chosen", payload=payload, now=now):
        follow_ups.choose_course(organization=member.organization, course=course)


def adopt_line(*, member: Member, candidate: str, now: datetime) -> None:
    """Take a candidate into the directory; it is shown once a named person has dialed it."""
    with _one_change(member=member, verb="line.adopted", payload={"candidate": candidate}, now=now):
        directory.adopt_candidate(organization=member.organization, code=candidate)


def note_dialing(*, member: Member, line: UUID, heard: str, dialed_on: date, now: datetime) -> None:
    """Write down that this member dialed a line and what they heard."""
    with _one_change(member=member, verb="line.dialed", payload={"line": str(line), "heard": heard}, now=now):
        directory.record_dialing(
            organization=member.organization,
            line=line,
            dialed_by=member.person,
            dialed_on=dialed_on,
            heard=heard,
            now=now,
        )


def withdraw_line(*, member: Member, line: UUID, now: datetime) -> None:
    """Take a line off every page at once."""
    with _one_change(member=member, verb="line.withdrawn", payload={"line": str(line)}, now=now):
        directory.withdraw_line(organization=member.organization, line=line, now=now)


def note_check(*, member: Member, kind: str, seen_on: date, detail: str, now: datetime) -> None:
    """Write down that this member saw a condition of going live hold."""
    with _one_change(member=member, verb="check.noted", payload={"kind": kind}, now=now):
        tenancy.note_check(
            organization=member.organization,
            kind=GoLiveCheck.Kind(kind),
            seen_by=member.name,
            seen_on=seen_on,
            detail=detail,
        )


def still_missing(*, organization: UUID, now: datetime) -> list[rules.Condition]:
    """Return what stands between the organization and going live."""
    house = tenancy_queries.house_of(organization)
    return rules.missing(_facts(house, now=now), today=now.astimezone(house.zone).date())


def go_live(*, member: Member, now: datetime) -> None:
    """Open asking. Raises NotReadyToGoLive, naming what is missing."""
    with _one_change(member=member, verb="service.live", payload={}, now=now):
        missing = still_missing(organization=member.organization, now=now)
        if missing:
            raise NotReadyToGoLive([condition.value for condition in missing])
        tenancy.set_mode(organization=member.organization, mode=Organization.Mode.LIVE)


def withdraw_the_service(*, member: Member, now: datetime) -> None:
    """Turn asking into "call this number" at once. Requests already saved go on being paged."""
    with _one_change(member=member, verb="service.withdrawn", payload={}, now=now):
        tenancy.set_mode(organization=member.organization, mode=Organization.Mode.WITHDRAWN)


def _facts(house: tenancy_queries.House, *, now: datetime) -> rules.Facts:
    newest: dict[str, date] = {}
    answered = 0
    for check in tenancy_queries.checks(house.id):
        newest.setdefault(check.kind, check.seen_on)
        answered += check.kind == GoLiveCheck.Kind.TEST_REQUEST_ANSWERED
    return rules.Facts(
        fallback_line=house.fallback_line,
        fallback_answered_on=newest.get(GoLiveCheck.Kind.FALLBACK_ANSWERED),
        lines_not_dialed=len(directory_queries.not_ready(house, now=now)),
        professional_rota_whole=_rota_is_whole(house.id, now=now),
        partner_agreed_on=newest.get(GoLiveCheck.Kind.PARTNER_AGREED),
        partner_answered_on=newest.get(GoLiveCheck.Kind.PARTNER_ANSWERED),
        languages=frozenset(house.languages),
        limits_signed_in=tenancy_queries.limits_signed_in(house.id),
        requests_answered=answered,
        small_agency=house.small_agency,
        coordinators_reachable=_reachable(house.id, Role.COORDINATOR, now=now),
        supporters_reachable=_reachable(house.id, Role.SUPPORTER, now=now),
    )


def _rota_is_whole(organization: UUID, *, now: datetime) -> bool:
    ahead = now + timedelta(days=rules.PROFESSIONAL_ROTA_DAYS)
    cover = rota_queries.coverage(organization=organization, duty=Role.PROFESSIONAL, starts=now, ends=ahead)
    return not cover.gaps


def _reachable(organization: UUID, role: Role, *, now: datetime) -> int:
    holders = people_queries.holders(organization=organization, role=role, now=now)
    return len(notice_queries.reachable(organization, holders))


@contextmanager
def _one_change(*, member: Member, verb: str, payload: dict[str, Any], now: datetime) -> Iterator[None]:
    role = Role.ADMINISTRATOR if Role.ADMINISTRATOR in member.roles else Role.COORDINATOR
    with one_transaction(ring=False):
        tenancy.take_turn(organization=member.organization)
        yield
        ledger.write(
            organization=member.organization,
            actor_role=role,
            verb=verb,
            now=now,
            payload=payload,
            actor=member.person,
        )
