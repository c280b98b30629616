"""The addresses of helping a colleague. Neutral words only: a path stays in the browser's history."""

from django.urls import URLPattern, path

from alongside.web.helping_a_colleague import offering, raising, views, writing

urlpatterns: list[URLPattern] = [
    path("worried/", views.worried, name="worried"),
    path("in-charge/", views.in_charge, name="in-charge"),
    path("level/", raising.level, name="raise-the-level"),
    path("level/stands/", raising.stands, name="raise-the-level-stands"),
    path("offer/", offering.offer, name="offer-support"),
    path("offer/card/", offering.card, name="offer-card"),
    path("desk/offer/", writing.find, name="desk-offer"),
    path("desk/offer/send/", writing.send, name="desk-offer-send"),
    path("desk/offer/delivered/", writing.delivered, name="desk-offer-delivered"),
]
