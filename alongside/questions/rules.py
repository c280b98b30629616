"""By when a question is answered, when somebody is told that it was not, and when it is forgotten.

Belongs here: these three, on plain moments. Does not belong here: rows, words.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

ANSWER_WITHIN_HOURS = 48
SHORTEST_HOURS, LONGEST_HOURS = 4, 240
"""What an organization may choose."""

KEPT_AFTER_ANSWER = timedelta(days=30)
KEPT_AT_MOST = timedelta(days=90)

_DAY_STARTS, _DAY_ENDS = time(8), time(18)
_SATURDAY = 5


def answer_by(asked: datetime, *, hours: int, zone: ZoneInfo) -> datetime:
    """Return when `hours` have passed since `asked` (both aware), Saturdays and Sundays in `zone` not counted."""
    moment, left = asked, timedelta(hours=hours)
    while True:
        midnight = _at(moment, zone, time(), days=1)
        if moment.astimezone(zone).weekday() < _SATURDAY:
            if left <= midnight - moment:
                return moment + left
            left -= midnight - moment
        moment = midnight


def tell_at(due: datetime, *, zone: ZoneInfo) -> datetime:
    """Return the first moment from `due` on at which somebody may be told: a weekday between 8 and 18 in `zone`."""
    moment = due
    while not _working(moment, zone):
        starts = _at(moment, zone, _DAY_STARTS)
        moment = starts if starts > moment else _at(moment, zone, _DAY_STARTS, days=1)
    return moment


def erase_at(*, asked: datetime, answered: datetime | None) -> datetime:
    """Return when a question goes: 30 days after its answer, 90 days after it was asked at most."""
    latest = asked + KEPT_AT_MOST
    return min(latest, answered + KEPT_AFTER_ANSWER) if answered else latest


def _working(moment: datetime, zone: ZoneInfo) -> bool:
    here = moment.astimezone(zone)
    return here.weekday() < _SATURDAY and _DAY_STARTS <= here.time() < _DAY_ENDS


def _at(moment: datetime, zone: ZoneInfo, hour: time, *, days: int = 0) -> datetime:
    """Return an hour of the same or a later day of the zone, as UTC knows it."""
    day = moment.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, hour, zone).astimezone(moment.tzinfo)
