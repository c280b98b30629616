"""The addresses of the leadership page. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern, path

from alongside.web.reporting import views

urlpatterns: list[URLPattern] = [
    path("desk/figures/", views.show, name="figures"),
    path("desk/figures/choices/", views.choices, name="figures-choices"),
    path("desk/figures/<uuid:report>/", views.one, name="figures-one"),
    path("desk/figures/<uuid:report>/release/", views.release, name="figures-release"),
    path("desk/figures/<uuid:report>/sheet/", views.sheet, name="figures-sheet"),
]
