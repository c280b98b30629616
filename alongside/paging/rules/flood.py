"""When a request is bundled with others into one page to the coordinator (threat model, 5.6).

Belongs here: how much is too much. Does not belong here: counting (`paging.flooding`), whom a bundle wakes (`ladder`).
Bundling changes only who is woken: each request is saved, has an owner and keeps its own clock.
"""

from collections.abc import Sequence
from statistics import median

from alongside.vocabulary.asking import Urgency, Way

FROM_ONE_NETWORK = 3
"""Requests of one network that may wait for an answer before further ones are bundled."""

TIMES_THE_USUAL = 5
LEAST_USUAL = 2
"""Requests in an hour that are usual anywhere: a small agency with two hard nights has no flood."""


def may_be_bundled(*, urgency: Urgency, way: Way) -> bool:
    """Say whether a request may be: never danger or "now" with a way to answer it."""
    return urgency not in {Urgency.NOW, Urgency.DANGER} or way is Way.BY_CODE


def too_many_from_here(unanswered: int) -> bool:
    """Say whether so many of one network already wait."""
    return unanswered >= FROM_ONE_NETWORK


def could_be_unusual(this_hour: int) -> bool:
    """Say whether so many in an hour, the next one not among them, are worth a look at history at all."""
    return this_hour >= TIMES_THE_USUAL * LEAST_USUAL


def unusual(*, this_hour: int, hours: Sequence[int]) -> bool:
    """Say whether an hour is past five times the usual one: the median of the hours in which anybody asked.

    A median, because an earlier flood must not make the next one look usual.
    """
    usual = max(median(hours), LEAST_USUAL) if hours else LEAST_USUAL
    return this_hour >= TIMES_THE_USUAL * usual
