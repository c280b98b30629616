"""An event has happened: who was involved is told once, kept sealed, and handed out so that each is offered support.

The form and the machine's door call `report` and `report_by_machine`: the event is saved with its list sealed under a
key of its own. The engine calls `hand_out_next`: a supporter who was not involved carries an offer to each person
(`carrying_an_offer`), a team session is proposed where many or several units were there, coordinators are alarmed for
the kinds they chose; then the key is destroyed and the list and the event are gone, at the latest after seven days.
When unusually many people are named within an hour nothing goes out by itself: a coordinator, who sees numbers only,
releases or discards.

Nothing flows back: no state, no list, no link from an offer to its event. What must be known of it later, who was
involved together, is copied into each offer's own sealed case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.events import operations as events
from alongside.events import queries, rules
from alongside.events.entrusted import Colleague, Report
from alongside.events.models import Event
from alongside.journeys import carrying_an_offer, team_sessions
from alongside.ledger import operations as ledger
from alongside.limits.rules import TOLD_AT_TRY
from alongside.paging import operations as paging
from alongside.paging.models import Alarm
from alongside.people import queries as people_queries
from alongside.people.machine_keys import Machine
from alongside.people.queries import Member, PersonRow
from alongside.rounds.reaching import Occasion, ToReach
from alongside.rounds.rules import Reason
from alongside.tenancy import queries as tenancy
from alongside.tenancy.queries import House
from alongside.tenancy.transactions import one_transaction
from alongside.vault.errors import CannotOpen, UnknownGeneration
from alongside.vocabulary.happening import OWN_GUIDE, EventKind
from alongside.vocabulary.roles import Role

QUIET = timedelta(hours=1)
"""One alarm of a kind is enough for this long, however many events come."""

ENGINE, MACHINE = "engine", "machine"
"""Who writes to the ledger where it is nobody who works here."""


def report(*, member: Member, report: Report, once: str, now: datetime) -> None:
    """Keep what a safety officer reported; a second tap on the same form does nothing. Raises NotAPossibleTime.

    `once` are the form's own random characters.
    """
    organization = member.organization
    with one_transaction():
        if events.first_time(organization=organization, machine=member.person, key=once, body=b"form", now=now):
            _keep(organization=organization, report=report, now=now)
            payload: dict[str, object] = {"by": report.came_by}
            _write(organization, Role.SAFETY_OFFICER, "event.reported", payload, now, actor=member.person)


def report_by_machine(*, machine: Machine, key: str, body: bytes, report: Report, now: datetime) -> None:
    """Keep what a machine reported; the same key with the same body is kept once.

    `body` are the bytes as they came. Raises KeyUsedDifferently, NotAPossibleTime.
    """
    organization = machine.organization
    with one_transaction():
        if events.first_time(organization=organization, machine=machine.key, key=key, body=body, now=now):
            _keep(organization=organization, report=report, now=now)
            _write(organization, MACHINE, "event.reported", {"by": report.came_by, "machine": str(machine.key)}, now)


def _keep(*, organization: UUID, report: Report, now: datetime) -> None:
    most = queries.choices(organization=organization).people_an_hour
    # Counted before it is judged: the count is a row that only one writer holds, so many at once cannot slip by.
    events.count_people(organization=organization, people=len(report.people), now=now)
    hold = rules.too_many(this_hour=queries.people_this_hour(organization=organization, now=now), most=most)
    events.keep(organization=organization, report=report, hold=hold, now=now)
    if hold:
        _alarm(organization, Alarm.Kind.EVENT_HELD, now)


def hand_out_next(*, now: datetime) -> bool:
    """Hand out the event that has been due longest, or burn its list; False when none is due.

    Offers, burning and the ledger stand in one transaction: whoever is killed in the middle has done nothing, and the
    lease runs out. One that fails again and again is told to the coordinators.
    """
    with one_transaction(ring=False):
        claimed = events.claim_due(now=now)
        if claimed is not None and claimed.tries == TOLD_AT_TRY:
            _alarm(claimed.organization_id, Alarm.Kind.STUCK, now)
    if claimed is None:
        return False
    with one_transaction():
        event = queries.event(claimed.pk)
        if event is not None and event.due_at <= now:
            _deal_with(event, now)
    return True


def _deal_with(event: Event, now: datetime) -> None:
    house = tenancy.house_of(event.organization_id)
    if rules.over(event.received_at, now=now):
        _give_up(event, Alarm.Kind.EVENT_UNCARRIED, now)
    elif not house.open:
        events.put_off(event=event, until=now + rules.CLOSED_LOOK_AGAIN)
    else:
        _hand_out(event, house, now)


def _hand_out(event: Event, house: House, now: datetime) -> None:
    try:
        involved = queries.involved_in(event)
    except UnknownGeneration:
        _wait_for_the_key(event, now)
        return
    except CannotOpen:
        _give_up(event, Alarm.Kind.CANNOT_OPEN, now)
        return
    scene = _scene(event, house, involved, now)
    started = carrying_an_offer.start_round(
        organization=house.id,
        after=Occasion(event.site_id, event.kind, event.occurred_at.astimezone(scene.zone).date()),
        people=scene.people,
        now=now,
    )
    _see_to_the_team(event, scene, now)
    if started.unmatched:
        _alarm(house.id, Alarm.Kind.EVENT_UNCARRIED, now)
    if EventKind(event.kind) in queries.choices(organization=house.id).alarming:
        _alarm(house.id, Alarm.Kind.EVENT_HIGH_RISK, now)
    events.burn(event=event.pk, now=now)
    _write(house.id, ENGINE, "event.handed_out", {}, now)


def _wait_for_the_key(event: Event, now: datetime) -> None:
    """Look again later: the generation may come back from a backup. The coordinators are told once."""
    told = Alarm.objects.of(event.organization_id).filter(
        kind=Alarm.Kind.CANNOT_OPEN, case=None, raised_at__gte=event.received_at
    )
    if not told.exists():
        _alarm(event.organization_id, Alarm.Kind.CANNOT_OPEN, now)
    events.put_off(event=event, until=now + rules.KEY_LOOK_AGAIN)


def _give_up(event: Event, why: Alarm.Kind, now: datetime) -> None:
    """Burn a list that nobody could be offered from, and tell the coordinators that this is so."""
    events.burn(event=event.pk, now=now)
    _alarm(event.organization_id, why, now)
    _write(event.organization_id, ENGINE, "event.burned", {"why": why.value}, now)


# --- who is to be reached, and whether a team ------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class _Scene:
    """An event with its people as they are to be reached."""

    people: tuple[ToReach, ...]
    units: tuple[UUID | None, ...]
    zone: ZoneInfo


def _scene(event: Event, house: House, involved: Sequence[Colleague], now: datetime) -> _Scene:
    directory = _Directory(
        people_queries.rows_like(
            organization=house.id,
            people=[colleague.person for colleague in involved if colleague.person],
            emails=[colleague.email.casefold() for colleague in involved],
            phones=[colleague.phone for colleague in involved],
            now=now,
        )
    )
    map_ = _Map(house.id, event)
    people, units = [], []
    for colleague in involved:
        row = directory.find(colleague)
        unit = colleague.unit or (row.unit if row else None) or event.unit_id
        people.append(_to_reach(colleague, row, map_.where(unit), house))
        units.append(unit)
    return _Scene(tuple(people), tuple(units), map_.zone)


def _to_reach(colleague: Colleague, row: PersonRow | None, where: _Where, house: House) -> ToReach:
    """Return how somebody is reached: what was told of them first, then what the directory knows."""
    return ToReach(
        name=colleague.name,
        phone=colleague.phone or (row.phone if row else ""),
        email=colleague.email or (row.email if row else ""),
        person=row.id if row else None,
        unit_group=where.group,
        site=where.site,
        language=colleague.language or (row.reads if row else "") or house.languages[0],
    )


@dataclass(frozen=True)
class _Where:
    """A unit's group and site, or the event's site where no unit is known."""

    group: UUID | None
    site: UUID


class _Map:
    """Where the units of an organization are; `zone` is that of the event's site."""

    def __init__(self, organization: UUID, event: Event) -> None:
        self._site = event.site_id
        self._units = {unit.id: unit for unit in tenancy.units(organization)}
        self._groups = {group.code: group.id for group in tenancy.unit_groups(organization)}
        self.zone = next(site.zone for site in tenancy.sites(organization) if site.id == event.site_id)

    def where(self, unit: UUID | None) -> _Where:
        """Return where a unit is."""
        found = self._units.get(unit) if unit else None
        if found is None:
            return _Where(None, self._site)
        return _Where(self._groups.get(found.group), found.site or self._site)


class _Directory:
    """Who works here, found by key, address or number: so that nobody involved is asked to carry."""

    def __init__(self, people: Iterable[PersonRow]) -> None:
        self._people = {row.id: row for row in people}
        self._by_email = {row.email.casefold(): row for row in self._people.values() if row.email}
        self._by_phone = {row.phone: row for row in self._people.values() if row.phone}

    def find(self, colleague: Colleague) -> PersonRow | None:
        """Return the directory's row of a colleague, if there is one."""
        if colleague.person is not None:
            return self._people.get(colleague.person)
        return self._by_email.get(colleague.email.casefold()) or self._by_phone.get(colleague.phone)


def _see_to_the_team(event: Event, scene: _Scene, now: datetime) -> None:
    kind, groups = EventKind(event.kind), {person.unit_group for person in scene.people if person.unit_group}
    if not rules.proposes_team_session(kind=kind, people=len(scene.people), units=_known(scene.units)):
        return
    team_sessions.propose_team_session(
        organization=event.organization_id,
        site=event.site_id,
        unit_group=_only(groups),
        reason=_reason(kind, scene.units),
        now=now,
    )


def _reason(kind: EventKind, units: Iterable[UUID | None]) -> str:
    if kind in OWN_GUIDE:
        return Reason.COLLEAGUE_SUICIDE.value
    return (Reason.SEVERAL_UNITS if len(_known(units)) > 1 else Reason.MANY_PEOPLE).value


def _known(units: Iterable[UUID | None]) -> set[UUID]:
    return {unit for unit in units if unit}


def _only(groups: set[UUID]) -> UUID | None:
    return next(iter(groups)) if len(groups) == 1 else None


# --- the brake -------------------------------------------------------------------------------------------------------


def release(*, member: Member, came_by: str, now: datetime) -> int:
    """Let what was held from one door go out; return how many events."""
    with one_transaction():
        count = events.release_held(organization=member.organization, came_by=came_by, now=now)
        _say_seen_to(member, "event.released", came_by, count, now)
    return count


def discard(*, member: Member, came_by: str, now: datetime) -> int:
    """Burn what was held from one door; nobody of it is offered anything. Return how many events."""
    with one_transaction(ring=False):
        count = events.discard_held(organization=member.organization, came_by=came_by, now=now)
        _say_seen_to(member, "event.discarded", came_by, count, now)
    return count


def _say_seen_to(member: Member, verb: str, came_by: str, count: int, now: datetime) -> None:
    if count:
        payload: dict[str, object] = {"by": came_by, "events": count}
        _write(member.organization, Role.COORDINATOR, verb, payload, now, actor=member.person)


def choose(*, member: Member, people_an_hour: int, alarming: Iterable[EventKind], now: datetime) -> None:
    """Choose how many people an hour go out by themselves, and which kinds alarm the coordinators."""
    kinds = sorted(kind.value for kind in alarming)
    with one_transaction(ring=False):
        events.choose(organization=member.organization, people_an_hour=people_an_hour, alarming=map(EventKind, kinds))
        payload: dict[str, object] = {"people_an_hour": people_an_hour, "alarming": kinds}
        _write(member.organization, Role.ADMINISTRATOR, "events.chosen", payload, now, actor=member.person)


def _alarm(organization: UUID, kind: Alarm.Kind, now: datetime) -> None:
    """Raise an alarm, unless one of its kind stands unseen and fresh: a burst must not ring anybody all night."""
    fresh = Alarm.objects.of(organization).filter(kind=kind, seen_at=None, raised_at__gt=now - QUIET)
    if not fresh.exists():
        paging.raise_alarm(organization=organization, kind=kind, case=None, now=now)


def _write(
    organization: UUID,
    role: str,
    verb: str,
    payload: dict[str, object],
    now: datetime,
    *,
    actor: UUID | None = None,
) -> None:
    ledger.write(organization=organization, actor_role=role, verb=verb, now=now, payload=payload, actor=actor)
