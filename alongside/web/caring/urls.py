"""The addresses of how supporters fare: their own page, and the mentors'.

Belongs here: paths and names. Does not belong here: a view.
"""

from django.urls import URLPattern, path

from alongside.web.caring import mentoring, own

urlpatterns: list[URLPattern] = [
    path("desk/care/", own.show, name="desk-care"),
    path("desk/care/weight/", own.rate, name="desk-care-rate"),
    path("desk/care/talk/", own.ask_for_talk, name="desk-care-talk"),
    path("desk/care/no-talk/", own.no_talk_needed, name="desk-care-no-talk"),
    path("desk/care/not-well/", own.not_well, name="desk-care-not-well"),
    path("desk/mentoring/", mentoring.show, name="mentoring"),
    path("desk/mentoring/<uuid:talk>/take/", mentoring.take, name="mentoring-take"),
    path("desk/mentoring/<uuid:talk>/ended/", mentoring.ended, name="mentoring-ended"),
]
