"""Signing in, one’s own settings, and paper: the rooms of whoever works here, whatever they do."""

from tests.habits.permission_table.rows import PAGED, PRINTING, STAFF, WITHOUT_CASES, Row, desk, public
from tests.habits.permission_table.scenes import channel, mine

ROWS: dict[str, Row] = {
    # Signing in and joining: the same for everybody.
    "sign-in": public(),
    "sign-in-code": public(),
    "sign-in-passkey": public("post"),
    "sign-in-passkey-challenge": public("post"),
    "sign-in-help": public(),
    "sign-out": public("post"),
    "join": public(),
    "join-link": public(where=lambda scene: {"secret": scene.invitation}),
    # One's own settings: whoever works here.
    "desk": mine("get"),
    "my-settings": mine("get"),
    "my-about": mine(),
    "my-pause": desk(*PAGED, method="post"),
    "my-channel-add": mine(),
    "my-channel-code": mine(where=channel),
    "my-channel-verify": mine(where=channel),
    "my-channel-remove": mine(where=channel),
    "my-sign-in": desk(*STAFF, half=True),
    "my-passkey-add": desk(*STAFF, method="post", half=True),
    "my-passkey-challenge": desk(*STAFF, method="post", half=True),
    "my-passkey-remove": mine(where=lambda _scene: {"key": 1}),
    "my-codes": desk(*WITHOUT_CASES, half=True),
    "my-recovery-codes": desk(*WITHOUT_CASES, method="post"),
    "my-sessions-end": desk(*STAFF, method="post", half=True),
    # Awareness on paper.
    "posters": desk(*PRINTING),
    "posters-sheet": desk(*PRINTING, data={"sheet": "poster", "site": "", "language": "en", "paper": "a4"}),
}
