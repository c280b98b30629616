"""Which of its faces the status page wears.

Belongs here: choosing among the states of a case, for one template.
Does not belong here: words (the template), reading (`journeys/returning.py`).
"""

from datetime import datetime
from typing import Any

from alongside.journeys.returning import Standing
from alongside.vocabulary.stages import ENDED, Stage

MAY_WITHDRAW = frozenset({Stage.WAITING, Stage.ACCEPTED, Stage.ALONGSIDE})
NOT_YET_MET = frozenset({Stage.WAITING, Stage.ACCEPTED})
MAY_AVOID = NOT_YET_MET | {Stage.ALONGSIDE, Stage.WITH_PROFESSIONAL}


def told(standing: Standing, *, now: datetime) -> dict[str, Any]:
    """Return what the page's template asks: which face, and what can be done."""
    open_ = standing.stage not in ENDED
    return {
        "face": face(standing),
        "open": open_,
        "waits": standing.stage in NOT_YET_MET and standing.walked.first_contact_at is None,
        "asks_if_spoken": open_ and standing.stage is not Stage.OFFERED,
        "may_withdraw": standing.stage in MAY_WITHDRAW,
        "may_avoid": standing.stage in MAY_AVOID,
        "step_ahead": standing.next_step_at if standing.next_step_at and standing.next_step_at > now else None,
    }


def face(standing: Standing) -> str:
    """Return "confirm", "late", "paged", "accepted", "alongside", "professional" or "ended"."""
    if standing.who.to_confirm:
        return "confirm"
    if standing.slipped:
        return "late"
    by_stage = {
        Stage.OFFERED: "ended",
        Stage.WAITING: "paged",
        Stage.ACCEPTED: "accepted",
        Stage.ALONGSIDE: "alongside",
        Stage.WITH_PROFESSIONAL: "professional",
    }
    return by_stage.get(standing.stage, "ended")
