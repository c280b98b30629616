"""The addresses of walking alongside at the desk: messages, follow-ups, hand-over, hand-off.

Belongs here: paths and names. Does not belong here: a view.
"""

from django.urls import URLPattern, path

from alongside.web.walking import code, ending, hand_off, hand_over, lasting, messages, plan

urlpatterns: list[URLPattern] = [
    path("desk/cases/<uuid:case>/words/", messages.show, name="desk-case-talk"),
    path("desk/cases/<uuid:case>/words/read/", messages.read, name="desk-case-talk-read"),
    path("desk/cases/<uuid:case>/words/send/", messages.send, name="desk-case-talk-send"),
    path("desk/cases/<uuid:case>/code/", code.renew, name="desk-case-code"),
    path("desk/cases/<uuid:case>/plan/", plan.show, name="desk-plan"),
    path("desk/cases/<uuid:case>/hand-over/", hand_over.choose, name="desk-hand-over"),
    path("desk/cases/<uuid:case>/hand-over/keep/", hand_over.keep, name="desk-hand-over-keep"),
    path("desk/hand-overs/<uuid:turn>/take/", hand_over.take, name="desk-take-over"),
    path("desk/hand-overs/<uuid:turn>/pass/", hand_over.pass_on, name="desk-take-over-pass"),
    path("desk/cases/<uuid:case>/professional/", hand_off.choose, name="desk-hand-off"),
    path("desk/cases/<uuid:case>/outside/", hand_off.outside, name="desk-hand-off-outside"),
    path("desk/hand-offs/<uuid:hand_off>/", hand_off.show, name="desk-hand-off-given"),
    path("desk/hand-offs/<uuid:hand_off>/contact/", hand_off.contact, name="desk-hand-off-contact"),
    path("desk/hand-offs/<uuid:hand_off>/back/", hand_off.take_back, name="desk-hand-off-back"),
    path("desk/hand-offs/<uuid:hand_off>/confirm/", hand_off.confirm, name="desk-hand-off-confirm"),
    path("desk/hand-offs/<uuid:hand_off>/decline/", hand_off.decline, name="desk-hand-off-decline"),
    path("desk/hand-offs/<uuid:hand_off>/return/", hand_off.give_back, name="desk-hand-off-return"),
    path("desk/hand-offs/<uuid:hand_off>/end/", hand_off.end, name="desk-hand-off-end"),
    path("desk/cases/<uuid:case>/day/", lasting.day, name="desk-case-day"),
    path("desk/cases/<uuid:case>/paper/", lasting.paper, name="desk-case-paper"),
    path("desk/cases/<uuid:case>/end/", ending.together, name="desk-case-end"),
    path("desk/cases/<uuid:case>/stop/", ending.kindly, name="desk-case-stop"),
]
