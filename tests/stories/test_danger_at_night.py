"""Danger raised by the supporter at night, the first professional silent: by the minute (hazard H25)."""

from datetime import UTC, datetime

import pytest

from alongside.cases.errors import NoSuchDanger, TakenOn
from alongside.cases.models import Opening
from alongside.rota.models import Leave, Shift
from tests import worlds
from tests.stories.professional_story import ProfessionalStory, second_professional

pytestmark = pytest.mark.django_db
TWO_AT_NIGHT = datetime(2026, 3, 5, 7, 0, tzinfo=UTC)


@pytest.fixture
def story() -> ProfessionalStory:
    """A supporter walks with somebody since ten to two at night, in New York."""
    world = worlds.make(now=TWO_AT_NIGHT)
    second_professional(world)
    return ProfessionalStory(world, now=TWO_AT_NIGHT)


def test_danger_at_night_with_the_first_professional_silent(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.fears_for_their_safety(who)
    assert story.asked_at_this_minute() == ["coordinator", "deputy", "professional"]
    assert set(story.told_at_this_minute()) >= {"coordinator", "deputy", "professional"}
    story.minutes_pass(4)
    assert story.asked_at_this_minute() == []
    story.minutes_pass(1)
    assert story.asked_at_this_minute() == ["mentor"], "five minutes: every other professional"
    story.minutes_pass(5)
    assert story.asked_at_this_minute() == ["coordinator", "deputy", "mentor", "professional"]
    story.expects_an_alarm("danger_untaken")
    assert story.row().fallback, "the supporter's page shows the number that answers"
    story.minutes_pass(15)
    assert story.asked_at_this_minute() == ["coordinator", "deputy", "mentor", "professional"]
    story.about_the_danger("mentor", "take_on")
    assert story.row().taken_name == story.world.mentor.name
    story.minutes_pass(60)
    assert story.asked_at_this_minute() == []
    assert story.owner() == who, "the supporter stays"


def test_it_never_ends_by_itself(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.fears_for_their_safety(who)
    story.minutes_pass(10)
    story.hours_pass(30)
    assert story.danger.rung > 60
    story.minutes_pass(15)
    assert story.in_danger
    assert story.danger.due_at > story.now


def test_where_no_professional_can_be_asked_the_coordinators_are_asked_at_once(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    for person in (story.world.professional, story.world.mentor):
        Leave.objects.create(
            organization=story.world.organization, person=person, kind=Leave.Kind.LEAVE, starts_at=story.now
        )
    story.fears_for_their_safety(who)
    assert {"coordinator", "deputy"} <= set(story.asked_at_this_minute())
    story.minutes_pass(5)
    story.expects_an_alarm("danger_untaken")
    assert story.row().fallback


def test_where_nobody_is_on_call_all_professionals_are_asked(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    Shift.objects.filter(duty="professional").delete()
    story.fears_for_their_safety(who)
    assert {"professional", "mentor"} <= set(story.asked_at_this_minute())


def test_whoever_took_it_and_cannot_any_longer_gives_it_back_to_everybody(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.fears_for_their_safety(who)
    story.about_the_danger("professional", "take_on")
    with pytest.raises(TakenOn):
        story.about_the_danger("coordinator", "take_on")
    story.minutes_pass(1)
    story.about_the_danger("professional", "give_it_back")
    assert story.asked_at_this_minute() == ["coordinator", "deputy", "mentor", "professional"]
    story.about_the_danger("coordinator", "take_on")
    story.minutes_pass(60)
    assert story.row().taken_name == story.world.coordinator.name


def test_raised_again_everybody_is_asked_whoever_had_taken_it(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.fears_for_their_safety(who)
    story.about_the_danger("professional", "take_on")
    story.minutes_pass(30)
    story.they_come_back_with_their_code()
    story.they_say("raise_danger")
    assert story.row().taken_by is None
    assert len(story.asked_at_this_minute()) == 4


def test_who_accepts_a_request_in_danger_is_not_left_alone_with_it(story: ProfessionalStory) -> None:
    """While it waits its climb asks professionals too; once a peer has it, somebody must still take the danger on."""
    story.somebody_asks_for_help(urgency="danger")
    who = next(name for name in story.paged_since() if worlds.CAST[name] == "supporter")
    story.accepts(who)
    story.minutes_pass(1)
    assert {"professional", "coordinator"} <= set(story.asked_at_this_minute())


def test_a_professional_who_accepts_the_request_has_the_danger_too(story: ProfessionalStory) -> None:
    story.somebody_asks_for_help(urgency="danger")
    story.accepts("professional")
    story.minutes_pass(1)
    assert story.row().taken_name == story.world.professional.name
    assert story.asked_at_this_minute() == []


def test_the_person_reads_who_took_it_on_and_that_nothing_of_theirs_was_seen(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.fears_for_their_safety(who)
    story.about_the_danger("professional", "take_on")
    row = Opening.objects.get(case=story.case, what=Opening.What.DANGER_TAKEN)
    assert (row.role, row.person) == ("professional", story.world.professional)
    assert not Opening.objects.filter(case=story.case, what=Opening.What.CONTACT).exists()


def test_whoever_was_never_asked_has_no_say(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.fears_for_their_safety(who)
    another = next(name for name in ("third", "teammate") if name != who)
    for stranger in ("mentor", "manager", "administrator", another):
        with pytest.raises(NoSuchDanger):
            story.about_the_danger(stranger, "take_on")


def test_a_coordinator_who_supervises_them_has_no_say(story: ProfessionalStory) -> None:
    """In a small agency the chief often coordinates: then somebody else does (product.md, roles)."""
    worlds.grant(story.world.chief, worlds.Role.COORDINATOR)
    story.somebody_asks_for_help(urgency="now", unit_group=story.world.group.pk.hex)
    who = story.paged_since()[0]
    story.accepts(who)
    story.fears_for_their_safety(who)
    assert "chief" not in story.asked_at_this_minute()
    with pytest.raises(NoSuchDanger):
        story.about_the_danger("chief", "take_on")
