"""The coordinator helps a request along, blind: by two made-up words, a stage and a clock.

They may page the next rung now, or choose among those who can; why somebody is missing from that list is never told.
Where a supporter falls silent or ill they have colleagues asked anew. A coordinator with a valid designation may answer
themselves, and then is the supporter; not where they asked anew and a colleague could. Where the caregiver let them
help, profession and unit group are shown, and the caregiver reads that they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.cases import moves
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.errors import MovedMeanwhile, MoveRefused
from alongside.cases.models import Case, Opening
from alongside.journeys import danger, letting_go
from alongside.journeys import until_a_human_answers as ladder
from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.paging import operations as paging
from alongside.paging import queries as paging_queries
from alongside.people.queries import Member
from alongside.tenancy.transactions import one_transaction
from alongside.vault import sealing
from alongside.vocabulary.passing_on import AskAnew
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage


@dataclass(frozen=True)
class HelpToChoose:
    """What a caregiver let the coordinator see so that the right person is found."""

    profession: str
    unit_group: UUID | None
    wishes: tuple[str, ...]


def page_the_next_now(*, member: Member, case: UUID, now: datetime) -> None:
    """Take the next rung without waiting for its time."""
    with one_transaction():
        waiting, box = _waiting(member=member, case=case)
        facts = case_queries.facts_of(case=waiting, box=box)
        cases.set_times(case=waiting, due_at=paging.page_again_now(case=waiting, facts=facts, now=now))
        _write(member=member, case=waiting, box=box, verb="case.paged_by_coordinator", now=now)


def page_this_person(*, member: Member, case: UUID, person: UUID, now: datetime) -> None:
    """Page one of those who can. Raises paging.errors.MayNotBePaged when a hard rule forbids it by now."""
    with one_transaction():
        waiting, box = _waiting(member=member, case=case)
        facts = case_queries.facts_of(case=waiting, box=box)
        paging.page_one(case=waiting, facts=facts, person=person, now=now)
        _write(member=member, case=waiting, box=box, verb="case.person_chosen", now=now)


def help_to_choose(*, member: Member, case: UUID, now: datetime) -> HelpToChoose:
    """Show what the caregiver let the coordinator see, and note that it was seen.

    Raises MoveRefused without consent.
    """
    with one_transaction(ring=False):
        waiting, box = _waiting(member=member, case=case)
        if not waiting.coordinator_may_help:
            raise MoveRefused
        facts = case_queries.facts_of(case=waiting, box=box)
        cases.note_opening(
            case=waiting, role=Role.COORDINATOR, person=member.person, what=Opening.What.HELPED_CHOOSE, now=now
        )
        _write(member=member, case=waiting, box=box, verb="case.helped_choose", now=now)
    return HelpToChoose(facts.profession, facts.unit_group, facts.wishes)


def those_who_can(*, member: Member, case: UUID, now: datetime, as_wished: bool = False) -> list[paging_queries.Able]:
    """Return the names of those who could be paged for this case now; blind to why others are missing.

    What was entrusted is opened for it, unseen, and that leaves its entry. `as_wished` puts those first whom the
    caregiver would rather have: only after `help_to_choose`.
    """
    with one_transaction(ring=False):
        waiting, box = _waiting(member=member, case=case)
        facts = case_queries.facts_of(case=waiting, box=box)
        able = paging_queries.those_who_can(case=waiting, facts=facts, now=now, as_wished=as_wished)
        _write(member=member, case=waiting, box=box, verb="case.able_listed", now=now)
    return able


def ask_anew(*, member: Member, case: UUID, reason: AskAnew, seen: UUID, now: datetime) -> None:
    """Ask colleagues anew to go on with somebody; whoever had them is told.

    Nothing is opened, and nobody is chosen: not the coordinator either, who would learn in passing how to reach
    somebody, while a colleague can and no danger is up. Who did it and why stay in clear and name no case, so that
    erasing the case does not erase the proof (threat T35). `seen` is the newest move of the case when they decided.

    Raises:
        NoSuchCase: there is none here.
        MoveRefused: no supporter carries it.
        MovedMeanwhile: somebody else has it by now, or it is asked already.
        CannotBeOpened: nobody else could read how to reach them; whoever has them keeps them.
    """
    case_queries.case_of(organization=member.organization, case=case)
    with one_transaction():
        held, had = _in_hands(member=member, case=case, seen=seen)
        box, by = case_queries.box_of(held), cases.Actor(Role.COORDINATOR, member.person)
        _step_aside(member=member, case=held, box=box, had=had, now=now)
        letting_go.hand_on(case=held, box=box, person=had, by=by, now=now)
        danger.taken_off(case=held, person=had, now=now)
        notices.tell(organization=member.organization, person=had, template="page", now=now, case=case)
        cases.note_opening(case=held, role=by.role, person=by.person, what=Opening.What.ASKED_ANEW, now=now)
        _write_in_clear(member=member, verb="anew.asked", payload={"reason": reason.value}, now=now)


def _in_hands(*, member: Member, case: UUID, seen: UUID) -> tuple[Case, UUID]:
    """Return a case that somebody carries, held, and who. Raises MovedMeanwhile, MoveRefused."""
    held = ladder.hold(case=case)
    if moves.newest(organization=member.organization, case=case) != seen:
        raise MovedMeanwhile
    if held.stage not in cases.IN_HANDS or held.owner_id is None:
        raise MoveRefused
    return held, held.owner_id


def _step_aside(*, member: Member, case: Case, box: sealing.Box, had: UUID, now: datetime) -> None:
    """Keep whoever asks anew from being the one who goes on, unless nobody else can or danger is up."""
    own = {"organization": member.organization, "person": member.person}
    if case.danger or paging_queries.may_accept_as(**own, case=case, now=now) is None:
        return
    facts = case_queries.facts_of(case=case, box=box)
    able = {one.person for one in paging_queries.those_who_can(case=case, facts=facts, now=now)}
    if able - {member.person, had}:
        paging.step_aside(case=case, person=member.person, now=now)


def see_alarm(*, member: Member, alarm: UUID, now: datetime) -> None:
    """Say that somebody has seen to an alarm; once, however often it is pressed."""
    with one_transaction(ring=False):
        if not paging.see_alarm(organization=member.organization, alarm=alarm, person=member.person, now=now):
            return
        _write_in_clear(member=member, verb="alarm.seen", payload={}, now=now)


def _waiting(*, member: Member, case: UUID) -> tuple[Case, sealing.Box]:
    """Return a waiting case, held, with its box. Raises NoSuchCase, MoveRefused, CannotBeOpened."""
    case_queries.case_of(organization=member.organization, case=case)
    found = ladder.hold(case=case)
    if found.stage != Stage.WAITING:
        raise MoveRefused
    return found, case_queries.box_of(found)


def _write(*, member: Member, case: Case, box: sealing.Box, verb: str, now: datetime) -> None:
    ledger.write(
        organization=case.organization_id,
        actor_role=Role.COORDINATOR,
        verb=verb,
        now=now,
        payload={"actor": str(member.person)},
        case=case.pk,
        box=box,
    )


def _write_in_clear(*, member: Member, verb: str, payload: dict[str, str], now: datetime) -> None:
    """Write what was done and by whom, without a case: it outlives every case."""
    ledger.write(
        organization=member.organization,
        actor_role=Role.COORDINATOR,
        verb=verb,
        now=now,
        payload=payload,
        actor=member.person,
    )
