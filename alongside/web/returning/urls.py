"""The addresses of coming back. Neutral words only, and no case in any path."""

from django.urls import URLPattern, path

from alongside.web.returning import changing, own_code, views

urlpatterns: list[URLPattern] = [
    path("back/", views.enter, name="returning-enter"),
    path("page/", views.page, name="returning-page"),
    path("page/keep/", own_code.keep, name="returning-own-code"),
    path("page/done/", views.done, name="returning-leave"),
    path("page/reach/", changing.reach, name="returning-reach"),
    path("page/who/", changing.avoid, name="returning-avoid"),
    path("page/yes/", changing.who, name="returning-who"),
    path("page/spoke/", changing.spoke, name="returning-spoke"),
    path("page/stop/", changing.withdraw, name="returning-withdraw"),
    path("page/again/", changing.again, name="returning-again"),
    path("page/first/", changing.danger, name="returning-danger"),
]
