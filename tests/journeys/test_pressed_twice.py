"""Whoever presses a button twice, because no answer came, stands once in the ledger: it tells what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from alongside.care.models import Debrief
from alongside.journeys import (
    coordinating,
    keeping_the_rota,
    looking_after_supporters,
    my_settings,
    raising_the_level,
)
from alongside.ledger.models import Entry
from alongside.notices.models import Channel
from alongside.paging import operations as paging
from alongside.paging.models import Alarm, CallBack
from alongside.rota.models import Leave
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.passing_on import Lowered
from tests import worlds
from tests.stories.professional_story import ProfessionalStory, second_professional

pytestmark = pytest.mark.django_db
Press = Callable[[], object]
Prepared = Callable[[ProfessionalStory], Press]


@pytest.fixture
def story() -> ProfessionalStory:
    """A supporter walks with somebody, and two professionals are on call."""
    world = worlds.make()
    second_professional(world)
    return ProfessionalStory(world)


def in_danger(act: str, *before: tuple[str, str], who: str = "professional") -> Prepared:
    def prepare(story: ProfessionalStory) -> Press:
        story.fears_for_their_safety(story.walks_alongside())
        for somebody, done in before:
            story.about_the_danger(somebody, done, **_why(done))
        return lambda: story.about_the_danger(who, act, **_why(act))

    return prepare


def _why(act: str) -> dict[str, str]:
    return {"reason": Lowered.SEEN_AND_SAFE.value} if act == "it_has_passed" else {}


def an_alarm(story: ProfessionalStory) -> Press:
    with one_transaction(ring=False):
        own = {"organization": story.world.organization.pk, "kind": Alarm.Kind.CHANNEL_FAILED}
        paging.raise_alarm(**own, case=None, now=story.now)
    alarm, member = Alarm.objects.get().pk, story.member("coordinator")
    return lambda: coordinating.see_alarm(member=member, alarm=alarm, now=story.now)


def an_alarm_that_is_none(story: ProfessionalStory) -> Press:
    an_alarm(story)()
    member = story.member("coordinator")
    return lambda: coordinating.see_alarm(member=member, alarm=uuid4(), now=story.now)


def a_talk(story: ProfessionalStory) -> Press:
    looking_after_supporters.ask_for_talk(member=story.member("owner"), now=story.now)
    talk, mentor = Debrief.objects.get().pk, story.member("mentor")
    return lambda: looking_after_supporters.take_on(mentor=mentor, talk=talk, now=story.now)


def no_talk(story: ProfessionalStory) -> Press:
    owner = story.member("owner")
    looking_after_supporters.ask_for_talk(member=owner, now=story.now)
    return lambda: looking_after_supporters.no_talk_needed(member=owner, now=story.now)


def a_pause_that_ends(story: ProfessionalStory) -> Press:
    owner = story.member("owner")
    my_settings.pause(member=owner, until=None, now=story.now)
    story.now += timedelta(minutes=1)
    return lambda: my_settings.resume(member=owner, now=story.now)


def a_way_to_be_reached(story: ProfessionalStory) -> Press:
    owner, channel = story.member("owner"), Channel.objects.get(person=story.world.owner).pk
    return lambda: my_settings.remove_channel(member=owner, channel=channel, now=story.now)


def a_leave_that_ends(story: ProfessionalStory) -> Press:
    coordinator, own = story.member("coordinator"), {"starts_at": story.now, "ends_at": None, "now": story.now}
    keeping_the_rota.note_leave(member=coordinator, person=story.world.owner.pk, **own)
    leave, later = Leave.objects.get().pk, story.now + timedelta(minutes=1)
    return lambda: keeping_the_rota.end_leave(member=coordinator, leave=leave, now=later)


def somebody_to_call(*before: str, act: str) -> Prepared:
    def prepare(story: ProfessionalStory) -> Press:
        own = {"organization": story.world.organization.pk, "number": "+12025550177", "once": "a form"}
        raising_the_level.page_the_professional(**own, now=story.now)
        call = {"member": story.member("professional"), "call_back": CallBack.objects.get().pk, "now": story.now}
        for done in before:
            getattr(raising_the_level, done)(**call)
        return lambda: getattr(raising_the_level, act)(**call)

    return prepare


SAID = (("professional", "take_on"), ("professional", "it_has_passed"))
BUTTONS: dict[str, tuple[str, Prepared]] = {
    "I am on it": ("danger.taken", in_danger("take_on")),
    "I cannot any longer": ("danger.given_back", in_danger("give_it_back", ("professional", "take_on"))),
    "it has passed": ("danger.said_passed", in_danger("it_has_passed", ("professional", "take_on"))),
    "I agree": ("danger.agreed_passed", in_danger("agree", *SAID, who="coordinator")),
    "an alarm is seen to": ("alarm.seen", an_alarm),
    "an alarm that is none": ("alarm.seen", an_alarm_that_is_none),
    "I talk with them": ("care.talk_taken", a_talk),
    "no talk is needed": ("care.talk_left_out", no_talk),
    "not by this way": ("channel.removed", a_way_to_be_reached),
    "they are back": ("leave.ended", a_leave_that_ends),
    "I called": ("call_back.called", somebody_to_call("open_number", act="note_called")),
    "no answer": ("call_back.no_answer", somebody_to_call("open_number", act="note_no_answer")),
    "undo": ("call_back.undone", somebody_to_call("open_number", "note_called", act="take_it_back")),
    "I can again": ("pause.ended", a_pause_that_ends),
}


@pytest.mark.parametrize("button", BUTTONS)
def test_what_is_so_already_is_not_written_again(story: ProfessionalStory, button: str) -> None:
    verb, prepare = BUTTONS[button]
    press = prepare(story)
    for _impatient in range(3):
        press()
    assert Entry.objects.filter(verb=verb).count() == 1


def test_whoever_never_took_a_danger_on_gives_nothing_back(story: ProfessionalStory) -> None:
    in_danger("give_it_back")(story)()
    assert not Entry.objects.filter(verb="danger.given_back").exists()
