"""A line’s name and hours in words, in the language that is active.

Belongs here: which name, weekdays, hours, "open now". Does not belong here: deciding it (`rules.hours`).
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext

from alongside.directory.rules import Opening, Span, Week
from alongside.directory.rules.hours import alike

NO_BREAK = "\u00a0"
_NOON = 12
_SOON = 6
"""Days within which a weekday alone says which day is meant."""


def week_in_words(week: Week) -> str:
    """Return "Monday to Friday, 8:00 am to 5:00 pm; Saturday, 9:00 am to 12:00 pm. Closed on public holidays"."""
    spans: dict[int, list[str]] = {}
    for span in week.spans:
        spans.setdefault(span.day, []).append(_span(span))
    joined = {day: gettext(" and ").join(texts) for day, texts in spans.items()}
    told = gettext("; ").join(_run(days, text) for days, text in alike(joined))
    told = told[:1].upper() + told[1:]
    closed = [gettext("public holidays")] if week.holidays_off else []
    closed += [_day(day) for day in sorted(week.days_off)]
    if not closed:
        return told
    return told + ". " + gettext("Closed on %(days)s") % {"days": ", ".join(closed)}


def state_in_words(opening: Opening, zone: ZoneInfo, *, now: datetime, named: str = "") -> str:
    """Return "Open now, until 5:00 pm", "Closed, opens Monday 8:00 am", or "" where nobody knows.

    `zone` is the reader's; `named` is what to call it where the line's own differs.
    """
    if opening.open is None:
        return ""
    until = _moment(opening.until, zone, now=now) + (f" ({named})" if named else "") if opening.until else ""
    if opening.open:
        return gettext("Open now, until %(moment)s") % {"moment": until} if until else gettext("Open now")
    return gettext("Closed, opens %(moment)s") % {"moment": until} if until else gettext("Closed now")


def zone_in_words(zone: ZoneInfo) -> str:
    """Return "Chicago time": a zone by the place that gives it its name."""
    city = zone.key.rsplit("/", 1)[-1].replace("_", " ")
    return city if city == "UTC" else gettext("%(city)s time") % {"city": city}


def _run(days: list[int], hours: str) -> str:
    if len(days) == len(WEEKDAYS):
        return gettext("Every day, %(hours)s") % {"hours": hours}
    first, last = (str(WEEKDAYS[days[0]]), str(WEEKDAYS[days[-1]]))
    if len(days) == 1:
        return gettext("%(day)s, %(hours)s") % {"day": first, "hours": hours}
    return gettext("%(first)s to %(last)s, %(hours)s") % {"first": first, "last": last, "hours": hours}


def _span(span: Span) -> str:
    if span.starts == span.ends == time(0):
        return gettext("all day")
    return gettext("%(starts)s to %(ends)s") % {"starts": _clock(span.starts), "ends": _clock(span.ends)}


def _moment(moment: datetime, zone: ZoneInfo, *, now: datetime) -> str:
    here, today = moment.astimezone(zone), now.astimezone(zone).date()
    days = (here.date() - today).days
    words = {"time": _clock(here.time()), "weekday": str(WEEKDAYS[here.weekday()]), "day": _day(here.date())}
    if days == 0:
        return pgettext("an hour of today", "%(time)s") % words
    return (gettext("%(weekday)s %(time)s") if days <= _SOON else gettext("%(weekday)s, %(day)s, %(time)s")) % words


def _clock(at: time) -> str:
    if at == time(0):
        return gettext("midnight")
    if _french():
        return f"{at.hour}{NO_BREAK}h{f'{NO_BREAK}{at.minute:02d}' if at.minute else ''}"
    return f"{at.hour % _NOON or _NOON}:{at.minute:02d}{NO_BREAK}{'am' if at.hour < _NOON else 'pm'}"


def _day(day: date) -> str:
    return date_format(day, "j F Y" if _french() else "F j, Y", use_l10n=False)


def _french() -> bool:
    return (get_language() or "").startswith("fr")


class Named:
    """What has a name in English, and in French where somebody wrote it."""

    name: str
    name_fr: str

    @property
    def called(self) -> str:
        """Its name in the active language; never empty."""
        return ((get_language() or "").startswith("fr") and self.name_fr) or self.name
