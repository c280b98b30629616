"""The addresses of this room. Belongs here: paths and names. Does not belong here: a view."""

from django.urls import URLPattern, path

from alongside.web.understanding import views

urlpatterns: list[URLPattern] = [
    path("understand/", views.understanding, name="understanding"),
    path("understand/self-check/", views.self_check, name="self-check"),
    path("understand/<slug:slug>/", views.guide, name="understanding-guide"),
    path("guides/", views.supporters_guides, name="supporters-guides"),
    path("guides/conversation/", views.conversation_guide, name="conversation-guide"),
    path("guides/<slug:slug>/", views.supporters_guide, name="supporters-guide"),
]
