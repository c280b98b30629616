"""What machines may call. Belongs here: the addresses below `/api/v1/`. Does not belong here: a page at work."""

from django.urls import URLPattern, URLResolver, path

from alongside.api import documented
from alongside.api.door import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", documented.page, name="api-docs"),
    path("openapi.json", documented.described, name="api-openapi"),
    *(each for each in api.urls[0] if each.name == "api-events"),
]
