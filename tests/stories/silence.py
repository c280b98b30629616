"""Everybody falls silent, whatever was going on: months of the engine alone.

Belongs here: what must have come of every case that somebody was waiting in. Does not belong here: what must hold at
any moment (`sound.py`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from alongside.cases.models import Case, ContactAttempt, DangerAsked, Transition
from alongside.ledger import queries as ledger
from alongside.notices.models import Notice
from alongside.paging.models import Alarm, Page
from alongside.vocabulary.stages import ENDED, OPEN, Stage
from tests.stories.anybody import Anybody
from tests.stories.sound import expects_nothing_overdue

WAITED_FOR = Q(stage__in=sorted(OPEN)) | Q(danger=True)
DAYS = (0.2, 2, 6, 20, 35, 60, 8, 0.3, 0.3, 0.3)
"""Longer than the furthest day that somebody may choose for a talk, and its reminders.

At the end in steps shorter than a day's open hours: whatever hour it was, the engine comes by in daytime too.
"""

LOOKED_IN = timedelta(days=61)
"""While a professional goes on with somebody they are asked every month whether they still do."""

ASKED_AGAIN = timedelta(days=10)
"""The ladder has no last rung: people are asked in daytime again and again, whenever time is let pass."""

ENOUGH_TRIES = 5


def expects_nobody_forgotten(one: Anybody) -> None:
    """Let months pass in which no human does anything: nobody who waited is left without a word to somebody."""
    since = one.now
    Alarm.objects.filter(seen_at=None).update(seen_at=since)  # Whatever was rung before does not count.
    waited = list(Case.objects.filter(WAITED_FOR).values_list("pk", flat=True))
    for days in DAYS:
        one.time_passes(timedelta(days=days))
        expects_nothing_overdue(one.now)
    for case in Case.objects.filter(pk__in=waited):
        _remembered(one, case, since)
    assert ledger.verify(organization=one.here) == []


def _remembered(one: Anybody, case: Case, since: datetime) -> None:
    if case.stage in ENDED and not case.danger:
        _ended_rightly(case, since)
    elif case.stage == Stage.WITH_PROFESSIONAL:
        told = Notice.objects.filter(case=case.pk, person=case.owner_id, made_at__gt=one.now - LOOKED_IN)
        assert told.exists(), "the professional who has them is not asked any more"
    elif _asked_again(one, case):
        return  # Whoever saw the alarm knows; and the ladder goes on asking.
    else:
        raised = Alarm.objects.filter(case=case, raised_at__gt=since)
        assert raised.exists(), f"no coordinator knows: {case.stage}"


def _asked_again(one: Anybody, case: Case) -> bool:
    late = one.now - ASKED_AGAIN
    paged = case.stage == Stage.WAITING and Page.objects.filter(case=case, paged_at__gt=late).exists()
    return paged or DangerAsked.objects.filter(danger__case=case, danger__ended_at=None, asked_at__gt=late).exists()


def _ended_rightly(case: Case, since: datetime) -> None:
    """By itself it ends only after enough tries, or because whoever has it said that it is not a real request."""
    for to in Transition.objects.filter(case=case, at__gt=since, to_stage__in=sorted(ENDED)).order_by("at")[:1]:
        tried = ContactAttempt.objects.filter(case=case, undone_at=None)
        enough = tried.exclude(outcome="not_real").count() >= ENOUGH_TRIES
        assert enough if to.to_stage == Stage.LAPSED else tried.filter(outcome="not_real").exists(), to.to_stage
