"""The addresses of coming back. Neutral words only, and no case in any path."""

from django.urls import URLPattern, path

from alongside.web.returning import changing, days, own_code, paper, planned, professional, talk, views

urlpatterns: list[URLPattern] = [
    path("back/", views.enter, name="returning-enter"),
    path("page/", views.page, name="returning-page"),
    path("page/keep/", own_code.keep, name="returning-own-code"),
    path("page/done/", views.done, name="returning-leave"),
    path("page/words/", talk.show, name="returning-talk"),
    path("page/words/read/", talk.read, name="returning-talk-read"),
    path("page/words/send/", talk.send, name="returning-talk-send"),
    path("page/words/tell/", talk.telling, name="returning-talk-tell"),
    path("page/reach/", changing.reach, name="returning-reach"),
    path("page/who/", changing.avoid, name="returning-avoid"),
    path("page/yes/", changing.who, name="returning-who"),
    path("page/spoke/", changing.spoke, name="returning-spoke"),
    path("page/stop/", changing.withdraw, name="returning-withdraw"),
    path("page/again/", changing.again, name="returning-again"),
    path("page/next/", planned.next_time, name="returning-next"),
    path("page/colleague/", planned.colleague, name="returning-colleague"),
    path("page/day/", days.choose, name="returning-day"),
    path("page/paper/", paper.take, name="returning-paper"),
    path("day/", days.enter, name="day-enter"),
    path("day/<slug:chosen>/", days.show, name="day"),
    path("page/first/", changing.danger, name="returning-danger"),
    path("page/other/", professional.answer, name="returning-professional"),
    path("page/other/back/", professional.rather, name="returning-rather"),
]
