"""Opening a case, the one way to move it, what is sealed, and what can be undone."""

from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from alongside.cases import designations, operations, queries
from alongside.cases.entrusted import ContactWish, MatchingFacts
from alongside.cases.errors import MovedMeanwhile, MoveRefused, TooLateToUndo, UnknownCode
from alongside.cases.models import Case, Entrusted, Transition
from alongside.tenancy.errors import NotInTransaction
from alongside.tenancy.transactions import one_transaction
from alongside.vault import codes
from alongside.vocabulary.asking import Outcome, Source, Urgency, Way
from alongside.vocabulary.stages import ENDED, OPEN, RULES, Stage, may_move
from tests.worlds import NOW, World, make

pytestmark = pytest.mark.django_db
PHONE = "+12025550144"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return make()


def open_one(world: World, *, urgency: Urgency = Urgency.NOW) -> Case:
    request = operations.Request(
        site=world.site.pk,
        urgency=urgency,
        source=Source.SELF,
        language="en",
        contact=ContactWish(way=Way.PHONE_CALL, phone=PHONE, times=("evening",)),
        facts=MatchingFacts(profession="nurse", unit_group=world.group.pk, avoid=frozenset({world.teammate.pk})),
    )
    with one_transaction():
        case, _ = operations.open_case(
            organization=world.organization.pk, request=request, contact_due=LATER, by=operations.CAREGIVER, now=NOW
        )
    return case


def put_in(case: Case, stage: Stage, owner: UUID) -> None:
    open_stage = stage in OPEN
    Case.objects.filter(pk=case.pk).update(
        stage=stage, owner=owner if open_stage else None, owner_role="supporter" if open_stage else "", due_at=LATER
    )
    case.refresh_from_db()


def test_a_new_case_waits_and_is_due_at_once(world: World) -> None:
    case = open_one(world)
    assert (case.stage, case.due_at, case.owner_role, case.danger) == (Stage.WAITING, NOW, "supporter", False)


def test_danger_is_set_when_somebody_says_so(world: World) -> None:
    assert open_one(world, urgency=Urgency.DANGER).danger


def test_what_is_entrusted_comes_back_whole_and_lies_sealed(world: World) -> None:
    case = open_one(world)
    box = queries.box_of(case)
    assert queries.contact_of(case=case, box=box).phone == PHONE
    assert queries.facts_of(case=case, box=box).avoid == {world.teammate.pk}
    held = Entrusted.objects.get(case=case)
    assert PHONE.encode() not in bytes(held.contact)
    assert b"nurse" not in bytes(held.matching)


@pytest.mark.django_db(transaction=True)
def test_writing_outside_a_journey_is_refused(world: World) -> None:
    case = open_one(world)
    with pytest.raises(NotInTransaction):
        operations.note(case=case, danger=True)


@pytest.mark.parametrize(("start", "end"), list(product(Stage, Stage)))
def test_every_pair_of_stages_moves_only_as_the_table_says(world: World, start: Stage, end: Stage) -> None:
    case = open_one(world)
    put_in(case, start, world.owner.pk)
    with one_transaction():
        if may_move(start, end):
            operations.move(case=case, to=end, by=operations.ENGINE, now=NOW, due_at=LATER, owner=world.owner.pk)
            kept = Case.objects.get(pk=case.pk)
            assert kept.stage == end
            assert (end in OPEN) == bool(kept.owner_role and kept.due_at and not kept.ended_at)
            assert Transition.objects.filter(case=case, from_stage=start, to_stage=end).count() == 1
        else:
            with pytest.raises(MoveRefused):
                operations.move(case=case, to=end, by=operations.ENGINE, now=NOW, due_at=LATER, owner=world.owner.pk)


@pytest.mark.parametrize("start", sorted(Stage))
def test_danger_holds_closing_lapsing_and_erasing(world: World, start: Stage) -> None:
    case = open_one(world, urgency=Urgency.DANGER)
    put_in(case, start, world.owner.pk)
    with one_transaction():
        for end in RULES[start].moves & {Stage.CLOSED, Stage.LAPSED, Stage.ERASED}:
            with pytest.raises(MoveRefused):
                operations.move(case=case, to=end, by=operations.ENGINE, now=NOW, due_at=LATER)


def test_withdrawing_under_danger_keeps_the_danger_owner(world: World) -> None:
    case = open_one(world, urgency=Urgency.DANGER)
    put_in(case, Stage.ACCEPTED, world.owner.pk)
    with one_transaction():
        operations.move(case=case, to=Stage.WITHDRAWN, by=operations.CAREGIVER, now=NOW)
    assert Case.objects.get(pk=case.pk).owner_id == world.owner.pk


def test_an_open_stage_needs_a_due_time(world: World) -> None:
    case = open_one(world)
    with one_transaction(), pytest.raises(MoveRefused):
        operations.move(case=case, to=Stage.ACCEPTED, by=operations.ENGINE, now=NOW, owner=world.owner.pk)


def test_only_one_of_two_movers_wins(world: World) -> None:
    case = open_one(world)
    stale = Case.objects.get(pk=case.pk)
    with one_transaction():
        operations.move(case=case, to=Stage.WITHDRAWN, by=operations.CAREGIVER, now=NOW)
        with pytest.raises(MovedMeanwhile):
            operations.move(
                case=stale, to=Stage.ACCEPTED, by=operations.ENGINE, now=NOW, due_at=LATER, owner=world.owner.pk
            )


def test_the_database_itself_refuses_an_open_case_without_a_due_time(world: World) -> None:
    case = open_one(world)
    with pytest.raises(IntegrityError), one_transaction():
        Case.objects.filter(pk=case.pk).update(due_at=None)


def test_an_outcome_can_be_taken_back_for_ten_minutes(world: World) -> None:
    case = open_one(world)
    put_in(case, Stage.ACCEPTED, world.owner.pk)
    with one_transaction():
        operations.note_attempt(case=case, person=world.owner.pk, outcome=Outcome.SPOKE, now=NOW)
        with pytest.raises(TooLateToUndo):
            operations.undo_attempt(case=case, person=world.owner.pk, now=NOW + timedelta(minutes=10))
        undone = operations.undo_attempt(case=case, person=world.owner.pk, now=NOW + timedelta(minutes=9))
    assert undone.outcome == Outcome.SPOKE
    assert queries.standing_word(case=case) is None


def test_nobody_undoes_for_somebody_else(world: World) -> None:
    case = open_one(world)
    with one_transaction():
        operations.note_attempt(case=case, person=world.owner.pk, outcome=Outcome.SPOKE, now=NOW)
        with pytest.raises(TooLateToUndo):
            operations.undo_attempt(case=case, person=world.teammate.pk, now=NOW)


def test_the_code_opens_its_case_and_no_other(world: World) -> None:
    case, code = open_one(world), codes.make()
    with one_transaction():
        operations.keep_code(case=case, code=code, verifier=codes.derive(code))
    assert queries.case_by_code(organization=world.organization.pk, code=code).pk == case.pk
    with pytest.raises(UnknownCode):
        queries.case_by_code(organization=world.organization.pk, code=codes.make())


def test_a_new_code_silences_the_old_one(world: World) -> None:
    case, old, new = open_one(world), codes.make(), codes.make()
    with one_transaction():
        operations.keep_code(case=case, code=old, verifier=codes.derive(old))
        operations.keep_code(case=case, code=new, verifier=codes.derive(new))
    with pytest.raises(UnknownCode):
        queries.case_by_code(organization=world.organization.pk, code=old)


def test_the_tombstone_keeps_nothing(world: World) -> None:
    case = open_one(world)
    put_in(case, Stage.CLOSED, world.owner.pk)
    with one_transaction():
        operations.leave_tombstone(case=case, now=NOW)
    kept = Case.objects.get(pk=case.pk)
    assert (kept.stage, kept.designation, kept.language, kept.owner, kept.due_at) == (Stage.ERASED, "", "", None, None)
    assert kept.asked_at.day == 1
    assert not Entrusted.objects.filter(case=case).exists()
    assert not Transition.objects.filter(case=case).exists()


def test_the_tombstone_empties_every_table_that_points_to_a_case(world: World) -> None:
    case = open_one(world)
    put_in(case, Stage.CLOSED, world.owner.pk)
    with one_transaction(), CaptureQueriesContext(connection) as asked:
        operations.leave_tombstone(case=case, now=NOW)
    said = [query["sql"] for query in asked.captured_queries]
    for pointing in Case._meta.related_objects:
        table = pointing.related_model._meta.db_table
        assert pointing.on_delete.__name__ == "CASCADE", f"{table} would keep a case from being forgotten"
        assert any(f'FROM "{table}" WHERE "{table}"."case_id"' in sql.replace("(", "") for sql in said), table


def test_every_column_of_a_case_says_what_a_tombstone_keeps_of_it(world: World) -> None:
    case = open_one(world)
    coarse = {"asked_at", "contact_due", "ended_at"}
    plain = {
        "designation": "",
        "language": "",
        "urgency": "today",
        "source": "self",
        "stage": "erased",
        "danger": False,
    }
    nothing = {"accepted_at", "first_contact_at", "owner", "due_at", "reminded_at", "lease_until", "who_confirmed_at"}
    plain |= {"danger": False, "owner_role": "", "coordinator_may_help": False, "tell_me_who_first": False}
    Case.objects.filter(pk=case.pk).update(coordinator_may_help=True, accepted_at=NOW, lease_until=NOW)
    put_in(case, Stage.CLOSED, world.owner.pk)
    with one_transaction():
        operations.leave_tombstone(case=case, now=NOW)
    kept = Case.objects.get(pk=case.pk)
    assert {field.name for field in Case._meta.fields} == coarse | nothing | set(plain) | {"id", "organization", "site"}
    assert all(getattr(kept, name).day == 1 for name in coarse)
    assert [name for name in nothing if getattr(kept, name) is not None] == []
    assert {name: getattr(kept, name) for name in plain} == plain


def test_no_tombstone_tells_at_which_site_somebody_asked(world: World) -> None:
    kept = set()
    for site in (world.site, world.other_site):
        case = open_one(world)
        Case.objects.filter(pk=case.pk).update(site=site)
        put_in(case, Stage.CLOSED, world.owner.pk)
        with one_transaction():
            operations.leave_tombstone(case=case, now=NOW)
        kept.add(Case.objects.get(pk=case.pk).site_id)
    assert len(kept) == 1


def test_two_tombstones_can_stand_side_by_side(world: World) -> None:
    for _ in range(2):
        case = open_one(world)
        put_in(case, Stage.CLOSED, world.owner.pk)
        with one_transaction():
            operations.leave_tombstone(case=case, now=NOW)
    assert Case.objects.of(world.organization).filter(stage=Stage.ERASED).count() == 2


def test_designations_do_not_repeat_while_they_can_be_told_apart() -> None:
    taken: set[str] = set()
    for _ in range(1000):
        name = designations.draw(taken, language="en")
        assert name not in taken
        taken.add(name)


def test_open_and_ended_share_out_all_stages() -> None:
    assert set(Stage) == OPEN | ENDED
    assert not OPEN & ENDED
