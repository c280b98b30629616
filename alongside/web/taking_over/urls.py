"""The addresses of a coordinator's break-glass, how danger is lowered, and the auditor's ledger.

Belongs here: paths and names. Does not belong here: a view.
"""

from django.urls import URLPattern, path

from alongside.web.taking_over import danger, glass, ledger

urlpatterns: list[URLPattern] = [
    path("desk/danger/", danger.every, name="dangers"),
    path("desk/danger/<uuid:danger>/", danger.show, name="danger"),
    path("desk/danger/<uuid:danger>/take/", danger.take, name="danger-take"),
    path("desk/danger/<uuid:danger>/back/", danger.give_back, name="danger-back"),
    path("desk/danger/<uuid:danger>/stands/", danger.stands, name="danger-stands"),
    path("desk/danger/<uuid:danger>/passed/", danger.passed, name="danger-passed"),
    path("desk/danger/<uuid:danger>/agree/", danger.agree, name="danger-agree"),
    path("desk/danger/<uuid:danger>/look/", danger.look, name="danger-look"),
    path("desk/board/<uuid:case>/open/", glass.open_case, name="glass"),
    path("desk/opened/", glass.broken, name="glass-broken"),
    path("desk/opened/<uuid:witness>/seen/", glass.look, name="glass-seen"),
    path("desk/ledger/", ledger.entries, name="ledger"),
]
