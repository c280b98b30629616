"""The contact clock: whoever accepted is reminded at half time.

Without contact by the promise the case is paged again.
"""

from datetime import datetime

from alongside.journeys import keeping_watch, until_a_human_answers


def contact_overdue(now: datetime) -> bool:
    """Deal with one accepted or accompanied case whose time has come; say whether to look again at once."""
    return keeping_watch.a_contact_is_due(now=now) and until_a_human_answers.remind_or_release_next(now=now)
