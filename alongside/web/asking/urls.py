"""The addresses of asking. Neutral words only: a path stays in the browser's history."""

from django.urls import URLPattern, path

from alongside.web.asking import home

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("away/", home.leave, name="leave"),
]
