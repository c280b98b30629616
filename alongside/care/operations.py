"""Writes of this room: rating, asking for a talk, taking it on, ending it, forgetting.

Belongs here: these verbs. Does not belong here: who is told, rest, the one transaction, the ledger (journeys).
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db.models import Q

from alongside.care import rules
from alongside.care.errors import NoSuchTalk, NotWithOneself
from alongside.care.models import Burden, Debrief
from alongside.tenancy.transactions import require_transaction
from alongside.vault import marks
from alongside.vocabulary.evaluating import DebriefReason, TalkOutcome, Weight

_RATED = "care/rated"


def rate(*, organization: UUID, supporter: UUID, weight: Weight, day: date, once: str) -> bool:
    """Note how heavy a contact was; False when the form with this number was sent before. Without one it always is."""
    require_transaction()
    form = marks.mark(_RATED, supporter.bytes + once.encode()) if once else uuid4().bytes
    said = {"organization_id": organization, "supporter_id": supporter, "weight": weight, "day": day}
    return Burden.objects.get_or_create(pk=UUID(bytes=form[:16], version=4), defaults=said)[1]


def ask_for_talk(
    *, organization: UUID, supporter: UUID, reason: DebriefReason, look_at: datetime, now: datetime
) -> Debrief | None:
    """Open a talk, due within 48 hours; None when one is open already, which then keeps the graver reason.

    The time is kept by the hour: its minute would be the one in which somebody was in danger, and outlive their case.
    """
    require_transaction()
    by_the_hour = now.replace(minute=0, second=0, microsecond=0)
    fresh = {"reason": reason, "due_at": by_the_hour + rules.DUE_WITHIN, "look_at": look_at}
    talk, opened = Debrief.objects.of(organization).get_or_create(
        organization_id=organization, supporter_id=supporter, ended_on=None, defaults=fresh
    )
    if opened:
        return talk
    kept = rules.graver(DebriefReason(talk.reason), reason)
    Debrief.objects.filter(pk=talk.pk, ended_on=None).update(reason=kept)
    return None


def take(*, organization: UUID, talk: UUID, mentor: UUID) -> bool:
    """Say "I talk with them"; False when this mentor had said so. Another one may still take it over.

    Raises NoSuchTalk, NotWithOneself.
    """
    require_transaction()
    row = _open(organization, talk, mentor)
    return bool(Debrief.objects.filter(pk=row.pk).exclude(mentor=mentor).update(mentor=mentor))


def end(*, organization: UUID, talk: UUID, mentor: UUID, outcome: TalkOutcome, day: date) -> Debrief:
    """Say that they talked, or that it was not wanted. Raises NoSuchTalk, NotWithOneself."""
    require_transaction()
    row = _open(organization, talk, mentor)
    _end(Q(pk=row.pk), outcome, day, mentor=mentor)
    return row


def leave_out(*, organization: UUID, supporter: UUID, day: date) -> bool:
    """Say oneself that no talk is needed; False when none was open, or it is the rule after danger."""
    require_transaction()
    mine = Q(organization=organization, supporter=supporter) & ~Q(reason=DebriefReason.DANGER)
    return _end(mine, TalkOutcome.NOT_WANTED, day)


def claim_talk(*, now: datetime) -> Debrief | None:
    """Return one open talk that is to be looked at, already put off until the next look."""
    require_transaction()
    due = Debrief.objects.filter(look_at__lte=now, ended_on=None).order_by("look_at")
    due = due.select_for_update(skip_locked=True, of=("self",))
    row = due.select_related("supporter").first()
    if row is not None:
        Debrief.objects.filter(pk=row.pk).update(look_at=rules.look_again(due=row.due_at, now=now))
    return row


def note_alarm(*, talk: Debrief) -> bool:
    """Note that coordinators are told that nobody talked; False when they were told before."""
    require_transaction()
    return bool(Debrief.objects.filter(pk=talk.pk, alarmed=False).update(alarmed=True))


def let_go_of(*, organization: UUID, person: UUID) -> None:
    """Remove what is noted of somebody who leaves, and take them out of talks they had taken on."""
    require_transaction()
    Burden.objects.of(organization).filter(supporter=person).delete()
    Debrief.objects.of(organization).filter(supporter=person).delete()
    Debrief.objects.of(organization).filter(mentor=person, ended_on=None).update(mentor=None)


def forget(*, now: datetime) -> None:
    """Let go of ratings and ended talks of three months ago."""
    require_transaction()
    before = rules.forgotten_before(now)
    Burden.objects.filter(day__lt=before).delete()
    Debrief.objects.filter(ended_on__lt=before).delete()


def _open(organization: UUID, talk: UUID, mentor: UUID) -> Debrief:
    row = Debrief.objects.of(organization).filter(pk=talk, ended_on=None).select_for_update().first()
    if row is None:
        raise NoSuchTalk
    if row.supporter_id == mentor:
        raise NotWithOneself
    return row


def _end(which: Q, outcome: TalkOutcome, day: date, **more: UUID) -> bool:
    rows = Debrief.objects.filter(which, ended_on=None)
    return bool(rows.update(outcome=outcome, ended_on=day, look_at=None, **more))
