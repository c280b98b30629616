"""The addresses of this room. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern, path

from alongside.web.turning_to import views

urlpatterns: list[URLPattern] = [
    path("directory/", views.show, name="directory"),
]
