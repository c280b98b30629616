"""The addresses of an offer. Belongs here: paths and names. Does not belong here: a view.

An offer's page stands under its secret: whoever holds the card may answer it, and nothing else opens by it.
"""

from django.urls import URLPattern, path

from alongside.web.offered import views

urlpatterns: list[URLPattern] = [
    path("offered/thanks/", views.declined, name="offered-declined"),
    path("offered/put-away/", views.not_mine, name="offered-not-mine"),
    path("offered/<slug:card>/", views.offer, name="offered"),
]
