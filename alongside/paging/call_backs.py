"""Calling back whoever raised the level: a number under its own key, whom to ask next, what came of it.

Belongs here: reads and writes of call-backs, inside the journey's transaction. Does not belong here: the order of
asking
(`rules/call_back.py`), the ledger (`journeys/raising_the_level.py`).
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from alongside.cases.entrusted import MatchingFacts
from alongside.notices import operations as notices
from alongside.paging import candidates
from alongside.paging.alarms import raise_alarm
from alongside.paging.candidates import RINGS, WITHIN
from alongside.paging.errors import AlreadyTaken, NoSuchCallBack
from alongside.paging.models import Alarm, CallBack, CallBackPage
from alongside.paging.rules import PRESETS, Candidate, freeze
from alongside.paging.rules.call_back import CALL_WITHIN, KEPT, TRIES, TRY_AGAIN, UNDO_FOR, Reached, Team, next_step
from alongside.paging.rules.matching import exclusions
from alongside.rota import queries as rota
from alongside.tenancy.leases import lease_first_key
from alongside.tenancy.queries import house_of
from alongside.tenancy.transactions import require_transaction
from alongside.vault import erasures, sealing
from alongside.vocabulary.asking import Urgency
from alongside.vocabulary.roles import Role

_TABLE, _COLUMN = "paging_callback", "number"


@dataclass(frozen=True)
class Asked:
    """A call-back as somebody who is asked to make it sees it before opening the number: since when, and no more.

    `mine`: they opened the number and have not ended it. `undo_until`: what they wrote down can be taken back.
    """

    call_back: UUID
    asked_at: datetime
    mine: bool
    tries: int
    outcome: str
    undo_until: datetime | None


def team(*, organization: UUID, now: datetime) -> Team:
    """Return who can be asked to call back now; a constant number of queries."""
    zone = house_of(organization).zone
    everybody = candidates.gather(organization=organization, case=None, on=now.astimezone(zone).date(), now=now)
    policy = freeze(clock=PRESETS[Urgency.DANGER], zone=zone, asked=now)

    def able(role: Role) -> dict[UUID, Candidate]:
        fit = (who for who in everybody if not exclusions(who, MatchingFacts(), role=role, policy=policy))
        return {who.person: who for who in fit}

    professionals, coordinators = able(Role.PROFESSIONAL), able(Role.COORDINATOR)
    rostered = rota.on_call(organization=organization, duty=Role.PROFESSIONAL.value, at=now)
    on_call = tuple(who for who in rostered if who in professionals)
    standing = tuple(who for who, one in coordinators.items() if Role.COORDINATOR in one.on_call)
    return Team(
        on_call=on_call,
        others=tuple(sorted(who for who in professionals if who not in on_call)),
        coordinators=standing or tuple(coordinators),
    )


def save(*, organization: UUID, number: str, once: str, now: datetime) -> CallBack | None:
    """Save a number to call back, sealed under a key of its own; None when this very form was sent before."""
    require_transaction()
    key = uuid.uuid4()
    box = sealing.make_box(organization=organization, case=key)
    sealed = box.seal(table=_TABLE, column=_COLUMN, row=key, plain=number.encode())
    try:
        with transaction.atomic():
            return CallBack.objects.create(
                id=key,
                organization_id=organization,
                once_hash=_hash(once),
                number=sealed,
                asked_at=now,
                due_at=now,
            )
    except IntegrityError:
        erasures.destroy_key(case=key, now=now)
        return None


def sent_before(*, organization: UUID, once: str) -> CallBack | None:
    """Return the call-back that this form asked for; None when it asked for none, or a day has passed."""
    return CallBack.objects.of(organization).filter(once_hash=_hash(once)).first()


def asked_of(*, organization: UUID, person: UUID, now: datetime) -> list[Asked]:
    """Return what waits for this person's call, or was just made by them; two queries."""
    pages = CallBackPage.objects.of(organization).filter(person=person).values_list("call_back", flat=True)
    theirs = Q(taken_by=None) | Q(taken_by=person)
    rows = CallBack.objects.of(organization).filter(theirs, ended_at=None, pk__in=list(pages))
    return [_asked(row, person, now) for row in rows.order_by("asked_at")]


def held(call_back: UUID) -> CallBack:
    """Return a call-back as it is now and hold it until the transaction ends. Raises NoSuchCallBack."""
    require_transaction()
    row = CallBack.objects.select_for_update().filter(pk=call_back).first()
    if row is None:
        raise NoSuchCallBack
    return row


def asked_to(*, organization: UUID, call_back: UUID, person: UUID) -> CallBack:
    """Hold a call-back that this person was asked to make and that has not ended. Raises NoSuchCallBack."""
    row = held(call_back)
    asked = CallBackPage.objects.filter(call_back=row, person=person).exists()
    if row.organization_id != organization or row.ended_at is not None or not asked:
        raise NoSuchCallBack
    return row


def take(*, row: CallBack, person: UUID, now: datetime) -> str:
    """Open the number for the one who will call; nobody else is asked meanwhile. Raises AlreadyTaken."""
    if row.taken_by_id not in {None, person} or row.number is None:
        raise AlreadyTaken
    if row.taken_by_id is None:
        row.taken_by_id, row.due_at = person, _within(row, now + CALL_WITHIN)
        row.save(update_fields=["taken_by", "due_at"])
        notices.void_for_case(case=row.pk, now=now)
    box = sealing.open_box(organization=row.organization_id, case=row.pk)
    return box.open(table=_TABLE, column=_COLUMN, row=row.pk, sealed=bytes(row.number)).decode()


def note_unreadable(*, row: CallBack, now: datetime) -> bool:
    """Say at once what else would be said when everybody was asked: whoever waits calls, the coordinators know.

    False when that was said.
    """
    if row.fallback_at is not None:
        return False
    row.fallback_at = now
    row.save(update_fields=["fallback_at"])
    raise_alarm(organization=row.organization_id, kind=Alarm.Kind.CANNOT_OPEN, case=None, now=now)
    return True


def note_outcome(*, row: CallBack, person: UUID, outcome: str, now: datetime) -> bool:
    """Write down what came of a call; "called" settles when it can no longer be taken back. False on a second tap.

    Raises AlreadyTaken.
    """
    _require_theirs(row, person)
    if row.outcome:
        return False
    wait = UNDO_FOR if outcome == CallBack.Outcome.CALLED else TRY_AGAIN
    row.outcome, row.outcome_at, row.due_at = outcome, now, _within(row, now + wait)
    row.tries += 1
    row.save(update_fields=["outcome", "outcome_at", "due_at", "tries"])
    return True


def undo_outcome(*, row: CallBack, person: UUID, now: datetime) -> bool:
    """Take back the last outcome; whoever wrote it down has the time to call again. False after ten minutes."""
    _require_theirs(row, person)
    if row.outcome_at is None or now - row.outcome_at > UNDO_FOR:
        return False
    row.outcome, row.outcome_at, row.due_at = "", None, _within(row, now + CALL_WITHIN)
    row.tries -= 1
    row.save(update_fields=["outcome", "outcome_at", "due_at", "tries"])
    return True


def claim_due(*, now: datetime) -> UUID | None:
    """Lease the call-back whose time came first; None when none has."""
    return lease_first_key(due(now=now), now=now)


def due(*, now: datetime) -> QuerySet[CallBack, CallBack]:
    """Return the call-backs whose time has come; ended ones too, once they are to be forgotten."""
    return CallBack.objects.filter(due_at__lte=now)


def go_on(*, row: CallBack, now: datetime) -> str:
    """Do what is due for a call-back now and say in a word what that was."""
    if row.due_at > now:
        return "nothing"  # Somebody was quicker between the claim and now.
    if now >= row.asked_at + KEPT:
        forget(row=row, now=now)
        return "forgotten"
    if row.outcome == CallBack.Outcome.CALLED or row.tries >= TRIES:
        end(row=row, now=now)
        return "ended"
    if row.outcome == CallBack.Outcome.NO_ANSWER and row.taken_by_id:
        _remind(row, now)
        return "reminded"
    row.taken_by = None
    ask_next(row=row, now=now)
    return "asked"


def ask_next(*, row: CallBack, now: datetime) -> None:
    """Take the next rung: ask whom `next_step` names, raise its alarm, and set when to look again."""
    asked = frozenset(row.pages.values_list("person_id", flat=True))
    reached = Reached(row.rung, asked, row.alarm_raised_at is not None, row.fallback_at is not None)
    step = next_step(reached, team(organization=row.organization_id, now=now))
    row.rung += 1
    if step.alarm:
        row.alarm_raised_at = now
        raise_alarm(organization=row.organization_id, kind=Alarm.Kind.CALL_BACK, case=None, now=now)
    if step.fallback:
        row.fallback_at = now
    rung_by_alarm = {who for who, role in step.ask if role is Role.COORDINATOR and step.alarm}
    _page(row, step.ask, now, silent=rung_by_alarm)
    row.due_at, row.lease_until = _within(row, now + step.again_in), None
    row.save(update_fields=["rung", "alarm_raised_at", "fallback_at", "due_at", "lease_until", "taken_by"])


def end(*, row: CallBack, now: datetime) -> None:
    """Destroy the number: somebody called, or was called often enough. The bare row waits for its day to be over."""
    erasures.destroy_key(case=row.pk, now=now)
    notices.forget_case(case=row.pk)
    row.number, row.ended_at, row.due_at, row.lease_until = None, now, row.asked_at + KEPT, None
    row.save(update_fields=["number", "ended_at", "due_at", "lease_until"])


def forget(*, row: CallBack, now: datetime) -> None:
    """Destroy the number if it still stands, and the row with it."""
    erasures.destroy_key(case=row.pk, now=now)
    notices.forget_case(case=row.pk)
    row.delete()


def _remind(row: CallBack, now: datetime) -> None:
    """Ask the same person to try once more; the last word stands no longer."""
    row.rung += 1
    last = row.pages.filter(person=row.taken_by_id).order_by("-paged_at").first()
    role = Role(last.role) if last else Role.PROFESSIONAL
    if row.taken_by_id:
        _page(row, ((row.taken_by_id, role),), now)
    row.outcome, row.outcome_at, row.lease_until = "", None, None
    row.due_at = _within(row, now + CALL_WITHIN)
    row.save(update_fields=["rung", "outcome", "outcome_at", "lease_until", "due_at"])


def _page(
    row: CallBack, ask: tuple[tuple[UUID, Role], ...], now: datetime, silent: frozenset[UUID] | set[UUID] = frozenset()
) -> None:
    """Put it on each one's screen and ring them, but nobody more than three times within ten minutes."""
    people = [who for who, _ in ask]
    recent = CallBackPage.objects.filter(person__in=people, rang=True, paged_at__gt=now - WITHIN)
    rings = Counter(recent.values_list("person_id", flat=True))
    for who, role in ask:
        rang = who not in silent and rings[who] < RINGS
        CallBackPage.objects.create(
            organization_id=row.organization_id,
            call_back=row,
            person_id=who,
            role=role,
            rung=row.rung,
            paged_at=now,
            rang=rang,
        )
        if rang:
            notices.tell(
                organization=row.organization_id, person=who, template="page", now=now, case=row.pk, rung=row.rung
            )


def _require_theirs(row: CallBack, person: UUID) -> None:
    if row.taken_by_id != person:
        raise AlreadyTaken


def _within(row: CallBack, moment: datetime) -> datetime:
    return min(moment, row.asked_at + KEPT)


def _asked(row: CallBack, person: UUID, now: datetime) -> Asked:
    until = row.outcome_at + UNDO_FOR if row.outcome_at else None
    return Asked(
        call_back=row.pk,
        asked_at=row.asked_at,
        mine=row.taken_by_id == person,
        tries=row.tries,
        outcome=row.outcome,
        undo_until=until if until and until > now else None,
    )


def _hash(once: str) -> bytes:
    return hashlib.sha256(once.encode()).digest()
