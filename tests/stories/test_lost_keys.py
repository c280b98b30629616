"""A key is lost, or what it sealed is damaged: no page is broken, nobody is asked blindly, somebody is told."""

from typing import Any

import pytest

from alongside import clock
from alongside.cases.errors import CannotBeOpened
from alongside.cases.models import Case, Entrusted
from alongside.notices.models import Notice
from alongside.paging.models import Alarm, Page
from alongside.vault.models import WrappedKey
from tests import worlds
from tests.stories.story import PHONE, Story
from tests.web.supporting.desk import Desk, page_of, plain, supporter_asked
from tests.web.walking import Walker

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    now = clock.now()
    worlds.make_noise(now=now)
    return Story(worlds.make(now=now), now=now)


@pytest.fixture(params=["lost", "damaged"])
def lose(request: pytest.FixtureRequest) -> Any:
    """Lose the key of every case, or damage what they sealed."""

    def lost() -> None:
        if request.param == "lost":
            WrappedKey.objects.all().delete()
        for held in Entrusted.objects.all():
            broken = bytes([*bytes(held.contact)[:-1], bytes(held.contact)[-1] ^ 1])
            facts = bytes([*bytes(held.matching)[:-1], bytes(held.matching)[-1] ^ 1])
            Entrusted.objects.filter(pk=held.pk).update(contact=broken, matching=facts)

    return lost


def alarms() -> int:
    return Alarm.objects.filter(kind="cannot_open").count()


def says_what_to_do(answer: Any) -> bool:
    words = plain(answer)
    return "This request cannot be opened." in words and "(202) 555-0100" in words


def test_opening_and_accepting_say_what_to_do_and_tell_the_coordinators_once(story: Story, lose: Any) -> None:
    story.somebody_asks_for_help(urgency="now")
    who = supporter_asked(story)
    desk = Desk(story.world, who)
    page = page_of(story.world, who)
    lose()
    for _ in range(2):
        answer = desk.takes(page)
        assert answer.status_code == 200
        assert says_what_to_do(answer)
    assert alarms() == 1
    assert Notice.objects.filter(person=story.world.coordinator, template="alarm").count() == 1


def test_the_contact_card_says_what_to_do(story: Story, lose: Any) -> None:
    story.somebody_asks_for_help(urgency="now")
    who = supporter_asked(story)
    story.accepts(who)
    lose()
    desk = Desk(story.world, who)
    assert story.case
    answer = desk.post(f"cases/{story.case.pk}/contact/")
    assert says_what_to_do(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert desk.get(f"cases/{story.case.pk}/").status_code == 200, "the rest of the screen stands"


def test_passing_still_passes(story: Story, lose: Any) -> None:
    story.somebody_asks_for_help(urgency="now")
    who = supporter_asked(story)
    page = page_of(story.world, who)
    lose()
    assert Desk(story.world, who).passes(page).status_code == 302
    assert Page.objects.get(pk=page).answer == "passed"


@pytest.mark.parametrize("path", ["", "next/", "help/", "page/{}/"])
def test_choosing_says_what_to_do(story: Story, lose: Any, path: str) -> None:
    story.somebody_asks_for_help(urgency="now")
    Case.objects.update(coordinator_may_help=True)
    lose()
    assert story.case
    address = f"board/{story.case.pk}/{path.format(story.world.third.pk)}"
    assert says_what_to_do(Desk(story.world, "coordinator").post(address))


@pytest.mark.parametrize("path", ["page/", "page/reach/", "page/stop/", "page/again/"])
def test_whoever_asked_is_told_to_call(story: Story, lose: Any, path: str) -> None:
    story.somebody_asks_for_help(urgency="now")
    walker = Walker(story.world)
    walker.come_back(story.code)
    lose()
    answer = walker.get(path)
    assert answer.status_code == 200
    words = plain(answer)
    assert "Please call." in words
    assert "(202) 555-0100" in words
    assert alarms() == 1


def test_coming_back_with_the_code_is_never_a_broken_page(story: Story, lose: Any) -> None:
    story.somebody_asks_for_help(urgency="now")
    lose()
    walker = Walker(story.world)
    answer = walker.come_back(story.code)
    assert answer.status_code == 303
    assert "Please call." in plain(walker.get("page/"))


@pytest.mark.parametrize("accepted", [False, True])
def test_danger_is_told_all_the_same(story: Story, lose: Any, *, accepted: bool) -> None:
    story.somebody_asks_for_help(urgency="today")
    if accepted:
        story.accepts(story.paged_since()[0])
    story.they_come_back_with_their_code()
    lose()
    story.they_say("raise_danger")
    story.expects_an_alarm("danger")
    told = {notice.person for notice in Notice.objects.filter(template="alarm")}
    assert {story.world.professional, story.world.coordinator} <= told


def test_a_supporter_says_danger_all_the_same(story: Story, lose: Any) -> None:
    story.somebody_asks_for_help(urgency="today")
    who = story.paged_since()[0]
    story.accepts(who)
    lose()
    assert story.case
    assert Desk(story.world, who).post(f"cases/{story.case.pk}/danger/").status_code == 302
    story.expects_an_alarm("danger")


def test_nobody_came_and_taking_it_back_go_on(story: Story, lose: Any) -> None:
    story.somebody_asks_for_help(urgency="now")
    story.accepts(story.paged_since()[0])
    story.they_come_back_with_their_code()
    lose()
    story.they_say("nobody_came")
    story.expects_an_alarm("nobody_came")
    story.expects_an_alarm("cannot_open")
    story.expects_no_page()
    story.they_say("withdraw")
    story.expects_stage("withdrawn")


def test_contact_overdue_pages_nobody_blindly(story: Story, lose: Any) -> None:
    """Without what was entrusted nobody knows who must not be asked: an avoided person could be paged."""
    story.somebody_asks_for_help(urgency="now", avoid=[story.world.third.pk.hex])
    who = story.paged_since()[0]
    story.accepts(who)
    lose()
    story.minutes_pass(180)
    story.expects_stage("accepted")
    story.expects_no_page()
    assert alarms() == 1, "once, until somebody has seen to it"
    assert Notice.objects.filter(person=story.world.people[who], template="page", rung=None).count() >= 3


def test_handing_back_pages_nobody_blindly(story: Story, lose: Any) -> None:
    story.somebody_asks_for_help(urgency="now")
    who = story.paged_since()[0]
    story.accepts(who)
    lose()
    story.hands_back(who)
    story.expects_stage("waiting")
    story.expects_no_page()
    story.expects_an_alarm("cannot_open")
    story.minutes_pass(5)
    assert alarms() == 1
    assert Case.objects.get().due_at


def test_the_engine_goes_on_with_the_others(story: Story, lose: Any) -> None:
    story.somebody_asks_for_help(urgency="now")
    lose()
    other = Story(story.world, now=story.now)
    other.somebody_asks_for_help(urgency="now")
    other.paged_since()
    other.minutes_pass(6)
    assert other.paged_since()
    assert alarms() == 1


def test_what_is_raised_tells_nothing(story: Story, lose: Any) -> None:
    story.somebody_asks_for_help(urgency="now")
    who = story.paged_since()[0]
    story.accepts(who)
    lose()
    with pytest.raises(CannotBeOpened) as raised:
        story.opens_the_contact(who)
    assert PHONE not in str(raised.value)
