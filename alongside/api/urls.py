"""What machines may call. Belongs here: the addresses below `/api/v1/`. Does not belong here: a page at work."""

from django.urls import URLPattern, path

from alongside.api import documented
from alongside.api.door import api

urlpatterns: list[URLPattern] = [
    path("", documented.page, name="api-docs"),
    path("openapi.json", documented.described, name="api-openapi"),
    *(each for each in api.urls[0] if isinstance(each, URLPattern) and each.name == "api-events"),
]
