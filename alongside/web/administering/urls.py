"""The addresses of this room. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern, path

from alongside.web.administering import guides, importing, lines, people, program, rota, shaping

urlpatterns: list[URLPattern] = [
    path("desk/people/", people.everybody, name="people"),
    path("desk/people/add/", people.add, name="person-add"),
    path("desk/people/import/", importing.bring, name="people-import"),
    path("desk/people/<uuid:person>/", people.one, name="person"),
    path("desk/people/<uuid:person>/role/", people.give_role, name="person-role"),
    path("desk/people/<uuid:person>/role/<slug:role>/end/", people.end_role, name="person-role-end"),
    path("desk/people/<uuid:person>/supervises/", people.supervise, name="person-supervise"),
    path(
        "desk/people/<uuid:person>/supervises/<uuid:supervision>/end/",
        people.end_supervising,
        name="person-supervise-end",
    ),
    path("desk/people/<uuid:person>/invite/", people.invite, name="person-invite"),
    path("desk/people/<uuid:person>/leave/", people.leave, name="person-leave"),
    path("desk/designations/", rota.designations, name="designations"),
    path("desk/designations/<uuid:person>/<slug:kind>/end/", rota.end_designation, name="designation-end"),
    path("desk/schedule/", rota.schedule, name="schedule"),
    path("desk/schedule/add/", rota.add_shift, name="schedule-add"),
    path("desk/schedule/<uuid:shift>/remove/", rota.remove_shift, name="schedule-remove"),
    path("desk/schedule/away/", rota.note_leave, name="away-note"),
    path("desk/schedule/away/<uuid:leave>/end/", rota.end_leave, name="away-end"),
    path("desk/settings/", program.hub, name="settings"),
    path("desk/settings/basics/", program.basics, name="settings-basics"),
    path("desk/settings/checks/<slug:kind>/", program.note_check, name="check-note"),
    path("desk/settings/go-live/", program.go_live, name="go-live"),
    path("desk/settings/places/", shaping.places, name="places"),
    path("desk/settings/clocks/", shaping.clocks, name="clocks"),
    path("desk/settings/words/", shaping.wording, name="words"),
    path("desk/settings/limits/", shaping.limits_text, name="limits-text"),
    path("desk/settings/guides/", guides.texts, name="guide-texts"),
    path("desk/settings/guides/answers/", guides.answers, name="guide-answers"),
    path("desk/settings/guides/<slug:slug>/<slug:reads>/", guides.text, name="guide-text"),
    path("desk/settings/guides/<slug:slug>/<slug:reads>/ours/", guides.back_to_ours, name="guide-ours"),
    path("desk/settings/guides/<slug:slug>/<slug:reads>/review/", guides.review, name="guide-review"),
    path("desk/settings/lines/", lines.show, name="lines"),
    path("desk/settings/lines/adopt/<slug:candidate>/", lines.adopt, name="line-adopt"),
    path("desk/settings/lines/<uuid:line>/dialed/", lines.dialed, name="line-dialed"),
    path("desk/settings/lines/<uuid:line>/withdraw/", lines.withdraw, name="line-withdraw"),
]
