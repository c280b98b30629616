"""Questions about the program: one that nobody answered in time is told, one whose time has come is forgotten."""

from datetime import datetime

from alongside.journeys import asking_about_the_program


def questions(now: datetime) -> bool:
    """See to one question that is due; say whether to look again at once."""
    return asking_about_the_program.see_to_next(now=now)
