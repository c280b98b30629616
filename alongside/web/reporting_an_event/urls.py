"""The addresses of this room. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern, path

from alongside.web.reporting_an_event import held, views

urlpatterns: list[URLPattern] = [
    path("desk/events/report/", views.report, name="event-report"),
    path("desk/events/received/", views.received, name="event-received"),
    path("desk/events/held/", held.show, name="events-held"),
    path("desk/events/held/<slug:door>/release/", held.release, name="events-release"),
    path("desk/events/held/<slug:door>/discard/", held.discard, name="events-discard"),
]
