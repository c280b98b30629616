"""A colleague proves who they are: with an invitation the first time, then with a passkey or with password and code.

Nothing here tells whether an address is known. An invitation opens a session that leads only to making a key; the first
key made after it replaces all earlier ones, ends every other session, and uses the invitation up. Whoever had
earlier ones is told by their own proven ways: an invitation can be read by whoever made it or keeps the mailbox. For
the same reason nothing that was entrusted to them opens with the new keys: whom they carried is handed to others, and
the coordinators see that somebody's sign-in was set up anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alongside.cases.operations import Actor
from alongside.journeys import letting_go
from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.paging import operations as paging
from alongside.paging.models import Alarm
from alongside.people import keys, queries
from alongside.people import operations as people
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from alongside.people.queries import Member


def give_code(*, account: UUID, code: str, now: datetime) -> str:
    """Take a one-time or recovery code; return which it was. Raises NotThisCode."""
    with one_transaction(ring=False):
        return keys.use_code(account=account, code=code, now=now)


def use_passkey(*, key: int, now: datetime) -> None:
    """Note that a passkey was used."""
    with one_transaction(ring=False):
        keys.note_use(key=key, now=now)


def open_invitation(*, organization: UUID, secret: str, signed_in: UUID | None, now: datetime) -> UUID:
    """Return the account that an invitation opens. Raises InvitationOver, SignsInElsewhere."""
    with one_transaction(ring=False):
        return people.open_invitation(organization=organization, secret=secret, signed_in=signed_in, now=now)


def finish_without_key(*, member: Member, now: datetime) -> None:
    """Somebody who signs in already for another organization opened an invitation here: nothing else is needed."""
    with one_transaction(ring=False):
        people.use_invitation(account=member.account, now=now)
        _write(member, "person.joined", {}, now)


def ask_for_help(*, organization: UUID, email: str, address_of: Callable[[str], str], now: datetime) -> None:
    """Send a new invitation to this address if it is somebody's here; what the asker sees is the same if not."""
    person = queries.person_with_email(organization=organization, email=email)
    with one_transaction():
        if person is None:
            return
        invited = people.make_invitation(organization=organization, person=person, by_telephone=False, now=now)
        slot = {"link": address_of(invited.secret)}
        notices.tell(organization=organization, person=person, template="sign_in_help", slot=slot, now=now)
        ledger.write(
            organization=organization,
            actor_role="staff",
            verb="person.invited",
            now=now,
            payload={"person": str(person), "way": "asked"},
            actor=person,
        )


def add_passkey(*, member: Member, name: str, credential: dict[str, Any], invited: bool, now: datetime) -> None:
    """Keep a passkey whose ceremony was verified; after an invitation it replaces everything before it."""
    with one_transaction(ring=invited):
        _start_anew(member, invited, now)
        keys.add_passkey(account=member.account, name=name, credential=credential, now=now)
        _write(member, "key.added", {"kind": "passkey", "anew": invited}, now)


def set_up_codes(*, member: Member, password: str, secret: str, code: str, invited: bool, now: datetime) -> None:
    """Set a password with one-time codes. Raises NotThisCode when the first code does not match."""
    with one_transaction(ring=invited):
        _start_anew(member, invited, now)
        keys.set_password_and_codes(account=member.account, password=password, secret=secret, code=code, now=now)
        _write(member, "key.added", {"kind": "codes", "anew": invited}, now)


def new_recovery_codes(*, member: Member, now: datetime) -> list[str]:
    """Make recovery codes; they are shown once and earlier ones end."""
    with one_transaction(ring=False):
        made = keys.new_recovery_codes(account=member.account, now=now)
        _write(member, "key.added", {"kind": "recovery"}, now)
    return made


def remove_passkey(*, member: Member, key: int, now: datetime) -> None:
    """Remove a passkey and end all sessions: it may be in a lost device. Raises LastKey."""
    with one_transaction(ring=False):
        keys.remove_passkey(account=member.account, key=key)
        keys.end_sessions(account=member.account)
        _write(member, "key.removed", {"kind": "passkey"}, now)


def end_sessions(*, member: Member, now: datetime) -> None:
    """End every session of this account, everywhere."""
    with one_transaction(ring=False):
        keys.end_sessions(account=member.account)
        _write(member, "sessions.ended", {}, now)


def _start_anew(member: Member, invited: bool, now: datetime) -> None:  # noqa: FBT001  # Read with its name at both calls.
    if invited:
        replaced = keys.keys_of(member.account).complete
        keys.forget_keys(account=member.account)
        keys.end_sessions(account=member.account)
        people.use_invitation(account=member.account, now=now)
        for organization, person in queries.people_of_account(member.account):
            letting_go.let_go(organization=organization, person=person, by=Actor("staff", person), now=now)
            if replaced:
                _say_that_keys_were_remade(organization, person, now)


def _say_that_keys_were_remade(organization: UUID, person: UUID, now: datetime) -> None:
    notices.tell(organization=organization, person=person, template="new_keys", now=now)
    row = queries.person(organization=organization, person=person, now=now)
    if row is not None and row.roles & Role.opening_cases():
        kind = Alarm.Kind.KEYS_REMADE
        paging.raise_alarm(organization=organization, kind=kind, case=None, person=person, now=now)


def _write(member: Member, verb: str, payload: dict[str, Any], now: datetime) -> None:
    ledger.write(
        organization=member.organization, actor_role="staff", verb=verb, now=now, payload=payload, actor=member.person
    )
