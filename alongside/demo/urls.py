"""The addresses of the demonstration. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern, path

from alongside.demo import views

urlpatterns: list[URLPattern] = [
    path("", views.doors, name="demo"),
    path("sign-in/", views.sign_in, name="demo-sign-in"),
    path("mail/", views.mail, name="demo-mail"),
    path("mail/<slug:letter>/", views.letter, name="demo-letter"),
]
