"""The first numbers of a place, for the bar on every page; from the last good copy when the database does not answer.

Belongs here: what a door shows when even the directory is out of reach. Does not belong here: which lines may be shown (`directory`).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import DatabaseError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from alongside.web.place import Place

log = logging.getLogger("alongside.web")
EMERGENCY = {"US": "911", "CA": "911", "FR": "15", "BE": "112", "CH": "144", "GB": "999", "IE": "112"}
"""The emergency number of a country that needs no directory: it is printed on every ambulance."""
ANYWHERE = ("112", "911")


@dataclass(frozen=True)
class Number:
    """One tap to call: what is dialed, what is shown, and what it is for."""

    dial: str
    display: str
    what: str


_last_good: dict[tuple[str, str], list[Number]] = {}


def first(place: Place | None) -> list[Number]:
    """Return at most two numbers, the one for a life in danger first. Never raises, never empty."""
    if place is None:
        return [Number(number, number, _("A life in danger")) for number in ANYWHERE]
    key = (place.organization.slug, place.language)
    try:
        _last_good[key] = _shown(place)
    except DatabaseError:
        log.warning("web.numbers.last_good_copy")
    return _last_good.get(key) or [_emergency(place)]


def _shown(place: Place) -> list[Number]:
    return [_emergency(place)]


def _emergency(place: Place) -> Number:
    number = EMERGENCY.get(place.organization.country, "112")
    return Number(number, number, _("A life in danger"))
