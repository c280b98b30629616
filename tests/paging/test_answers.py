"""What people answer: one takes it, others pass, hand back, or are stood down; and nothing is paged after that."""

from datetime import datetime, timedelta

import pytest

from alongside.notices.models import Notice
from alongside.paging import operations, queries
from alongside.paging.errors import AlreadyTaken, NoSuchPage, NotClimbing, NotDesignated
from alongside.paging.models import Alarm, Climb, Page
from alongside.tenancy.transactions import one_transaction
from alongside.training.models import Designation
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.paging.cases import Walked, asked
from tests.worlds import World

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def first_of(walked: Walked) -> str:
    return min(walked.names())


def answers(walked: Walked) -> dict[str, str]:
    known = {person.pk: who for who, person in walked.world.people.items()}
    return {known[person]: answer for person, answer in Page.objects.values_list("person_id", "answer")}


def test_accepting_ends_the_climb_and_stands_the_others_down(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    first = first_of(walked)
    (second,) = walked.climb()
    won = walked.accept(second)
    assert (won.case_id, won.person_id, won.role) == (walked.case.pk, world.people[second].pk, Role.SUPPORTER)
    assert answers(walked) == {first: "stood_down", second: "accepted"}
    assert Climb.objects.get(case=walked.case).ended_at == walked.now


def test_nothing_is_paged_after_acceptance(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    walked.accept(first_of(walked))
    with pytest.raises(NotClimbing):
        walked.climb()
    with one_transaction(ring=False):
        assert operations.claim_due_climb(now=now + timedelta(days=9)) is None


def test_what_was_not_sent_yet_is_void(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    walked.accept(first_of(walked))
    assert set(Notice.objects.filter(case=walked.case.pk).values_list("state", flat=True)) == {"void"}


def test_the_second_to_accept_is_told_so(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    first = first_of(walked)
    (second,) = walked.climb()
    walked.accept(first)
    with pytest.raises(AlreadyTaken):
        walked.accept(second)
    with pytest.raises(AlreadyTaken):
        walked.accept(first)
    assert answers(walked)[second] == "stood_down"


def test_somebody_elses_page_is_not_theirs(world: World, noise: World, now: datetime) -> None:
    walked = asked(world, now=now)
    page = walked.page_of(first_of(walked))
    for organization, person in ((world, world.mentor), (noise, noise.owner), (noise, page.person)):
        with pytest.raises(NoSuchPage), one_transaction(ring=False):
            operations.accept(organization=organization.organization.pk, page=page.pk, person=person.pk, now=now)


def test_without_a_designation_one_may_only_page_again(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    while "coordinator" not in walked.names():
        walked.climb()
    with pytest.raises(NotDesignated):
        walked.accept("coordinator")
    assert queries.open_climb(case=walked.case) is not None


def test_a_designated_coordinator_becomes_the_supporter(world: World, now: datetime) -> None:
    worlds.designate(world.coordinator, now=now)
    walked = asked(world, now=now)
    while "coordinator" not in walked.names():
        walked.climb()
    assert walked.accept("coordinator").role is Role.SUPPORTER


def test_a_professional_takes_it_as_a_professional(world: World, now: datetime) -> None:
    walked = asked(world, now=now, urgency="danger")
    assert walked.accept("professional").role is Role.PROFESSIONAL


def test_a_designation_that_ran_out_meanwhile_does_not_count(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    Designation.objects.update(valid_until=now.date() - timedelta(days=1))
    with pytest.raises(NotDesignated):
        walked.accept(first_of(walked))


def test_passing_asks_no_reason_and_is_for_good(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    first = first_of(walked)
    walked.pass_on(first)
    assert not queries.somebody_is_asked(case=walked.case)
    walked.due = now
    assert first not in walked.climb()
    for _ in range(8):
        walked.climb()
    assert Page.objects.filter(case=walked.case, person=world.people[first]).count() == 1


def test_while_another_is_asked_passing_waits_for_them(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    first = first_of(walked)
    walked.climb()
    walked.pass_on(first)
    assert queries.somebody_is_asked(case=walked.case)


def test_once_the_alarm_is_raised_passing_does_not_hurry_the_rounds(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    while not queries.alarm_is_raised(case=walked.case):
        walked.climb()
    for who in sorted(walked.names()):
        walked.pass_on(who)
    assert queries.somebody_is_asked(case=walked.case)
    assert walked.climb() == {"coordinator", "deputy"}, "coordinators are asked until a human accepts"


def test_passing_after_somebody_took_it_changes_nothing(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    first = first_of(walked)
    (second,) = walked.climb()
    walked.accept(second)
    walked.pass_on(first)
    assert answers(walked) == {first: "stood_down", second: "accepted"}


@pytest.mark.parametrize("conflict", [True, False])
def test_whoever_hands_back_is_never_paged_for_it_again(world: World, now: datetime, *, conflict: bool) -> None:
    walked = asked(world, now=now)
    first = first_of(walked)
    walked.accept(first)
    with one_transaction(ring=False):
        operations.note_release(case=walked.case, person=world.people[first].pk, conflict=conflict, now=now)
    assert answers(walked)[first] == ("conflict" if conflict else "released")
    walked.begin()
    for _ in range(10):
        walked.climb()
    assert Page.objects.filter(case=walked.case, person=world.people[first]).count() == 1


def test_a_conflict_of_somebody_never_paged_is_kept_too(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    never = ({"owner", "teammate", "third"} - walked.names()).pop()
    with one_transaction(ring=False):
        operations.note_release(case=walked.case, person=world.people[never].pk, conflict=True, now=now)
    for _ in range(8):
        walked.climb()
    assert Page.objects.filter(case=walked.case, person=world.people[never]).count() == 1


def test_whoever_took_it_and_did_not_come_is_not_asked_again(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    first = first_of(walked)
    walked.accept(first)
    walked.now += 40 * MINUTE
    walked.begin()
    for _ in range(6):
        walked.climb()
    assert Page.objects.filter(case=walked.case, person=world.people[first]).count() == 1


def test_paging_again_past_the_clock_asks_everybody_it_may_at_once(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    first = first_of(walked)
    walked.accept(first)
    walked.now += 40 * MINUTE
    walked.begin()
    assert walked.names() == {"owner", "teammate", "third", "coordinator", "deputy"}
    assert Alarm.objects.filter(case=walked.case, kind=Alarm.Kind.NOBODY_ANSWERED).exists()


def test_after_contact_the_clocks_begin_anew(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    walked.accept(first_of(walked))
    walked.case.first_contact_at = now + MINUTE
    walked.case.save()
    walked.now += timedelta(days=20)
    before = walked.rows()
    walked.begin()
    assert len(walked.names(walked.rows() - before)) == 1
    assert walked.due == walked.now + 5 * MINUTE


def test_rungs_are_counted_through_a_case_so_that_each_page_is_told(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    walked.accept(first_of(walked))
    walked.begin()
    rungs = list(Page.objects.filter(case=walked.case).order_by("rung").values_list("rung", flat=True))
    assert rungs == [1, 2]
    assert Notice.objects.filter(case=walked.case.pk, state="due").count() == 1


def test_taking_a_page_back_leaves_the_person_out_of_it(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    first = first_of(walked)
    with one_transaction(ring=False):
        operations.withdraw_pages(case=walked.case, people={world.people[first].pk}, now=now)
    assert answers(walked)[first] == "stood_down"
    with pytest.raises(AlreadyTaken):
        walked.accept(first)
    assert queries.open_climb(case=walked.case), "the attempt to accept did not end the climb"


def test_ending_a_climb_stands_everybody_down(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    with one_transaction(ring=False):
        operations.end_climb(case=walked.case, now=now)
    assert queries.open_climb(case=walked.case) is None
    assert set(answers(walked).values()) == {"stood_down"}
    assert not Notice.objects.filter(case=walked.case.pk, state="due").exists()


def test_forgetting_a_case_leaves_no_page_of_it(world: World, now: datetime) -> None:
    walked = asked(world, now=now, urgency="danger")
    with one_transaction(ring=False):
        operations.forget_case(case=walked.case)
    assert not Page.objects.filter(case=walked.case).exists()
    assert not Alarm.objects.filter(case=walked.case).exists()
