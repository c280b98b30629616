"""After a talk, in under a minute: what it was, in codes, with no way back to whom it was with.

1. From a case, what is known is filled in already. What was said when asking (profession, unit, kind of event) is
   carried over as groups without being shown to anybody.
2. A talk in the hallway, a talk with a leader, a session with a team: the same codes, and no case.
3. It waits in the mixer, sealed, until enough wait together or the month is over; then it is kept on sheets that
   nobody can lay side by side (`encounters.operations`).

Writing one down makes no entry in the ledger, on purpose: its hour would tell when, and its actor who. What the ledger
proves is how many left the mixer for which month.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.cases import queries as cases
from alongside.cases.entrusted import MatchingFacts
from alongside.cases.errors import NotTheirs
from alongside.cases.models import Case, ContactAttempt
from alongside.encounters import operations as encounters
from alongside.encounters import rules
from alongside.encounters.rules import Interactions, Kind, Outcome, Record
from alongside.ledger import operations as ledger
from alongside.tenancy import queries as tenancy
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary import asking, labels
from alongside.vocabulary.asking import Source
from alongside.vocabulary.stages import Stage

AS_ASKED = frozenset({"role_group", "unit_group", "event_kind"})
"""What may be carried over from what was said when asking, unseen."""

_TIERS = {Stage.WITH_PROFESSIONAL: "tier3_accepted"}


@dataclass(frozen=True)
class Known:
    """What a case's own rows tell, as the form's first answers; codes, each of which may be changed."""

    shift: str
    outcome: str
    interactions: str
    source: str
    time_to_contact: str
    tier: str


def what_is_known(*, organization: UUID, case: UUID, person: UUID, now: datetime) -> Known:
    """Return what the case tells by itself, to whoever carries it; nothing sealed is opened.

    Raises:
        NotTheirs: they do not carry it.
        NoSuchCase.
    """
    return _known(_own(organization, case, person), now)


def _known(mine: Case, now: datetime) -> Known:
    spoke = [each for each in cases.attempts_of(case=mine) if each.outcome == asking.Outcome.SPOKE]
    last = spoke[0].at if spoke else now
    zone = ZoneInfo(mine.site.timezone)
    return Known(
        shift=rules.shift_of(last, zone=zone),
        outcome=Outcome.SPOKE,
        interactions=rules.interactions(len(spoke)),
        source=mine.source,
        time_to_contact=_wait(mine, spoke),
        tier=_TIERS.get(Stage(mine.stage), "level_raised" if mine.danger else ""),
    )


def _wait(mine: Case, spoke: list[ContactAttempt]) -> str:
    """Return the band from asking to the first talk; a case that came back asked twice, so its first wait is not it."""
    if mine.source == Source.CAME_BACK or not spoke:
        return ""
    return rules.time_to_contact(spoke[-1].at - mine.asked_at)


def from_case(
    *,
    organization: UUID,
    case: UUID,
    person: UUID,
    record: Record,
    as_asked: Collection[str],
    once: str,
    now: datetime,
) -> None:
    """Write down a talk with the person of a case. `as_asked`: answers to carry over from what they said when asking.

    Only first talks have a wait, and the case tells it. No row of the case is changed, and no entry names it.

    Raises:
        NotTheirs: they do not carry it.
        NoSuchCase, encounters.errors.NotACode.
    """
    with one_transaction():
        mine = _own(organization, case, person)
        if AS_ASKED & set(as_asked):
            record = _carried_over(mine, record, AS_ASKED & set(as_asked))
        waited = _known(mine, now).time_to_contact if record.interactions == Interactions.FIRST else ""
        whole = replace(record, kind=Kind.ONE_TO_ONE, time_to_contact=waited)
        encounters.record(organization=organization, record=whole, now=now, once=once)


def _carried_over(mine: Case, record: Record, names: Collection[str]) -> Record:
    facts = cases.facts_or_none(case=mine, box=cases.box_or_none(mine)) or MatchingFacts()
    professions = labels.rows("professions")
    groups: dict[UUID | None, str] = {each.id: each.code for each in tenancy.unit_groups(mine.organization_id)}
    said: dict[str, Any] = {
        "role_group": str(professions[facts.profession]["group"]) if facts.profession in professions else "unsaid",
        "unit_group": groups.get(facts.unit_group, "unsaid"),
        "event_kind": facts.kind,
    }
    return replace(record, **{name: said[name] for name in names})


def without_case(*, organization: UUID, record: Record, once: str, now: datetime) -> None:
    """Write down a talk in passing, a talk with a leader, a session with a team. Raises encounters.errors.NotACode."""
    with one_transaction():
        encounters.record(organization=organization, record=record, now=now, once=once)


def mix_next(*, now: datetime, left_alone: Collection[UUID]) -> bool:
    """Move one batch out of the mixer; False when none is due.

    Raises:
        vault.errors.CannotOpen: its key is not at hand; its `args` name the batch to leave alone.
    """
    with one_transaction(ring=False):
        moved = encounters.move_next(now=now, left_alone=left_alone)
        if moved is not None:
            ledger.write(
                organization=moved.organization,
                actor_role="engine",
                verb="encounters.mixed",
                now=now,
                payload={"month": moved.month, "records": moved.records},
            )
    return moved is not None


def forget_old(*, now: datetime) -> None:
    """Delete what was kept for as many years as each organization keeps it."""
    for house in tenancy.houses():
        with one_transaction(ring=False):
            gone = encounters.forget_old(organization=house.id, now=now)
            if gone:
                ledger.write(
                    organization=house.id,
                    actor_role="engine",
                    verb="encounters.forgotten",
                    now=now,
                    payload={"sheets": gone},
                )


def _own(organization: UUID, case: UUID, person: UUID) -> Case:
    mine = cases.case_of(organization=organization, case=case)
    if mine.owner_id != person:
        raise NotTheirs
    return mine
