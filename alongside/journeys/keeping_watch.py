"""The engine looks whether anything is due, and says that it lives and since when the oldest overdue thing waits.

Only the engine calls this: the looks at every poll, each one indexed read and no transaction; the beat every few
seconds. A beat older than a minute makes the asking pages say at once: call this
number now.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from alongside.cases import dangers, erasing, hand_offs, hand_overs
from alongside.cases.models import Case
from alongside.cases.operations import IN_HANDS
from alongside.events import queries as events
from alongside.notices import queries as notices
from alongside.paging import call_backs
from alongside.paging.models import Beat, Climb
from alongside.questions import queries as questions
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.stages import Stage

FORGOTTEN_AFTER = timedelta(days=1)


def note_beat(*, engine: UUID, now: datetime) -> None:
    """Write this engine's beat; forget engines that stopped a day ago."""
    overdue = oldest_overdue(now=now)
    with one_transaction(ring=False):
        known = Beat.objects.filter(pk=engine).update(at=now, oldest_overdue=overdue)
        if not known:
            Beat.objects.create(engine=engine, at=now, oldest_overdue=overdue)
            Beat.objects.filter(at__lt=now - FORGOTTEN_AFTER).delete()


def newest_beat() -> datetime | None:
    """Return when any engine last beat, if one ever did."""
    return Beat.objects.order_by("-at").values_list("at", flat=True).first()


def a_climb_is_due(*, now: datetime) -> bool:
    """Say whether a ladder's next rung may be due."""
    return Climb.objects.filter(ended_at__isnull=True, due_at__lte=now).exists()


def a_call_back_is_due(*, now: datetime) -> bool:
    """Say whether somebody who raised the level waits for the next professional to be asked."""
    return call_backs.due(now=now).exists()


def a_danger_is_due(*, now: datetime) -> bool:
    """Say whether somebody must be asked to take a danger on, or to look at it again."""
    return dangers.due(now=now).exists()


def a_hand_off_is_due(*, now: datetime) -> bool:
    """Say whether a professional was to confirm by now, or to say that they still go on."""
    return hand_offs.due(now=now).exists()


def a_contact_is_due(*, now: datetime) -> bool:
    """Say whether an accepted or accompanied case's time has come."""
    return _watched(now).exists()


def a_hand_over_is_due(*, now: datetime) -> bool:
    """Say whether somebody who was asked to take over has not answered, or a leave has begun."""
    return hand_overs.due(now=now).exists()


def an_offer_is_due(*, now: datetime) -> bool:
    """Say whether an offer that is carried has lapsed."""
    return _lapsed(now).exists()


def something_is_to_be_forgotten(*, now: datetime) -> bool:
    """Say whether an ended case's time has come."""
    return erasing.due(now=now).exists()


def an_event_is_due(*, now: datetime) -> bool:
    """Say whether a reported event's list is to be handed out or burned."""
    return events.something_is_due(now=now)


def oldest_overdue(*, now: datetime) -> datetime | None:
    """Return the earliest due time that has passed unanswered.

    Of notices, climbs, events, offers that lapse, questions, calls back, hand-overs, cases in somebody's hands.
    """
    climb = Climb.objects.filter(ended_at__isnull=True, due_at__lte=now).order_by("due_at")
    found = [
        notices.oldest_due(now=now),
        events.oldest_due(now=now),
        questions.oldest_due(now=now),
        _lapsed(now).order_by("due_at").values_list("due_at", flat=True).first(),
        climb.values_list("due_at", flat=True).first(),
        call_backs.due(now=now).order_by("due_at").values_list("due_at", flat=True).first(),
        _watched(now).order_by("due_at").values_list("due_at", flat=True).first(),
        hand_overs.due(now=now).order_by("due_at").values_list("due_at", flat=True).first(),
    ]
    return min((moment for moment in found if moment), default=None)


def _lapsed(now: datetime) -> QuerySet[Case, Case]:
    return Case.objects.filter(stage=Stage.OFFERED, due_at__lte=now)


def _watched(now: datetime) -> QuerySet[Case, Case]:
    return Case.objects.filter(stage__in=sorted(IN_HANDS), due_at__lte=now)
