"""Which professionals can be asked to go on with somebody.

Belongs here: names of those who can, in an order that tells nothing. Does not belong here: asking them
(`journeys/handing_to_a_professional.py`). Why somebody is missing is not told to anybody.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.cases.entrusted import MatchingFacts
from alongside.cases.models import Case
from alongside.paging import candidates
from alongside.paging.queries import freeze_for, zone_of
from alongside.paging.rules import Candidate
from alongside.paging.rules.matching import Exclusion, exclusions
from alongside.people.models import Person
from alongside.vocabulary.roles import Role

_SUPPORTERS_OWN = frozenset({Exclusion.AT_LOAD_CAP, Exclusion.PASSED, Exclusion.UNREACHABLE, Exclusion.RESTING})
"""What does not keep somebody from going on with a person whom they walked with before."""


@dataclass(frozen=True)
class Professional:
    """Somebody who could be asked, as a supporter sees them."""

    person: UUID
    name: str
    on_call: bool


def who_can(
    *, case: Case, facts: MatchingFacts, now: datetime, but: Collection[UUID] = (), danger: bool = False
) -> list[Professional]:
    """Return the professionals who could be asked now, on call first, then by name; `but` these.

    Who is called at night for a danger is on call, or there is nobody who is.
    """
    policy = freeze_for(case=case, asked=now)
    able = [
        who
        for who in _everybody(case, now)
        if who.person not in but and not exclusions(who, facts, role=Role.PROFESSIONAL, policy=policy) - _ASKED_ANEW
    ]
    names = dict(Person.objects.filter(pk__in=[who.person for who in able]).values_list("pk", "name"))
    rows = [Professional(who.person, names[who.person], Role.PROFESSIONAL in who.on_call) for who in able]
    on_call = [row for row in rows if row.on_call]
    return sorted(on_call if danger and on_call else rows, key=lambda row: (not row.on_call, row.name))


_ASKED_ANEW = frozenset({Exclusion.PASSED})
"""A "not this time" to a page is no answer to a hand-off."""


def may_go_on(*, case: Case, facts: MatchingFacts, person: UUID, now: datetime) -> bool:
    """Say whether a supporter who handed somebody on could walk with them again."""
    policy = freeze_for(case=case, asked=now)
    who = next((one for one in _everybody(case, now) if one.person == person), None)
    reasons = exclusions(who, facts, role=Role.SUPPORTER, policy=policy) if who else frozenset({Exclusion.GONE})
    return not reasons - _SUPPORTERS_OWN


def _everybody(case: Case, now: datetime) -> list[Candidate]:
    today = now.astimezone(zone_of(case)).date()
    return candidates.gather(organization=case.organization_id, case=case.pk, on=today, now=now)
