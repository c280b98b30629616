"""Help now: the numbers, and what keeps them readable without a network.

Belongs here: the page of numbers, the service worker, the manifest. Does not belong here: which numbers may be shown
(`directory`). Nothing here needs a script, a cookie or an account, and nothing here is ever limited.
"""

from datetime import datetime, time

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from alongside import clock
from alongside.directory import queries
from alongside.directory.queries import Shown
from alongside.tenancy.queries import House
from alongside.vocabulary import labels
from alongside.web.helping import keeping
from alongside.web.place import PlacedRequest

ICONS = (("icon-192", "192", "any"), ("icon-512", "512", "any"), ("icon-maskable-512", "512", "maskable"))
"""Name, size and purpose of each picture in `static/img`; `python -m tests.icons` draws them from the mark."""


@require_safe
@gzip_page
def help_now(request: PlacedRequest) -> HttpResponse:
    """Show the numbers of the organization's country, or of another country it has lines in."""
    now = clock.now()
    house = request.place.organization
    countries = queries.countries_of(house, now=now)
    chosen = request.GET.get("country", "")
    shown = queries.lines_shown(house, chosen if chosen in countries else None, now=now)
    told = {
        "countries": countries if len(countries) > 1 else (),
        "now": now,
        "days_until_old": keeping.DAYS_UNTIL_OLD,
        "checked": datetime.combine(shown.checked_on, time(12), house.zone) if shown.checked_on else None,
    }
    response = render(request, "helping/help_now.html", {**told, **_sorted(shown), **_colleague(house, now)})
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Numbers"] = keeping.fingerprint(shown)
    response.headers["X-Words"] = keeping.words_mark(request.place)
    return response


@require_safe
def service_worker(request: PlacedRequest) -> HttpResponse:
    """Answer with the script that keeps numbers and guidance for reading without a network."""
    response = HttpResponse(keeping.script(request.place), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def manifest(request: PlacedRequest) -> HttpResponse:
    """Describe the page of numbers to a telephone that keeps it on its first screen. Name and picture are neutral."""
    told = {
        "name": labels.word("neutral_subject"),
        "short_name": "Alongside",
        "lang": request.place.language,
        "id": request.place.url("help-now"),
        "start_url": request.place.url("help-now"),
        "scope": request.place.url("home"),
        "display": "standalone",
        "background_color": "#fdf9f0",
        "theme_color": "#fdf9f0",
        "icons": [_icon(*about) for about in ICONS],
    }
    response = JsonResponse(told, content_type="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _icon(name: str, size: str, purpose: str) -> dict[str, str]:
    return {"src": static(f"img/{name}.png"), "type": "image/png", "sizes": f"{size}x{size}", "purpose": purpose}


def _sorted(shown: Shown) -> dict[str, object]:
    """Put the first crisis line beside the emergency number; a life in danger comes before everything."""
    first = next((one for one in shown.crisis if one.tel), None)
    return {
        "shown": shown,
        "life": [one for one in (shown.emergency, first) if one],
        "others": [one for one in shown.crisis if one is not first],
    }


def _colleague(house: House, now: datetime) -> dict[str, object]:
    """Say whether a colleague can be asked for here, how soon, or which number answers instead."""
    return {
        "may_ask": house.open,
        "at_once": house.open and house.answers_now(now=now),
        "instead": "" if house.open else house.fallback_line,
    }
