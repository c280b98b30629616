"""The addresses of the leadership page. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
