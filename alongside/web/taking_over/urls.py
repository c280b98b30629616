"""The addresses of a coordinator's break-glass, and how danger is lowered. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
