"""The addresses of the coordinator's screens. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern, path

from alongside.web.coordinating import anew, roles, views

urlpatterns: list[URLPattern] = [
    path("desk/board/", views.show, name="board"),
    path("desk/board/<uuid:case>/", views.choose, name="board-choose"),
    path("desk/board/<uuid:case>/help/", views.help_to_choose, name="board-help"),
    path("desk/board/<uuid:case>/next/", views.page_next, name="board-next"),
    path("desk/board/<uuid:case>/page/<uuid:person>/", views.page_person, name="board-page"),
    path("desk/board/<uuid:case>/anew/", anew.ask, name="board-anew"),
    path("desk/alarms/<uuid:alarm>/seen/", views.see_alarm, name="alarm-seen"),
    path("desk/roles/", roles.waiting, name="roles-to-confirm"),
    path("desk/roles/<uuid:proposal>/confirm/", roles.confirm, name="role-confirm"),
    path("desk/roles/<uuid:proposal>/drop/", roles.drop, name="role-drop"),
    path("desk/withdrawal/", views.withdrawal, name="withdrawal"),
    path("desk/withdrawal/now/", views.withdraw, name="withdraw-now"),
]
