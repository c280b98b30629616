"""The entry that a journey about one case writes, last: the same words in every story.

Belongs here: what such an entry says. Does not belong here: entries that must not name a case (each journey writes its
own), the chain (`ledger`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from alongside.cases import queries as cases
from alongside.cases.models import Case
from alongside.ledger import operations as ledger
from alongside.vault import sealing


def write_of_case(
    case: Case,
    role: str,
    verb: str,
    now: datetime,
    *,
    person: UUID | None = None,
    box: sealing.Box | None = None,
    also: Mapping[str, str] | None = None,
) -> None:
    """Write what was done to a case, at which stage, by whom: sealed under its key, and gone with it.

    `person` is None for whoever asked, and for the engine. `also` is codes, no prose. `box` spares opening the key
    once more.
    """
    ledger.write(
        organization=case.organization_id,
        actor_role=role,
        verb=verb,
        now=now,
        payload={"stage": str(case.stage), "actor": str(person or ""), **(also or {})},
        case=case.pk,
        box=box or cases.box_or_none(case),
    )
