"""The addresses of writing down an encounter in codes. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern, path

from alongside.web.recording import views

urlpatterns: list[URLPattern] = [
    path("desk/record/", views.index, name="desk-record"),
    path("desk/record/talk/", views.talk, name="desk-record-talk"),
    path("desk/record/leader/", views.leader, name="desk-record-leader"),
    path("desk/record/team/", views.team, name="desk-record-team"),
    path("desk/record/notes/", views.remind, name="desk-note-add"),
    path("desk/record/notes/<uuid:note>/done/", views.done, name="desk-note-done"),
    path("desk/cases/<uuid:case>/record/", views.from_case, name="desk-case-record"),
]
