"""The addresses at the root of the house. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern, path

from alongside.web.status import views

urlpatterns: list[URLPattern] = [
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.ready, name="health-ready"),
    path("status/", views.status, name="status"),
    path("robots.txt", views.robots, name="robots"),
]
