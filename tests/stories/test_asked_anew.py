"""A supporter falls ill or silent: the coordinator has colleagues asked to go on, blind, and nobody is left waiting."""

from datetime import timedelta
from uuid import UUID

import pytest

from alongside.cases import dangers, moves
from alongside.cases.errors import CannotBeOpened, MovedMeanwhile, MoveRefused, NoSuchCase, NotTheirs
from alongside.cases.models import Danger, Opening
from alongside.journeys import coordinating
from alongside.ledger import queries as ledger
from alongside.notices.models import Notice
from alongside.paging import handed_back, inbox
from alongside.paging.errors import MayNotTake
from alongside.paging.models import Page
from alongside.tenancy.transactions import one_transaction
from alongside.training.models import Designation
from alongside.vault.models import WrappedKey
from alongside.vocabulary.passing_on import AskAnew
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.journeys.carrying import member
from tests.stories.story import PHONE
from tests.stories.walking import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Walk:
    worlds.make_noise()
    return Walk(worlds.make())


def asks_anew(walk: Walk, *, seen: UUID | None = None) -> None:
    case = walk.row.pk
    newest = moves.newest(organization=walk.world.organization.pk, case=case)
    assert newest
    coordinating.ask_anew(
        member=member(walk.world, "coordinator", Role.COORDINATOR),
        case=case,
        reason=AskAnew.CANNOT_BE_REACHED,
        seen=seen or newest,
        now=walk.now,
    )


def test_somebody_else_is_asked_at_once_and_goes_on(walk: Walk) -> None:
    silent = walk.they_speak_for_the_first_time()
    walk.paged_since()
    asks_anew(walk)
    walk.expects_stage("waiting")
    assert walk.row.due_at is not None
    asked = walk.paged_since()
    assert asked, "colleagues are paged in the same moment"
    assert silent not in asked
    with pytest.raises(NotTheirs):
        walk.opens_the_contact(silent)
    walk.accepts(asked[0])
    assert walk.opens_the_contact(asked[0]) == PHONE


def test_whoever_had_them_and_whoever_asked_are_told(walk: Walk) -> None:
    silent = walk.they_speak_for_the_first_time()
    had = walk.world.people[silent]
    Notice.objects.all().delete()
    asks_anew(walk)
    assert Notice.objects.filter(person=had, template="page", case=walk.row.pk, state="due").exists()
    own = {"organization": walk.world.organization.pk, "person": had.pk, "since": walk.now}
    assert inbox.asked_anew(**own) == [walk.row.designation]
    walk.they_come_back_with_their_code()
    (told,) = [seen for seen in walk.standing.seen if seen.what == Opening.What.ASKED_ANEW]
    assert (told.role, told.reason) == ("coordinator", "")


def test_it_is_one_entry_that_says_who_and_why_and_names_no_request(walk: Walk) -> None:
    walk.they_speak_for_the_first_time()
    asks_anew(walk)
    (line,) = ledger.lines(organization=walk.world.organization.pk, limit=1)
    assert (line.verb, line.actor_role, line.actor) == ("anew.asked", "coordinator", walk.world.coordinator.pk)
    assert line.payload == {"reason": "cannot_be_reached"}
    assert ledger.verify(organization=walk.world.organization.pk) == []


def test_a_mentor_does_not_read_it_as_handed_back(walk: Walk) -> None:
    silent = walk.they_speak_for_the_first_time()
    walk.opens_the_contact(silent)
    asks_anew(walk)
    since = walk.now - timedelta(days=90)
    assert handed_back.counted(organization=walk.world.organization.pk, since=since) == {}


def test_a_second_tap_and_a_case_that_waits_change_nothing(walk: Walk) -> None:
    walk.they_speak_for_the_first_time()
    seen = moves.newest(organization=walk.world.organization.pk, case=walk.row.pk)
    asks_anew(walk)
    with pytest.raises(MovedMeanwhile):
        asks_anew(walk, seen=seen)
    with pytest.raises(MoveRefused):
        asks_anew(walk)
    walk.expects_stage("waiting")


def test_a_hand_over_under_way_ends_with_it(walk: Walk) -> None:
    who = walk.they_speak_for_the_first_time()
    walk.would_hand_over(who)
    asks_anew(walk)
    walk.expects_stage("waiting")
    assert walk.paged_since()
    walk.days_pass(3)
    assert walk.row.owner_id != walk.world.people[who].pk


def test_whoever_is_silent_no_longer_answers_for_the_danger_either(walk: Walk) -> None:
    silent = walk.they_speak_for_the_first_time()
    walk.they_come_back_with_their_code()
    walk.they_say("raise_danger")
    with one_transaction(ring=False):
        row = dangers.of_case(case=walk.row)
        assert row
        dangers.take(row=row, person=walk.row.owner_id, role=Role.SUPPORTER, now=walk.now)  # type: ignore[arg-type]
    asks_anew(walk)
    danger = Danger.objects.get()
    assert danger.taken_by_id is None
    assert dangers.those_asked(danger) - {walk.world.people[silent].pk}, "professionals and coordinators are asked anew"


def test_late_after_a_first_talk_is_late_and_the_page_says_so(walk: Walk) -> None:
    walk.they_speak_for_the_first_time()
    asks_anew(walk)
    walk.until(walk.row.contact_due + timedelta(minutes=1))
    walk.they_come_back_with_their_code()
    assert walk.standing.slipped


def designated(walk: Walk) -> UUID:
    """The coordinator is a supporter as well, on call before all others."""
    person = walk.world.coordinator
    worlds.grant(person, Role.SUPPORTER)
    worlds.designate(person)
    return person.pk


def test_whoever_asks_anew_is_not_the_one_who_goes_on_while_a_colleague_can(walk: Walk) -> None:
    walk.they_speak_for_the_first_time()
    walk.they_come_back_with_their_code()
    before = walk.standing.pages_sent
    designated(walk)
    walk.paged_since()
    asks_anew(walk)
    assert walk.standing.pages_sent == before + len(walk.paged_since()) - 1, "stepping aside is not being asked"
    walk.days_pass(2)
    asked_as = {page.role for page in Page.objects.filter(case=walk.row, person=walk.world.coordinator, rang=True)}
    assert asked_as <= {"coordinator"}, "told as a coordinator that nobody answers, never asked as a supporter"
    with pytest.raises(MayNotTake):
        walk.accepts("coordinator")


def test_where_nobody_else_can_they_may(walk: Walk) -> None:
    walk.they_speak_for_the_first_time()
    own = designated(walk)
    Designation.objects.exclude(person=own).exclude(person=walk.row.owner).delete()
    walk.paged_since()
    asks_anew(walk)
    walk.accepts("coordinator")
    assert walk.row.owner_id == own


def test_in_danger_they_may(walk: Walk) -> None:
    walk.they_speak_for_the_first_time()
    own = designated(walk)
    walk.they_come_back_with_their_code()
    walk.they_say("raise_danger")
    asks_anew(walk)
    walk.accepts("coordinator")
    assert walk.row.owner_id == own


def test_asked_anew_twice_they_step_aside_twice(walk: Walk) -> None:
    walk.they_speak_for_the_first_time()
    designated(walk)
    for _time in range(2):
        walk.paged_since()
        asks_anew(walk)
        able = [one for one in walk.paged_since() if one != "coordinator"]
        walk.accepts(able[0])
    assert walk.carried_by() != "coordinator"


def test_where_nobody_else_could_read_it_whoever_has_them_keeps_them(walk: Walk) -> None:
    who = walk.they_speak_for_the_first_time()
    WrappedKey.objects.update(generation="lost")
    with pytest.raises(CannotBeOpened):
        asks_anew(walk)
    assert walk.carried_by() == who


def test_a_case_of_another_house_is_none(walk: Walk) -> None:
    walk.they_speak_for_the_first_time()
    case = walk.row.pk
    seen = moves.newest(organization=walk.world.organization.pk, case=case)
    assert seen
    stranger = member(worlds.make(), "coordinator", Role.COORDINATOR)
    with pytest.raises(NoSuchCase):
        coordinating.ask_anew(member=stranger, case=case, reason=AskAnew.AWAY, seen=seen, now=walk.now)
    walk.expects_stage("alongside")
