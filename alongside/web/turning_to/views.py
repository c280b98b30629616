"""Whom to turn to: services inside first, then lines outside, each one tap to call.

Belongs here: the page and its filters, which are plain links. Does not belong here: who may be shown and what is open
(`directory`). Nothing here needs a script, a cookie or an account; nothing that is chosen is kept.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from alongside import clock
from alongside.directory import queries, services
from alongside.directory.services import Directory, Wanted
from alongside.vocabulary import labels
from alongside.web.helping import keeping
from alongside.web.place import PlacedRequest

AUDIENCES = ("caregiver", "manager")


@dataclass(frozen=True)
class Choice:
    """One link of a filter."""

    label: str
    query: str
    current: bool


@dataclass(frozen=True)
class Filter:
    """What may be chosen among, the whole first."""

    title: str
    choices: tuple[Choice, ...]


@require_safe
@gzip_page
def show(request: PlacedRequest) -> HttpResponse:
    """Show whom to turn to, filtered by what stands in the address; what is not known there filters nothing."""
    now, house = clock.now(), request.place.organization
    countries = queries.countries_of(house, now=now)
    asked = _asked(request, countries)
    found = services.directory(house, request.place.zone, asked, now=now)
    wanted = _known(asked, found)
    if wanted != asked:
        found = services.directory(house, request.place.zone, wanted, now=now)
    told = {
        "found": found,
        "filters": [one for one in _filters(wanted, found, countries, house.country) if len(one.choices) > 1],
        "filtered": wanted != Wanted(country=wanted.country),
        "now": now,
        "days_until_old": keeping.DAYS_UNTIL_OLD,
    }
    response = render(request, "turning_to/directory.html", told)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Numbers"] = keeping.fingerprint(found.shown)
    return response


def _asked(request: PlacedRequest, countries: tuple[str, ...]) -> Wanted:
    country, audience = request.GET.get("country", ""), request.GET.get("for", "")
    return Wanted(
        site=request.GET.get("site", ""),
        audience=audience if audience in AUDIENCES else "",
        language=request.GET.get("language", ""),
        country=country if country in countries else "",
    )


def _known(asked: Wanted, found: Directory) -> Wanted:
    """Drop what cannot be chosen here: a site of elsewhere, a language that no line speaks."""
    site = asked.site if asked.site in dict(found.sites) else ""
    language = asked.language if asked.language in dict(found.spoken) else ""
    return replace(asked, site=site, language=language)


def _filters(wanted: Wanted, found: Directory, countries: tuple[str, ...], home: str) -> list[Filter]:
    audiences = [(code, labels.label("audiences", code)) for code in AUDIENCES]
    abroad = [("" if code == home else code, code) for code in countries]
    return [
        Filter(_("Where"), _choices(wanted, "site", [("", _("Every site")), *found.sites])),
        Filter(_("For whom"), _choices(wanted, "audience", [("", _("Everybody")), *audiences])),
        Filter(_("In which language"), _choices(wanted, "language", [("", _("Any language")), *found.spoken])),
        Filter(_("Lines of which country"), _choices(wanted, "country", abroad)),
    ]


def _choices(wanted: Wanted, name: str, values: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(
        Choice(label, _query(replace(wanted, **{name: value})), getattr(wanted, name) == value)
        for value, label in values
    )


def _query(wanted: Wanted) -> str:
    """Return the address's question, without what is not chosen; "?" alone asks for everything."""
    asked = {"for" if name == "audience" else name: value for name, value in asdict(wanted).items() if value}
    return f"?{urlencode(asked)}"
