"""Asking somebody to take a danger on, and telling those who answer for it: rows and notices, no decision.

Belongs here: gathering who can be asked, ringing them, alarms. Does not belong here: the order of asking
(`rules/danger.py`), what is kept of it (`cases.dangers`), the ledger (`journeys/danger.py`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from alongside.cases import dangers
from alongside.cases import queries as cases
from alongside.cases.entrusted import MatchingFacts
from alongside.cases.models import Case, Danger
from alongside.notices import operations as notices
from alongside.paging import candidates
from alongside.paging.alarms import raise_once, whom_to_tell
from alongside.paging.models import Alarm
from alongside.paging.queries import freeze_for, zone_of
from alongside.paging.rules import Candidate
from alongside.paging.rules.call_back import Team
from alongside.paging.rules.danger import RUNG, next_ring
from alongside.paging.rules.matching import Exclusion, exclusions
from alongside.vocabulary.roles import Role

BARRED = frozenset({Exclusion.SUPERVISES, Exclusion.INVOLVED, Exclusion.AVOIDED})
"""Whoever is one of these has no say in this danger, in any role; nobody is told why."""


_NOT_IN_DANGER = frozenset({Exclusion.PASSED})
"""Whoever said "not this time" to a request is asked all the same when a life is at stake."""

_REMINDERS = 20000
"""Rungs from here on are reminders: a rung every quarter of an hour would take 200 days to come so far."""


def team(*, case: Case, now: datetime) -> tuple[Team, dict[UUID, datetime]]:
    """Return who can be asked now, and from when those may be rung who were rung three times in ten minutes."""
    everybody, facts = _everybody(case, now), _facts(case)
    policy = freeze_for(case=case, asked=now)

    def able(role: Role) -> list[Candidate]:
        fit = [who for who in everybody if not exclusions(who, facts, role=role, policy=policy) - _NOT_IN_DANGER]
        return sorted(fit, key=lambda who: who.person.hex)

    professionals, coordinators = able(Role.PROFESSIONAL), able(Role.COORDINATOR)
    standing = [who.person for who in coordinators if Role.COORDINATOR in who.on_call]
    muted = {who.person: who.muted_until for who in everybody if who.muted_until and who.muted_until > now}
    return Team(
        on_call=tuple(who.person for who in professionals if Role.PROFESSIONAL in who.on_call),
        others=tuple(who.person for who in professionals if Role.PROFESSIONAL not in who.on_call),
        coordinators=tuple(standing or (who.person for who in coordinators)),
    ), muted


def note_told(*, row: Danger, case: Case, now: datetime) -> None:
    """Note as the first rung whom the alarm of a raised danger has just told."""
    told = {
        **dict.fromkeys(whom_to_tell(case=case, role=Role.COORDINATOR, now=now), str(Role.COORDINATOR)),
        **dict.fromkeys(whom_to_tell(case=case, role=Role.PROFESSIONAL, now=now), str(Role.PROFESSIONAL)),
    }
    dangers.asked(row=row, people=told, now=now, again_in=RUNG, fallback=False)


def ring_next(*, row: Danger, case: Case, now: datetime) -> None:
    """Take the next rung: ask whom `next_ring` names, raise its alarm, set when to look again.

    Once everybody is asked the alarm stands on the board as long as nobody has it, whoever said that they see to it.
    """
    people, muted = team(case=case, now=now)
    ring = next_ring(rung=row.rung, asked=dangers.those_asked(row), fallback=row.fallback_at is not None, team=people)
    if ring.fallback or row.fallback_at is not None:
        raise_once(organization=case.organization_id, kind=Alarm.Kind.DANGER_UNTAKEN, case=case, now=now)
    for who, _role in ring.ask:
        notices.tell(
            organization=case.organization_id,
            person=who,
            template="alarm",
            now=now,
            case=row.pk,
            rung=row.rung,
            due_at=max(muted.get(who, now), now),
        )
    asked = {who: str(role) for who, role in ring.ask}
    dangers.asked(row=row, people=asked, now=now, again_in=ring.again_in, fallback=ring.fallback)


def tell_who_answers(*, row: Danger, case: Case, kind: str, now: datetime) -> None:
    """A review or a second look is due: coordinators have an alarm, professionals and the supporter a notice."""
    raise_once(organization=case.organization_id, kind=kind, case=case, now=now)
    named = {who for who in (row.taken_by_id, case.owner_id) if who is not None}
    for who in named | set(whom_to_tell(case=case, role=Role.PROFESSIONAL, now=now)):
        notices.tell(
            organization=case.organization_id, person=who, template="alarm", now=now, case=row.pk, rung=_step(row, now)
        )


def keep_away(*, row: Danger, people: Collection[UUID]) -> None:
    """The person would rather not have these near: none of them finds it in a list, or is told what was not sent."""
    dangers.forget_asked(row=row, people=people)
    for person in people:
        for about in (row.pk, row.case_id):  # The first to be told were told of the case.
            notices.void_for_person(case=about, person=person)


def stand_down(*, row: Danger, now: datetime) -> None:
    """Somebody has taken it on: what was not sent yet is not sent."""
    notices.void_for_case(case=row.pk, now=now)


def forget_notices(*, row: Danger) -> None:
    """It has passed: no notice keeps its key."""
    notices.forget_case(case=row.pk)


def is_barred(*, case: Case, person: UUID, role: Role, now: datetime) -> bool:
    """Say whether this person must not have a say in this case, whatever their role."""
    who = next((one for one in _everybody(case, now) if one.person == person), None)
    policy = freeze_for(case=case, asked=now)
    return who is None or bool(exclusions(who, _facts(case), role=role, policy=policy) & BARRED)


def _step(row: Danger, now: datetime) -> int:
    """Number a reminder by its hour, so that each is told once and no later one is taken for it."""
    return _REMINDERS + int((now - row.raised_at).total_seconds() // 3600) % 12000


def _everybody(case: Case, now: datetime) -> list[Candidate]:
    today = now.astimezone(zone_of(case)).date()
    return candidates.gather(organization=case.organization_id, case=case.pk, on=today, now=now)


def _facts(case: Case) -> MatchingFacts:
    return cases.facts_or_none(case=case, box=cases.box_or_none(case)) or MatchingFacts()
