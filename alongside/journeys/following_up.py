"""When the time to get in touch again has come or has passed: the supporter is reminded, then the coordinators know.

The engine comes here by `until_a_human_answers`, which holds the case. After five tries, spread over days, it ends
kindly by itself: no answer is an answer too. Under danger nothing ends.
"""

from __future__ import annotations

from datetime import datetime

from alongside.cases import follow_ups
from alongside.cases import operations as cases
from alongside.cases.models import Case
from alongside.cases.rules import follow_ups as rules
from alongside.notices import operations as notices
from alongside.paging import operations as paging
from alongside.paging.models import Alarm
from alongside.vocabulary.stages import Stage

KNOCKED_ON = frozenset({Stage.ACCEPTED, Stage.ALONGSIDE})
"""Stages in which a supporter tries to reach somebody, and may stop kindly."""


def nobody_opens(*, case: Case) -> bool:
    """Say whether enough was tried to stop: five times, on several days, and nobody was reached."""
    tries = follow_ups.tries(case=case)
    return case.stage in KNOCKED_ON and rules.enough(tries=tries, danger=case.danger)


def stop_kindly(*, case: Case, by: cases.Actor, now: datetime) -> None:
    """Nobody calls any more; the door stays open while the code lives. The caller checks that enough was tried."""
    cases.move(case=case, to=Stage.LAPSED, by=by, now=now)
    follow_ups.end(case=case, now=now)
    paging.end_climb(case=case, now=now)


def remind(*, case: Case, now: datetime) -> str:
    """The window has opened, or has ended without a word: remind whoever walks with them. Return the ledger's verb."""
    row = follow_ups.open_row(case) or follow_ups.begin(case=case, now=now)
    if now < row.starts_at:
        cases.set_times(case=case, due_at=row.starts_at)
        return "follow_up.planned"
    if case.owner_id:
        notices.tell(organization=case.organization_id, person=case.owner_id, template="page", now=now, case=case.pk)
    if now >= row.ends_at and rules.tell_coordinators(follow_ups.note_reminded(row=row)):
        kind = Alarm.Kind.FOLLOW_UP_LATE
        paging.raise_once(organization=case.organization_id, kind=kind, case=case, now=now)
    cases.set_times(case=case, due_at=follow_ups.due(case=case, now=now))
    return "follow_up.reminded"
