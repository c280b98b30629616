"""The addresses of a supporter's screens. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern, path

from alongside.web.supporting import call_back, case, danger, now

urlpatterns: list[URLPattern] = [
    path("desk/now/", now.show, name="desk-now"),
    path("desk/pages/<uuid:page>/take/", now.take, name="desk-page-take"),
    path("desk/pages/<uuid:page>/pass/", now.pass_on, name="desk-page-pass"),
    path("desk/call-backs/<uuid:call_back>/", call_back.open_number, name="desk-call-back"),
    path("desk/call-backs/<uuid:call_back>/outcome/", call_back.outcome, name="desk-call-back-outcome"),
    path("desk/rest/", now.rest, name="desk-rest"),
    path("desk/rest/end/", now.come_back, name="desk-come-back"),
    path("desk/cases/<uuid:case>/", case.show, name="desk-case"),
    path("desk/cases/<uuid:case>/contact/", case.contact, name="desk-case-contact"),
    path("desk/cases/<uuid:case>/outcome/", case.outcome, name="desk-case-outcome"),
    path("desk/cases/<uuid:case>/undo/", case.undo, name="desk-case-undo"),
    path("desk/cases/<uuid:case>/release/", case.release, name="desk-case-release"),
    path("desk/cases/<uuid:case>/conflict/", case.conflict, name="desk-case-conflict"),
    path("desk/cases/<uuid:case>/danger/", danger.show, name="desk-case-danger"),
]
