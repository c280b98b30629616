"""Writing the ladder: starting a climb, taking its next rung, one winner, passing, handing back, alarms.

Belongs here: verbs on climbs and pages, and the notices they cause, inside a journey's transaction.
Does not belong here: moving the case or the ledger (journeys do both), deciding whom to page (`paging.rules`), who is
told of an alarm (`paging.alarms`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from alongside.cases.entrusted import MatchingFacts
from alongside.cases.models import Case
from alongside.notices import operations as notices
from alongside.paging import queries
from alongside.paging.alarms import count_not_real, raise_alarm, raise_once, see_alarm
from alongside.paging.errors import AlreadyTaken, MayNotBePaged, NoSuchPage, NotClimbing, NotDesignated
from alongside.paging.models import Alarm, Climb, Page
from alongside.paging.rules import (
    Alarmed,
    Asked,
    Move,
    Policy,
    Rung,
    is_late,
    next_move,
    page_again,
)
from alongside.people.models import Person
from alongside.tenancy.leases import lease_first
from alongside.tenancy.transactions import require_transaction
from alongside.vocabulary.roles import Role

__all__ = ["count_not_real", "raise_alarm", "raise_once", "see_alarm"]

NOBODY_CAN_AGAIN = timedelta(days=1)
"""Where nobody may be asked, coordinators who looked are told again after this long, for as long as somebody waits."""

ONE_FLOOD = timedelta(hours=1)
"""Under a flood coordinators are rung once, then not again for this long; what is saved is on the board."""


@dataclass(frozen=True)
class Won:
    """Somebody took the case: whose it is now, and as what."""

    case_id: UUID
    person_id: UUID
    role: Role


def start_climb(
    *,
    case: Case,
    facts: MatchingFacts | None,  # noqa: ARG001  # Nobody is chosen yet; asked for so that no caller forgets the rung.
    now: datetime,
    bundle: bool = False,
    ground: queries.Ground | None = None,
) -> Climb:
    """Begin a climb; its policy is frozen here. The caller takes the first rung with `climb_next_rung` at once.

    A climb under way ends first. Whoever had taken the case since it was asked is not paged again. Once contact has
    happened the clocks begin anew; before, they run from the moment of asking, so that time lost is not lost twice.
    With `ground` the case was opened in this transaction: nobody else sees it yet, and no climb came before.
    """
    require_transaction()
    last = None if ground else _end_last(case, now)
    asked = now if case.first_contact_at else case.asked_at
    return Climb.objects.create(
        organization_id=case.organization_id,
        case=case,
        policy=queries.freeze_for(case=case, asked=asked, bundle=bundle, ground=ground).to_json(),
        started_at=now,
        rung=last.rung if last else 0,  # Rungs are counted through a case, so that each page has its own notice.
        due_at=now,
    )


def _end_last(case: Case, now: datetime) -> Climb | None:
    """Hold the case, end the climb before, if any, and free whoever took it since it was asked; return that climb."""
    hold(case=case.pk)
    last = Climb.objects.filter(case=case).order_by("-started_at", "-rung").first()
    if last is not None:
        end_climb(case=case, now=now)
        taken = Page.objects.filter(case=case, answer=Page.Answer.ACCEPTED, answered_at__gte=case.asked_at)
        taken.update(answer=Page.Answer.RELEASED)
    return last


def climb_next_rung(
    *, case: Case, facts: MatchingFacts, now: datetime, begun: Climb | None = None, first: bool = False
) -> datetime:
    """Take the next rung: page whom `next_move` names, raise its alarms; return when to look again, always later.

    `begun` is the climb if this transaction began it, so that it is ours; `first`, when it opened the case as well.

    Raises:
        NotClimbing: no climb is under way; somebody accepted, or the request was taken back.
    """
    climb, policy = (begun, Policy.from_json(begun.policy)) if begun else _under_way(case)
    late = is_late(due_at=climb.due_at, now=now)
    able = queries.ready_for(case=case, facts=facts, policy=policy, now=now, first=first)
    standing = queries.standing_of(climb=climb)
    move = next_move(policy=policy, standing=standing, people=able, now=now, late=late)
    climb.late = climb.late or late
    return _carry_out(climb=climb, move=move, now=now)


def page_again_now(*, case: Case, facts: MatchingFacts, now: datetime) -> datetime:
    """Page the next colleagues at once, at any hour, because a human said so; return when to look again.

    A request that was bundled under a flood climbs by itself from here on. Raises NotClimbing.
    """
    climb, policy = _under_way(case)
    climb.policy = policy.unbundled().to_json()
    able = queries.ready_for(case=case, facts=facts, policy=policy, now=now)
    standing = queries.standing_of(climb=climb)
    move = page_again(policy=policy.unbundled(), standing=standing, people=able, now=now)
    return _carry_out(climb=climb, move=move, now=now)


def page_one(*, case: Case, facts: MatchingFacts, person: UUID, now: datetime) -> None:
    """Page one person whom the coordinator chose; the climb goes on as it was.

    Raises:
        MayNotBePaged: a hard rule forbids it.
        NotClimbing: nobody is looked for any more.
    """
    climb, policy = _under_way(case)
    able = queries.ready_for(case=case, facts=facts, policy=policy, now=now)
    if person not in able.supporters:
        raise MayNotBePaged
    chosen = Asked(person, Role.SUPPORTER, rings=person not in able.muted)
    _carry_out(climb=climb, move=Move(Rung.AGAIN, climb.due_at, (chosen,)), now=now)


def accept(*, organization: UUID, page: UUID, person: UUID, now: datetime) -> Won:
    """Take the case: one winner. Everybody else is stood down, and what was not sent yet is not sent.

    Raises:
        NoSuchPage: not a page of this person's.
        NotDesignated: they may only have somebody else paged.
        AlreadyTaken: somebody was quicker, or the page is no longer open.
    """
    require_transaction()
    asked = _page(organization, page, person)
    hold(case=asked.case_id)
    role = queries.may_accept_as(organization=organization, person=person, case=asked.case, now=now)
    if role is None:
        raise NotDesignated
    if not Climb.objects.filter(pk=asked.climb_id, ended_at=None).update(ended_at=now, lease_until=None):
        raise AlreadyTaken
    mine = Page.objects.filter(pk=page, answer=Page.Answer.NONE)
    if not mine.update(answer=Page.Answer.ACCEPTED, answered_at=now):
        raise AlreadyTaken
    _stand_down(Page.objects.filter(climb=asked.climb_id), now)
    notices.void_for_case(case=asked.case_id, now=now)
    return Won(asked.case_id, person, role)


def asked_now(*, organization: UUID, page: UUID, person: UUID) -> Page:
    """Return a page of this person's, its case and climb held, and the person too.

    Whoever takes two at the same moment is counted once and then again, so that nobody carries more than was agreed.
    Raises NoSuchPage.
    """
    require_transaction()
    hold(case=_page(organization, page, person).case_id)
    hold_person(person=person)
    return _page(organization, page, person)


def hold_person(*, person: UUID) -> None:
    """Hold somebody who is about to carry one more, after the case: two yeses of theirs take turns."""
    require_transaction()
    list(Person.objects.select_for_update(no_key=True).filter(pk=person).values_list("pk"))


def pass_on(*, organization: UUID, page: UUID, person: UUID, now: datetime) -> Page:
    """Say "not this time"; no reason asked. This person is not asked again for this case. Raises NoSuchPage."""
    require_transaction()
    asked = _page(organization, page, person)
    hold(case=asked.case_id)
    theirs = Page.objects.filter(case=asked.case_id, person=person, answer=Page.Answer.NONE)
    if theirs.update(answer=Page.Answer.PASSED, answered_at=now):
        notices.void_for_person(case=asked.case_id, person=person)
    return asked


def note_release(*, case: Case, person: UUID, conflict: bool, now: datetime) -> None:
    """Note that somebody gave the case back, or must not have it: they are never paged for it again."""
    hold(case=case.pk)
    answer = Page.Answer.CONFLICT if conflict else Page.Answer.RELEASED
    taken = Page.objects.filter(case=case, person=person).order_by("answer", "-paged_at")  # "accepted" sorts first.
    page = taken.first()
    if page is None:
        page = _page_never_sent(case, person, now)
    Page.objects.filter(pk=page.pk).update(answer=answer, answered_at=now)


def step_aside(*, case: Case, person: UUID, now: datetime) -> None:
    """Note that somebody does not take it themselves, as if they had passed: it holds until the person asks anew."""
    hold(case=case.pk)
    theirs = Page.objects.filter(case=case, person=person)
    if theirs.filter(answer__in=(Page.Answer.RELEASED, Page.Answer.CONFLICT)).exists():
        return  # That holds for good.
    page = theirs.filter(rung=0).first() or _page_never_sent(case, person, now)
    Page.objects.filter(pk=page.pk).update(answer=Page.Answer.PASSED, paged_at=now, answered_at=now)


def withdraw_pages(*, case: Case, people: Iterable[UUID], now: datetime) -> None:
    """Take back what some people were asked: the caregiver would rather not have them."""
    hold(case=case.pk)
    for person in people:
        _stand_down(Page.objects.filter(case=case, person=person), now)
        notices.void_for_person(case=case.pk, person=person)


def end_climb(*, case: Case, now: datetime) -> None:
    """End the climb under way, if any: nobody is asked any more, and what was not sent yet is not sent."""
    require_transaction()
    Climb.objects.filter(case=case, ended_at=None).update(ended_at=now, lease_until=None)
    _stand_down(Page.objects.filter(case=case), now)
    notices.void_for_case(case=case.pk, now=now)


def hold(*, case: UUID) -> None:
    """Hold a case and its climb until the transaction ends; whoever writes pages or moves the case holds them first.

    The case comes first, always: it is there before any climb, so that a climb begun meanwhile changes no order. Two
    transactions that lock in one order never wait for each other in a ring (PostgreSQL; SQLite has one writer).
    """
    require_transaction()
    if not connection.features.has_select_for_update:
        return  # The one writer holds everything; reading it twice more would only take time from whoever asks.
    list(Case.objects.select_for_update(no_key=True).filter(pk=case).values_list("pk"))
    list(Climb.objects.select_for_update().filter(case=case, ended_at=None).values_list("pk"))


def claim_due_climb(*, now: datetime) -> Climb | None:
    """Lease the climb whose next rung has been due longest; None when none is."""
    return lease_first(Climb.objects.filter(ended_at=None, due_at__lte=now), now=now)


def climb_later(*, case: Case, at: datetime) -> None:
    """Put the next rung off: nothing could be done for this case now."""
    require_transaction()
    Climb.objects.filter(case=case, ended_at=None).update(due_at=at, lease_until=None)


def forget_case(*, case: Case) -> None:
    """Remove every climb, page and alarm of a case that is being forgotten."""
    require_transaction()
    Climb.objects.filter(case=case).delete()
    Alarm.objects.filter(case=case).delete()


def _under_way(case: Case) -> tuple[Climb, Policy]:
    """Hold the climb under way, so that nobody can accept between looking and paging."""
    hold(case=case.pk)
    climb = Climb.objects.filter(case=case, ended_at=None).first()
    if climb is None:
        raise NotClimbing
    return climb, Policy.from_json(climb.policy)


def _carry_out(*, climb: Climb, move: Move, now: datetime) -> datetime:
    """Write the pages of a move and the notices and alarms they cause, and when the climb is due again."""
    flood_known = Alarmed.FLOOD in move.alarms and _flood_is_known(climb.organization_id, now)
    acts = bool(move.page or move.alarms)
    if acts:
        climb.rung += 1
    _write_pages(climb, move, now, ring=not flood_known)
    _raise_alarms(climb, move, now, flood_known=flood_known)
    if move.rung is Rung.FALLBACK:
        climb.alarm_raised_at = now
    climb.due_at, climb.lease_until = move.due_at, None
    climb.save(update_fields=["rung", "policy", "late", "alarm_raised_at", "due_at", "lease_until"])
    return move.due_at


def _write_pages(climb: Climb, move: Move, now: datetime, *, ring: bool) -> None:
    Page.objects.bulk_create(
        Page(
            organization_id=climb.organization_id,
            climb=climb,
            case_id=climb.case_id,
            person_id=asked.person,
            role=asked.role,
            rung=climb.rung,
            paged_at=now,
            answer_by=move.due_at,
            rang=asked.rings and ring,
        )
        for asked in move.page
    )
    for asked in move.page:
        if asked.rings and ring:
            alarm = move.rung is Rung.FALLBACK and asked.role is Role.COORDINATOR
            _tell(climb, asked.person, "alarm" if alarm else "page", now)


def _tell(climb: Climb, person: UUID, template: str, now: datetime) -> None:
    notices.tell(
        organization=climb.organization_id,
        person=person,
        template=template,
        now=now,
        case=climb.case_id,
        rung=climb.rung,
    )


def _raise_alarms(climb: Climb, move: Move, now: datetime, *, flood_known: bool) -> None:
    Alarm.objects.bulk_create(
        Alarm(
            organization_id=climb.organization_id,
            kind=kind,
            case_id=None if kind is Alarmed.FLOOD else climb.case_id,
            raised_at=now,
        )
        for kind in move.alarms
        if not (kind is Alarmed.FLOOD and flood_known) and not _is_known(climb, kind, now)
    )


def _flood_is_known(organization: UUID, now: datetime) -> bool:
    recent = Alarm.objects.of(organization).filter(kind=Alarm.Kind.FLOOD, raised_at__gt=now - ONE_FLOOD)
    return recent.exists()


def _is_known(climb: Climb, kind: Alarmed, now: datetime) -> bool:
    """Return whether saying it once more tells nothing: it stands unseen, or nobody could be asked a moment ago too."""
    same = Alarm.objects.filter(case=climb.case_id, kind=kind)
    if kind is Alarmed.NOBODY_CAN:
        return same.filter(Q(seen_at=None) | Q(raised_at__gt=now - NOBODY_CAN_AGAIN)).exists()
    return kind is Alarmed.DANGER and same.filter(seen_at=None).exists()


def _page(organization: UUID, page: UUID, person: UUID) -> Page:
    rows = Page.objects.of(organization).select_related("case__site", "climb")
    found = rows.filter(pk=page, person=person).first()
    if found is None:
        raise NoSuchPage
    return found


def _page_never_sent(case: Case, person: UUID, now: datetime) -> Page:
    """Note somebody who had the case without being paged for it, so that a conflict of theirs is not forgotten."""
    climb = Climb.objects.filter(case=case).order_by("-started_at").first() or _climb_that_never_was(case, now)
    return Page.objects.create(
        organization_id=case.organization_id,
        climb=climb,
        case=case,
        person_id=person,
        role=Role.SUPPORTER,
        rung=0,
        paged_at=now,
        answer_by=now,
        rang=False,
    )


def _climb_that_never_was(case: Case, now: datetime) -> Climb:
    """Whoever carried an offer had the case without any climb: begun and ended, so that what they said is kept."""
    policy = queries.freeze_for(case=case, asked=case.asked_at)
    return Climb.objects.create(
        organization_id=case.organization_id,
        case=case,
        policy=policy.to_json(),
        started_at=now,
        due_at=now,
        ended_at=now,
    )


def _stand_down(pages: QuerySet[Page, Page], now: datetime) -> None:
    pages.filter(answer=Page.Answer.NONE).update(answer=Page.Answer.STOOD_DOWN, answered_at=now)
