"""A guide made ready for one place: its own wording, its numbers, its answers, its addresses, who reviewed it.

Belongs here: what a guide's template is told. Does not belong here: who may read it (`views.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from alongside import clock
from alongside.directory import queries as directory
from alongside.directory.queries import Shown
from alongside.guidance import queries, rules
from alongside.guidance.queries import Guide, Shelf
from alongside.guidance.rules import Part
from alongside.tenancy import words
from alongside.web.place import Place

LIMITS = "site.confidentiality_limits"
PLACES = {
    "directory": "directory",
    "help-now": "help-now",
    "talk": "asking-start",
    "self-check": "self-check",
    "worried": "worried",
}
"""A place that a guide names → the address of the page that shows it."""


@dataclass(frozen=True)
class Worry:
    """One of the predictable worries: its section, and whether this site has its own answers there."""

    part: Part
    answered: str


@dataclass(frozen=True)
class To:
    """A guide to go on to."""

    title: str
    address: str


def shelf_of(place: Place) -> Shelf:
    """Return the guides of this place in the language that is read."""
    return queries.shelf(organization=place.organization.id, language=place.language, now=clock.now())


def told(place: Place, guide: Guide) -> dict[str, object]:
    """Return what a guide's template needs: the guide in this place's wording, its page, the numbers, its review."""
    now = clock.now()
    shelf = shelf_of(place)
    shown = directory.lines_shown(place.organization, now=now)
    here = shelf.guides[guide.slug]
    return {
        "guide": here,
        "page": page(place, here, shown=shown),
        "standing": shelf.standing(guide.slug),
        "shown": shown,
        "crisis": crisis(place, shown),
        "now": now,
    }


def page(place: Place, guide: Guide, *, shown: Shown | None = None, numbers: SafeString | str = "") -> SafeString:
    """Return a guide's page as HTML for this place; `numbers` stands where the block of `shown` numbers would."""
    made = queries.page(
        guide,
        words=own_words(place),
        blocks={"block.crisis": crisis(place, shown) if shown else numbers},
        link=lambda where: _address(place, guide, where),
    )
    # Markdown with HTML switched off, whoever wrote it; an organization's answers are escaped when they are filled in.
    return mark_safe(made)  # noqa: S308


def crisis(place: Place, shown: Shown) -> SafeString:
    """Return the block of numbers."""
    return render_to_string("understanding/_crisis.html", {"shown": shown, "help_now": place.url("help-now")})


def own_words(place: Place) -> Mapping[str, str]:
    """Return the site's own answers; where counsel signed the limits, they stand in the guides too."""
    own = words.own_words(organization=place.organization.id, language=place.language, now=clock.now())
    known = {"site.organisation": place.organization.name, LIMITS: shelf_of(place).limits}
    return {**known, **{key: text for key, text in own.items() if text}}


def links(place: Place, slugs: list[str]) -> list[To]:
    """Return the way to some guides, leaving out what this reader may not open."""
    guides = shelf_of(place).guides
    found = ((guides[slug].title, guide_address(place, slug)) for slug in slugs)
    return [To(title, address) for title, address in found if address]


def worries(place: Place, guide: Guide) -> list[Worry]:
    """Return the sections of a guide that ask for this site's answers: "all", "some" or "none" of them are filled."""
    filled = {key for key, text in own_words(place).items() if text}
    return [Worry(part, _how_many(part, filled)) for part in rules.parts(guide.markdown) if part.words]


def _how_many(part: Part, filled: set[str]) -> str:
    there = [word in filled for word in part.words]
    if all(there):
        return "all"
    return "some" if any(there) else "none"


def _address(place: Place, guide: Guide, where: str) -> str | None:
    """Return where a link of a guide leads for this reader; None for guides kept for other roles."""
    kind, _, name = where.partition(":")
    if kind == "app":
        return place.url(PLACES.get(name, "help-now"))
    return guide_address(place, name, reader=guide.audience)


def guide_address(place: Place, slug: str, *, reader: str = "caregiver") -> str | None:
    """Return a guide's address for somebody who may read what is for `reader`, or None."""
    audience = shelf_of(place).audience_of(slug)
    if audience == "colleague":
        return place.url("worried")
    if audience in queries.PUBLIC:
        return place.url("understanding-guide", slug=slug)
    if audience in queries.AT_WORK and (reader in queries.AT_WORK[1:] or reader == audience):
        return place.url("supporters-guide", slug=slug)
    return None
