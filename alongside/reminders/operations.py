"""Keeping days that somebody chose: one key each, an address that only it opens, and a code that ends it.

Belongs here: writes on this floor's rows, inside a journey's transaction. Does not belong here: telling anybody, the
ledger (journeys), which act is due (`rules`).
"""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.reminders import rules
from alongside.reminders.errors import NoSuchDay, NotAPossibleDay
from alongside.reminders.models import Reminder
from alongside.reminders.rules import Next, Standing
from alongside.tenancy.leases import lease_first_key
from alongside.tenancy.operations import take_turn
from alongside.tenancy.transactions import require_transaction
from alongside.vault import envelope, erasures, marks, sealing

_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
_GROUPS, _GROUP = 4, 4
_PURPOSE = "reminders"
_CELL = {"table": "reminders_reminder", "column": "sealed"}


@dataclass(frozen=True, repr=False)
class Wish:
    """What somebody chose: the day, whether it comes each year, where a word goes, in which language."""

    day: date
    yearly: bool
    email: str
    language: str

    def __repr__(self) -> str:
        return "Wish(…)"


def choose(*, organization: UUID, wish: Wish, zone: ZoneInfo, now: datetime) -> str:
    """Keep a day; return the code that ends it, to be shown once. Raises NotAPossibleDay."""
    take_turn(organization=organization)
    today = now.astimezone(zone).date()
    if not rules.possible(wish.day, today=today):
        raise NotAPossibleDay
    row, secret, confirm_by = uuid.uuid4(), _draw(), rules.confirmed_until(today)
    box = sealing.make_box(organization=organization, case=row)
    plain = json.dumps({"email": wish.email, "secret": secret}, separators=(",", ":")).encode()
    first = rules.planned(wish.day, confirm_by=confirm_by, zone=zone)
    Reminder.objects.create(
        id=row,
        organization_id=organization,
        day=first.day,
        yearly=wish.yearly,
        language=wish.language,
        confirm_by=confirm_by,
        due_at=first.due_at,
        secret_hash=hash_of(organization=organization, typed=secret),
        addressee=marks.mark(_PURPOSE, _spelled(organization, wish.email)),
        sealed=box.seal(**_CELL, row=row, plain=plain),
    )
    _deal_anew(organization)
    return secret


def _deal_anew(organization: UUID) -> None:
    """Lay every chosen day and its key down anew, in an order drawn by lot.

    Else their order would tell which was chosen when, and visits tell who was here then.
    """
    rows = list(Reminder.objects.of(organization).select_for_update())
    Reminder.objects.filter(pk__in=[row.pk for row in rows]).delete()
    secrets.SystemRandom().shuffle(rows)
    Reminder.objects.bulk_create(rows)
    sealing.deal_keys(owners=[row.pk for row in rows])


def keep(*, organization: UUID, secret: str, zone: ZoneInfo, now: datetime) -> date:
    """Let it come (again); return the day. Raises NoSuchDay: it was ended, or never was."""
    take_turn(organization=organization)
    row = _held(organization, secret)
    today = now.astimezone(zone).date()
    if row.state == Reminder.State.TOLD:
        raise NoSuchDay
    then = rules.kept(standing(row), today=today, zone=zone)
    _set(row, then, confirm_by=rules.confirmed_until(today))
    return then.day


def stop(*, organization: UUID, secret: str, now: datetime) -> UUID | None:
    """End it at once; return the key it had, None where there was nothing: both look the same to whoever asks.

    In turn with whoever chooses: a day that is laid down anew at this moment is not gone.
    """
    take_turn(organization=organization)
    try:
        row = _held(organization, secret)
    except NoSuchDay:
        return None
    forget(reminder=row.pk, now=now)
    return row.pk


def stop_all_to(*, organization: UUID, email: str, now: datetime) -> list[UUID]:
    """End everything that goes to an address; return the keys they had. The address is recognized, never read.

    Whoever calls has taken a turn first in the transaction (`tenancy.operations.take_turn`), as whoever chooses does.
    """
    require_transaction()
    known = marks.marks(_PURPOSE, _spelled(organization, email)) if email.strip() else ()
    rows = Reminder.objects.of(organization).filter(addressee__in=known)
    keys = list(rows.values_list("pk", flat=True))
    for key in keys:
        forget(reminder=key, now=now)
    return keys


def forget(*, reminder: UUID, now: datetime) -> None:
    """Destroy its key, then the row."""
    require_transaction()
    erasures.destroy_key(case=reminder, now=now)
    Reminder.objects.filter(pk=reminder).delete()


def claim_due(*, now: datetime) -> UUID | None:
    """Lease the one whose time came first; None when none is due."""
    return lease_first_key(Reminder.objects.filter(due_at__lte=now), now=now)


def hold(*, reminder: UUID) -> Reminder | None:
    """Return one as it is now, held until the transaction ends; None when it was ended meanwhile."""
    require_transaction()
    return Reminder.objects.select_for_update().filter(pk=reminder).first()


def go_on(*, row: Reminder, then: Next) -> None:
    """Write down how it stands after an act."""
    require_transaction()
    _set(row, then, confirm_by=row.confirm_by)


def pass_over(*, organization: UUID, zone: ZoneInfo, now: datetime) -> None:
    """After a restore: count what was due as done, so that no word comes twice."""
    require_transaction()
    for row in Reminder.objects.of(organization).select_for_update().filter(due_at__lte=now):
        then = rules.passed_over(standing(row), now=now, zone=zone)
        if then is not None:
            go_on(row=row, then=then)


def standing(row: Reminder) -> Standing:
    """Return a row as the rules read it."""
    return Standing(row.day, row.yearly, row.state, row.confirm_by, row.due_at)


def same_spelling(typed: str) -> str:
    """Return a code as it is kept, however it was typed; "" where it cannot be one."""
    alike = typed.casefold().translate(str.maketrans("ilo", "110"))
    signs = "".join(sign for sign in alike if sign in _SIGNS)
    groups = [signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP)]
    return "-".join(groups) if len(signs) == _GROUPS * _GROUP else ""


def _set(row: Reminder, then: Next, *, confirm_by: date) -> None:
    Reminder.objects.filter(pk=row.pk).update(
        day=then.day, state=then.state, due_at=then.due_at, confirm_by=confirm_by, lease_until=None
    )


def _held(organization: UUID, secret: str) -> Reminder:
    hashed = hash_of(organization=organization, typed=secret)
    row = Reminder.objects.of(organization).select_for_update().filter(secret_hash=hashed).first()
    if row is None:
        raise NoSuchDay
    return row


def _draw() -> str:
    """Return a fresh code: 80 random bits, so that nobody finds one by trying."""
    return same_spelling("".join(secrets.choice(_SIGNS) for _ in range(_GROUPS * _GROUP)))


def hash_of(*, organization: UUID, typed: str) -> bytes:
    """Return what is kept of a code, however it was typed."""
    return hashlib.sha256(envelope.bind(organization, same_spelling(typed))).digest()


def _spelled(organization: UUID, email: str) -> bytes:
    return envelope.bind(organization, unicodedata.normalize("NFKC", email).strip().casefold())
