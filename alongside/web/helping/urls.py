"""The addresses of this room. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern, path

from alongside.web.helping import views

urlpatterns: list[URLPattern] = [
    path("help-now/", views.help_now, name="help-now"),
    path("sw.js", views.service_worker, name="service-worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
