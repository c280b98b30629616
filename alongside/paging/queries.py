"""Reading the ladder: who is asked, who could be, what is overdue, whether the engine is late.

Belongs here: reads for journeys and doors, as rows or frozen dataclasses. Does not belong here: who may read
(`people.access`), gathering candidates (`paging.candidates`), an organization's choices (`paging.settings`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max

from alongside.cases.entrusted import MatchingFacts
from alongside.cases.models import Case
from alongside.paging import candidates
from alongside.paging.models import ABOUT_DANGER, Alarm, Beat, Climb, Page
from alongside.paging.rules import PRESETS, Candidate, Exclusion, Policy, Ready, Standing, freeze, ready
from alongside.paging.rules.matching import exclusions, rank
from alongside.paging.settings import Ground, begin, clock, clocks, ladder, promise
from alongside.people.models import Person
from alongside.rota import queries as rota
from alongside.rota.rules import Span
from alongside.tenancy.queries import house_of
from alongside.training import queries as training
from alongside.vocabulary.asking import Urgency
from alongside.vocabulary.roles import Role

__all__ = ["Ground", "begin", "clock", "clocks", "ladder", "promise"]

LATE_AFTER = timedelta(seconds=60)
"""An engine that has not beaten for this long cannot be relied on; the asking pages say so at once."""


@dataclass(frozen=True)
class Able:
    """Somebody who could be paged for a case now, as the coordinator sees them."""

    person: UUID
    name: str
    on_call: bool
    asked: bool


@dataclass(frozen=True)
class OpenPage:
    """A page that waits for this person's answer. It holds nothing about whoever asks."""

    page: UUID
    case: UUID
    role: Role
    urgency: Urgency
    danger: bool
    language: str
    asked_at: datetime
    contact_due: datetime
    paged_at: datetime
    answer_by: datetime


@dataclass(frozen=True)
class AlarmRow:
    """An alarm that nobody has seen to yet. `name` is the colleague it is about, where it is about one."""

    alarm: UUID
    kind: str
    case: UUID | None
    designation: str
    name: str
    raised_at: datetime


@dataclass(frozen=True)
class Cover:
    """One duty over a stretch of time: who stands, who of them could really be paged now, and the holes."""

    duty: str
    shifts: tuple[rota.ShiftRow, ...]
    ready_now: int
    gaps: tuple[Span, ...]


def engine_is_late(*, now: datetime) -> bool:
    """Say whether no engine has beaten for a minute. A beat from before the clock was moved back says nothing."""
    newest = Beat.objects.filter(at__lte=now + LATE_AFTER).aggregate(newest=Max("at"))["newest"]
    return newest is None or now - newest > LATE_AFTER


def oldest_overdue() -> datetime | None:
    """Return the due time of the oldest overdue thing, as the engine that beat last found it; None when all is well."""
    return Beat.objects.order_by("-at").values_list("oldest_overdue", flat=True).first()


def open_climb(*, case: Case) -> Climb | None:
    """Return the climb under way for a case."""
    return Climb.objects.filter(case=case, ended_at=None).first()


def somebody_is_asked(*, case: Case) -> bool:
    """Say whether to wait for an answer: somebody asked has not said no, or rounds go on at their own pace."""
    climb = open_climb(case=case)
    if climb is None:
        return False
    return climb.alarm_raised_at is not None or climb.pages.filter(answer=Page.Answer.NONE).exists()


def pages_sent(*, case: Case) -> int:
    """Return how many people were asked since the person asked last; who was asked before it came back is past.

    Whoever only stepped aside was not asked.
    """
    asked = Page.objects.filter(case=case, paged_at__gte=case.asked_at).exclude(rung=0)
    return asked.values("person").distinct().count()


def somebody_was_paged(*, case: Case, at: datetime) -> bool:
    """Say whether the rung of this very moment paged anybody."""
    return Page.objects.filter(case=case, paged_at=at).exists()


def alarm_is_raised(*, case: Case) -> bool:
    """Say whether the fallback line is the one to call: nobody answered in time and the climb goes on."""
    return Climb.objects.filter(case=case, ended_at=None, alarm_raised_at__isnull=False).exists()


def open_pages(*, organization: UUID, person: UUID) -> list[OpenPage]:
    """Return the pages that wait for this person, one a case, the most pressing first; one query."""
    rows = (
        Page.objects.of(organization)
        .filter(person=person, answer=Page.Answer.NONE, climb__ended_at=None)
        .select_related("case")
        .order_by("case__contact_due", "-paged_at")
    )
    newest: dict[UUID, Page] = {}
    for row in rows:
        newest.setdefault(row.case_id, row)
    return [_open_page(row) for row in newest.values()]


def open_page(*, organization: UUID, page: UUID, person: UUID) -> OpenPage | None:
    """Return one page that waits for this person; None when it was taken, withdrawn, or is not theirs."""
    row = (
        Page.objects.of(organization)
        .filter(pk=page, person=person, answer=Page.Answer.NONE, climb__ended_at=None)
        .select_related("case")
        .first()
    )
    return _open_page(row) if row else None


def may_accept_as(*, organization: UUID, person: UUID, case: Case, now: datetime) -> Role | None:
    """Return as what this person may take the case today; None: they may only have somebody else paged."""
    today = now.astimezone(zone_of(case)).date()
    held = training.valid_kinds(organization=organization, person=person, on=today)
    return next((role for role in (Role.SUPPORTER, Role.PROFESSIONAL) if role.value in held), None)


def clock_began(*, case: Case) -> datetime:
    """Return from when the clock runs: from asking, or from when a case was handed on after contact had happened."""
    last = Climb.objects.filter(case=case).order_by("-started_at", "-rung").first()
    return Policy.from_json(last.policy).asked_at if last else case.asked_at


def why_not(*, case: Case, facts: MatchingFacts, person: UUID, role: Role, now: datetime) -> frozenset[Exclusion]:
    """Return why this person may not take the case as it stands now, though they were asked; empty when they may.

    A designated coordinator takes it as a supporter, so the role itself is no reason.
    """
    policy = policy_of(case=case)
    who = next((one for one in _candidates(case, now) if one.person == person), None)
    if who is None:
        return frozenset({Exclusion.GONE})
    return exclusions(who, facts, role=role, policy=policy) - {Exclusion.NOT_IN_ROLE, Exclusion.UNREACHABLE}


def those_who_can(*, case: Case, facts: MatchingFacts, now: datetime, as_wished: bool = False) -> list[Able]:
    """Return who could be paged for this case now. Why somebody is missing is not told to anybody.

    The order is the same for every case, on call first, then by name: one by wishes would tell profession and unit, one
    by load who walks with how many (T32); whoever is full is not in it. It is by wishes only with `as_wished`, for a
    coordinator to whom these were just shown.
    """
    policy = policy_of(case=case)
    able = _able(_candidates(case, now), facts, policy)
    asked = set(Page.objects.filter(case=case, answer=Page.Answer.NONE).values_list("person_id", flat=True))
    names = dict(Person.objects.filter(pk__in=[who.person for who in able]).values_list("pk", "name"))
    if not as_wished:
        able.sort(key=lambda who: (Role.SUPPORTER not in who.on_call, names[who.person]))
    return [Able(who.person, names[who.person], Role.SUPPORTER in who.on_call, who.person in asked) for who in able]


def _able(everybody: list[Candidate], facts: MatchingFacts, policy: Policy) -> list[Candidate]:
    able = [who for who in everybody if not exclusions(who, facts, role=Role.SUPPORTER, policy=policy)]
    return sorted(rank(able, facts), key=lambda who: Role.SUPPORTER not in who.on_call)


def ready_for(*, case: Case, facts: MatchingFacts, policy: Policy, now: datetime, first: bool = False) -> Ready:
    """Return who can be paged for this case now, best first. `first`: nobody can have answered to it yet."""
    return ready(_candidates(case, now, first=first), facts, policy=policy, now=now)


def policy_of(*, case: Case) -> Policy:
    """Return the policy frozen in the climb under way, or the one a climb would freeze now."""
    climb = open_climb(case=case)
    return Policy.from_json(climb.policy) if climb else freeze_for(case=case, asked=case.asked_at)


def freeze_for(*, case: Case, asked: datetime, bundle: bool = False, ground: Ground | None = None) -> Policy:
    """Freeze what the organization chose, for a climb that begins; `ground` if it was just read."""
    urgency = Urgency.DANGER if case.danger else Urgency(case.urgency)
    chosen = ladder(organization=case.organization_id)
    return freeze(
        clock=ground.clock if ground else clock(organization=case.organization_id, urgency=urgency),
        zone=zone_of(case),
        asked=asked,
        widening=chosen.widening,
        load_cap=chosen.load_cap,
        bundled=bundle,
    )


def standing_of(*, climb: Climb) -> Standing:
    """Return how far a climb is. Whoever saw a page without being rung counts as not yet asked."""
    rows = climb.pages.order_by("paged_at").values_list("person_id", "role", "rung", "paged_at", "rang")
    heard = [(person, role, rung, at) for person, role, rung, at, rang in rows if rang]
    return Standing(
        rung_at={person: at for person, _, _, at in heard},
        supporter_rungs=len({rung for _, role, rung, _ in heard if role == Role.SUPPORTER}),
        coordinators_paged=any(role == Role.COORDINATOR for _, role, _, _, _ in rows),
        alarm_raised=climb.alarm_raised_at is not None,
    )


def unseen_alarms(*, organization: UUID) -> list[AlarmRow]:
    """Return the alarms nobody has seen to: those about a danger first, then the oldest."""
    rows = Alarm.objects.of(organization).filter(seen_at=None).select_related("case", "person").order_by("raised_at")
    return sorted((_alarm_row(row) for row in rows), key=lambda row: row.kind not in ABOUT_DANGER)


def _alarm_row(row: Alarm) -> AlarmRow:
    designation, name = row.case.designation if row.case else "", row.person.name if row.person else ""
    return AlarmRow(row.pk, row.kind, row.case_id, designation, name, row.raised_at)


def coverage(*, organization: UUID, now: datetime, hours: int = 24) -> list[Cover]:
    """Return the cover of each duty for some hours ahead, and how many of those on call could really be paged now."""
    zone = house_of(organization).zone
    everybody = candidates.gather(organization=organization, case=None, on=now.astimezone(zone).date(), now=now)
    cap = ladder(organization=organization).load_cap
    anybody = freeze(clock=PRESETS[Urgency.NOW], zone=zone, asked=now, load_cap=cap)
    stretches = rota.coverages(
        organization=organization, duties=candidates.PAGED, starts=now, ends=now + timedelta(hours=hours)
    )
    able = {role: len(_reachable_on_call(everybody, role, anybody)) for role in candidates.PAGED}
    return [Cover(role.value, stretches[role].shifts, able[role], stretches[role].gaps) for role in candidates.PAGED]


def _reachable_on_call(everybody: list[Candidate], role: Role, policy: Policy) -> list[Candidate]:
    on_call = (who for who in everybody if role in who.on_call)
    return [who for who in on_call if not exclusions(who, MatchingFacts(), role=role, policy=policy)]


def zone_of(case: Case) -> ZoneInfo:
    """Return the zone of the case's site."""
    return ZoneInfo(case.site.timezone)


def _candidates(case: Case, now: datetime, *, first: bool = False) -> list[Candidate]:
    today = now.astimezone(zone_of(case)).date()
    return candidates.gather(organization=case.organization_id, case=None if first else case.pk, on=today, now=now)


def _open_page(row: Page) -> OpenPage:
    return OpenPage(
        page=row.pk,
        case=row.case_id,
        role=Role(row.role),
        urgency=Urgency(row.case.urgency),
        danger=row.case.danger,
        language=row.case.language,
        asked_at=row.case.asked_at,
        contact_due=row.case.contact_due,
        paged_at=row.paged_at,
        answer_by=row.answer_by,
    )
