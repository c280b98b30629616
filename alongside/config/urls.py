"""The addresses of the house: every room's pages below `/o/<organization>/`, in a negotiated or fixed language.

Belongs here: which room stands where. Does not belong here: a view.
"""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, register_converter

from alongside.web.converters import LanguageConverter
from alongside.web.status import views as status

register_converter(LanguageConverter, "language")

_rooms = [include(f"alongside.web.{room}.urls") for room in settings.ROOMS if room not in {"components", "status"}]


def _placed(prefix: str) -> list[URLResolver]:
    return [path(prefix, room) for room in _rooms]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", status.front, name="front"),
    path("", include("alongside.web.status.urls")),
    path("api/v1/", include("alongside.api.urls")),
    *_placed("o/<slug:organization>/"),
    *_placed("<language:language>/o/<slug:organization>/"),
    *([path("demo/", include("alongside.demo.urls"))] if settings.HOUSE.demonstration else []),
]

handler400 = "alongside.web.status.views.bad_request"
handler403 = "alongside.web.status.views.not_allowed"
handler404 = "alongside.web.status.views.not_found"
handler500 = "alongside.web.status.views.went_wrong"
