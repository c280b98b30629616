"""The addresses of what is asked afterwards. Neutral words only, and neither a case nor a ticket in any path.

Belongs here: paths and names. Does not belong here: a view.
"""

from django.urls import URLPattern, path

from alongside.web.evaluating import giving, views

urlpatterns: list[URLPattern] = [
    path("afterwards/", views.enter, name="afterwards"),
    path("afterwards/kept/", views.kept, name="afterwards-kept"),
    path("page/afterwards/", giving.own, name="returning-afterwards"),
    path("desk/cases/<uuid:case>/afterwards/", giving.aloud, name="desk-case-afterwards"),
]
