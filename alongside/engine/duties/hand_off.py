"""Hand-offs: a professional who does not confirm in time gives way to the next, or the person comes back."""

from datetime import datetime

from alongside.journeys import handing_to_a_professional, keeping_watch


def hand_off(now: datetime) -> bool:
    """Deal with one hand-off whose time has come; say whether to look again at once."""
    return keeping_watch.a_hand_off_is_due(now=now) and handing_to_a_professional.go_on_next(now=now)
