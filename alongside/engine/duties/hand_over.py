"""Handing somebody over: a colleague who does not answer is passed by; a leave that has begun has others asked."""

from datetime import datetime

from alongside.journeys import handing_over, keeping_watch


def hand_over(now: datetime) -> bool:
    """See to one wish to hand over whose time has come; say whether to look again at once."""
    return keeping_watch.a_hand_over_is_due(now=now) and handing_over.see_to_next(now=now)
