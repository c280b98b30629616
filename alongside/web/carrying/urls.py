"""The addresses of carried offers and team sessions. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern, path

from alongside.web.carrying import coverage, meeting, rounds, sessions, yes

urlpatterns: list[URLPattern] = [
    path("desk/offers/", rounds.index, name="desk-offers"),
    path("desk/offers/somebody-met/", meeting.show, name="desk-offer-met"),
    path("desk/offers/card/", meeting.card, name="desk-offer-card"),
    path("desk/offers/<uuid:round_id>/", rounds.show, name="desk-round"),
    path("desk/offers/<uuid:round_id>/back/", rounds.give_back, name="desk-round-back"),
    path("desk/offers/<uuid:round_id>/<uuid:case>/said/", rounds.said, name="desk-offer-said"),
    path("desk/offers/<uuid:round_id>/<uuid:case>/undo/", rounds.undo, name="desk-offer-undo"),
    path("desk/offers/<uuid:round_id>/<uuid:case>/another/", rounds.another, name="desk-offer-another"),
    path("desk/offers/<uuid:round_id>/<uuid:case>/yes/", yes.show, name="desk-offer-yes"),
    path("desk/offers/<uuid:round_id>/<uuid:case>/danger/", yes.danger, name="desk-offer-danger"),
    path("desk/offers/said-yes/", yes.sent, name="desk-offer-sent"),
    path("desk/rounds/", coverage.show, name="rounds"),
    path("desk/rounds/<uuid:round_id>/", coverage.choose, name="round-choose"),
    path("desk/rounds/<uuid:round_id>/give/<uuid:person>/", coverage.give, name="round-give"),
    path("desk/team-sessions/", sessions.show, name="team-sessions"),
    path("desk/team-sessions/ask/", sessions.ask, name="team-session-ask"),
    path("desk/team-sessions/<uuid:session>/plan/", sessions.plan, name="team-session-plan"),
    path("desk/team-sessions/<uuid:session>/invitation/", sessions.invitation, name="team-session-invitation"),
    path("desk/team-sessions/<uuid:session>/drop/", sessions.drop, name="team-session-drop"),
    path("desk/team-sessions/<uuid:session>/held/", sessions.held, name="team-session-held"),
    path("desk/team-sessions/<uuid:session>/not-me/", sessions.not_me, name="team-session-not-me"),
]
