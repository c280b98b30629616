"""The addresses of this room. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern, path

from alongside.web.posters import views

urlpatterns: list[URLPattern] = [
    path("desk/on-paper/", views.choose, name="posters"),
    path("desk/on-paper/sheet/", views.sheet, name="posters-sheet"),
]
