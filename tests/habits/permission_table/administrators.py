"""Running the program: people, settings, guides, machines, lines."""

from alongside.vocabulary.roles import Role
from tests.habits.permission_table.rows import PROGRAM, Row, desk
from tests.habits.permission_table.scenes import administered, somebody, supervision

ROWS: dict[str, Row] = {
    # Running the program.
    "people": administered(),
    "person-add": administered(),
    "people-gone": administered(),
    "people-import": administered(),
    "person": administered(where=somebody),
    "person-role": administered("post", somebody),
    "person-role-end": administered("post", lambda scene: {"person": scene.world.owner.pk, "role": "supporter"}),
    "person-supervise": administered("post", somebody),
    "person-supervise-end": administered("post", supervision),
    "person-invite": administered("post", somebody),
    "person-leave": administered(where=somebody),
    "settings": administered(),
    "settings-basics": administered(),
    "check-note": administered(where=lambda _scene: {"kind": "fallback_answered"}),
    "go-live": administered("post"),
    "places": administered(),
    "clocks": administered(),
    "words": administered(),
    "limits-text": administered(),
    "retention": administered(),
    "guide-texts": desk(Role.ADMINISTRATOR, Role.PROFESSIONAL),
    "guide-answers": administered(),
    "guide-answers-about": administered(where=lambda _scene: {"topic": "law"}),
    "guide-text": administered(where=lambda _scene: {"slug": "red-flags", "reads": "en"}),
    "guide-ours": administered("post", lambda _scene: {"slug": "red-flags", "reads": "en"}),
    "guide-review": desk(
        Role.ADMINISTRATOR, Role.PROFESSIONAL, where=lambda _scene: {"slug": "red-flags", "reads": "en"}
    ),
    "machines": administered(),
    "machine-make": administered("post", data={"name": "Incident forms", "days": "90"}),
    "machine-revoke": administered("post", lambda scene: {"key": scene.machine}),
    "lines": desk(*PROGRAM),
    "line-add": desk(*PROGRAM),
    "line-change": desk(*PROGRAM, where=lambda scene: {"line": scene.line}),
    "lines-import": administered(),
    "lines-export": administered("post", lambda _scene: {"kind": "csv"}),
    "line-adopt": desk(*PROGRAM, method="post", where=lambda _scene: {"candidate": "emergency-us"}),
    "line-dialed": desk(*PROGRAM, method="post", where=lambda scene: {"line": scene.line}),
    "line-withdraw": desk(*PROGRAM, method="post", where=lambda scene: {"line": scene.line}),
}
