"""A supporter's own page: one tap each, seen by nobody but them and the mentors."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.care.models import Burden, Debrief
from alongside.rota import queries as rota
from alongside.rota.models import Leave
from alongside.surveys.models import Answer, Thanks
from tests import worlds
from tests.house_clock import HouseClock
from tests.stories.story import Story
from tests.web.supporting.desk import Desk, plain, supporter_asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> worlds.World:
    """An organization at this very moment."""
    return worlds.make(now=clock.now())


def after(desk: Desk, path: str, **data: str) -> str:
    """Press a button and read the page that follows."""
    answer = desk.client.post(f"{desk.base}{path}", data, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain
    return plain(answer)


def test_a_heavy_one_is_one_tap_then_rest_and_a_mentor(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    text = after(desk, "care/weight/", weight="heavy")
    assert "Nobody pages you until" in text
    assert "a mentor has been asked" in text
    assert "You rest." in text
    assert "The mentors have been asked." in text
    assert Burden.objects.get().weight == "heavy"


def test_a_second_tap_is_noted_once_and_its_rest_does_not_begin_anew(
    world: worlds.World, moved_clock: HouseClock
) -> None:
    desk = Desk(world, "owner")
    (once,) = re.findall(r'name="once" value="(\w{16})"', desk.text("care/"))
    first = after(desk, "care/weight/", weight="heavy", once=once)
    moved_clock.stands(600)
    until = re.findall("Nobody pages you until [^.,]+", first)[0]
    assert until in after(desk, "care/weight/", weight="heavy", once=once)
    assert (Burden.objects.count(), Leave.objects.filter(kind=Leave.Kind.REST).count()) == (1, 1)
    after(Desk(world, "teammate"), "care/weight/", weight="light", once=once)
    after(desk, "care/weight/", weight="light", once=once[::-1])
    assert Burden.objects.count() == 3


@pytest.mark.parametrize("weight", ["", "unbearable", "HEAVY", "light'; --"])
def test_what_is_no_weight_is_asked_again_and_noted_nowhere(world: worlds.World, weight: str) -> None:
    assert "Please choose light, medium or heavy." in after(Desk(world, "owner"), "care/weight/", weight=weight)
    assert not Burden.objects.exists()


def test_a_talk_is_asked_for_and_left_out_in_one_tap_each(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    assert "One of them talks with you within 48 hours." in after(desk, "care/talk/")
    assert "That is fine." in after(desk, "care/no-talk/")
    assert Debrief.objects.get().outcome == "not_wanted"


def test_i_am_not_well_stops_pages_and_shows_the_way_to_help(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    assert "Nobody pages you until you say so." in after(desk, "care/not-well/")
    kinds = rota.away_kinds(organization=world.organization.pk, at=clock.now() + timedelta(days=9))
    assert kinds[world.owner.pk] == {"pause"}
    assert f"/o/{world.slug}/help-now/" in desk.text("care/")


def test_thanks_are_for_their_own_eyes(world: worlds.World) -> None:
    for who, phrase in (("owner", "calm"), ("owner", "calm"), ("teammate", "listened")):
        Thanks.objects.create(
            organization=world.organization, supporter=world.people[who], phrase=phrase, month="2026-10"
        )
    text = Desk(world, "owner").text("care/")
    assert "Your calm did me good." in text
    assert "2 times" in text
    assert "October 2026" in text
    assert "Thank you for listening." not in text
    assert "Votre calme m’a fait du bien." in plain(Desk(world, "owner", language="fr").get("care/"))


def test_what_people_said_stands_there_from_ten_answers_on_and_in_steps(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    assert "Too few answers to show without pointing at someone." in desk.text("care/")
    said = ["yes_much"] * 9 + ["not_really"] * 3
    Answer.objects.bulk_create(
        Answer(organization=world.organization, quarter="2025-Q2", helpful=helpful) for helpful in said
    )
    text = desk.text("care/")
    assert "From April to June 2025" in text
    assert "80 %" in text  # Nine of twelve are 75: the step hides how many they are.
    assert "20 %" in text
    assert "12" not in text.split("What people said afterwards")[1].split("</section>")[0].replace("2025", "")


def test_after_a_contact_it_is_asked_beside_the_case_and_on_the_first_screen(world: worlds.World) -> None:
    story = Story(world, now=clock.now() - timedelta(hours=1))
    story.somebody_asks_for_help(urgency="now")
    who = supporter_asked(story)
    story.accepts(who)
    desk = Desk(world, who)
    assert story.case
    path = f"cases/{story.case.pk}/"
    assert "How heavy was it for you?" not in desk.text(path)
    story.says(who, "spoke")
    story.minutes_pass(11)
    assert "How heavy was it for you?" in desk.text(path)
    assert "/desk/care/" in desk.text("now/")
    assert "/desk/care/" not in Desk(world, "coordinator").text("now/")


def test_the_mentors_page_shows_load_and_talks_and_nobody_who_was_supported(world: worlds.World) -> None:
    story = Story(world, now=clock.now() - timedelta(hours=1))
    story.somebody_asks_for_help(urgency="now")
    who = supporter_asked(story)
    story.accepts(who)
    assert story.case
    after(Desk(world, "owner"), "care/weight/", weight="heavy")
    text = Desk(world, "mentor").text("mentoring/")
    assert "One colleague waits for a talk." in text
    assert "It was heavy" in text
    assert "1 of 3 people" in text
    assert "resting until" in text
    assert story.case.designation not in text
    assert str(story.case.pk) not in text
    names = [world.people[name].name for name in ("chief", "owner", "teammate", "third")]
    assert sorted(names, key=text.rindex) == sorted(names)


def test_handing_back_after_looking_is_counted_for_the_mentor_without_the_case(world: worlds.World) -> None:
    story = Story(world, now=clock.now() - timedelta(hours=1))
    story.somebody_asks_for_help(urgency="now")
    first = supporter_asked(story)
    story.accepts(first)
    story.hands_back(first)
    assert "handed back" not in Desk(world, "mentor").text("mentoring/")
    second = supporter_asked(story)
    story.accepts(second)
    story.opens_the_contact(second)
    story.hands_back(second)
    assert "handed back once" in Desk(world, "mentor").text("mentoring/")


def test_a_mentor_takes_a_talk_on_and_ends_it(world: worlds.World) -> None:
    desk, mentor = Desk(world, "owner"), Desk(world, "mentor")
    after(desk, "care/talk/")
    talk = Debrief.objects.get().pk
    assert "You said that you talk with them." in after(mentor, f"mentoring/{talk}/take/")
    assert f"{world.mentor.name} will talk with you." in desk.text("care/")
    text = after(mentor, f"mentoring/{talk}/ended/", outcome="talked", rest="yes")
    assert "Nobody waits for a talk." in text
    assert "resting until" in text
    assert mentor.post(f"mentoring/{talk}/ended/", outcome="talked").status_code == 404


def test_the_mentors_page_asks_a_fixed_number_of_queries(world: worlds.World) -> None:
    desk = Desk(world, "mentor")
    desk.text("mentoring/")
    with CaptureQueriesContext(connection) as few:
        desk.text("mentoring/")
    for who in ("owner", "teammate", "third"):
        after(Desk(world, who), "care/weight/", weight="heavy")
    with CaptureQueriesContext(connection) as many:
        desk.text("mentoring/")
    assert len(many) == len(few)
