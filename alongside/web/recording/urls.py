"""The addresses of writing down an encounter in codes. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
