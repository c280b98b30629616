"""Which of its faces the status page wears.

Belongs here: choosing among the states of a case, for one template; what has happened, in its order.
Does not belong here: other words (the template), reading (`journeys/returning.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.journeys.returning import Standing
from alongside.vocabulary.stages import ENDED, Stage

MAY_WITHDRAW = frozenset({Stage.WAITING, Stage.ACCEPTED, Stage.ALONGSIDE})
NOT_YET_MET = frozenset({Stage.WAITING, Stage.ACCEPTED})
MAY_AVOID = NOT_YET_MET | {Stage.ALONGSIDE, Stage.WITH_PROFESSIONAL}


@dataclass(frozen=True)
class Step:
    """Something that has happened, in the words of the page; `kind` is how its line is drawn."""

    at: datetime
    words: str
    kind: str = ""


def told(standing: Standing, *, now: datetime) -> dict[str, Any]:
    """Return what the page's template asks: which face, and what can be done."""
    open_ = standing.stage not in ENDED
    return {
        "face": face(standing),
        "went_on": went_on(standing),
        "agreed_day": _agreed_day(standing),
        "steps": sorted(_steps(standing), key=lambda step: step.at),
        "open": open_,
        "waits": standing.stage in NOT_YET_MET and (standing.walked.first_contact_at is None or went_on(standing)),
        "asks_if_spoken": open_ and standing.stage is not Stage.OFFERED,
        "may_withdraw": standing.stage in MAY_WITHDRAW,
        "may_avoid": standing.stage in MAY_AVOID,
        "step_ahead": standing.next_step_at if standing.next_step_at and standing.next_step_at > now else None,
    }


def face(standing: Standing) -> str:
    """Return "confirm", "uncalled", "late", "paged", "accepted", "alongside", "professional" or "ended"."""
    if standing.who.to_confirm:
        return "confirm"
    if _uncalled(standing):
        return "uncalled"
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


def went_on(standing: Standing) -> bool:
    """Say whether another colleague goes on with somebody who has spoken with one already."""
    walked = standing.walked
    if standing.stage is not Stage.ACCEPTED or walked.accepted_at is None or walked.first_contact_at is None:
        return False
    return walked.accepted_at > walked.first_contact_at


def _uncalled(standing: Standing) -> bool:
    """Say whether somebody else is looked for who goes on by words only: nobody owes them a call, so none is late."""
    asked = standing.stage is Stage.WAITING and standing.walked.first_contact_at is not None and not standing.danger
    return asked and standing.plan is not None and standing.plan.no_more


def _agreed_day(standing: Standing) -> bool:
    """Say whether whoever goes on is in touch on the day that was agreed before."""
    plan = standing.plan
    return went_on(standing) and plan is not None and plan.agreed and plan.ends_at == standing.contact_due


def _steps(standing: Standing) -> Iterator[Step]:
    """Yield what has happened; lines of one moment keep the order of this list."""
    walked, pages = standing.walked, standing.pages_sent
    yield Step(walked.asked_at, _("You asked to talk"))
    if pages:
        sent = ngettext("A colleague was paged", "%(people)s colleagues were paged", pages) % {"people": pages}
        yield Step(walked.asked_at, sent, "joins")
    if walked.accepted_at and face(standing) not in {"paged", "late", "uncalled"}:
        another = walked.first_contact_at and walked.accepted_at > walked.first_contact_at
        yield Step(
            walked.accepted_at,
            _("Another colleague said yes to going on with you") if another else _("A colleague said yes"),
            "with",
        )
    if walked.first_contact_at:
        yield Step(walked.first_contact_at, _("You spoke"), "with met")
    if walked.tried_at:
        yield Step(walked.tried_at, _("We tried to reach you"), "with")
