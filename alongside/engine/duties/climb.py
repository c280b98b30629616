"""The ladder: one climb whose next rung is due takes it."""

from datetime import datetime

from alongside.journeys import keeping_watch, until_a_human_answers


def climb(now: datetime) -> bool:
    """Page the next rung of one climb that is due; say whether to look again at once."""
    return keeping_watch.a_climb_is_due(now=now) and until_a_human_answers.climb_next(now=now)
