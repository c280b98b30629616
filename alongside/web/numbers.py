"""The first numbers of a place, for the bar on every page.

Belongs here: what a door shows when no organization is known.
Does not belong here: which lines may be shown, or their last good copy (`directory`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alongside import clock
from alongside.directory import queries

if TYPE_CHECKING:
    from alongside.web.place import Place

ANYWHERE = ("112", "911")
"""Answered in most countries; shown only where no organization, and so no country, is known."""


@dataclass(frozen=True)
class First:
    """One tap to call: the link, what is shown, and what it is for."""

    tel: str
    digits: str
    name: str


def first(place: Place | None) -> list[First]:
    """Return at most two numbers, the one for a life in danger first. Never raises, never empty."""
    if place is None:
        return [First(f"tel:{number}", number, _("A life in danger")) for number in ANYWHERE]
    shown = queries.first_numbers(place.organization, now=clock.now())
    return [First(one.tel, one.digits, one.name) for one in (shown.emergency, shown.crisis) if one and one.tel]
