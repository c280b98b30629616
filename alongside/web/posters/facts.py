"""What an organization's sheets say about it: its name, address, telephone, the numbers to show.

Belongs here: gathering, in one language. Does not belong here: which numbers may be shown (`directory`), what a
sheet says (`printing`). Everything gathered here is public.
"""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from alongside.directory import queries as directory
from alongside.printing.rules import Facts, Number
from alongside.tenancy import queries, words
from alongside.tenancy.queries import House, Limits
from alongside.vocabulary import labels
from alongside.web import telephones, times

MOST_LINES = 3
"""Numbers beside the emergency number: what fits on a poster and can still be found at a glance."""


def of(house: House, *, site: str, language: str, now: datetime) -> Facts:
    """Return the facts for one site (its name) in one language. Reads the database; shows only dialed lines."""
    with override(language):
        shown = directory.lines_shown(house, now=now)
        numbers = [one for one in (*shown.crisis, *shown.staff) if one.digits]
        limits = queries.limits(house.id, language)
        own = words.own_words(organization=house.id, language=language, now=now)
        address = settings.HOUSE.origin.rstrip("/") + reverse("home", kwargs={"organization": house.slug})
        return Facts(
            organization=house.name,
            site=site,
            program=own.get("programme.name") or labels.word("programme.name"),
            language=language,
            address=address,
            typed=address.partition("://")[2].rstrip("/"),
            telephone=telephones.written(house.fallback_line) if house.fallback_line else "",
            any_hour=house.now_open_from is None,
            emergency=_number(shown.emergency),
            lines=tuple(_number(one) for one in numbers[:MOST_LINES]),
            printed=times.long_date(now.astimezone(house.zone).date()),
            checked=times.long_date(shown.checked_on) if shown.checked_on and numbers else "",
            demonstration=house.demonstration and not shown.dialed,
            limits=tuple(filter(None, (limits.text if limits else "").splitlines())),
            signed=_signed(limits),
        )


def _number(one: directory.Number) -> Number:
    return Number(one.digits, one.name, one.hours)


def _signed(limits: Limits | None) -> str:
    if limits is None or limits.signed_on is None:
        return ""
    return _("Version %(number)s, signed by %(name)s, %(role)s, on %(date)s.") % {
        "number": limits.version,
        "name": limits.signed_by,
        "role": limits.signed_role,
        "date": times.long_date(limits.signed_on),
    }
