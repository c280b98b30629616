"""From the moment a request is saved until a human has spoken: nobody waits unanswered.

The engine calls `climb_next` and `remind_or_release_next`; other journeys call the rest inside their own transaction. A
case that is waiting always has a climb with a next time; a case that is accepted always has a supporter with a time by
which contact is due. When that time passes without contact, it is paged again.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from alongside.cases import dangers, follow_ups, rules, visits
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.entrusted import MatchingFacts
from alongside.cases.errors import NoVisit
from alongside.cases.models import Case, Opening
from alongside.journeys import following_up, going_on, looking_after_supporters
from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.paging import danger as asking
from alongside.paging import operations as paging
from alongside.paging import queries as paging_queries
from alongside.paging.errors import NotClimbing
from alongside.paging.models import Alarm
from alongside.paging.rules.clocks import AFTER_ACCEPTING_AT_ONCE
from alongside.tenancy import operations as tenancy
from alongside.tenancy import queries as tenancy_queries
from alongside.tenancy.models import GoLiveCheck, Organization
from alongside.tenancy.transactions import one_transaction
from alongside.vault import sealing
from alongside.vocabulary.asking import Urgency
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage

TELL_AGAIN = timedelta(hours=1)
"""How often coordinators are told of a case that nobody can open."""

WAIT_FOR_A_YES = timedelta(hours=12)
"""How long the promise is stretched, each time, while the caregiver has not yet said yes to the name they asked to
hear first.
"""


def open_and_page(
    *, organization: UUID, request: cases.Request, by: cases.Actor, now: datetime, bundle: bool = False
) -> tuple[Case, sealing.Box]:
    """Save a request and page the first rung, in the caller's transaction."""
    ground, promise = paging_queries.begin(
        organization=organization, site=request.site, urgency=request.urgency, asked=now
    )
    case, box = cases.open_case(organization=organization, request=request, contact_due=promise, by=by, now=now)
    case.site = ground.site  # Read once: what follows asks for its hours again and again.
    _start(case=case, facts=request.facts, now=now, bundle=bundle, ground=ground)
    return case, box


def note_asked(*, case: Case, box: sealing.Box, by: cases.Actor, now: datetime) -> None:
    """Write the ledger entry of a request; last in its transaction."""
    payload = {"urgency": str(case.urgency), "actor": str(by.person or "")}
    _write(case=case, box=box, verb="case.asked", role=by.role, payload=payload, now=now)


def climb_next(*, now: datetime) -> bool:
    """Take the next rung of one climb that is due; False when none is.

    The claim is a transaction of its own, so that a climb that fails is left for a minute and holds up no other.
    """
    with one_transaction(ring=False):
        climb = paging.claim_due_climb(now=now)
    if climb is not None:
        _climb(climb.case_id, now=now)
    return climb is not None


def hold(*, case: UUID) -> Case:
    """Hold a case and its climb until the transaction ends, and return it as it is now.

    What a page or a claim showed may be over: somebody accepted, handed back or took it back meanwhile.
    """
    paging.hold(case=case)
    return case_queries.held(case)


def hold_visited(*, organization: UUID, token: bytes, now: datetime) -> Case:
    """Hold the case of a visit. Raises NoVisit: it is over, or everything was erased while this was on its way."""
    case = hold(case=visits.find_visit(organization=organization, token=token, now=now).case_id)
    if case.stage == Stage.ERASED:
        raise NoVisit
    return case


def _climb(key: UUID, *, now: datetime) -> None:
    with one_transaction():
        case = hold(case=key)
        if case.stage != Stage.WAITING:
            return  # Somebody accepted, it was taken back or erased between the claim and now.
        box = case_queries.box_or_none(case)
        facts = case_queries.facts_or_none(case=case, box=box)
        if facts is None:
            _cannot_be_opened(case=case, now=now)
        else:
            _next_rung(case=case, facts=facts, now=now)
        _write(case=case, box=box, verb="case.paged", role=cases.ENGINE.role, payload={}, now=now)


def _cannot_be_opened(*, case: Case, now: datetime) -> None:
    """What was entrusted cannot be read: nobody could reach the person, or know who must not be asked.

    So nobody is asked blindly, and the coordinators are told, again and again.
    """
    paging.raise_alarm(organization=case.organization_id, kind=Alarm.Kind.CANNOT_OPEN, case=case, now=now)
    paging.climb_later(case=case, at=now + TELL_AGAIN)
    cases.set_times(case=case, due_at=now + TELL_AGAIN)


def say_it_cannot_be_opened(*, organization: UUID, case: UUID, now: datetime) -> None:
    """Somebody met a case that cannot be read: the coordinators are told, once until one of them has seen to it."""
    with one_transaction():
        met = case_queries.case_of(organization=organization, case=case)
        paging.raise_once(organization=organization, kind=Alarm.Kind.CANNOT_OPEN, case=met, now=now)


def _start(
    *,
    case: Case,
    facts: MatchingFacts,
    now: datetime,
    bundle: bool = False,
    ground: paging_queries.Ground | None = None,
) -> None:
    if case.danger:
        dangers.keep(case=case, now=now)
    begun = paging.start_climb(case=case, facts=facts, now=now, bundle=bundle, ground=ground)
    due = paging.climb_next_rung(case=case, facts=facts, now=now, begun=begun, first=ground is not None)
    _after_a_rung(case=case, next_due=due, now=now)


def _next_rung(*, case: Case, facts: MatchingFacts, now: datetime) -> None:
    _after_a_rung(case=case, next_due=paging.climb_next_rung(case=case, facts=facts, now=now), now=now)


def _after_a_rung(*, case: Case, next_due: datetime, now: datetime) -> None:
    cases.set_times(case=case, due_at=next_due)
    if paging_queries.somebody_was_paged(case=case, at=now):
        cases.note_opening(case=case, role=Role.SUPPORTER, person=None, what=Opening.What.PAGED, now=now)


def widen_now(*, case: Case, facts: MatchingFacts, now: datetime) -> None:
    """Page the next colleagues without waiting for a time, because a human said so."""
    cases.set_times(case=case, due_at=paging.page_again_now(case=case, facts=facts, now=now))


def widen_if_nobody_is_asked(*, case: Case, facts: MatchingFacts, now: datetime) -> None:
    """Take the next rung when everybody asked so far has passed."""
    if not paging_queries.somebody_is_asked(case=case):
        with suppress(NotClimbing):  # Somebody accepted just now.
            _next_rung(case=case, facts=facts, now=now)


def page_again(*, case: Case, facts: MatchingFacts | None, by: cases.Actor, now: datetime) -> None:
    """Put an accepted case back to waiting and page somebody else at once.

    Once contact has happened the promise kept its word: whoever takes over has a new one. One not kept by somebody who
    was to go on with them stands. Without `facts` (what was entrusted cannot be read) nobody is asked blindly; the
    coordinators are told.
    """
    paging.hold(case=case.pk)
    notices.void_for_case(case=case.pk, now=now)
    kept = case.first_contact_at is not None and case.stage == Stage.ALONGSIDE
    cases.move(case=case, to=Stage.WAITING, by=by, now=now, due_at=now)
    if kept:
        going_on.wait_for_somebody(case=case, now=now)
    if facts is None:
        paging.start_climb(case=case, facts=None, now=now)
        _cannot_be_opened(case=case, now=now)
        return
    _start(case=case, facts=facts, now=now)


def ask_again(*, case: Case, facts: MatchingFacts, urgency: Urgency, now: datetime) -> None:
    """It came back: the same person asks anew, with a new promise. Danger that nobody lowered is still danger."""
    urgency = Urgency.DANGER if case.danger else urgency
    cases.move(case=case, to=Stage.WAITING, by=cases.CAREGIVER, now=now, due_at=now)
    promise = paging_queries.promise(
        organization=case.organization_id, site=case.site_id, urgency=urgency, asked=now, accepted=None
    )
    cases.ask_anew(case=case, urgency=urgency, contact_due=promise, now=now)
    _start(case=case, facts=facts, now=now)


def nobody_came(*, case: Case, facts: MatchingFacts | None, now: datetime) -> None:
    """Page more people at once, whatever a supporter wrote down, and tell the coordinators."""
    paging.hold(case=case.pk)
    if case.stage == Stage.WITH_PROFESSIONAL:  # They and the coordinators hear of it; nobody is taken away.
        paging.raise_once(organization=case.organization_id, kind=Alarm.Kind.NOBODY_CAME, case=case, now=now)
        nudge_owner(case=case, now=now)
        return
    paging.raise_alarm(organization=case.organization_id, kind=Alarm.Kind.NOBODY_CAME, case=case, now=now)
    if case.stage == Stage.WAITING:
        if facts is None:
            _cannot_be_opened(case=case, now=now)
        else:
            widen_now(case=case, facts=facts, now=now)
        return
    cases.note(case=case, first_contact_at=None)  # So that the clocks run from the moment of asking.
    page_again(case=case, facts=facts, by=cases.CAREGIVER, now=now)


def raise_danger(*, case: Case, facts: MatchingFacts | None, now: datetime) -> None:
    """Tell professionals and coordinators at once; a waiting case climbs the ladder of danger.

    Whoever accepted already must make contact at once, and from now on somebody is asked to take it on until somebody
    has (`journeys/danger.py`). Without `facts` (what was entrusted cannot be read) the alarm is raised all the same.
    Raised again while it stands, everybody is asked at once.
    """
    paging.hold(case=case.pk)
    if case.danger:
        asking.ring_next(row=dangers.begin(case=case, now=now), case=case, now=now)
        return
    cases.note(case=case, danger=True)
    cases.hasten(case=case, urgency=Urgency.DANGER)
    paging.raise_alarm(organization=case.organization_id, kind=Alarm.Kind.DANGER, case=case, now=now)
    asking.note_told(row=dangers.begin(case=case, now=now), case=case, now=now)
    _look_after_owner(case=case, now=now)
    if case.stage == Stage.WAITING and facts is None:
        _cannot_be_opened(case=case, now=now)
    elif case.stage == Stage.WAITING and facts is not None:
        paging.end_climb(case=case, now=now)
        _start(case=case, facts=facts, now=now)
    elif case.stage == Stage.ACCEPTED:
        _contact_at_once(case=case, now=now)


def tell_of_danger(*, case: Case, now: datetime) -> None:
    """Tell professionals and coordinators that danger stands and calls have stopped."""
    paging.raise_alarm(organization=case.organization_id, kind=Alarm.Kind.DANGER, case=case, now=now)


def _contact_at_once(*, case: Case, now: datetime) -> None:
    """Whoever carries it has as long as somebody who accepts a request in danger now; then it is paged again."""
    soon = now + AFTER_ACCEPTING_AT_ONCE
    cases.set_times(case=case, due_at=min(case.due_at or soon, soon), contact_due=min(case.contact_due, soon))


def contact_happened(*, case: Case, by: cases.Actor, now: datetime) -> None:
    """Contact is confirmed: the clock stops and support is under way."""
    due = follow_ups.begin(case=case, now=now).starts_at
    cases.move(case=case, to=Stage.ALONGSIDE, by=by, now=now, due_at=due, owner=case.owner_id)
    if case.danger:
        _look_after_owner(case=case, now=now)
    if case.first_contact_at is None:
        cases.note(case=case, first_contact_at=now)
        _count_rehearsal(case=case, now=now)


def go_on_uncalled(*, case: Case, by: cases.Actor, now: datetime) -> None:
    """They asked for no more calls: whoever takes over is with them at once, by words only, and has nobody to ring."""
    if follow_ups.said_no_more(case=case) and not case_queries.waits_for_yes(case):
        contact_happened(case=case, by=by, now=now)


def _look_after_owner(*, case: Case, now: datetime) -> None:
    """Give whoever walks with somebody in danger rest from further pages, and a mentor's talk."""
    if case.owner_id and case.stage in {Stage.ACCEPTED, Stage.ALONGSIDE}:
        looking_after_supporters.after_danger(organization=case.organization_id, supporter=case.owner_id, now=now)


def _count_rehearsal(*, case: Case, now: datetime) -> None:
    """While an organization is being set up, every request that was answered counts towards going live."""
    house = tenancy_queries.house_of(case.organization_id)
    if house.mode == Organization.Mode.SETTING_UP:
        day = now.astimezone(house.zone).date()
        kind = GoLiveCheck.Kind.TEST_REQUEST_ANSWERED
        tenancy.note_check(organization=house.id, kind=kind, seen_by=cases.ENGINE.role, seen_on=day)


def nudge_owner(*, case: Case, now: datetime) -> None:
    """Send the constant neutral text to whoever carries the case."""
    if case.owner_id:
        notices.tell(organization=case.organization_id, person=case.owner_id, template="page", now=now, case=case.pk)


def stop(*, case: Case, now: datetime) -> None:
    """It has ended: nothing is planned, nobody is paged any more, what was not sent is void."""
    follow_ups.end(case=case, now=now)
    paging.end_climb(case=case, now=now)
    notices.void_for_case(case=case.pk, now=now)


def remind_or_release_next(*, now: datetime) -> bool:
    """Deal with one accepted or accompanied case whose time has come; False when none has."""
    with one_transaction(ring=False):
        key = cases.claim_overdue(now=now)
    if key is None:
        return False
    with one_transaction():
        case = hold(case=key)
        box = case_queries.box_or_none(case)
        verb = _deal_with(case=case, box=box, now=now)
        if verb:
            _write(case=case, box=box, verb=verb, role=cases.ENGINE.role, payload={}, now=now)
    return True


def _deal_with(*, case: Case, box: sealing.Box | None, now: datetime) -> str:
    if case.stage not in cases.IN_HANDS or case.due_at is None or case.due_at > now:
        return ""  # Somebody was quicker between the claim and now.
    if case_queries.said_not_real(case=case):
        return _not_real(case=case, now=now)
    if following_up.nobody_opens(case=case):
        following_up.stop_kindly(case=case, by=cases.ENGINE, now=now)
        return "case.lapsed"
    if case.stage == Stage.ALONGSIDE:
        return following_up.remind(case=case, now=now)
    return _see_to_contact(case=case, box=box, now=now)


def _see_to_contact(*, case: Case, box: sealing.Box | None, now: datetime) -> str:
    if case_queries.standing_word(case=case):
        contact_happened(case=case, by=cases.Actor("supporter", case.owner_id), now=now)
        return "contact.settled"
    if now < case.contact_due:
        nudge_owner(case=case, now=now)
        cases.note(case=case, reminded_at=now)
        cases.set_times(case=case, due_at=case.contact_due)
        return "contact.reminded"
    return _contact_overdue(case=case, box=box, now=now)


def _not_real(*, case: Case, now: datetime) -> str:
    """Nobody took it back within ten minutes: it ends, and is counted, without a name, for the coordinators."""
    cases.move(case=case, to=Stage.WITHDRAWN, by=cases.Actor(Role.SUPPORTER, case.owner_id), now=now)
    stop(case=case, now=now)
    paging.count_not_real(organization=case.organization_id, now=now)
    return "case.not_real"


def _contact_overdue(*, case: Case, box: sealing.Box | None, now: datetime) -> str:
    facts = case_queries.facts_or_none(case=case, box=box)
    if facts is None:  # Nobody else could read more than whoever has it: they keep it, and the coordinators are told.
        paging.raise_once(organization=case.organization_id, kind=Alarm.Kind.CANNOT_OPEN, case=case, now=now)
        nudge_owner(case=case, now=now)
        cases.set_times(case=case, due_at=now + TELL_AGAIN)
        return "contact.cannot_open"
    paging.raise_alarm(organization=case.organization_id, kind=Alarm.Kind.CONTACT_OVERDUE, case=case, now=now)
    if case_queries.waits_for_yes(case):
        cases.set_times(case=case, due_at=now + WAIT_FOR_A_YES, contact_due=now + WAIT_FOR_A_YES)
        return "contact.waits_for_yes"
    if _still_trying(case=case, now=now):
        nudge_owner(case=case, now=now)
        cases.set_times(case=case, due_at=now + rules.pause(Urgency(case.urgency)))
        return "contact.still_trying"
    if case.owner_id:
        paging.note_release(case=case, person=case.owner_id, conflict=False, now=now)
    page_again(case=case, facts=facts, by=cases.ENGINE, now=now)
    return "contact.overdue"


def _still_trying(*, case: Case, now: datetime) -> bool:
    """Whether whoever accepted has tried of late: then they go on, and the coordinators know that it is late."""
    since = max(now - 2 * rules.pause(Urgency(case.urgency)), case.accepted_at or case.asked_at)
    return any(one.person_id == case.owner_id and one.at >= since for one in case_queries.attempts_of(case=case))


def _write(
    *, case: Case, box: sealing.Box | None, verb: str, role: str, payload: dict[str, str], now: datetime
) -> None:
    ledger.write(
        organization=case.organization_id, actor_role=role, verb=verb, now=now, payload=payload, case=case.pk, box=box
    )
