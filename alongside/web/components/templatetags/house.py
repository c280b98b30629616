"""Template tags of the house: addresses inside a place, icons, moments, words.

Belongs here: small tags that every room uses. Does not belong here: markup (`components/templates`) or decisions.
"""

import secrets
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import lucide as pictures
from django import template
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from alongside import clock
from alongside.tenancy import words
from alongside.vocabulary import labels
from alongside.web import telephones, times
from alongside.web.place import Place, place_of

register = template.Library()


def _place(context: Context) -> Place:
    found = place_of(context["request"])
    if found is None:
        raise template.TemplateSyntaxError("This tag stands only on pages below an organization.")
    return found


@register.simple_tag(takes_context=True)
def to(context: Context, name: str, **kwargs: object) -> str:
    """Return the address of a page of this organization, in the language that was fixed, if one was."""
    return _place(context).url(name, **kwargs)


@register.simple_tag
def icon(name: str, classes: str = "icon") -> SafeString:
    """Draw a Lucide icon that a screen reader skips."""
    return _drawn(str(name), str(classes))


@lru_cache(maxsize=256)
def _drawn(name: str, classes: str) -> SafeString:
    svg: str = pictures._render_icon(name, None, **{"class": classes, "aria-hidden": "true"})  # noqa: SLF001  # Its only door outside templates.
    return mark_safe(svg)  # noqa: S308  # A picture from the package, chosen by name in a template; nobody's text.


@register.simple_tag
def once() -> str:
    """Return a number drawn for this showing of a form: by it a second tap is known as one."""
    return secrets.token_hex(8)


@register.simple_tag(takes_context=True)
def word(context: Context, key: str) -> str:
    """Return the organization's own words for a vocabulary key, else the house's."""
    request = context.get("request")
    place = place_of(request) if request else None
    if place is None:
        return labels.word(key)
    own = words.own_words(organization=place.organization.id, language=place.language, now=clock.now())
    return own.get(key) or labels.word(key)


@register.simple_tag
def label(list_code: str, code: str, field: str = "") -> str:
    """Return the vocabulary's label of a coded answer, or another of its texts by `field`."""
    return labels.label(list_code, code, field)


@register.simple_tag(takes_context=True)
def clock_time(context: Context, moment: datetime, zone: ZoneInfo | None = None) -> str:
    """Return "2:20 pm" in the zone of the place."""
    return times.clock_time(moment, zone or _place(context).zone)


@register.simple_tag(takes_context=True)
def day(context: Context, moment: datetime, zone: ZoneInfo | None = None) -> str:
    """Return "March 9, 2026" in the zone of the place."""
    return times.day(moment, zone or _place(context).zone)


@register.simple_tag(takes_context=True)
def day_and_clock(context: Context, moment: datetime, zone: ZoneInfo | None = None) -> str:
    """Return the hour, with the day when it is not today."""
    return times.day_and_clock(moment, zone or _place(context).zone, now=clock.now())


@register.simple_tag(takes_context=True)
def promised(context: Context, moment: datetime, zone: ZoneInfo | None = None) -> str:
    """Return "2:20 pm today, Thursday" in the zone of the place."""
    return times.promised(moment, zone or _place(context).zone, now=clock.now())


@register.simple_tag(takes_context=True)
def by_when(context: Context, moment: datetime, zone: ZoneInfo | None = None) -> str:
    """Return "2:20 pm" today, and the day too on any other day."""
    return times.by_when(moment, zone or _place(context).zone, now=clock.now())


@register.simple_tag(takes_context=True)
def promised_of(context: Context, promises: dict[str, datetime], key: str) -> str:
    """Return the promise that belongs to `key`, as `promised` tells it; empty when there is none."""
    moment = promises.get(key)
    return times.promised(moment, _place(context).zone, now=clock.now()) if moment else ""


@register.filter
def long_date(value: date) -> str:
    """Return "March 9, 2026" or "9 mars 2026" for a day without an hour."""
    return times.long_date(value)


@register.filter
def tel(number: str) -> str:
    """Return the address that makes a telephone call this number."""
    return f"tel:{''.join(one for one in number if one.isdigit() or one == '+')}"


@register.filter
def telephone(number: str) -> str:
    """Return a number as it is written at home, or as it stands when it is not a whole number."""
    return telephones.written(number)


@register.filter
def in_turn(text: str) -> list[str]:
    """Return the words of a template's own literal, to go through them in order."""
    return text.split()


@register.simple_tag
def field_of(form: BaseForm, name: str) -> BoundField:
    """Return a form's field by a name that a template holds in a variable."""
    return form[name]


@register.simple_tag(takes_context=True)
def zone_name(context: Context, zone: ZoneInfo | None = None) -> str:
    """Return "Chicago time": the zone in which this place tells its times."""
    return times.zone_name(zone or _place(context).zone)
