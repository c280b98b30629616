"""Burning: the messages of one case whose time is over are destroyed."""

from datetime import datetime

from alongside.journeys import writing_to_each_other


def burn(now: datetime) -> bool:
    """Burn what is due in one case; say whether to look again at once."""
    return writing_to_each_other.burn_next(now=now)
