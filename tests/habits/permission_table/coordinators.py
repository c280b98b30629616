"""The board, danger, holds, events that wait, figures, the rota and the designations."""

from alongside.vocabulary.roles import Role
from tests.habits.permission_table.rows import HOLDING, PROGRAM, Row, desk
from tests.habits.permission_table.scenes import carried_case, of_danger, proposal, waiting_case, witness

ROWS: dict[str, Row] = {
    # Coordinating.
    "board": desk(Role.COORDINATOR),
    "dangers": desk(Role.COORDINATOR, Role.PROFESSIONAL),
    "danger": of_danger("get"),
    "danger-take": of_danger(),
    "danger-back": of_danger(),
    "danger-stands": of_danger(),
    "danger-passed": of_danger(data={"reason": "seen_and_safe"}),
    "danger-agree": of_danger(),
    "danger-look": of_danger(),
    "kept": desk(*HOLDING),
    "hold-ask": desk(Role.COORDINATOR, where=carried_case),
    "hold-agree": desk(*HOLDING, method="post", where=carried_case),
    "hold-drop": desk(*HOLDING, method="post", where=carried_case),
    "hold-lift": desk(*HOLDING, method="post", where=carried_case),
    "glass": desk(Role.COORDINATOR, where=carried_case),
    "glass-broken": desk(Role.COORDINATOR, Role.AUDITOR),
    "glass-seen": desk(
        Role.COORDINATOR,
        Role.AUDITOR,
        method="post",
        where=witness,
        only=lambda _scene: ("coordinator", "auditor"),
    ),
    "ledger": desk(Role.AUDITOR),
    "board-choose": desk(Role.COORDINATOR, method="post", where=waiting_case),
    "board-help": desk(Role.COORDINATOR, method="post", where=waiting_case),
    "board-next": desk(Role.COORDINATOR, method="post", where=waiting_case),
    "board-anew": desk(Role.COORDINATOR, where=carried_case),
    "board-page": desk(
        Role.COORDINATOR,
        method="post",
        where=lambda scene: {"case": scene.waiting, "person": scene.world.third.pk},
    ),
    "alarm-seen": desk(Role.COORDINATOR, method="post", where=lambda scene: {"alarm": scene.alarm}),
    "roles-to-confirm": desk(*PROGRAM),
    "role-confirm": desk(*PROGRAM, method="post", where=proposal),
    "role-drop": desk(*PROGRAM, method="post", where=proposal),
    "withdrawal": desk(*PROGRAM),
    "withdraw-now": desk(*PROGRAM, method="post"),
    # Events: one role reports, another sees to what is held; nobody reads any.
    "event-report": desk(Role.SAFETY_OFFICER),
    "event-received": desk(Role.SAFETY_OFFICER),
    "events-held": desk(Role.COORDINATOR),
    "events-release": desk(Role.COORDINATOR, method="post", where=lambda _scene: {"door": "form"}),
    "events-discard": desk(Role.COORDINATOR, method="post", where=lambda _scene: {"door": "machine"}),
    # Figures: released pages for leaders; what is prepared for whoever releases it.
    "figures": desk(Role.ANALYST, Role.COORDINATOR),
    "figures-choices": desk(Role.COORDINATOR),
    "figures-one": desk(Role.ANALYST, Role.COORDINATOR, where=lambda scene: {"report": scene.report}),
    "figures-sheet": desk(Role.ANALYST, Role.COORDINATOR, where=lambda scene: {"report": scene.report}),
    "figures-release": desk(Role.COORDINATOR, method="post", where=lambda scene: {"report": scene.prepared_report}),
    # The rota and the designations.
    "schedule": desk(*PROGRAM),
    "schedule-add": desk(*PROGRAM),
    "schedule-remove": desk(*PROGRAM, method="post", where=lambda scene: {"shift": scene.world.owner.shifts.get().pk}),
    "away-note": desk(*PROGRAM),
    "away-end": desk(*PROGRAM, method="post", where=lambda scene: {"leave": scene.leave}),
    "designations": desk(Role.COORDINATOR, Role.TRAINER, Role.AUDITOR, Role.ADMINISTRATOR),
    "designation-end": desk(
        Role.COORDINATOR,
        method="post",
        where=lambda scene: {"person": scene.world.owner.pk, "kind": "supporter"},
    ),
}
