"""Who may never be paged for whom, and among the rest who is asked first.

Exclusion comes before every wish and every fallback.

Belongs here: the hard rules, the order of wishes. Does not belong here: when somebody is paged (`ladder`), reading
rows (`paging.queries`). A caregiver need not name their unit group: then line of command cannot be known, and only
the people they ticked off are kept away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from alongside.cases.entrusted import MatchingFacts
from alongside.paging.rules.policy import Policy
from alongside.vocabulary.asking import Wish
from alongside.vocabulary.roles import Role

_NOBODY_MUTED: Mapping[UUID, datetime] = {}


class Exclusion(StrEnum):
    """Why somebody may not be paged for a case. Never shown to anybody: it would tell about the caregiver."""

    GONE = "gone"
    NOT_IN_ROLE = "not_in_role"
    SUPERVISES = "supervises"
    INVOLVED = "involved"
    AVOIDED = "avoided"
    NOT_DESIGNATED = "not_designated"
    DESIGNATED_AFTER_EVENT = "designated_after_event"
    ON_LEAVE = "on_leave"
    RESTING = "resting"
    AT_LOAD_CAP = "at_load_cap"
    UNREACHABLE = "unreachable"
    PASSED = "passed"
    HANDED_BACK = "handed_back"


THEIR_OWN = frozenset({Exclusion.ON_LEAVE, Exclusion.RESTING, Exclusion.AT_LOAD_CAP})
"""Reasons about somebody themselves, which they know: they may be told, and give way where life is at stake."""


class Answered(StrEnum):
    """What somebody already said to this case."""

    NOTHING = ""
    PASSED = "passed"
    HANDED_BACK = "handed_back"


@dataclass(frozen=True)
class Candidate:
    """Somebody who might be paged, as the rows show them now. `supervises` holds (unit group, site)."""

    person: UUID
    roles: frozenset[Role]
    on_call: frozenset[Role] = frozenset()
    unit_group: UUID | None = None
    site: UUID | None = None
    profession: str = "unsaid"
    gender: str = "unsaid"
    languages: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    supervises: frozenset[tuple[UUID, UUID]] = frozenset()
    designated: Mapping[Role, date] = field(default_factory=dict)
    on_leave: bool = False
    resting: bool = False
    reachable: bool = True
    gone: bool = False
    load: int = 0
    pages_this_week: int = 0
    answered: Answered = Answered.NOTHING
    muted_until: datetime | None = None


@dataclass(frozen=True)
class Ready:
    """Who can be paged now, each list best first.

    `muted` holds who was rung three times in ten minutes, and from when they may be rung again.
    """

    on_call: tuple[UUID, ...] = ()
    others: tuple[UUID, ...] = ()
    coordinators: tuple[UUID, ...] = ()
    professionals: tuple[UUID, ...] = ()
    muted: Mapping[UUID, datetime] = field(default_factory=lambda: _NOBODY_MUTED)

    @property
    def supporters(self) -> tuple[UUID, ...]:
        """Return everybody who could be asked as a supporter; whoever is on call first."""
        return self.on_call + self.others


def exclusions(candidate: Candidate, facts: MatchingFacts, *, role: Role, policy: Policy) -> frozenset[Exclusion]:
    """Return every reason why this person may not be paged in this role; empty when they may."""
    found = {
        Exclusion.GONE: candidate.gone,
        Exclusion.NOT_IN_ROLE: role not in candidate.roles,
        Exclusion.SUPERVISES: _supervises(candidate, facts),
        Exclusion.INVOLVED: candidate.person in facts.involved,
        Exclusion.AVOIDED: candidate.person in facts.avoid,
        Exclusion.ON_LEAVE: candidate.on_leave,
        Exclusion.UNREACHABLE: not candidate.reachable,
        Exclusion.HANDED_BACK: candidate.answered is Answered.HANDED_BACK,
    }
    if role is not Role.COORDINATOR:
        found |= _unfit(candidate, facts, role=role, policy=policy)
    return frozenset(reason for reason, holds in found.items() if holds)


def _unfit(candidate: Candidate, facts: MatchingFacts, *, role: Role, policy: Policy) -> dict[Exclusion, bool]:
    """What a coordinator, who only sees to it that somebody answers, is not asked."""
    since = candidate.designated.get(role)
    late = since is not None and bool(facts.event_on) and since > date.fromisoformat(facts.event_on)
    return {
        Exclusion.NOT_DESIGNATED: since is None,
        Exclusion.DESIGNATED_AFTER_EVENT: late,
        Exclusion.RESTING: candidate.resting,
        Exclusion.AT_LOAD_CAP: role is Role.SUPPORTER and candidate.load >= policy.load_cap,
        Exclusion.PASSED: candidate.answered is Answered.PASSED,
    }


def _supervises(candidate: Candidate, facts: MatchingFacts) -> bool:
    if facts.unit_group is None:
        return False
    return any(
        group == facts.unit_group and (facts.site is None or site == facts.site) for group, site in candidate.supervises
    )


def rank(candidates: Iterable[Candidate], facts: MatchingFacts) -> list[Candidate]:
    """Order by wishes: unit, profession, language, gender, way to talk, then least burdened; ties by key."""
    return sorted(candidates, key=lambda candidate: _distance(candidate, facts))


def _distance(candidate: Candidate, facts: MatchingFacts) -> tuple[int | str, ...]:
    return (
        _unit_misses(candidate, facts),
        Wish.SAME_PROFESSION in facts.wishes and candidate.profession != facts.profession,
        facts.language not in candidate.languages,
        _gender_misses(candidate, facts),
        bool(candidate.ways) and facts.way not in candidate.ways,
        candidate.load,
        candidate.pages_this_week,
        candidate.person.hex,
    )


def _unit_misses(candidate: Candidate, facts: MatchingFacts) -> bool:
    own = facts.unit_group is not None and candidate.unit_group == facts.unit_group
    if Wish.OWN_UNIT in facts.wishes:
        return not own
    if Wish.OTHER_AGENCY in facts.wishes:
        return candidate.site == facts.site or own
    return Wish.OTHER_UNIT in facts.wishes and own


def _gender_misses(candidate: Candidate, facts: MatchingFacts) -> bool:
    wanted = {str(wish) for wish in (Wish.WOMAN, Wish.MAN) if wish in facts.wishes}
    return bool(wanted) and candidate.gender not in wanted


def ready(candidates: Iterable[Candidate], facts: MatchingFacts, *, policy: Policy, now: datetime) -> Ready:
    """Apply the hard rules, then the wishes.

    Coordinators and professionals: whoever is on call, else all of them who could answer.
    """
    everybody = list(candidates)
    muted = {who.person: who.muted_until for who in everybody if who.muted_until and who.muted_until > now}

    def able(role: Role) -> list[Candidate]:
        return rank((who for who in everybody if not exclusions(who, facts, role=role, policy=policy)), facts)

    supporters = able(Role.SUPPORTER)
    return Ready(
        on_call=tuple(who.person for who in supporters if Role.SUPPORTER in who.on_call),
        others=tuple(who.person for who in supporters if Role.SUPPORTER not in who.on_call),
        coordinators=_on_call_or_all(able(Role.COORDINATOR), Role.COORDINATOR),
        professionals=_on_call_or_all(able(Role.PROFESSIONAL), Role.PROFESSIONAL),
        muted=muted,
    )


def _on_call_or_all(able: list[Candidate], role: Role) -> tuple[UUID, ...]:
    on_call = tuple(who.person for who in able if role in who.on_call)
    return on_call or tuple(who.person for who in able)
