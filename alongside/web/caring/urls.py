"""The addresses of how supporters fare: their own load, debriefs, the mentor's screen. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
