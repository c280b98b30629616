"""The addresses of asking. Neutral words only: a path stays in the browser's history."""

from django.urls import URLPattern, path

from alongside.web.asking import home, sending, views

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("away/", home.leave, name="leave"),
    path("begin/", views.start, name="asking-start"),
    path("begin/sheet/", views.sheet, name="asking-sheet"),
    path("begin/first/", views.danger, name="asking-danger"),
    path("begin/soon/", views.question, {"step": "soon"}, name="asking-soon"),
    path("begin/reach/", views.question, {"step": "reach"}, name="asking-reach"),
    path("begin/wishes/", views.question, {"step": "wishes"}, name="asking-wishes"),
    path("begin/who/", views.question, {"step": "avoid"}, name="asking-avoid"),
    path("begin/check/", sending.check, name="asking-check"),
    path("begin/wait/", sending.wait, name="asking-wait"),
    path("begin/keep/", sending.code, name="asking-code"),
]
