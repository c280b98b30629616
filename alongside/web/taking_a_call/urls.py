"""The addresses of taking a call. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern, path

from alongside.web.taking_a_call import views

urlpatterns: list[URLPattern] = [
    path("desk/take-call/", views.take, name="desk-take-call"),
    path("desk/take-call/sent/", views.sent, name="desk-take-call-sent"),
]
