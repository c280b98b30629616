"""Where a request stands: in which organization, in which language, in which zone.

Belongs here: the place and the addresses inside it.
Does not belong here: how it is found (`middleware.py`) or who is asking.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse

from alongside.tenancy.queries import House


@dataclass(frozen=True)
class Place:
    """`request.place` on every request below `/o/<organization>/`. `fixed`: the language stands in the address."""

    organization: House
    language: str
    fixed: bool
    view_name: str = ""
    view_kwargs: dict[str, object] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which promises are shown."""
        return self.organization.zone

    def url(self, name: str, **kwargs: object) -> str:
        """Return the address of a page here, in the language that was fixed, if one was."""
        return _address(name, self.organization.slug, self.language if self.fixed else None, tuple(kwargs.items()))

    def in_language(self, language: str) -> str:
        """Return this page's address with `language` fixed."""
        return _address(self.view_name or "home", self.organization.slug, language, tuple(self.view_kwargs.items()))


@lru_cache(maxsize=2048)
def _address(name: str, slug: str, language: str | None, kwargs: tuple[tuple[str, object], ...]) -> str:
    """Build one address; a page has dozens, and they never change while the process lives."""
    fixed = {"language": language} if language else {}
    return reverse(name, kwargs={**fixed, "organization": slug, **dict(kwargs)})


class PlacedRequest(HttpRequest):
    """A request whose place is known; what every view below `/o/<organization>/` receives."""

    place: Place


def place_of(request: HttpRequest) -> Place | None:
    """Return the request's place, or None at the root of the house."""
    return getattr(request, "place", None)
