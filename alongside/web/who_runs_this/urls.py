"""The addresses of this room. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern, path

from alongside.web.who_runs_this import views

urlpatterns: list[URLPattern] = [
    path("program/", views.show, name="who-runs-this"),
    path("program/asked/", views.asked, name="who-runs-this-asked"),
    path("desk/questions/", views.questions, name="questions"),
    path("desk/questions/<uuid:question>/open/", views.open_one, name="question-open"),
    path("desk/questions/<uuid:question>/answered/", views.answered, name="question-answered"),
    path("desk/program/", views.lead, name="who-leads"),
]
