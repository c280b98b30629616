"""What a colleague sees to for themselves: how they are reached, in which languages they talk, a pause.

A way to be reached counts only once its code was typed back (R10: nobody is on call who cannot be reached).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.notices.rules import Check
from alongside.people import operations as people
from alongside.people import queries
from alongside.people.errors import UnknownPerson
from alongside.people.known import details_of
from alongside.rota import operations as rota
from alongside.tenancy.transactions import one_transaction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from alongside.people.queries import Member


def change_about_me(
    *, member: Member, reads: str, languages: Iterable[str], ways_to_talk: Iterable[str], now: datetime
) -> None:
    """Change the language of one's notices, the languages one talks in, and the ways."""
    row = queries.person(organization=member.organization, person=member.person, now=now)
    if row is None:
        raise UnknownPerson
    details = replace(details_of(row), reads=reads, languages=tuple(languages), ways_to_talk=tuple(ways_to_talk))
    with one_transaction(ring=False):
        people.change_person(organization=member.organization, person=member.person, details=details)
        _write(member, "person.changed", now)


def add_channel(*, member: Member, kind: str, address: str, now: datetime) -> UUID:
    """Note a way to be reached and send its code at once. Raises BadAddress, TooManyChannels, TooSoon."""
    with one_transaction():
        channel = notices.add_channel(
            organization=member.organization, person=member.person, kind=kind, address=address
        )
        notices.send_code(organization=member.organization, person=member.person, channel=channel, now=now)
        _write(member, "channel.added", now)
    return channel


def send_code(*, member: Member, channel: UUID, now: datetime) -> None:
    """Send a channel's code again. Raises TooSoon within a minute of the last."""
    with one_transaction():
        notices.send_code(organization=member.organization, person=member.person, channel=channel, now=now)
        _write(member, "channel.code_sent", now)


def verify_channel(*, member: Member, channel: UUID, typed: str, now: datetime) -> Check:
    """Compare the code typed back; return what came of it."""
    with one_transaction(ring=False):
        check = notices.verify_code(
            organization=member.organization, person=member.person, channel=channel, typed=typed, now=now
        )
        if check is Check.VERIFIED:
            _write(member, "channel.verified", now)
    return check


def remove_channel(*, member: Member, channel: UUID, now: datetime) -> None:
    """Forget a way to be reached."""
    with one_transaction(ring=False):
        if notices.remove_channel(organization=member.organization, person=member.person, channel=channel):
            _write(member, "channel.removed", now)


def pause(*, member: Member, until: datetime | None, now: datetime) -> None:
    """Not now: no page until then, or until one resumes. No reason is asked."""
    with one_transaction():
        rota.pause(organization=member.organization, person=member.person, now=now, until=until)
        _write(member, "pause.began", now)


def resume(*, member: Member, now: datetime) -> None:
    """I can again."""
    with one_transaction():
        if rota.resume(organization=member.organization, person=member.person, now=now):
            _write(member, "pause.ended", now)


def _write(member: Member, verb: str, now: datetime) -> None:
    ledger.write(
        organization=member.organization, actor_role="staff", verb=verb, now=now, payload={}, actor=member.person
    )
