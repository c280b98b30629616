"""Who gets an answer from which address: the ONE table that the permission matrix is generated from.

Belongs here: one row for each named address. Does not belong here: how it is tried (`test_permission_matrix.py`).
A new address without a row fails.

    "board": desk(Role.COORDINATOR),                         # GET, for these roles; everybody else: no such page
    "board-next": desk(Role.COORDINATOR, method="post", where=waiting_case),
    "desk-case": desk(*PAGED, where=carried_case, only=carrier),  # of those roles, only this one of the cast
    "my-sign-in": desk(*STAFF, half=True),                   # open with half a proof: to make the missing key
    "help-now": public(),                                    # for everybody, signed in or not

`where` gives the address's own arguments for a scene; they must exist, or "no such page" would prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from alongside.vocabulary.roles import Role
from tests.worlds import World

STAFF = Role.of_staff()
PAGED = (Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL)
ON_DUTY = (*PAGED, Role.MENTOR)
WITHOUT_CASES = tuple(role for role in STAFF if role not in Role.opening_cases())
PROGRAM = (Role.COORDINATOR, Role.ADMINISTRATOR)
HOLDING = (Role.COORDINATOR, Role.PROFESSIONAL, Role.AUDITOR)
PRINTING = (*PROGRAM, Role.TRAINER, Role.SUPPORTER, Role.MENTOR, Role.MANAGER)


@dataclass(frozen=True)
class Scene:
    """What the addresses are tried on: a case that somebody carries, one that waits, and whatever else has one."""

    world: World
    carried: UUID
    carrier: str
    waiting: UUID
    page: UUID
    asked: str
    alarm: UUID
    invitation: str
    channel: UUID
    leave: UUID
    line: UUID
    machine: UUID
    call_back: UUID
    round: UUID
    offer: UUID
    carries_offers: str
    session: UUID
    question: UUID
    turn: UUID
    takes_over: str
    report: UUID
    prepared_report: UUID
    talk: UUID
    witness: UUID
    danger: UUID
    walks_in_danger: str
    hand_off: UUID
    gave: str


Where = Callable[[Scene], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """Who gets an answer. `roles` None: everybody. `only`: of those roles, this one of the cast, or these."""

    roles: frozenset[Role] | None
    method: Literal["get", "post"] = "get"
    where: Where = lambda _scene: {}
    only: Callable[[Scene], str | tuple[str, ...]] | None = None
    half: bool = False
    data: Mapping[str, str] = field(default_factory=dict)


def public(method: Literal["get", "post"] = "get", where: Where = lambda _scene: {}) -> Row:
    """For everybody."""
    return Row(None, method, where)


def desk(
    *roles: Role,
    method: Literal["get", "post"] = "get",
    where: Where = lambda _scene: {},
    only: Callable[[Scene], str | tuple[str, ...]] | None = None,
    half: bool = False,
    data: Mapping[str, str] | None = None,
) -> Row:
    """For these roles. `data` is what is posted, where an empty form would not reach the question of who may."""
    return Row(frozenset(roles), method, where, only, half, data or {})


def carried_case(scene: Scene) -> dict[str, Any]:
    """Give the case that somebody carries."""
    return {"case": scene.carried}


def waiting_case(scene: Scene) -> dict[str, Any]:
    """Give the case that waits."""
    return {"case": scene.waiting}


def witness(scene: Scene) -> dict[str, Any]:
    """Give a time the deputy broke the glass."""
    return {"witness": scene.witness}


def carrier(scene: Scene) -> str:
    """Name who carries the case."""
    return scene.carrier


def turn(scene: Scene) -> dict[str, Any]:
    """Give a question whether somebody would take over."""
    return {"turn": scene.turn}


def takes_over(scene: Scene) -> str:
    """Name who was asked that."""
    return scene.takes_over


def open_page(scene: Scene) -> dict[str, Any]:
    """Give a page that was not answered yet."""
    return {"page": scene.page}


def asked(scene: Scene) -> str:
    """Name who was asked by that page."""
    return scene.asked


def call_back(scene: Scene) -> dict[str, Any]:
    """Give the number of somebody who raised the level."""
    return {"call_back": scene.call_back}


def called_back_by(_scene: Scene) -> str:
    """Name who was asked to call: the one professional on call."""
    return "professional"


def channel(scene: Scene) -> dict[str, Any]:
    """Give somebody's way to be reached."""
    return {"channel": scene.channel}


def _carried(method: Literal["get", "post"] = "post", data: Mapping[str, str] | None = None) -> Row:
    return desk(*PAGED, method=method, where=carried_case, only=carrier, data=data)


def carried_round(scene: Scene) -> dict[str, Any]:
    """Give a round of offers that somebody carries."""
    return {"round_id": scene.round}


def carried_offer(scene: Scene) -> dict[str, Any]:
    """Give one offer of it."""
    return {"round_id": scene.round, "case": scene.offer}


def another_carrier(scene: Scene) -> dict[str, Any]:
    """Give the round and somebody else who might carry it."""
    return {"round_id": scene.round, "person": scene.world.third.pk}


def carries_offers(scene: Scene) -> str:
    """Name who carries the round."""
    return scene.carries_offers


def team_session(scene: Scene) -> dict[str, Any]:
    """Give a session that is planned; the manager asked for it."""
    return {"session": scene.session}


LEAD = ("owner", "teammate")
PLAN = ("coordinator", "deputy")


def leads(_scene: Scene) -> tuple[str, ...]:
    """Name who leads the session."""
    return LEAD


def plans_or_leads(_scene: Scene) -> tuple[str, ...]:
    """Name who leads it, and who plans."""
    return (*LEAD, *PLAN)


def plans_asks_or_leads(_scene: Scene) -> tuple[str, ...]:
    """Name who leads it, who plans, and who asked for it."""
    return (*LEAD, *PLAN, "manager")


def danger(scene: Scene) -> dict[str, Any]:
    """Give a danger that stands."""
    return {"danger": scene.danger}


def sees_to_danger(scene: Scene) -> tuple[str, ...]:
    """Name who has a say in it: who carries the case, the professional who was asked, the coordinators."""
    return (scene.walks_in_danger, "professional", *PLAN)


def hand_off(scene: Scene) -> dict[str, Any]:
    """Give a hand-off that waits for the professional's answer."""
    return {"hand_off": scene.hand_off}


def gave(scene: Scene) -> str:
    """Name the supporter who made it."""
    return scene.gave


def gave_or_is_asked(scene: Scene) -> tuple[str, ...]:
    """Name the supporter who made it, and the professional who is asked."""
    return (scene.gave, "professional")


def is_asked(_scene: Scene) -> str:
    """Name the professional who is asked."""
    return "professional"


def _danger(method: Literal["get", "post"] = "post", data: Mapping[str, str] | None = None) -> Row:
    return desk(*PAGED, method=method, where=danger, only=sees_to_danger, data=data)


def _hand_off(only: Callable[[Scene], str | tuple[str, ...]], method: Literal["get", "post"] = "post") -> Row:
    return desk(*PAGED, method=method, where=hand_off, only=only)


def _round(method: Literal["get", "post"] = "post") -> Row:
    return desk(Role.SUPPORTER, method=method, where=carried_round, only=carries_offers)


def _offer(method: Literal["get", "post"] = "post", data: Mapping[str, str] | None = None) -> Row:
    return desk(Role.SUPPORTER, method=method, where=carried_offer, only=carries_offers, data=data)


def _mine(method: Literal["get", "post"] = "post", where: Where = lambda _scene: {}) -> Row:
    return desk(*STAFF, method=method, where=where)


def _administered(
    method: Literal["get", "post"] = "get",
    where: Where = lambda _scene: {},
    data: Mapping[str, str] | None = None,
) -> Row:
    return desk(Role.ADMINISTRATOR, method=method, where=where, data=data)


def somebody(scene: Scene) -> dict[str, Any]:
    """Give a person of the cast."""
    return {"person": scene.world.owner.pk}


def supervision(scene: Scene) -> dict[str, Any]:
    """Give where the chief supervises."""
    held = scene.world.chief.supervisions.get()
    return {"person": scene.world.chief.pk, "supervision": held.pk}


def proposal(scene: Scene) -> dict[str, Any]:
    """Give a role that waits for a second person."""
    return {"proposal": scene.world.manager.proposals.get().pk}


OUTSIDE: dict[str, Row] = {
    "front": public(),
    "health-live": public(),
    "health-ready": public(),
    "status": public(),
    "robots": public(),
    # The door for machines: a token stands for no one who works here, so no role opens it (tests/api/test_events.py).
    "api-docs": public(),
    "api-openapi": public(),
    "api-events": public("post"),
}
"""Addresses that belong to no organization."""

DEMONSTRATION = frozenset({"demo", "demo-sign-in", "demo-mail", "demo-letter"})
"""Addresses that exist only where the demonstration is installed; production refuses to start with it."""

TABLE: dict[str, Row] = {
    # The caregiver: nobody needs an account.
    "home": public(),
    "leave": public("post"),
    "asking-start": public(),
    "asking-sheet": public(),
    "asking-danger": public(),
    "asking-soon": public(),
    "asking-reach": public(),
    "asking-wishes": public(),
    "asking-avoid": public(),
    "asking-check": public(),
    "asking-wait": public(),
    "asking-code": public(),
    "returning-enter": public(),
    "returning-day": public(),
    "returning-paper": public(),
    "day-enter": public(),
    "day": public(where=lambda _scene: {"chosen": "abcd-efgh-jkmn-pqrs"}),
    "desk-case-day": _carried("get"),
    "desk-case-paper": _carried(),
    "returning-page": public(),
    "returning-leave": public("post"),
    "returning-own-code": public(),
    "returning-talk": public(),
    "returning-talk-read": public("post"),
    "returning-talk-send": public("post"),
    "returning-talk-tell": public(),
    "returning-reach": public(),
    "returning-avoid": public(),
    "returning-who": public("post"),
    "returning-spoke": public("post"),
    "returning-withdraw": public("post"),
    "returning-again": public("post"),
    "returning-erase": public("post"),
    "what-is-kept": public(),
    "returning-danger": public("post"),
    "returning-professional": public("post"),
    "returning-rather": public("post"),
    "returning-next": public("post"),
    "returning-colleague": public("post"),
    "help-now": public(),
    "directory": public(),
    "service-worker": public(),
    "manifest": public(),
    "understanding": public(),
    "understanding-guide": public(where=lambda _scene: {"slug": "the-six-stages"}),
    "self-check": public(),
    "worried": public(),
    # Helping a colleague: nobody needs an account, but for a letter.
    "in-charge": public(),
    "raise-the-level": public(),
    "raise-the-level-stands": public(),
    "offer-support": public(),
    "offer-card": public("post"),
    "desk-offer": _mine("get"),
    "desk-offer-send": _mine(),
    "desk-offer-delivered": _mine("get"),
    # An offer: whoever holds its address.
    "offered": public(where=lambda _scene: {"card": "a-card-that-nobody-has"}),
    "offered-declined": public(),
    "offered-not-mine": public(),
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
    "desk": _mine("get"),
    "my-settings": _mine("get"),
    "my-about": _mine(),
    "my-pause": desk(*PAGED, method="post"),
    "my-channel-add": _mine(),
    "my-channel-code": _mine(where=channel),
    "my-channel-verify": _mine(where=channel),
    "my-channel-remove": _mine(where=channel),
    "my-sign-in": desk(*STAFF, half=True),
    "my-passkey-add": desk(*STAFF, method="post", half=True),
    "my-passkey-challenge": desk(*STAFF, method="post", half=True),
    "my-passkey-remove": _mine(where=lambda _scene: {"key": 1}),
    "my-codes": desk(*WITHOUT_CASES, half=True),
    "my-recovery-codes": desk(*WITHOUT_CASES, method="post"),
    "my-sessions-end": desk(*STAFF, method="post", half=True),
    # Writing a talk down in codes; lines to oneself. Letting a line go answers alike whoever’s it is.
    "desk-record": desk(*ON_DUTY),
    "desk-record-talk": desk(*ON_DUTY),
    "desk-record-leader": desk(*ON_DUTY),
    "desk-record-team": desk(*ON_DUTY),
    "desk-note-add": desk(*ON_DUTY, method="post"),
    "desk-note-done": desk(*ON_DUTY, method="post", where=lambda scene: {"note": scene.question}),
    "desk-case-record": _carried("get"),
    # Answering and carrying.
    "desk-now": desk(*PAGED),
    "desk-page-take": desk(*PAGED, method="post", where=open_page, only=asked),
    "desk-page-pass": desk(*PAGED, method="post", where=open_page, only=asked),
    "desk-call-back": desk(*PAGED, method="post", where=call_back, only=called_back_by),
    "desk-call-back-outcome": desk(
        *PAGED, method="post", where=call_back, only=called_back_by, data={"said": "no_answer"}
    ),
    "desk-rest": desk(*PAGED, method="post"),
    "desk-come-back": desk(*PAGED, method="post"),
    "desk-case": _carried("get"),
    "desk-case-contact": _carried(),
    "desk-case-talk": _carried("get"),
    "desk-case-talk-read": _carried(),
    "desk-case-talk-send": _carried(data={"words": "May I call you at six?"}),
    "desk-case-code": _carried("get"),
    "desk-case-outcome": _carried(data={"outcome": "no_answer"}),
    "desk-case-undo": _carried(),
    "desk-case-release": _carried(),
    "desk-case-conflict": _carried(),
    "desk-plan": _carried("get"),
    "desk-hand-over": _carried("get"),
    "desk-hand-over-keep": _carried(),
    "desk-take-over": desk(*PAGED, method="post", where=turn, only=takes_over),
    "desk-take-over-pass": desk(*PAGED, method="post", where=turn, only=takes_over),
    "desk-hand-off": _carried("get"),
    "desk-hand-off-outside": _carried(data={"outside": "eap"}),
    "desk-hand-off-given": _hand_off(gave_or_is_asked, "get"),
    "desk-hand-off-contact": _hand_off(gave),
    "desk-hand-off-back": _hand_off(gave),
    "desk-hand-off-confirm": _hand_off(is_asked),
    "desk-hand-off-decline": _hand_off(is_asked),
    "desk-hand-off-return": _hand_off(is_asked),
    "desk-hand-off-end": _hand_off(is_asked),
    "desk-case-end": _carried("get"),
    "desk-case-stop": _carried(),
    "desk-case-danger": _carried("get"),
    "desk-take-call": desk(*ON_DUTY),
    "desk-take-call-sent": desk(*ON_DUTY),
    "supporters-guides": desk(*ON_DUTY, Role.TRAINER, Role.ADMINISTRATOR),
    "supporters-guide": desk(*ON_DUTY, Role.TRAINER, Role.ADMINISTRATOR, where=lambda _scene: {"slug": "red-flags"}),
    "conversation-guide": desk(*ON_DUTY, Role.TRAINER, Role.ADMINISTRATOR),
    # Offers carried to people, and sessions for a team.
    "desk-offers": desk(Role.SUPPORTER),
    "desk-offer-met": desk(Role.SUPPORTER),
    "desk-offer-card": desk(Role.SUPPORTER),
    "desk-offer-sent": desk(Role.SUPPORTER),
    "desk-round": _round("get"),
    "desk-round-back": _round(),
    "desk-offer-said": _offer(data={"said": "thinking"}),
    "desk-offer-undo": _offer(),
    "desk-offer-another": _offer(),
    "desk-offer-yes": _offer("get"),
    "desk-offer-danger": _offer("get"),
    "rounds": desk(Role.COORDINATOR),
    "round-choose": desk(Role.COORDINATOR, where=carried_round),
    "round-give": desk(Role.COORDINATOR, method="post", where=another_carrier),
    "team-sessions": desk(Role.COORDINATOR, Role.MANAGER),
    "team-session-ask": desk(Role.COORDINATOR, Role.MANAGER),
    "team-session-plan": desk(Role.COORDINATOR, where=team_session),
    "team-session-drop": desk(Role.COORDINATOR, method="post", where=team_session),
    "team-session-invitation": desk(
        Role.COORDINATOR, Role.MANAGER, Role.SUPPORTER, where=team_session, only=plans_asks_or_leads
    ),
    "team-session-held": desk(
        Role.COORDINATOR,
        Role.SUPPORTER,
        method="post",
        where=team_session,
        only=plans_or_leads,
        data={"heads": "g6_10"},
    ),
    "team-session-not-me": desk(Role.SUPPORTER, method="post", where=team_session, only=leads),
    # Coordinating.
    "board": desk(Role.COORDINATOR),
    "dangers": desk(Role.COORDINATOR, Role.PROFESSIONAL),
    "danger": _danger("get"),
    "danger-take": _danger(),
    "danger-back": _danger(),
    "danger-stands": _danger(),
    "danger-passed": _danger(data={"reason": "seen_and_safe"}),
    "danger-agree": _danger(),
    "danger-look": _danger(),
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
    "board-choose": desk(Role.COORDINATOR, method="post", where=waiting_case),
    "board-help": desk(Role.COORDINATOR, method="post", where=waiting_case),
    "board-next": desk(Role.COORDINATOR, method="post", where=waiting_case),
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
    # Who runs this.
    "who-runs-this": public(),
    "who-runs-this-asked": public(),
    "questions": desk(Role.COORDINATOR),
    "question-open": desk(Role.COORDINATOR, method="post", where=lambda scene: {"question": scene.question}),
    "question-answered": desk(Role.COORDINATOR, method="post", where=lambda scene: {"question": scene.question}),
    "who-leads": desk(*PROGRAM),
    # How supporters fare: each sees their own; mentors see everybody's load, and nobody who was supported.
    "desk-care": desk(Role.SUPPORTER),
    "desk-care-rate": desk(Role.SUPPORTER, method="post", data={"weight": "light"}),
    "desk-care-talk": desk(Role.SUPPORTER, method="post"),
    "desk-care-no-talk": desk(Role.SUPPORTER, method="post"),
    "desk-care-not-well": desk(Role.SUPPORTER, method="post"),
    "mentoring": desk(Role.MENTOR),
    "mentoring-take": desk(Role.MENTOR, method="post", where=lambda scene: {"talk": scene.talk}),
    "mentoring-ended": desk(Role.MENTOR, method="post", where=lambda scene: {"talk": scene.talk}),
    # Afterwards: for whoever holds a ticket; a supporter gives one to somebody they walk with.
    "afterwards": public(),
    "afterwards-kept": public(),
    "returning-afterwards": public("post"),
    "desk-case-afterwards": desk(*PAGED, method="post", where=carried_case, only=carrier),
    # Awareness on paper.
    "posters": desk(*PRINTING),
    "posters-sheet": desk(*PRINTING, data={"sheet": "poster", "site": "", "language": "en", "paper": "a4"}),
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
    # Running the program.
    "people": _administered(),
    "person-add": _administered(),
    "people-gone": _administered(),
    "people-import": _administered(),
    "person": _administered(where=somebody),
    "person-role": _administered("post", somebody),
    "person-role-end": _administered("post", lambda scene: {"person": scene.world.owner.pk, "role": "supporter"}),
    "person-supervise": _administered("post", somebody),
    "person-supervise-end": _administered("post", supervision),
    "person-invite": _administered("post", somebody),
    "person-leave": _administered(where=somebody),
    "settings": _administered(),
    "settings-basics": _administered(),
    "check-note": _administered(where=lambda _scene: {"kind": "fallback_answered"}),
    "go-live": _administered("post"),
    "places": _administered(),
    "clocks": _administered(),
    "words": _administered(),
    "limits-text": _administered(),
    "retention": _administered(),
    "guide-texts": desk(Role.ADMINISTRATOR, Role.PROFESSIONAL),
    "guide-answers": _administered(),
    "guide-answers-about": _administered(where=lambda _scene: {"topic": "law"}),
    "guide-text": _administered(where=lambda _scene: {"slug": "red-flags", "reads": "en"}),
    "guide-ours": _administered("post", lambda _scene: {"slug": "red-flags", "reads": "en"}),
    "guide-review": desk(
        Role.ADMINISTRATOR, Role.PROFESSIONAL, where=lambda _scene: {"slug": "red-flags", "reads": "en"}
    ),
    "machines": _administered(),
    "machine-make": _administered("post", data={"name": "Incident forms", "days": "90"}),
    "machine-revoke": _administered("post", lambda scene: {"key": scene.machine}),
    "lines": desk(*PROGRAM),
    "line-add": desk(*PROGRAM),
    "line-change": desk(*PROGRAM, where=lambda scene: {"line": scene.line}),
    "lines-import": _administered(),
    "lines-export": _administered("post", lambda _scene: {"kind": "csv"}),
    "line-adopt": desk(*PROGRAM, method="post", where=lambda _scene: {"candidate": "emergency-us"}),
    "line-dialed": desk(*PROGRAM, method="post", where=lambda scene: {"line": scene.line}),
    "line-withdraw": desk(*PROGRAM, method="post", where=lambda scene: {"line": scene.line}),
}
"""Every address below an organization."""
