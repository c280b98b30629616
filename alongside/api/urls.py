"""What machines may call. Belongs here: the addresses below `/api/v1/`. Does not belong here: a page for people."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
