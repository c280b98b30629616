"""People come to work in a program: added by hand or from a spreadsheet, given roles and places, invited.

An administrator does all of this and sees no case by it. A role that opens cases takes two people: an administrator
proposes it, a coordinator confirms it (docs/decisions/0007-two-people-for-a-case-role.md); until then it grants
nothing.
Nobody gives themselves one. A spreadsheet
is previewed first; nothing happens until the preview is applied, and a role is added by it but never ended. An
invitation goes by mail to the person's own address, or as a code read out over the telephone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alongside.cases.operations import Actor
from alongside.journeys import letting_go
from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.people import access, import_rules, queries
from alongside.people import operations as people
from alongside.people.errors import (
    AnotherMustConfirm,
    CannotUndoOneself,
    ColumnMissing,
    GrantedByOneself,
    NeedsMail,
    NoSuchProposal,
    Outdated,
    UnknownPerson,
)
from alongside.people.import_rules import Column, Line, Preview
from alongside.people.known import known
from alongside.tenancy import operations as tenancy
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime
    from uuid import UUID

    from alongside.people.queries import Member, ProposalRow
    from alongside.people.rules import Details
    from alongside.people.spreadsheet import Table


def add(*, member: Member, details: Details, roles: Iterable[Role] = (), now: datetime) -> UUID:
    """Add somebody with their roles; return their key. Raises AlreadyHere, UnknownUnit, RoleNotForStaff."""
    given = sorted(set(roles))
    with one_transaction(ring=False):
        tenancy.take_turn(organization=member.organization)
        person = people.add_person(organization=member.organization, details=details)
        _grant_all(member, person, given, now)
        _write(member, "person.added", {"person": str(person), "roles": [str(role) for role in given]}, now)
    return person


def change(*, member: Member, person: UUID, details: Details, now: datetime) -> None:
    """Change what is known of somebody. Raises UnknownPerson, AlreadyLeft, AlreadyHere, UnknownUnit."""
    with one_transaction(ring=False):
        tenancy.take_turn(organization=member.organization)
        people.change_person(organization=member.organization, person=person, details=details)
        _write(member, "person.changed", {"person": str(person)}, now)


def grant(*, member: Member, person: UUID, role: Role, now: datetime) -> None:
    """Give a role, or propose it when it opens cases. Raises GrantedByOneself, RoleNotForStaff, UnknownPerson."""
    with one_transaction(ring=False):
        tenancy.take_turn(organization=member.organization)
        _grant_all(member, person, [role], now)
        verb = "role.proposed" if role in Role.opening_cases() else "role.granted"
        _write(member, verb, {"person": str(person), "role": str(role)}, now)


def confirm(*, member: Member, proposal: UUID, now: datetime) -> None:
    """Be the second person behind a role that opens cases: from now on it is held.

    Raises NoSuchProposal, and AnotherMustConfirm for whoever proposed it, would hold it, or is no coordinator while
    there is one.
    """
    with one_transaction(ring=False):
        row = _proposed(member, proposal)
        coordinators = queries.holders(organization=member.organization, role=Role.COORDINATOR, now=now)
        if not access.may_confirm_role(member, row, coordinators=coordinators):
            raise AnotherMustConfirm
        people.take_proposal(organization=member.organization, proposal=proposal)
        people.grant_role(organization=member.organization, person=row.person, role=row.role, now=now)
        _write(member, "role.confirmed", _told(row), now)


def drop(*, member: Member, proposal: UUID, now: datetime) -> None:
    """Say no to a proposed role, or take back what one proposed. Raises NoSuchProposal."""
    with one_transaction(ring=False):
        row = _proposed(member, proposal)
        people.take_proposal(organization=member.organization, proposal=proposal)
        _write(member, "role.declined", _told(row), now)


def _proposed(member: Member, proposal: UUID) -> ProposalRow:
    rows = queries.proposals(organization=member.organization)
    found = next((row for row in rows if row.id == proposal), None)
    if found is None or not access.may_drop_proposal(member, found):
        raise NoSuchProposal
    return found


def _told(row: ProposalRow) -> dict[str, object]:
    return {"person": str(row.person), "role": str(row.role), "proposed_by": str(row.proposed_by)}


def end(*, member: Member, person: UUID, role: Role, now: datetime) -> None:
    """Take a role back; whoever they carried by it is handed to others at once.

    Raises CannotUndoOneself for one's own administration: somebody else must do that.
    """
    if member.person == person and role is Role.ADMINISTRATOR:
        raise CannotUndoOneself
    with one_transaction():
        people.end_role(organization=member.organization, person=person, role=role, now=now)
        if role in Role.opening_cases():
            letting_go.let_go_what_the_role_gave(
                organization=member.organization,
                person=person,
                role=role,
                by=Actor(Role.ADMINISTRATOR, member.person),
                now=now,
            )
        _write(member, "role.ended", {"person": str(person), "role": str(role)}, now)


def set_supervisor(
    *, member: Member, supervisor: UUID, group: UUID, site: UUID, starts_on: date, ends_on: date | None, now: datetime
) -> UUID:
    """Say who supervises in a unit group at a site: they are never paged for it. Raises UnknownUnit, UnknownPerson."""
    with one_transaction(ring=False):
        row = people.set_supervision(
            organization=member.organization,
            supervisor=supervisor,
            group=group,
            site=site,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        _write(member, "supervision.set", {"supervisor": str(supervisor), "supervision": str(row)}, now)
    return row


def end_supervisor(*, member: Member, supervision: UUID, on: date, now: datetime) -> None:
    """End a supervision with this day."""
    with one_transaction(ring=False):
        people.end_supervision(organization=member.organization, supervision=supervision, on=on)
        _write(member, "supervision.ended", {"supervision": str(supervision)}, now)


def preview(*, member: Member, table: Table, default_reads: str, now: datetime) -> Preview:
    """Say what a spreadsheet would do. Nothing is done. Raises ColumnMissing when no column is headed "name"."""
    columns = import_rules.columns_of(table.header)
    if Column.NAME not in columns:
        raise ColumnMissing
    against = known(organization=member.organization, importer=member.person, default_reads=default_reads, now=now)
    return import_rules.preview(columns, table.rows, against)


def take_over(*, member: Member, table: Table, default_reads: str, previewed: Preview, now: datetime) -> None:
    """Do what the preview said, all of it or nothing. Raises Outdated when it would do something else by now."""
    with one_transaction(ring=False):
        tenancy.take_turn(organization=member.organization)
        if preview(member=member, table=table, default_reads=default_reads, now=now) != previewed:
            raise Outdated
        for line in previewed.to_add:
            person = people.add_person(organization=member.organization, details=line.details)
            _grant_all(member, person, line.roles, now)
        for line in previewed.to_change:
            _change_by(member, line, now)
        _write(member, "people.imported", _counts(previewed), now)


def invite_by_mail(*, member: Member, person: UUID, address_of: Callable[[str], str], now: datetime) -> None:
    """Send a link that opens once and lives 7 days to the person's own address. Raises NeedsMail without one.

    `address_of` turns the invitation's secret into the address of its page, starting with "/".
    """
    _require_email(member, person, now)
    with one_transaction():
        invited = people.make_invitation(organization=member.organization, person=person, by_telephone=False, now=now)
        _send(member.organization, person, "invitation", address_of(invited.secret), now)
        _write(member, "person.invited", {"person": str(person), "way": "mail"}, now)


def invite_by_telephone(*, member: Member, person: UUID, now: datetime) -> str:
    """Return a code to read out over the telephone, shown once; it lives 24 hours."""
    with one_transaction(ring=False):
        invited = people.make_invitation(organization=member.organization, person=person, by_telephone=True, now=now)
        _write(member, "person.invited", {"person": str(person), "way": "telephone"}, now)
    return invited.secret


def _require_email(member: Member, person: UUID, now: datetime) -> None:
    found = queries.person(organization=member.organization, person=person, now=now)
    if found is None:
        raise UnknownPerson
    if not found.email:
        raise NeedsMail


def _send(organization: UUID, person: UUID, template: str, address: str, now: datetime) -> None:
    notices.tell(organization=organization, person=person, template=template, slot={"link": address}, now=now)


def _change_by(member: Member, line: Line, now: datetime) -> None:
    if line.person is not None:
        people.change_person(organization=member.organization, person=line.person, details=line.details)
        _grant_all(member, line.person, line.roles, now)


def _counts(previewed: Preview) -> dict[str, object]:
    roles = sorted({str(role) for line in (*previewed.to_add, *previewed.to_change) for role in line.roles})
    return {"added": len(previewed.to_add), "changed": len(previewed.to_change), "roles": roles}


def _grant_all(member: Member, person: UUID, roles: Iterable[Role], now: datetime) -> None:
    for role in roles:
        if not access.may_grant(member, person, role):
            raise GrantedByOneself
        if role in Role.opening_cases():
            people.propose_role(organization=member.organization, person=person, role=role, by=member.person, now=now)
            continue
        people.grant_role(organization=member.organization, person=person, role=role, now=now)


def _write(member: Member, verb: str, payload: dict[str, object], now: datetime) -> None:
    ledger.write(
        organization=member.organization,
        actor_role=Role.ADMINISTRATOR if Role.ADMINISTRATOR in member.roles else Role.COORDINATOR,
        verb=verb,
        now=now,
        payload=payload,
        actor=member.person,
    )
