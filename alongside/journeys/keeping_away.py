"""Somebody would rather not have a colleague near: whatever that colleague does for them goes to another one, at once.

Belongs here: everything in which one person stands for a case, in the caller's transaction, once the name is kept among
those to avoid. Does not belong here: who is asked instead (the ladder, the next in turn). The colleague learns nothing
of it, and nothing is noted about them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from alongside.cases import hand_offs
from alongside.cases import operations as cases
from alongside.cases.entrusted import MatchingFacts
from alongside.cases.models import Case
from alongside.journeys import asking_to_go_on, danger, letting_go
from alongside.journeys import until_a_human_answers as ladder
from alongside.paging import operations as paging
from alongside.vocabulary.passing_on import HandOffState
from alongside.vocabulary.stages import Stage

CARRIED = frozenset({Stage.ACCEPTED, Stage.ALONGSIDE, Stage.WITH_PROFESSIONAL, Stage.WITHDRAWN})
"""Where somebody answers for a case; of what was taken back, only under danger."""


def keep_away(*, case: Case, facts: MatchingFacts, people: Collection[UUID], now: datetime) -> None:
    """Take everything of this case from these people. `facts` name them already; the case is held."""
    danger.kept_away(case=case, people=people, now=now)
    off = hand_offs.open_of(case=case)
    if off is not None and off.state == HandOffState.PROPOSED and off.to_id in people:
        hand_offs.end(row=off, state=HandOffState.REFUSED, now=now)
    if off is not None and off.made_by_id in people:
        hand_offs.keep_peer_away(row=off)
    if case.owner_id in people and case.owner_id is not None and case.stage in CARRIED:
        letting_go.go_on_without(case=case, facts=facts, person=case.owner_id, by=cases.CAREGIVER, now=now)
    elif case.stage == Stage.WAITING:
        paging.withdraw_pages(case=case, people=people, now=now)
        ladder.widen_if_nobody_is_asked(case=case, facts=facts, now=now)
    else:
        asking_to_go_on.passed_by(case=case, people=people, now=now)
