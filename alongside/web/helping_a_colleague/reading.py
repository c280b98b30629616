"""What these pages are made of: a guide cut into its sections, whom to turn to, the numbers once.

Belongs here: putting words, numbers and services of one place together. Does not belong here: what a guide says
(`guidance`), who may be shown (`directory`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from alongside.directory import services
from alongside.directory.services import Entry, Wanted
from alongside.guidance.queries import PUBLIC, Guide
from alongside.vocabulary import labels
from alongside.web.place import Place
from alongside.web.understanding import pages

INSIDE = (
    "site.occupational_health",
    "site.psychologist",
    "site.liaison",
    "site.chaplain",
    "site.eap",
    "site.review_contact",
)
"""The site's own words on whom to turn to inside, in the order in which they are offered."""

_SECTION = re.compile(r"(?=<h2\b)")


@dataclass(frozen=True)
class Whom:
    """Whom to turn to: services inside, those who can direct one, lines outside.

    `words` are the site's own answers to the same, as (what, words), for a house whose directory is still empty.
    """

    inside: tuple[Entry, ...]
    direct: tuple[Entry, ...]
    outside: tuple[Entry, ...]
    words: tuple[tuple[str, str], ...]

    def of_kind(self, resource: str) -> tuple[Entry, ...]:
        """Return the services inside of one kind."""
        return tuple(one for one in self.inside if one.resource == resource)


def guide(place: Place, slug: str) -> Guide:
    """Return a public guide in this place's wording. Raises UnknownGuide."""
    return pages.shelf_of(place).guide(slug, audiences=PUBLIC)


def told(place: Place, found: Guide) -> dict[str, object]:
    """Return what a guide's frame needs, with the guide's text cut at its headings; the numbers stand in it nowhere.

    The page shows the numbers once, above; where the text has them, a link leads there.
    """
    given = pages.told(place, found)
    above = render_to_string("helping_a_colleague/_above.html")
    text = pages.page(place, found, numbers=above)
    lead, *sections = _SECTION.split(text)
    # Cut from a page that was made safe by whoever wrote it out (`understanding/pages.py`).
    return {**given, "lead": mark_safe(lead), "sections": [mark_safe(one) for one in sections]}  # noqa: S308


def whom(place: Place, *, now: datetime) -> Whom:
    """Return whom a manager or a colleague may turn to here, open ones first."""
    found = services.directory(place.organization, place.zone, Wanted(audience="manager"), now=now)
    words = tuple((labels.label("site_placeholders", code), own_word(place, code)) for code in INSIDE)
    return Whom(found.inside, found.direct, found.outside, words)


def own_word(place: Place, code: str) -> str:
    """Return the site's own answer to a placeholder, or what stands there until one is given."""
    return pages.own_words(place).get(code) or labels.label("site_placeholders", code, "fallback")
