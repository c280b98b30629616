"""How a moment is told to a person: in the site's zone, named, in the reader's own format.

Belongs here: words for moments. Does not belong here: what is due when.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

NO_BREAK = "\u00a0"


def clock_time(moment: datetime, zone: ZoneInfo) -> str:
    """Return "2:20 pm" or "14 h 20" for an aware moment."""
    here = moment.astimezone(zone)
    if _french():
        return f"{here.hour}{NO_BREAK}h{NO_BREAK}{here.minute:02d}"
    return f"{here.hour % 12 or 12}:{here.minute:02d}{NO_BREAK}{'am' if here.hour < 12 else 'pm'}"  # noqa: PLR2004  # Noon.


def day(moment: datetime, zone: ZoneInfo) -> str:
    """Return "March 9, 2026" or "9 mars 2026"."""
    return long_date(moment.astimezone(zone).date())


def long_date(value: date) -> str:
    """Return "March 9, 2026" or "9 mars 2026" for a day without an hour."""
    return date_format(value, "j F Y" if _french() else "F j, Y", use_l10n=False)


def weekday(moment: datetime, zone: ZoneInfo) -> str:
    """Return "Thursday" or "jeudi"."""
    return date_format(moment.astimezone(zone).date(), "l", use_l10n=False)


def day_and_clock(moment: datetime, zone: ZoneInfo, *, now: datetime) -> str:
    """Return "2:20 pm" on the same day, else the day too, for lists of what has happened."""
    if moment.astimezone(zone).date() == now.astimezone(zone).date():
        return clock_time(moment, zone)
    short = date_format(moment.astimezone(zone).date(), "j N" if _french() else "M j", use_l10n=False)
    return f"{short}, {clock_time(moment, zone)}"


def promised(moment: datetime, zone: ZoneInfo, *, now: datetime) -> str:
    """Return "2:20 pm today, Thursday": the hour, then the day as a person would say it."""
    words = {"time": clock_time(moment, zone), "weekday": weekday(moment, zone)}
    days = (moment.astimezone(zone).date() - now.astimezone(zone).date()).days
    if days == 0:
        return gettext("%(time)s today, %(weekday)s") % words
    if days == 1:
        return gettext("%(time)s tomorrow, %(weekday)s") % words
    date = date_format(moment.astimezone(zone).date(), "j F" if _french() else "F j", use_l10n=False)
    return gettext("%(time)s on %(weekday)s, %(date)s") % {**words, "date": date}


def by_when(moment: datetime, zone: ZoneInfo, *, now: datetime) -> str:
    """Return "2:20 pm" when that is today, else the day too: an hour alone would promise the wrong one."""
    today = moment.astimezone(zone).date() == now.astimezone(zone).date()
    return clock_time(moment, zone) if today else promised(moment, zone, now=now)


def zone_name(zone: ZoneInfo) -> str:
    """Return "Chicago time": the zone by the place that gives it its name."""
    city = zone.key.rsplit("/", 1)[-1].replace("_", " ")
    return city if city == "UTC" else gettext("%(city)s time") % {"city": city}


def _french() -> bool:
    return (get_language() or "").startswith("fr")
