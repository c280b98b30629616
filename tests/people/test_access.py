"""Who may do what, as an auditor would check it: nobody sees everything, identity belongs to one person."""

import inspect
from dataclasses import dataclass
from itertools import chain, combinations
from uuid import UUID, uuid4

import pytest

from alongside.people import access
from alongside.people.queries import Member
from alongside.vocabulary.roles import Role

HERE, ELSEWHERE = uuid4(), uuid4()
STAFF = Role.of_staff()
SIMPLE = {
    name: predicate
    for name, predicate in vars(access).items()
    if name.startswith(("may_", "must_")) and list(inspect.signature(predicate).parameters) == ["member"]
}


@dataclass(frozen=True)
class Thing:
    """A case or a page."""

    organization_id: UUID
    owner_id: UUID | None = None
    person_id: UUID | None = None


def member(*roles: Role, person: UUID | None = None, organization: UUID = HERE) -> Member:
    return Member(person or uuid4(), uuid4(), organization, "Somebody", frozenset(roles), "en")


EXPECTED: dict[str, set[Role]] = {
    "may_see_own_settings": set(STAFF),
    "may_work_here": set(STAFF),
    "must_use_a_passkey": {Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL},
    "may_be_paged": {Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL},
    "may_read_guides_at_work": {
        Role.SUPPORTER,
        Role.COORDINATOR,
        Role.PROFESSIONAL,
        Role.MENTOR,
        Role.TRAINER,
        Role.ADMINISTRATOR,
    },
    "may_read_guides_of_the_program": {Role.COORDINATOR, Role.TRAINER, Role.ADMINISTRATOR},
    "may_take_a_call": {Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL, Role.MENTOR},
    "may_see_dangers": {Role.PROFESSIONAL, Role.COORDINATOR},
    "may_record": {Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL, Role.MENTOR},
    "may_see_own_care": {Role.SUPPORTER},
    "may_mentor": {Role.MENTOR},
    "may_break_the_glass": {Role.COORDINATOR},
    "may_look_at_broken_glass": {Role.COORDINATOR, Role.AUDITOR},
    "may_see_what_is_kept": {Role.COORDINATOR, Role.PROFESSIONAL, Role.AUDITOR},
    "may_ask_for_a_hold": {Role.COORDINATOR},
    "may_read_reports": {Role.ANALYST, Role.COORDINATOR},
    "may_release_reports": {Role.COORDINATOR},
    "may_carry_offers": {Role.SUPPORTER},
    "may_see_rounds": {Role.COORDINATOR},
    "may_see_sessions": {Role.COORDINATOR, Role.MANAGER},
    "may_plan_sessions": {Role.COORDINATOR},
    "may_print_invitation": {Role.COORDINATOR, Role.MANAGER, Role.SUPPORTER},
    "may_offer_by_letter": set(STAFF),
    "may_see_board": {Role.COORDINATOR},
    "may_page_again": {Role.COORDINATOR},
    "may_ask_anew": {Role.COORDINATOR},
    "may_see_alarms": {Role.COORDINATOR},
    "may_see_coverage": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "may_keep_the_rota": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "may_see_designations": {Role.COORDINATOR, Role.TRAINER, Role.AUDITOR, Role.ADMINISTRATOR},
    "may_confirm_lines": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "may_print_sheets": {
        Role.COORDINATOR,
        Role.ADMINISTRATOR,
        Role.TRAINER,
        Role.SUPPORTER,
        Role.MENTOR,
        Role.MANAGER,
    },
    "may_read_questions": {Role.COORDINATOR},
    "may_say_who_leads": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "may_report_an_event": {Role.SAFETY_OFFICER},
    "may_see_to_held_events": {Role.COORDINATOR},
    "may_review_guides": {Role.ADMINISTRATOR, Role.PROFESSIONAL},
    "may_see_proposed_roles": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "may_administer": {Role.ADMINISTRATOR},
    "may_withdraw_the_service": {Role.COORDINATOR, Role.ADMINISTRATOR},
    "may_read_ledger": {Role.AUDITOR},
}


def test_every_simple_predicate_stands_in_the_table() -> None:
    assert set(SIMPLE) == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_roles_that_may(name: str) -> None:
    assert {role for role in STAFF if SIMPLE[name](member(role))} == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(set(EXPECTED) - {"may_see_own_settings", "may_offer_by_letter"}))
def test_nobody_without_a_role_and_no_caregiver_may(name: str) -> None:
    assert not SIMPLE[name](member())
    assert name == "may_work_here" or not SIMPLE[name](member(Role.CAREGIVER))


def test_a_case_opens_for_the_one_who_carries_it_and_for_no_set_of_roles() -> None:
    everybodys = chain.from_iterable(combinations(STAFF, size) for size in (1, 2, len(STAFF)))
    for roles in everybodys:
        me = member(*roles)
        for case in (Thing(HERE, None), Thing(HERE, uuid4()), Thing(ELSEWHERE, me.person)):
            assert not access.may_open_case(me, case)


def test_the_supporter_who_accepted_opens_their_case() -> None:
    me = member(Role.SUPPORTER)
    assert access.may_open_case(me, Thing(HERE, me.person))


@pytest.mark.parametrize("role", sorted(set(STAFF) - Role.opening_cases()))
def test_a_role_that_opens_no_cases_opens_not_even_its_own(role: Role) -> None:
    me = member(role)
    assert not access.may_open_case(me, Thing(HERE, me.person))


def test_only_whoever_was_asked_answers_a_page_and_only_the_designated_accept() -> None:
    me, other = member(Role.SUPPORTER), member(Role.SUPPORTER)
    page = Thing(HERE, person_id=me.person)
    assert access.may_answer_page(me, page)
    assert not access.may_answer_page(other, page)
    assert not access.may_answer_page(me, Thing(ELSEWHERE, person_id=me.person))
    assert access.may_accept(me, page, designated=True)
    assert not access.may_accept(me, page, designated=False)


def test_nobody_gives_themselves_a_role_that_opens_cases() -> None:
    me = member(Role.ADMINISTRATOR)
    for role in STAFF:
        assert access.may_grant(me, uuid4(), role)
        assert access.may_grant(me, me.person, role) == (role not in Role.opening_cases())
        assert not access.may_grant(member(Role.COORDINATOR), uuid4(), role)


@dataclass(frozen=True)
class Proposal:
    """A role that waits for a second person."""

    person: UUID
    proposed_by: UUID
    organization: UUID = HERE


def test_a_coordinator_confirms_what_neither_they_proposed_nor_would_hold() -> None:
    me, other = member(Role.COORDINATOR), uuid4()
    for coordinators in ([me.person], [me.person, other]):
        assert access.may_confirm_role(me, Proposal(uuid4(), uuid4()), coordinators=coordinators)
        assert not access.may_confirm_role(me, Proposal(me.person, uuid4()), coordinators=coordinators)
        assert not access.may_confirm_role(me, Proposal(uuid4(), me.person), coordinators=coordinators)
    assert not access.may_confirm_role(me, Proposal(uuid4(), uuid4(), ELSEWHERE), coordinators=[me.person])


def test_another_administrator_confirms_only_where_no_coordinator_could() -> None:
    me, proposer, owner = member(Role.ADMINISTRATOR), uuid4(), uuid4()
    proposal = Proposal(owner, proposer)
    assert access.may_confirm_role(me, proposal, coordinators=[])
    assert access.may_confirm_role(me, proposal, coordinators=[owner])
    assert access.may_confirm_role(me, proposal, coordinators=[proposer, owner])
    assert not access.may_confirm_role(me, proposal, coordinators=[uuid4()])
    assert not access.may_confirm_role(me, Proposal(owner, me.person), coordinators=[])


def test_nobody_else_confirms_or_drops() -> None:
    proposal = Proposal(uuid4(), uuid4())
    for role in set(STAFF) - {Role.COORDINATOR, Role.ADMINISTRATOR}:
        assert not access.may_confirm_role(member(role), proposal, coordinators=[])
        assert not access.may_drop_proposal(member(role), proposal)
    assert access.may_drop_proposal(member(Role.ADMINISTRATOR), proposal)
    assert not access.may_drop_proposal(member(Role.COORDINATOR, organization=ELSEWHERE), proposal)


def test_a_designation_comes_from_somebody_else() -> None:
    me = member(Role.COORDINATOR)
    assert access.may_designate(me, uuid4())
    assert not access.may_designate(me, me.person)
    assert not access.may_designate(member(Role.ADMINISTRATOR), uuid4()), "Role and designation: two people."


def test_no_role_may_everything() -> None:
    for role in STAFF:
        assert not all(predicate(member(role)) for predicate in SIMPLE.values())
