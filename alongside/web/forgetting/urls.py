"""The addresses of retention, legal hold and what is kept. Belongs here: paths and names. Does not belong here: a view.

Paths that a caregiver opens are neutral.
"""

from django.urls import URLPattern, path

from alongside.web.forgetting import kept, mine, retention

urlpatterns: list[URLPattern] = [
    path("kept/", mine.what_is_kept, name="what-is-kept"),
    path("page/last/", mine.erase, name="returning-erase"),
    path("desk/kept/", kept.everything, name="kept"),
    path("desk/kept/<uuid:case>/hold/", kept.hold, name="hold-ask"),
    path("desk/kept/<uuid:case>/agree/", kept.agree, name="hold-agree"),
    path("desk/kept/<uuid:case>/drop/", kept.drop, name="hold-drop"),
    path("desk/kept/<uuid:case>/let-go/", kept.let_go, name="hold-lift"),
    path("desk/settings/retention/", retention.show, name="retention"),
]
