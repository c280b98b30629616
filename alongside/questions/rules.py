"""By when a question is answered, and when it is forgotten.

Belongs here: these two, on plain moments. Does not belong here: rows, words.
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
    """Return by when a question is answered: `hours` after `asked` (both aware), Saturdays and Sundays not counted.

    When that falls outside a weekday's 8 to 18 in `zone`, it is the next morning's 8: nobody is promised an answer at
    midnight, and nobody is alarmed at night.
    """
    moment, left = asked, timedelta(hours=hours)
    while True:
        midnight = _at(moment, zone, time(), days=1)
        if _weekday(moment, zone):
            if left <= midnight - moment:
                return _in_working_hours(moment + left, zone)
            left -= midnight - moment
        moment = midnight


def _in_working_hours(moment: datetime, zone: ZoneInfo) -> datetime:
    while not (_weekday(moment, zone) and _DAY_STARTS <= moment.astimezone(zone).time() <= _DAY_ENDS):
        starts = _at(moment, zone, _DAY_STARTS)
        moment = starts if starts > moment else _at(moment, zone, _DAY_STARTS, days=1)
    return moment


def erase_at(*, asked: datetime, answered: datetime | None) -> datetime:
    """Return when a question goes: 30 days after its answer, 90 days after it was asked at most."""
    latest = asked + KEPT_AT_MOST
    return min(latest, answered + KEPT_AFTER_ANSWER) if answered else latest


def _weekday(moment: datetime, zone: ZoneInfo) -> bool:
    return moment.astimezone(zone).weekday() < _SATURDAY


def _at(moment: datetime, zone: ZoneInfo, hour: time, *, days: int = 0) -> datetime:
    """Return an hour of the same or a later day of the zone, as UTC knows it."""
    day = moment.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, hour, zone).astimezone(moment.tzinfo)
