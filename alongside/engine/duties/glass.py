"""Somebody broke the glass and nobody has looked yet: whoever could be the second person is told again."""

from datetime import datetime

from alongside.journeys import breaking_the_glass


def glass(now: datetime) -> bool:
    """Tell of one that nobody has looked at; say whether to look again at once."""
    return breaking_the_glass.tell_again_next(now=now)
