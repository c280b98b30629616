"""Somebody else goes on: for a leave that is planned, or because it is better so. Nobody is left alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alongside.cases import hand_overs
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.errors import MoveRefused, NoSuchHandOver, NotTheirs
from alongside.cases.models import Case, HandOver, Opening, Transition
from alongside.journeys import answering_a_page, handing_over, letting_go
from alongside.paging import handed_back
from alongside.paging.errors import MayNotBePaged, MayNotTake
from alongside.people.models import RoleGrant
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.stories.story import PHONE
from tests.stories.walking import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Walk:
    worlds.make_noise()
    return Walk(worlds.make())


def able(story: Walk, who: str) -> list[str]:
    """Return the names of the cast who could go on."""
    own = {"organization": story.world.organization.pk, "case": story.row.pk, "now": story.now}
    rows = handing_over.those_who_can(**own, person=story.world.people[who].pk)
    keys = {row.person for row in rows}
    return [name for name, row in story.world.people.items() if row.pk in keys]


def test_hand_over_during_a_leave(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    other = able(story, who)[0]
    story.they_told(who, "yes")
    story.would_hand_over(who, to=other, agreed=False, leaves_at=story.now + timedelta(days=5))
    assert story.who_is_asked_to_go_on() == "", "they are asked first"
    story.they_agree_to_somebody_else()
    assert story.who_is_asked_to_go_on() == other
    assert story.carried_by() == who
    story.takes_over(other)
    assert story.carried_by() == other
    story.expects_stage("accepted")
    assert story.opens_the_contact(other) == PHONE
    with pytest.raises(NotTheirs):
        story.opens_the_contact(who)
    story.says(other, "spoke")
    story.minutes_pass(11)
    story.expects_stage("alongside")
    assert story.row.first_contact_at < story.row.accepted_at, "the first talk stays the first"
    story.days_pass(6)
    assert story.carried_by() == other
    assert Opening.objects.filter(case=story.row, what="handed_over").exists(), "they read that it was handed over"


def test_a_hand_over_for_a_leave_that_has_begun_is_seen_to_at_once_when_the_colleague_passes(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who, to=able(story, who)[0], leaves_at=story.now - timedelta(hours=8))
    story.paged_since()
    story.does_not_take_over(story.who_is_asked_to_go_on())
    story.engine_turns()
    story.expects_stage("waiting")
    assert story.paged_since(), "everybody who can is asked"


def test_whoever_is_away_already_waits_a_day_for_their_yes_and_not_two_weeks(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who, agreed=False, leaves_at=story.now - timedelta(hours=8))
    assert HandOver.objects.get().due_at == story.now + timedelta(days=1)


def test_what_they_said_since_stays_when_we_spoke_is_taken_back(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.they_told(who, "yes")
    story.until(story.plan.starts_at + timedelta(hours=2))
    story.says(who, "spoke")
    story.they_answer("no_more")
    story.minutes_pass(2)
    story.takes_it_back(who)
    assert story.plan.no_more


def test_they_read_that_somebody_is_asked_and_then_who_it_is(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    other = able(story, who)[0]
    story.would_hand_over(who, to=other, agreed=False)
    story.they_agree_to_somebody_else()
    asked = story.standing.hand_over
    assert asked is not None
    assert (asked.asks, asked.nobody, asked.name) == (False, False, story.world.people[other].name)
    story.takes_over(other)
    assert story.standing.hand_over is None
    assert story.standing.who.name == story.world.people[other].name
    story.says(other, "spoke")
    story.minutes_pass(11)
    assert story.standing.who.name == story.world.people[other].name


def test_whoever_goes_on_in_turn_is_not_named_unasked(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who)
    story.takes_over(story.who_is_asked_to_go_on())
    story.they_come_back_with_their_code()
    assert story.standing.who.name == ""


def test_whoever_handed_them_over_learns_who_goes_on(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who)
    other = story.who_is_asked_to_go_on()
    giver = {"organization": story.world.organization.pk, "person": story.world.people[who].pk}
    since = story.now - timedelta(days=7)
    assert hand_overs.given_by(**giver, since=since) == []
    story.takes_over(other)
    told = hand_overs.given_by(**giver, since=since)
    assert [(one.case, one.name, one.since) for one in told] == [
        (story.row.pk, story.world.people[other].name, story.now)
    ]
    assert hand_overs.given_by(**giver, since=story.now + timedelta(minutes=1)) == []
    Case.objects.filter(pk=story.row.pk).update(owner=story.world.professional, stage="with_professional")
    assert hand_overs.given_by(**giver, since=since) == [], "what follows is no concern of theirs"


@pytest.mark.parametrize(("how", "times"), [("hand_over", 0), ("give_back", 1), ("silence", 1)])
def test_mentors_count_what_was_let_go_and_not_what_a_colleague_took_over(story: Walk, how: str, times: int) -> None:
    who = story.they_speak_for_the_first_time()
    story.opens_the_contact(who)
    if how == "give_back":
        story.hands_back(who)
    else:
        story.would_hand_over(who)
        story.takes_over(who := story.who_is_asked_to_go_on())
        story.opens_the_contact(who)
    if how == "silence":
        story.until(story.row.contact_due + timedelta(minutes=1))
        story.expects_stage("waiting")
    since = story.now - timedelta(days=90)
    counted = handed_back.counted(organization=story.world.organization.pk, since=since)
    assert counted == ({story.world.people[who].pk: 1} if times else {})


def test_the_way_through_the_table_is_kept(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who)
    story.takes_over(story.who_is_asked_to_go_on())
    moves = Transition.objects.filter(case=story.row).order_by("at", "id").values_list("from_stage", "to_stage")
    assert set(moves) >= {("alongside", "waiting"), ("waiting", "accepted")}


def test_they_say_no_and_everything_stays(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    before = story.told(who)
    story.would_hand_over(who, agreed=False)
    story.they_agree_to_somebody_else(agreed=False)
    assert story.who_is_asked_to_go_on() == ""
    assert (story.carried_by(), story.told(who)) == (who, before + 1)
    with pytest.raises(AssertionError, match="not asked"):
        story.they_agree_to_somebody_else()


def test_one_after_the_other_is_asked_and_the_old_one_stays(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who)
    asked = []
    while one := story.who_is_asked_to_go_on():
        asked.append(one)
        story.expects_stage("alongside")
        assert story.carried_by() == who
        story.does_not_take_over(one)
    assert sorted(asked) == sorted(able(story, who))
    story.expects_an_alarm("hand_over")
    assert story.carried_by() == who
    with pytest.raises(NoSuchHandOver):
        answering_again(story, asked[0])


@pytest.mark.parametrize("agreed", [True, False])
def test_the_same_wish_sent_again_asks_nobody_else(story: Walk, *, agreed: bool) -> None:
    who = story.they_speak_for_the_first_time()
    for _page in range(3):
        story.would_hand_over(who, agreed=agreed)
    turns = HandOver.objects.get().turns.values_list("person", flat=True)
    asked = [story.world.people[story.who_is_asked_to_go_on()].pk] if agreed else []
    assert list(turns) == asked
    story.would_hand_over(who, to=able(story, who)[-1], agreed=agreed)
    assert story.who_is_asked_to_go_on() == (able(story, who)[-1] if agreed else ""), "another wish takes its place"


def answering_again(story: Walk, who: str) -> None:
    turn = HandOver.objects.get().turns.get(person=story.world.people[who]).pk
    person = story.world.people[who].pk
    handing_over.take(organization=story.world.organization.pk, turn=turn, person=person, now=story.now)


def test_whoever_says_nothing_is_passed_by(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who)
    first = story.who_is_asked_to_go_on()
    story.days_pass(1.5)
    assert story.who_is_asked_to_go_on() not in {first, who, ""}


def test_a_colleague_chosen_by_name_who_is_silent_is_not_replaced_unasked(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who, to=able(story, who)[0])
    before = story.told(who)
    story.days_pass(2)
    assert story.who_is_asked_to_go_on() == ""
    assert story.told(who) > before, "whoever carries them hears of it and chooses anew"
    story.would_hand_over(who, to=able(story, who)[-1])
    assert HandOver.objects.filter(ended_at=None).count() == 1


def test_the_leave_begins_and_nobody_has_said_yes(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who, to=able(story, who)[0], leaves_at=story.now + timedelta(days=3))
    story.until(story.now + timedelta(days=2, hours=20))
    assert story.carried_by() == who
    story.days_pass(0.5)
    story.expects_stage("waiting")
    assert who not in story.paged_since()


def test_without_their_yes_a_leave_hands_nobody_over(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who, agreed=False, leaves_at=story.now + timedelta(days=3))
    story.days_pass(4)
    assert story.carried_by() == who
    story.expects_an_alarm("hand_over")


def test_whoever_may_not_be_paged_is_not_among_those_who_can(story: Walk) -> None:
    avoid, group = story.world.teammate.pk.hex, story.world.group.pk.hex
    who = story.they_speak_for_the_first_time(avoid=[avoid], unit_group=group)
    assert not {"teammate", "chief", who} & set(able(story, who))
    for one in ("teammate", "chief", who, "manager"):
        with pytest.raises(MayNotBePaged):
            story.would_hand_over(who, to=one)


def test_what_held_when_they_were_asked_is_looked_at_again(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who)
    asked = story.who_is_asked_to_go_on()
    box = case_queries.box_of(story.row)
    wider = replace(case_queries.facts_of(case=story.row, box=box), avoid=frozenset({story.world.people[asked].pk}))
    with one_transaction():
        cases.change_facts(case=story.row, box=box, facts=wider)
    with pytest.raises(MayNotTake):
        story.takes_over(asked)
    assert story.carried_by() == who
    assert story.who_is_asked_to_go_on() not in {asked, ""}


def test_going_on_after_all_stands_the_other_down(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who)
    own = {"organization": story.world.organization.pk, "case": story.row.pk, "now": story.now}
    handing_over.take_back(**own, person=story.world.people[who].pk)
    assert story.who_is_asked_to_go_on() == ""
    with pytest.raises(MoveRefused):
        handing_over.take_back(**own, person=story.world.people[who].pk)


@pytest.mark.parametrize("how", ["release", "withdraw", "end", "leave"])
def test_whatever_takes_the_case_ends_the_wish(story: Walk, how: str) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who, leaves_at=story.now + timedelta(days=2))
    own = {"organization": story.world.organization.pk, "person": story.world.people[who].pk, "now": story.now}
    if how == "release":
        answering_a_page.release(**own, case=story.row.pk, conflict=False)
    elif how == "end":
        story.ends_it(who, "end_together")
    elif how == "leave":
        RoleGrant.objects.filter(person=story.world.people[who]).delete()
        with one_transaction():
            letting_go.let_go(**own, by=cases.ENGINE)
    else:
        story.they_come_back_with_their_code()
        story.they_say("withdraw")
    assert story.who_is_asked_to_go_on() == ""
    stage = story.row.stage
    story.days_pass(0.1)
    assert story.row.stage == stage or how == "leave"
    story.now += timedelta(days=2)
    while handing_over.see_to_next(now=story.now):
        pass
    assert not HandOver.objects.filter(ended_at=None).exists()
    assert Case.objects.get(pk=story.row.pk).stage == story.row.stage
