"""The addresses of signing in, joining, and one's own settings. None of allauth's addresses exist here."""

from django.urls import URLPattern, path

from alongside.web.signing_in import joining, my_keys, my_settings, views

urlpatterns: list[URLPattern] = [
    path("desk/", views.desk, name="desk"),
    path("desk/sign-in/", views.sign_in, name="sign-in"),
    path("desk/sign-in/code/", views.code, name="sign-in-code"),
    path("desk/sign-in/passkey/", views.passkey, name="sign-in-passkey"),
    path("desk/sign-in/passkey/challenge/", views.passkey_challenge, name="sign-in-passkey-challenge"),
    path("desk/sign-in/help/", joining.help_me, name="sign-in-help"),
    path("desk/sign-out/", views.sign_out, name="sign-out"),
    path("desk/join/", joining.by_code, name="join"),
    path("desk/join/<str:secret>/", joining.by_link, name="join-link"),
    path("desk/me/", my_settings.page, name="my-settings"),
    path("desk/me/about/", my_settings.about, name="my-about"),
    path("desk/me/pause/", my_settings.pause, name="my-pause"),
    path("desk/me/channels/", my_settings.add_channel, name="my-channel-add"),
    path("desk/me/channels/<uuid:channel>/code/", my_settings.send_code, name="my-channel-code"),
    path("desk/me/channels/<uuid:channel>/verify/", my_settings.verify, name="my-channel-verify"),
    path("desk/me/channels/<uuid:channel>/remove/", my_settings.remove_channel, name="my-channel-remove"),
    path("desk/me/sign-in/", my_keys.page, name="my-sign-in"),
    path("desk/me/sign-in/passkey/", my_keys.add_passkey, name="my-passkey-add"),
    path("desk/me/sign-in/passkey/challenge/", my_keys.passkey_challenge, name="my-passkey-challenge"),
    path("desk/me/sign-in/passkey/<int:key>/remove/", my_keys.remove_passkey, name="my-passkey-remove"),
    path("desk/me/sign-in/codes/", my_keys.set_up_codes, name="my-codes"),
    path("desk/me/sign-in/recovery/", my_keys.recovery_codes, name="my-recovery-codes"),
    path("desk/me/sign-in/end-all/", my_keys.end_sessions, name="my-sessions-end"),
]
