"""The addresses of the caregiver's evaluation and word of thanks. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
