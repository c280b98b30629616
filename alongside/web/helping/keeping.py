"""What a device keeps for reading without a network, and how it learns that a number is gone.

Belongs here: the list of pages and files, the fingerprint of the numbers, the service worker's script.
Does not belong here: anything that only one person may see. Threat T14: a device never keeps a case, the desk, an
answer or a status; hazard H24: what it keeps is fetched without a cookie, dated, and given up when numbers change.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.db import DatabaseError
from django.templatetags.static import static
from django.utils.translation import gettext

from alongside import clock
from alongside.directory.queries import Shown
from alongside.guidance import queries as guidance
from alongside.tenancy import words
from alongside.web.place import Place

SCRIPT = Path(__file__).parent / "data" / "service_worker.js"
DAYS_UNTIL_OLD = 30
THINGS = (
    "css/alongside.css",
    "css/guide.css",
    "fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "img/mark.svg",
    "js/house.js",
    "js/age.js",
    "js/self-check.js",
)
"""Files every kept page needs."""

FRONT = ("help-now", "home", "directory", "raise-the-level", "worried", "in-charge", "understanding")
"""What a device keeps before the guides, the most urgent first. What such a page sends is left out of its copy."""


def script(place: Place) -> str:
    """Return the service worker of this place: its list, then the script that is the same for everybody."""
    told = {
        "scope": place.url("home"),
        "help": place.url("help-now"),
        "pages": pages(place),
        "visited": [place.url("conversation-guide")],
        "desk": place.url("desk"),
        "things": [static(name) for name in THINGS],
        "daysUntilOld": DAYS_UNTIL_OLD,
        "instead": gettext("This part needs a network. A call does not."),
    }
    body = _body()
    told["cache"] = f"kept {told['scope']} {_short(json.dumps(told) + body)}"
    return f"self.HOUSE = {json.dumps(told)};\n{body}"


def pages(place: Place) -> list[str]:
    """Return the pages a device keeps, the numbers first: the front doors, whom to turn to, and every public guide."""
    slugs = [
        guide.slug
        for audience in ("caregiver", "manager")
        for guide in guidance.guides_for(audience, language=place.language)
    ]
    front = [place.url(name) for name in FRONT]
    return [*front, *(place.url("understanding-guide", slug=slug) for slug in slugs)]


def fingerprint(shown: Shown) -> str:
    """Return a short text that changes when any number does, here or in the directory.

    A device then gives up what it kept.
    """
    here = (f"{one.key} {one.digits} {one.hours} {one.standing}" for one in shown.numbers)
    return _short("|".join([*here, *filter(None, shown.beside)]))


def words_mark(place: Place) -> str:
    """Return a short text that changes when any word of a guide does, ours or this organization's; "" when unknown.

    A device then fetches its guides anew. Unlike a number, an old wording does no harm until that is done.
    """
    try:
        shelf = guidance.shelf(organization=place.organization.id, language=place.language, now=clock.now())
        own = words.own_words(organization=place.organization.id, language=place.language, now=clock.now())
    except DatabaseError:
        return ""
    told = [guide.fingerprint for guide in shelf.guides.values()]
    return _short(json.dumps([sorted(told), sorted(own.items()), shelf.limits]))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def _body() -> str:
    return SCRIPT.read_text(encoding="utf-8")
