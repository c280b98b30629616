"""Somebody can no longer answer for the people they carry: others are asked at once, and nobody is left waiting.

Told to everybody whose right to carry ends: who leaves, whose role or designation ends or lapses, whose keys were made
anew (whoever holds the new ones must not open what was entrusted to the owner of the old ones), and to whoever hands
back. Pages they had not answered and hand-overs they were asked for go to the next; offers they carried and team
sessions they lead go to another supporter. What they did before stays in the ledger.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.cases import glass
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.entrusted import MatchingFacts
from alongside.cases.models import Case
from alongside.journeys import asking_to_go_on, danger, handing_on_offers, handing_to_a_professional, team_sessions
from alongside.journeys import until_a_human_answers as ladder
from alongside.journeys.entries import write_of_case
from alongside.paging import lapsed
from alongside.paging import operations as paging
from alongside.paging import queries as paging_queries
from alongside.people import queries as people
from alongside.tenancy.transactions import one_transaction
from alongside.vault import sealing
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage


@dataclass(frozen=True)
class _Gone:
    """A case that goes on without somebody, with the box that proves what was done with it."""

    case: Case
    box: sealing.Box | None
    verb: str


def let_go(
    *, organization: UUID, person: UUID, by: cases.Actor, now: datetime, only: Collection[Role] | None = None
) -> bool:
    """Take everything from a person, in the caller's transaction; say whether there was anything.

    `only`: what they carry or were asked in these roles. Last before the caller's own ledger entry: each case keeps its
    own proof.
    """
    if only is None or Role.COORDINATOR in only:
        glass.close(organization=organization, person=person, now=now)
    if only is None or Role.SUPPORTER in only:
        handing_on_offers.carrier_leaves(organization=organization, person=person, now=now)
        team_sessions.leader_leaves(organization=organization, person=person, now=now)
        asking_to_go_on.pass_by(organization=organization, person=person, now=now)
    danger.somebody_leaves(organization=organization, person=person, roles=only, now=now)
    pages = paging_queries.open_pages(organization=organization, person=person)
    asked = {page.case for page in pages if only is None or page.role in only}
    carried = set(case_queries.answered_for(organization=organization, person=person, roles=only))
    gone = [_without(key, person, by, now) for key in sorted(asked | carried)]
    for one in gone:  # As the engine's: beside the caller's entry, they would tell how many somebody carried (T32).
        write_of_case(one.case, cases.ENGINE.role, one.verb, now, person=by.person, box=one.box)
    return bool(gone)


def let_go_what_the_role_gave(*, organization: UUID, person: UUID, role: Role, by: cases.Actor, now: datetime) -> None:
    """Take what somebody carries in a role that just ended; everything, when no other role may be paged."""
    row = people.person(organization=organization, person=person, now=now)
    still = row is not None and bool(row.roles & Role.opening_cases())
    let_go(organization=organization, person=person, by=by, now=now, only={role} if still else None)


def let_lapsed_go(*, now: datetime) -> None:
    """Take from everybody what a designation that ran out no longer lets them carry."""
    for one in set(lapsed.lapsed(now=now)):
        with one_transaction():
            let_go(organization=one.organization, person=one.person, by=cases.ENGINE, now=now, only={one.role})


def hand_on(
    *, case: Case, box: sealing.Box | None, person: UUID, by: cases.Actor, now: datetime, conflict: bool = False
) -> None:
    """Take one case from a person; somebody else is asked at once. The case is held.

    What was taken back under danger stays so, and is nobody's until professionals and coordinators, who are told, see
    to it.
    """
    paging.note_release(case=case, person=person, conflict=conflict, now=now)
    go_on_without(case=case, facts=case_queries.facts_or_none(case=case, box=box), person=person, by=by, now=now)


def go_on_without(*, case: Case, facts: MatchingFacts | None, person: UUID, by: cases.Actor, now: datetime) -> None:
    """As `hand_on`, where nobody gave anything back: nothing is noted about the person it goes on without."""
    if case.stage == Stage.WITHDRAWN:
        cases.nobody_answers_for(case=case)
        ladder.tell_of_danger(case=case, now=now)
        return
    if case.stage == Stage.WITH_PROFESSIONAL:  # The table leads back to waiting only by way of "alongside".
        if handing_to_a_professional.somebody_leaves(case=case, by=by, now=now):
            return
        cases.move(case=case, to=Stage.ALONGSIDE, by=by, now=now, due_at=now, owner=person)
    ladder.page_again(case=case, facts=facts, by=by, now=now)


def _without(key: UUID, person: UUID, by: cases.Actor, now: datetime) -> _Gone:
    case = ladder.hold(case=key)
    box = case_queries.box_or_none(case)
    if case.owner_id == person:
        hand_on(case=case, box=box, person=person, by=by, now=now)
        return _Gone(case, box, "case.released")
    paging.withdraw_pages(case=case, people=[person], now=now)
    facts = case_queries.facts_or_none(case=case, box=box)
    if facts is not None:  # Else nobody could reach the person; the coordinators are told again and again.
        ladder.widen_if_nobody_is_asked(case=case, facts=facts, now=now)
    return _Gone(case, box, "case.paged")
