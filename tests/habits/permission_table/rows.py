"""What a row of the table says, and the scene that its addresses are tried on.

Belongs here: who, by which method, with which arguments. Does not belong here: an address.
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
