"""Keeping the directory: services of the house's own, changes, files in and out, and being reminded to dial again.

Every change is one transaction and one ledger entry, with who did it. A number that changed must be dialed anew. The
first steps with outside lines (taking up a candidate, noting a dialing, withdrawing) are in `running_the_program.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from alongside.directory import files, known, queries, rules, services
from alongside.directory import operations as directory
from alongside.directory.errors import Outdated, UnknownLine
from alongside.directory.files import Table
from alongside.directory.models import Line
from alongside.directory.rules import sheet
from alongside.directory.rules.service import FOR_READING, Column, Preview, Row, Service
from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.paging import alarms
from alongside.paging import queries as paging
from alongside.paging.models import Alarm
from alongside.people import queries as people
from alongside.people.queries import Member
from alongside.tenancy import operations as turns
from alongside.tenancy import queries as tenancy
from alongside.tenancy.queries import House
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role

ENGINE = "engine"


@dataclass(frozen=True)
class Dropped:
    """A file as it was dropped: its table, and where the names of its columns stand (None: in every entry)."""

    table: Table
    header_line: int | None


def service_of(*, member: Member, line: UUID, now: datetime) -> Service:
    """Return one line as it stands. Raises UnknownLine; the emergency number is none that can be changed."""
    found = known.services_of(tenancy.house_of(member.organization), now=now).get(line)
    if found is None:
        raise UnknownLine
    return found


def add_service(*, member: Member, service: Service, now: datetime) -> UUID:
    """Add a service; it is shown once somebody has dialed it. What stands already, word for word, is not added twice.

    Raises NumberNeverShown.
    """
    with one_transaction(ring=False):
        turns.take_turn(organization=member.organization)
        there = known.services_of(tenancy.house_of(member.organization), now=now)
        twice = next((key for key, one in there.items() if one == service), None)
        if twice is not None:
            return twice
        added = _add(member.organization, service)
        _write(member.organization, member, "line.added", {"country": service.country}, now)
    return added


def change_service(*, member: Member, line: UUID, service: Service, now: datetime) -> bool:
    """Change a service; return whether it must be dialed anew. Raises UnknownLine, NumberNeverShown."""
    with _one_change(member, "line.changed", {"line": str(line)}, now):
        service_of(member=member, line=line, now=now)
        return directory.change_line(
            organization=member.organization, line=line, details=known.as_candidate(service), sites=service.sites
        )


def preview(*, member: Member, dropped: Dropped, now: datetime) -> Preview:
    """Say what a file would do; nothing happens."""
    house = tenancy.house_of(member.organization)
    against = known.known(house, zone=house.zone.key, now=now)
    return sheet.preview(dropped.table.header, dropped.table.rows, against, header_line=dropped.header_line)


def take_over(*, member: Member, dropped: Dropped, previewed: Preview, now: datetime) -> None:
    """Do what the preview said: its whole lines, all or none. Raises Outdated when it would now do otherwise."""
    with one_transaction(ring=False):
        turns.take_turn(organization=member.organization)
        if preview(member=member, dropped=dropped, now=now) != previewed:
            raise Outdated
        for row in previewed.to_add:
            _add(member.organization, row.service)
        for row in previewed.to_change:
            _change(member.organization, row)
        counts = {"added": len(previewed.to_add), "changed": len(previewed.to_change)}
        _write(member.organization, member, "directory.imported", counts, now)


def as_file(*, member: Member, kind: str, now: datetime) -> bytes:
    """Return the directory as "csv" or "yaml", and write down that it was taken out."""
    house = tenancy.house_of(member.organization)
    columns = [*(column.value for column in Column), *FOR_READING]
    write = files.to_yaml if kind == "yaml" else files.to_csv
    with _one_change(member, "directory.exported", {"kind": kind}, now):
        return write(columns, list(known.rows(house, now=now)))


def remind_next(*, now: datetime) -> bool:
    """Remind one organization whose numbers should be dialed again; False when none is to be reminded.

    At most once a week each, in the daytime of a working day, from a month before readers would see a warning. Nothing
    is said of which number: the desk shows it. A demonstration dials nobody, and an organization that is setting up
    sees what is missing anyway.
    """
    for house in tenancy.houses():
        if not house.demonstration and (house.open or house.withdrawn) and _should_remind(house, now=now):
            with one_transaction():
                turns.take_turn(organization=house.id)
                if _should_remind(house, now=now):
                    _remind(house, now=now)
                    return True
    return False


def _should_remind(house: House, *, now: datetime) -> bool:
    due = rules.may_remind(queries.reminded_at(house.id), now=now) and rules.is_daytime(now.astimezone(house.zone))
    return due and bool(services.to_dial_again(house, now=now))


def _remind(house: House, *, now: datetime) -> None:
    """Put it on the coordinators' board, unless it stands there unseen, and tell whoever may dial and say so."""
    told = set(people.holders(organization=house.id, role=Role.ADMINISTRATOR, now=now))
    coordinators = set(people.holders(organization=house.id, role=Role.COORDINATOR, now=now))
    if _stands_unseen(house.id):
        told |= coordinators
    else:
        told -= coordinators
        alarms.raise_alarm(organization=house.id, kind=Alarm.Kind.NUMBERS_TO_DIAL, case=None, now=now)
    for person in sorted(told):
        notices.tell(organization=house.id, person=person, template="alarm", now=now)
    directory.note_reminder(organization=house.id, now=now)
    _write(house.id, None, "directory.reminded", {}, now)


def _stands_unseen(organization: UUID) -> bool:
    unseen = paging.unseen_alarms(organization=organization)
    return any(alarm.kind == Alarm.Kind.NUMBERS_TO_DIAL for alarm in unseen)


def _add(organization: UUID, service: Service) -> UUID:
    code = known.code_of(service)
    taken = code and Line.objects.of(organization).filter(candidate=code).exists()
    details = known.as_candidate(service, code="" if taken else code)
    return directory.add_line(organization=organization, line=details, sites=service.sites)


def _change(organization: UUID, row: Row) -> None:
    if row.key is None:
        raise UnknownLine
    directory.change_line(
        organization=organization, line=row.key, details=known.as_candidate(row.service), sites=row.service.sites
    )


@contextmanager
def _one_change(member: Member, verb: str, payload: dict[str, Any], now: datetime) -> Iterator[None]:
    with one_transaction(ring=False):
        yield
        _write(member.organization, member, verb, payload, now)


def _write(organization: UUID, member: Member | None, verb: str, payload: dict[str, Any], now: datetime) -> None:
    role = Role.ADMINISTRATOR if member and Role.ADMINISTRATOR in member.roles else Role.COORDINATOR
    ledger.write(
        organization=organization,
        actor_role=role if member else ENGINE,
        verb=verb,
        now=now,
        payload=payload,
        actor=member.person if member else None,
    )
