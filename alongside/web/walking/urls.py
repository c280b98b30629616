"""The addresses of walking alongside: messages, follow-ups, hand-over and hand-off at the desk. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
