"""Coming back with the return code: seeing where things stand, and changing them.

The code opens a visit, which is not a sign-in: it lasts an hour at most and is never joined to a staff session. Whoever
returns reads the state in plain
words, the promise, who opened their request, and may change how they are reached, say whether they spoke, take the
request back, or start again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from alongside.cases import dangers, erasing, follow_ups, hand_offs, hand_overs, holds, visits
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.entrusted import ContactWish
from alongside.cases.errors import MoveRefused, UnknownCode
from alongside.cases.models import Case, Opening
from alongside.journeys import keeping_away
from alongside.journeys import until_a_human_answers as ladder
from alongside.ledger import operations as ledger
from alongside.paging import queries as paging_queries
from alongside.tenancy import queries as tenancy
from alongside.tenancy.transactions import one_transaction
from alongside.vault import codes, sealing
from alongside.vocabulary.asking import Urgency, Way
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import ASKED_FOR, OPEN, Stage


@dataclass(frozen=True)
class Reach:
    """How the person is reached, as a returning browser may see it: never in full."""

    way: Way
    ending: str
    may_leave_message: bool
    times: tuple[str, ...]


@dataclass(frozen=True)
class Who:
    """Whoever said yes: named where the person wanted to know first, and whether they are asked to agree."""

    name: str
    to_confirm: bool
    yes_to: str


@dataclass(frozen=True)
class Walked:
    """What has happened so far, and when. `tried_at`: the last try that reached nobody, unless they spoke since."""

    asked_at: datetime
    accepted_at: datetime | None
    first_contact_at: datetime | None
    tried_at: datetime | None


@dataclass(frozen=True)
class Kept:
    """How long what was entrusted is kept: days after the end, the day once it is known, and what stops the clock."""

    days: int
    erasure_on: datetime | None
    held_for: str
    held_since: datetime | None
    looked_at_by: datetime | None


@dataclass(frozen=True)
class Standing:
    """Where things stand, for the status page."""

    stage: Stage
    urgency: Urgency
    danger: bool
    walked: Walked
    contact_due: datetime
    next_step_at: datetime | None
    slipped: bool
    who: Who
    reach: Reach
    seen: list[case_queries.Seen]
    visits_this_week: int
    site_zone: str
    kept: Kept
    pages_sent: int
    code_was_handed_over: bool
    ended_by_a_colleague: bool
    plan: follow_ups.Planned | None
    hand_over: hand_overs.Wish | None
    hand_off: hand_offs.HandOffRow | None
    somebody_has_it: bool


def enter(*, organization: UUID, typed: str, now: datetime) -> bytes:
    """Open a visit with a return code; return the token for the browser's cookie.

    Raises:
        Mistyped: a character is wrong; which group, perhaps. Costs nothing.
        UnknownCode: no live case has this code.
    """
    case = case_queries.case_by_code(organization=organization, code=codes.parse(typed))
    return _open_visit(found=case.pk, now=now)


def _open_visit(*, found: UUID, now: datetime) -> bytes:
    """Read the case anew: telling whether a code fits takes a while, and meanwhile all of it may have been erased."""
    with one_transaction(ring=False):
        case = case_queries.held(found)
        if case.stage == Stage.ERASED:
            raise UnknownCode
        token = visits.begin_visit(case=case, now=now)
        erasing.extend(case=case, now=now)
        cases.note_opening(case=case, role=Role.CAREGIVER, person=None, what=Opening.What.VISIT, now=now)
        _write(case=case, verb="case.visit", now=now)
    return token


def where_things_stand(*, organization: UUID, token: bytes, now: datetime) -> Standing:
    """Return what the status page shows. Raises NoVisit when the visit is over."""
    visit = visits.find_visit(organization=organization, token=token, now=now)
    visits.touch_visit(visit=visit, now=now)
    return _standing(case=visit.case, now=now)


def _standing(*, case: Case, now: datetime) -> Standing:
    return Standing(
        stage=Stage(case.stage),
        urgency=Urgency(case.urgency),
        danger=case.danger,
        walked=_walked(case),
        contact_due=case.contact_due,
        next_step_at=case.due_at,
        slipped=_slipped(case, now),
        who=_who(case),
        reach=_reach(case),
        seen=case_queries.seen_by(case=case),
        visits_this_week=case_queries.visits_this_week(case=case, now=now),
        site_zone=case.site.timezone,
        kept=_kept(case),
        pages_sent=paging_queries.pages_sent(case=case),
        code_was_handed_over=case_queries.code_was_handed_over(case=case),
        plan=follow_ups.planned(case=case),
        hand_over=hand_overs.wish_of(case=case),
        hand_off=hand_offs.last_of_case(organization=case.organization_id, case=case.pk),
        somebody_has_it=case.danger and dangers.is_taken(case=case),
        ended_by_a_colleague=case.stage == Stage.WITHDRAWN and not case_queries.was_taken_back(case=case),
    )


def _walked(case: Case) -> Walked:
    return Walked(case.asked_at, case.accepted_at, case.first_contact_at, follow_ups.last_try(case=case))


def _slipped(case: Case, now: datetime) -> bool:
    """Say whether contact is late. A try is not contact; a word of a supporter's that still stands is taken for it."""
    if case.stage not in {Stage.WAITING, Stage.ACCEPTED} or now < case.contact_due:
        return False
    return case.stage == Stage.WAITING or case_queries.standing_word(case=case) is None


def _who(case: Case) -> Who:
    waits = _waits_for_yes(case)
    return Who(name=_name(case), to_confirm=waits, yes_to=_acceptance(case) if waits else "")


def _name(case: Case) -> str:
    """Return the name they may read: they asked to hear it, or said yes to it when somebody else was to go on."""
    if case.owner and case.tell_me_who_first:
        return case.owner.name
    went_on = case.first_contact_at is not None and case.stage in {Stage.ACCEPTED, Stage.ALONGSIDE}
    return hand_overs.went_to(case=case) if went_on else ""


def _reach(case: Case) -> Reach:
    contact = case_queries.contact_of(case=case, box=case_queries.box_of(case))
    return Reach(contact.way, contact.ending, contact.may_leave_message, contact.times)


def _kept(case: Case) -> Kept:
    held = holds.standing(case=case)
    danger = dangers.of_case(case=case) if case.danger else None
    return Kept(
        days=tenancy.days_kept(case.organization_id, asked_at=case.asked_at),
        erasure_on=case.due_at if case.stage not in OPEN and not case.danger and held is None else None,
        held_for=held.reason if held else "",
        held_since=held.agreed_at if held else None,
        looked_at_by=danger.review_due if danger else None,
    )


def _waits_for_yes(case: Case) -> bool:
    return case.stage == Stage.ACCEPTED and case_queries.waits_for_yes(case)


def _acceptance(case: Case) -> str:
    """Return what tells one colleague's yes from the next one's, without telling who it is."""
    return sha256(f"{case.pk} {case.owner_id} {case.accepted_at}".encode()).hexdigest()[:16]


def leave(*, organization: UUID, token: bytes, now: datetime) -> None:
    """End this visit; other visits go on."""
    visit = visits.find_visit(organization=organization, token=token, now=now)
    with one_transaction(ring=False):
        visits.end_visits(case=visit.case, now=now, token=token)


def change_contact(*, organization: UUID, token: bytes, contact: ContactWish, now: datetime) -> None:
    """Keep a new way to reach the person; the supporter who accepted sees it at once."""
    with _changing(organization=organization, token=token, now=now) as (case, _):
        box = case_queries.box_of(case)
        cases.change_contact(case=case, box=box, contact=contact, now=now)
        ladder.nudge_owner(case=case, now=now)
        _write(case=case, verb="case.contact_changed", now=now, box=box)


def avoid(*, organization: UUID, token: bytes, people: frozenset[UUID], now: datetime) -> None:
    """Name more people who must not be near; whoever is among them and is asked, or has it, has it no longer."""
    with _changing(organization=organization, token=token, now=now) as (case, _):
        box = case_queries.box_of(case)
        facts = case_queries.facts_of(case=case, box=box)
        wider = type(facts)(**{**facts.__dict__, "avoid": facts.avoid | people})
        cases.change_facts(case=case, box=box, facts=wider)
        keeping_away.keep_away(case=case, facts=wider, people=people, now=now)
        _write(case=case, verb="case.avoid", now=now, box=box)


def confirm_who(*, organization: UUID, token: bytes, agreed: bool, to: str, now: datetime) -> None:
    """Say yes or no to the colleague whose name was shown first. No pages somebody else, without a reason.

    `to` is the `yes_to` of the page that was read: a yes to one colleague is never a yes to the next.
    """
    with _changing(organization=organization, token=token, now=now) as (case, kept):
        if not _waits_for_yes(case) or to != _acceptance(case):
            return
        if agreed:
            cases.note(case=case, who_confirmed_at=now)
            ladder.go_on_uncalled(case=case, by=cases.CAREGIVER, now=now)
            ladder.nudge_owner(case=case, now=now)
        else:
            box = case_queries.box_of(case)
            facts = case_queries.facts_of(case=case, box=box)
            refused = type(facts)(**{**facts.__dict__, "avoid": facts.avoid | {case.owner_id}})
            cases.change_facts(case=case, box=box, facts=refused)
            ladder.page_again(case=case, facts=refused, by=cases.CAREGIVER, now=now)
        _write(case=case, verb="case.who_confirmed" if agreed else "case.who_refused", now=now, box=kept)


def we_spoke(*, organization: UUID, token: bytes, now: datetime) -> None:
    """The caregiver says that contact happened: the clock stops."""
    with _changing(organization=organization, token=token, now=now) as (case, box):
        if case.stage == Stage.ALONGSIDE:
            follow_ups.met(case=case, now=now)
            cases.set_times(case=case, due_at=follow_ups.due(case=case, now=now))
        elif case.stage == Stage.ACCEPTED:
            ladder.contact_happened(case=case, by=cases.CAREGIVER, now=now)
        else:
            return
        _write(case=case, verb="case.spoke", now=now, box=box)


def nobody_came(*, organization: UUID, token: bytes, now: datetime) -> None:
    """The caregiver says that nobody came: page more people at once, whatever a supporter wrote down.

    A professional who goes on with them is told, and the coordinators with them.
    """
    with _changing(organization=organization, token=token, now=now) as (case, box):
        if case.stage not in ASKED_FOR:
            raise MoveRefused
        facts = case_queries.facts_or_none(case=case, box=box)
        ladder.nobody_came(case=case, facts=facts, now=now)
        _write(case=case, verb="case.nobody_came", now=now, box=box)


def withdraw(*, organization: UUID, token: bytes, now: datetime) -> None:
    """Take the request back. Under danger calls stop, but the case and its danger owner stay."""
    with _changing(organization=organization, token=token, now=now) as (case, box):
        cases.move(case=case, to=Stage.WITHDRAWN, by=cases.CAREGIVER, now=now)
        ladder.stop(case=case, now=now)
        if case.danger:
            ladder.tell_of_danger(case=case, now=now)
        _write(case=case, verb="case.withdrawn", now=now, box=box)


def it_came_back(*, organization: UUID, token: bytes, urgency: Urgency, now: datetime) -> None:
    """Ask again with the same code: everything else is still known."""
    with _changing(organization=organization, token=token, now=now) as (case, _):
        box = case_queries.box_of(case)
        facts = case_queries.facts_of(case=case, box=box)
        ladder.ask_again(case=case, facts=facts, urgency=urgency, now=now)
        _write(case=case, verb="case.came_back", now=now, box=box)


def raise_danger(*, organization: UUID, token: bytes, now: datetime) -> None:
    """The caregiver is in danger: numbers were shown first; now professionals and coordinators are paged too.

    Whoever carries the request is told to look; one that ended meanwhile is asked anew.
    """
    with _changing(organization=organization, token=token, now=now) as (case, box):
        facts = case_queries.facts_or_none(case=case, box=box)
        if case.stage not in OPEN and facts is not None:
            ladder.ask_again(case=case, facts=facts, urgency=Urgency.DANGER, now=now)
        else:
            ladder.raise_danger(case=case, facts=facts, now=now)
            ladder.nudge_owner(case=case, now=now)
        _write(case=case, verb="case.danger", now=now, box=box)


@contextmanager
def _changing(*, organization: UUID, token: bytes, now: datetime) -> Iterator[tuple[Case, sealing.Box | None]]:
    """Open the one transaction around the case of a visit: held, and read as it is now, whatever the page showed.

    Without a box (its key is lost) whatever needs none goes on: saying that one is in danger, that nobody came, that
    it is taken back. The rest raises CannotBeOpened.
    """
    with one_transaction():
        case = ladder.hold_visited(organization=organization, token=token, now=now)
        yield case, case_queries.box_or_none(case)


def _write(*, case: Case, verb: str, now: datetime, box: sealing.Box | None = None) -> None:
    ledger.write(
        organization=case.organization_id,
        actor_role=Role.CAREGIVER,
        verb=verb,
        now=now,
        payload={"stage": str(case.stage)},
        case=case.pk,
        box=box or case_queries.box_or_none(case),
    )
