"""A guide made ready for one place: its numbers, its own words, its addresses.

Belongs here: what a guide's template is told. Does not belong here: who may read it (`views.py`).
"""

from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from alongside import clock
from alongside.directory import queries as directory
from alongside.guidance import queries
from alongside.guidance.reading import Guide
from alongside.tenancy import words
from alongside.web.place import Place


def told(place: Place, guide: Guide) -> dict[str, object]:
    """Return what a guide's template needs: the guide, its page as HTML, the numbers, and when this copy was made."""
    now = clock.now()
    shown = directory.lines_shown(place.organization, now=now)
    crisis = render_to_string("understanding/_crisis.html", {"shown": shown, "help_now": place.url("help-now")})
    page = queries.page(
        guide,
        words=_words(place),
        blocks={"block.crisis": crisis},
        link=lambda where: _address(place, guide, where),
    )
    # The page is our own Markdown, with HTML switched off; an organization's words are escaped when they are filled in.
    return {"guide": guide, "page": mark_safe(page), "shown": shown, "crisis": crisis, "now": now}  # noqa: S308


def _words(place: Place) -> Mapping[str, str]:
    own = words.own_words(organization=place.organization.id, language=place.language, now=clock.now())
    return {"site.organisation": place.organization.name, **own}


def _address(place: Place, guide: Guide, where: str) -> str | None:
    """Return where a link of a guide leads for this reader; None for guides kept for other roles."""
    kind, _, name = where.partition(":")
    if kind == "app":
        return place.url("help-now")
    audience = queries.audience_of(name, language=guide.language)
    if audience == "colleague":
        return place.url("worried")
    if audience in queries.PUBLIC:
        return place.url("understanding-guide", slug=name)
    if audience in queries.FOR_SUPPORTERS and guide.audience in queries.FOR_SUPPORTERS:
        return place.url("supporters-guide", slug=name)
    return None
