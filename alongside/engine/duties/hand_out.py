"""Events: one whose list is due is handed out, so that each person is offered support; then the list is gone."""

from datetime import datetime

from alongside.journeys import an_event_happened, keeping_watch


def hand_out(now: datetime) -> bool:
    """Hand out one event that is due; say whether to look again at once."""
    return keeping_watch.an_event_is_due(now=now) and an_event_happened.hand_out_next(now=now)
