"""Danger is lowered by two people, and somebody looks again a day later; until then nothing ends (hazard H26)."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest

from alongside.cases import operations as cases
from alongside.cases.errors import MayNotLower, MoveRefused
from alongside.cases.models import Case, Opening
from alongside.cases.rules.danger import Refusal, why_not_agree, why_not_look
from alongside.journeys import forgetting, letting_go, until_a_human_answers
from alongside.ledger.models import Entry
from alongside.notices.models import Notice
from alongside.paging.models import Alarm, Page
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary import labels
from alongside.vocabulary.passing_on import Lowered
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import ENDING_UNDER_DANGER_REFUSED, Stage
from tests import worlds
from tests.stories.professional_story import ProfessionalStory, second_professional

pytestmark = pytest.mark.django_db
SAFE = {"reason": "seen_and_safe"}


@pytest.fixture
def story() -> ProfessionalStory:
    """Danger stands; the professional on call has taken it on."""
    world = worlds.make()
    second_professional(world)
    story = ProfessionalStory(world)
    who = story.walks_alongside()
    story.fears_for_their_safety(who)
    story.about_the_danger("professional", "take_on")
    return story


def test_two_people_lower_it_and_a_day_later_somebody_looks_again(story: ProfessionalStory) -> None:
    supporter = story.owner()
    story.about_the_danger(supporter, "it_has_passed", **SAFE)
    story.expects_an_alarm("danger_agree")
    with pytest.raises(MayNotLower) as refused:
        story.about_the_danger(supporter, "agree")
    assert refused.value.why is Refusal.SAME_PERSON
    story.about_the_danger("professional", "agree")
    assert story.in_danger, "the flag stays up until the second look"
    with pytest.raises(MayNotLower) as refused:
        story.about_the_danger("coordinator", "look_again")
    assert refused.value.why is Refusal.TOO_SOON
    story.hours_pass(24)
    story.expects_an_alarm("second_look")
    story.about_the_danger("coordinator", "look_again")
    assert not story.in_danger
    assert not Notice.objects.filter(case=story.danger.pk).exists()
    verbs = list(Entry.objects.order_by("seq").values_list("verb", flat=True))
    assert [verb for verb in verbs if verb.startswith("danger.")][-4:] == [
        "danger.said_passed", "danger.agreed_passed", "danger.reminded", "danger.lowered"
    ]  # fmt: skip


def test_once_lowered_nobody_is_asked_or_told_as_in_danger(story: ProfessionalStory) -> None:
    supporter = story.owner()
    story.about_the_danger(supporter, "it_has_passed", **SAFE)
    story.about_the_danger("professional", "agree")
    story.hours_pass(24)
    story.about_the_danger("coordinator", "look_again")
    Alarm.objects.all().delete()
    Page.objects.all().delete()
    story.hands_back(supporter)
    story.hours_pass(1)
    assert not Alarm.objects.filter(kind="danger").exists()
    assert set(Page.objects.filter(rung__gt=0).values_list("role", flat=True)) == {"supporter"}


def test_whoever_presses_twice_says_it_once(story: ProfessionalStory) -> None:
    """Nobody is told anew, the person reads it once, and the day until the second look does not begin anew."""
    for who, verb, more in (
        ("professional", "take_on", {}), ("professional", "it_has_passed", SAFE), ("coordinator", "agree", {}),
    ):  # fmt: skip
        story.about_the_danger(who, verb, **more)
        before = (Entry.objects.count(), Opening.objects.count(), Notice.objects.count(), story.row())
        story.now += timedelta(minutes=1)
        story.about_the_danger(who, verb, **more)
        assert (Entry.objects.count(), Opening.objects.count(), Notice.objects.count(), story.row()) == before, verb


def test_nobody_lowers_it_alone_whatever_the_time(story: ProfessionalStory) -> None:
    story.about_the_danger("professional", "it_has_passed", **SAFE)
    story.hours_pass(30)
    for verb in ("agree", "look_again"):
        with pytest.raises(MayNotLower):
            story.about_the_danger("professional", verb)
    assert story.in_danger


def test_the_second_look_may_find_that_it_still_stands(story: ProfessionalStory) -> None:
    story.about_the_danger("professional", "it_has_passed", **SAFE)
    story.about_the_danger("coordinator", "agree")
    story.hours_pass(24)
    story.about_the_danger(story.owner(), "still_there")
    with pytest.raises(MayNotLower):
        story.about_the_danger("coordinator", "look_again")
    assert story.in_danger
    assert story.danger.review_due == story.now + timedelta(hours=72)


def test_whoever_forgets_the_second_look_is_reminded_and_the_flag_stays(story: ProfessionalStory) -> None:
    story.about_the_danger("professional", "it_has_passed", **SAFE)
    story.about_the_danger("coordinator", "agree")
    for expected in (24, 36, 48):
        story.hours_pass(24 if expected == 24 else 12)
        assert story.danger.told_at == story.now
    assert story.in_danger


def test_raised_again_within_the_day_everything_begins_anew(story: ProfessionalStory) -> None:
    story.about_the_danger("professional", "it_has_passed", **SAFE)
    story.about_the_danger("coordinator", "agree")
    story.minutes_pass(30)
    story.fears_for_their_safety(story.owner())
    row = story.row()
    assert (row.said_at, row.agreed_at, row.taken_by, row.reason) == (None, None, None, "")
    assert "professional" in story.asked_at_this_minute()


def test_it_is_reviewed_every_three_days_and_never_forgotten_meanwhile(story: ProfessionalStory) -> None:
    story.hours_pass(71)
    assert story.danger.told_at is None
    story.hours_pass(2)
    story.expects_an_alarm("danger_review")
    told = story.danger.told_at
    assert told is not None
    people = Notice.objects.filter(made_at=told).values_list("person__name", flat=True)
    names = {story.world.people[who].name for who in ("coordinator", "professional", story.owner())}
    assert names <= set(people)
    story.about_the_danger("professional", "still_there")
    assert story.danger.due_at == story.now + timedelta(hours=72)
    story.now += timedelta(days=200)
    assert forgetting.erase_next(now=story.now) is False


@pytest.mark.parametrize("to", sorted(ENDING_UNDER_DANGER_REFUSED))
@pytest.mark.parametrize("agreed", [False, True], ids=["stands", "two agreed"])
def test_nothing_ends_while_danger_stands(story: ProfessionalStory, to: Stage, *, agreed: bool) -> None:
    """Also not in the day between the second person and the second look."""
    if agreed:
        story.about_the_danger("professional", "it_has_passed", **SAFE)
        story.about_the_danger("coordinator", "agree")
    case = Case.objects.get(pk=story.case.pk)  # type: ignore[union-attr]
    for start in Stage:
        case.stage = start
        with pytest.raises(MoveRefused), one_transaction():
            cases.move(case=case, to=to, by=cases.ENGINE, now=story.now)


def test_what_was_taken_back_under_danger_is_not_erased(story: ProfessionalStory) -> None:
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    Case.objects.filter(pk=story.case.pk).update(due_at=story.now)  # type: ignore[union-attr]
    story.now += timedelta(days=60)
    assert forgetting.erase_next(now=story.now) is False
    story.expects_stage("withdrawn")
    assert story.danger.ended_at is None


def test_no_duty_ends_a_case_in_danger(story: ProfessionalStory) -> None:
    for _ in range(40):
        story.now += timedelta(days=2)
        while until_a_human_answers.remind_or_release_next(now=story.now):
            pass
        story.hours_pass(1)
    case = Case.objects.get(pk=story.case.pk)  # type: ignore[union-attr]
    assert case.stage in {Stage.WAITING, Stage.ACCEPTED, Stage.ALONGSIDE}
    assert case.danger


def test_whoever_leaves_no_longer_answers_for_it(story: ProfessionalStory) -> None:
    """Their role ends: everybody is asked at once, so that it has a name again."""
    story.minutes_pass(1)
    with one_transaction():
        letting_go.let_go(
            organization=story.world.organization.pk,
            person=story.world.professional.pk,
            by=cases.ENGINE,
            now=story.now,
        )
    assert story.row().taken_by is None
    assert {"coordinator", "deputy", "mentor"} <= set(story.asked_at_this_minute())


def test_the_word_of_somebody_who_left_in_between_does_not_count(story: ProfessionalStory) -> None:
    """Two people are two who answer for it: not one, and one whose role was ended the day before."""
    story.about_the_danger("professional", "it_has_passed", **SAFE)
    with one_transaction():
        letting_go.let_go(
            organization=story.world.organization.pk,
            person=story.world.professional.pk,
            by=cases.ENGINE,
            now=story.now,
            only={Role.PROFESSIONAL},
        )
    assert (story.row().said_by, story.row().reason) == (None, "")
    with pytest.raises(MayNotLower) as refused:
        story.about_the_danger("coordinator", "agree")
    assert refused.value.why is Refusal.NOBODY_SAID_SO


def test_who_may_be_the_second_of_two() -> None:
    someone, other = uuid4(), uuid4()
    roles = (Role.SUPPORTER, Role.PROFESSIONAL, Role.COORDINATOR)
    for first, second in product(roles, roles):
        same = why_not_agree(said_by=someone, said_role=first, by=someone, role=second)
        assert same is Refusal.SAME_PERSON
        found = why_not_agree(said_by=someone, said_role=first, by=other, role=second)
        assert found is (Refusal.TWO_PEERS if {first, second} == {Role.SUPPORTER} else None)
    assert why_not_agree(said_by=None, said_role="", by=other, role=Role.COORDINATOR) is Refusal.NOBODY_SAID_SO


def test_the_second_look_takes_a_day() -> None:
    agreed = worlds.NOW
    assert why_not_look(agreed_at=None, now=agreed) is Refusal.NOBODY_SAID_SO
    assert why_not_look(agreed_at=agreed, now=agreed + timedelta(hours=24, seconds=-1)) is Refusal.TOO_SOON
    assert why_not_look(agreed_at=agreed, now=agreed + timedelta(hours=24)) is None


def test_a_reason_is_one_of_four_codes() -> None:
    assert {one.value for one in Lowered} == set(labels.rows("danger_lowered_reasons"))


def standing(story: ProfessionalStory) -> set[str]:
    """Return the alarms that still stand on the board."""
    return set(Alarm.objects.filter(case=story.danger.case_id, seen_at=None).values_list("kind", flat=True))


def test_what_an_alarm_asked_for_has_happened_and_it_leaves_the_board(story: ProfessionalStory) -> None:
    """Nobody should look for what is in good hands, or agree to what two have agreed on already."""
    supporter = story.owner()
    assert standing(story) == set(), "somebody has it"
    story.about_the_danger(supporter, "it_has_passed", **SAFE)
    assert standing(story) == {"danger_agree"}
    story.about_the_danger("coordinator", "still_there")
    assert standing(story) == set(), "one looked: it stands, and there is nothing to agree to"
    story.about_the_danger(supporter, "it_has_passed", **SAFE)
    story.about_the_danger("professional", "agree")
    assert standing(story) == set()
    story.hours_pass(24)
    assert standing(story) == {"second_look"}
    story.about_the_danger("coordinator", "look_again")
    assert standing(story) == set()


def test_given_back_it_stands_on_the_board_again_as_long_as_nobody_has_it(story: ProfessionalStory) -> None:
    story.about_the_danger("professional", "give_it_back")
    assert "danger_untaken" in standing(story)
    story.about_the_danger("coordinator", "take_on")
    assert standing(story) == set()
