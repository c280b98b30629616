"""The arguments of addresses on the scene, who of the cast an address is for, and rows that many rooms share.

Belongs here: what more than one address needs. Does not belong here: an address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from alongside.vocabulary.roles import Role
from tests.habits.permission_table.rows import PAGED, STAFF, Row, Scene, Where, desk


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


def of_carried_case(method: Literal["get", "post"] = "post", data: Mapping[str, str] | None = None) -> Row:
    """For whoever carries the case."""
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


def of_danger(method: Literal["get", "post"] = "post", data: Mapping[str, str] | None = None) -> Row:
    """For whoever has a say in the danger."""
    return desk(*PAGED, method=method, where=danger, only=sees_to_danger, data=data)


def of_hand_off(only: Callable[[Scene], str | tuple[str, ...]], method: Literal["get", "post"] = "post") -> Row:
    """For those of the hand-off whom `only` names."""
    return desk(*PAGED, method=method, where=hand_off, only=only)


def of_round(method: Literal["get", "post"] = "post") -> Row:
    """For whoever carries the round."""
    return desk(Role.SUPPORTER, method=method, where=carried_round, only=carries_offers)


def of_offer(method: Literal["get", "post"] = "post", data: Mapping[str, str] | None = None) -> Row:
    """For whoever carries that offer."""
    return desk(Role.SUPPORTER, method=method, where=carried_offer, only=carries_offers, data=data)


def mine(method: Literal["get", "post"] = "post", where: Where = lambda _scene: {}) -> Row:
    """For whoever works here."""
    return desk(*STAFF, method=method, where=where)


def administered(
    method: Literal["get", "post"] = "get",
    where: Where = lambda _scene: {},
    data: Mapping[str, str] | None = None,
) -> Row:
    """For administrators."""
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
