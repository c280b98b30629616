"""Writing a talk down on screen: prefilled, codes only, kind when something is missing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from alongside import clock
from alongside.cases.models import Case, ContactAttempt, Opening
from alongside.encounters.models import Course, Encounter, Leaf
from alongside.encounters.rules import Interactions, Kind
from alongside.engine.duties.mix import Mix
from alongside.engine.duties.own_notes import EVERY, own_notes
from alongside.engine.seldom import Seldom
from alongside.ledger.models import Entry
from alongside.notices.models import Notice
from alongside.rota.models import OwnNote
from alongside.web.recording import forms
from tests import worlds
from tests.stories.story import Story
from tests.web.supporting.desk import Desk, page_of, supporter_asked

pytestmark = pytest.mark.django_db

TALK = {
    "minutes": "m16_30",
    "interactions": "i1",
    "tier": "tier2_enough",
    "role_group": "nursing",
    "unit_group": "intensive_care",
    "event_kind": "near_miss",
    "source": "in_passing",
    "shift": "weekday_day",
    "referral": "none",
}
CASE = {
    **TALK,
    "outcome": "spoke",
    "source": "self",
    "role_group": "as_asked",
    "unit_group": "as_asked",
    "event_kind": "as_asked",
}


@pytest.fixture
def world() -> worlds.World:
    """Return our organization beside a stranger one."""
    worlds.make_noise(now=clock.now())
    return worlds.make(now=clock.now())


@pytest.fixture
def owner(world: worlds.World) -> Desk:
    """Return a supporter's desk."""
    return Desk(world, "owner")


def carried(world: worlds.World) -> tuple[Desk, str]:
    """Let somebody ask and a supporter take it and speak with them; return their desk and the path of the record."""
    story = Story(world, now=clock.now())
    story.somebody_asks_for_help(
        profession="nurse", unit_group=world.group.pk.hex, kind="unexpected_death", urgency="now"
    )
    who = supporter_asked(story)
    desk = Desk(world, who)
    desk.takes(page_of(world, who))
    assert story.case
    desk.post(f"cases/{story.case.pk}/outcome/", outcome="spoke")
    return desk, f"cases/{story.case.pk}/record/"


def mixed(world: worlds.World) -> tuple[Encounter, Course, list[tuple[str, str]]]:
    """Let the month end; return the one encounter that was kept."""
    mix = Mix()
    while mix(clock.now() + timedelta(days=40)):
        pass
    leaves = Leaf.objects.of(world.organization).values_list("about", "code")
    return Encounter.objects.of(world.organization).get(), Course.objects.of(world.organization).get(), sorted(leaves)


def test_from_a_case_three_taps_are_enough(world: worlds.World) -> None:
    desk, path = carried(world)
    shown = desk.text(path)
    assert shown.count(" checked") == 2  # How it went, which talk; the length is one tap, the button another.
    assert "nurse" not in shown.lower().replace("nurses, midwives", "")
    assert desk.post(path, **CASE).status_code == 302
    encounter, course, leaves = mixed(world)
    assert (encounter.kind, encounter.role_group, encounter.unit_group) == (
        Kind.ONE_TO_ONE,
        "nursing",
        "intensive_care",
    )
    assert (encounter.event_kind, encounter.minutes) == ("unexpected_death", "m16_30")
    assert (course.source, course.interactions, course.time_to_contact) == ("self", "i1", "up_to_30m")
    assert leaves == [("referral", "none"), ("tier", "tier2_enough")]


def test_writing_it_down_leaves_no_trace_on_the_case(world: worlds.World) -> None:
    desk, path = carried(world)
    before = (Case.objects.get(designation__gt="", organization=world.organization).__dict__, _traces(world))
    desk.get(path)
    desk.post(path, **CASE)
    after = (Case.objects.get(designation__gt="", organization=world.organization).__dict__, _traces(world))
    assert {**before[0], "_state": 0} == {**after[0], "_state": 0}
    assert before[1] == after[1]


def _traces(world: worlds.World) -> tuple[int, int, int]:
    own = world.organization
    return (Opening.objects.of(own).count(), Entry.objects.of(own).count(), ContactAttempt.objects.of(own).count())


def test_what_was_different_may_be_changed(world: worlds.World) -> None:
    desk, path = carried(world)
    desk.post(
        path, **{**CASE, "unit_group": "emergency", "interactions": "i2", "event_kind": "", "source": "came_back"}
    )
    encounter, course, _leaves = mixed(world)
    assert (encounter.unit_group, encounter.event_kind) == ("emergency", "")
    assert (course.interactions, course.time_to_contact) == ("i2", "")


def test_nobody_was_reached_needs_no_length(world: worlds.World) -> None:
    desk, path = carried(world)
    answer = desk.post(path, **{**CASE, "minutes": ""})
    assert "Please choose how long it was." in answer.content.decode()
    assert desk.post(path, **{**CASE, "minutes": "", "outcome": "no_answer"}).status_code == 302
    assert mixed(world)[1].outcome == "no_answer"


def test_the_case_is_its_supporter_s_alone(world: worlds.World) -> None:
    desk, path = carried(world)
    other = next(who for who in ("owner", "teammate", "third") if who != desk.person_name)
    for who in (other, "coordinator", "professional"):
        assert Desk(world, who).get(path).status_code == 404
        assert Desk(world, who).post(path, **CASE).status_code == 404
    assert Desk(worlds.make(now=clock.now()), "owner").get(path).status_code == 404


def test_a_talk_in_passing(world: worlds.World, owner: Desk) -> None:
    assert owner.post("record/talk/", **TALK).status_code == 302
    encounter, course, _leaves = mixed(world)
    assert (encounter.kind, encounter.event_kind) == (Kind.INFORMAL, "near_miss")
    assert (course.source, course.outcome) == ("in_passing", "spoke")


def test_a_talk_with_a_leader_says_nothing_of_anybody(world: worlds.World) -> None:
    mentor = Desk(world, "mentor")
    answers = {"minutes": "m0_15", "unit_group": "emergency", "shift": "night", "role_group": "nursing"}
    assert mentor.post("record/leader/", **answers).status_code == 302
    encounter, course, leaves = mixed(world)
    assert (encounter.kind, encounter.role_group, encounter.unit_group) == (Kind.LEADER_TALK, "unsaid", "emergency")
    assert (course.kind, course.shift, course.source, leaves) == (Kind.LEADER_TALK, "night", "", [])


def test_a_session_with_a_team_keeps_a_band_of_heads(world: worlds.World, owner: Desk) -> None:
    answers = {"minutes": "m61_90", "unit_group": "unsaid", "shift": "weekday_evening", "group_size": "g6_10"}
    assert owner.post("record/team/", **answers).status_code == 302
    encounter, _course, _leaves = mixed(world)
    assert (encounter.kind, encounter.group_size) == (Kind.TEAM_SESSION, "g6_10")


@pytest.mark.parametrize("path", ["record/talk/", "record/leader/", "record/team/"])
def test_what_is_missing_is_asked_for_kindly_and_what_was_chosen_stays(owner: Desk, path: str) -> None:
    answer = owner.post(path, shift="night", unit_group="emergency")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Please answer this." in page
    assert '<option value="night" selected>' in page
    assert '<option value="emergency" selected>' in page


@pytest.mark.parametrize("wrong", ["Mrs Keller, room 12", "x" * 5000, "i1"])
def test_what_is_no_code_is_not_taken(world: worlds.World, owner: Desk, wrong: str) -> None:
    answer = owner.post("record/talk/", **{**TALK, "unit_group": wrong})
    assert answer.status_code == 200
    assert "Please choose one of these." in answer.content.decode()
    assert "Keller" not in answer.content.decode()


def test_there_is_nowhere_to_write_a_word(world: worlds.World, owner: Desk) -> None:
    desk, path = carried(world)
    pages = [
        desk.text(path),
        *(owner.text(f"record/{kind}/") for kind in ("talk", "leader", "team")),
        owner.text("record/"),
    ]
    for page in pages:
        typed = set(re.findall(r'<input type="([a-z]+)"', page)) | {"textarea" for _ in re.findall("<textarea", page)}
        assert typed <= {"hidden", "radio"}, typed


def test_a_second_tap_is_one(world: worlds.World, owner: Desk) -> None:
    for _tap in range(2):
        owner.post("record/talk/", **TALK, once="0011223344556677")
    mixed(world)


# --- lines to oneself -------------------------------------------------------------------------------------------------


def test_a_line_to_oneself_holds_no_name_and_is_told_on_its_morning(world: worlds.World, owner: Desk) -> None:
    day = worlds.today(world) + timedelta(days=3)
    assert owner.post("record/notes/", which="i2", day=day.isoformat()).status_code == 302
    assert owner.text("record/").count("Second contact") > Desk(world, "teammate").text("record/").count(
        "Second contact"
    )
    note = OwnNote.objects.get()
    told = Notice.objects.of(world.organization).filter(person=world.owner, template="page")
    duty = Seldom(own_notes, every=EVERY)
    assert not duty(note.due_at - timedelta(minutes=2))
    assert duty(note.due_at)
    assert not duty(note.due_at)
    assert told.count() == 1
    assert worlds.local(world, note.due_at).hour == 9


def test_a_line_goes_when_it_is_done_and_nobody_else_can_take_it(world: worlds.World, owner: Desk) -> None:
    owner.post("record/notes/", which="i2", day=(clock.now() + timedelta(days=5)).date().isoformat())
    note = OwnNote.objects.get()
    assert Desk(world, "teammate").post(f"record/notes/{note.pk}/done/").status_code == 302
    assert OwnNote.objects.exists()
    owner.post(f"record/notes/{note.pk}/done/")
    owner.post(f"record/notes/{note.pk}/done/")
    assert not OwnNote.objects.exists()


def test_the_list_asks_as_often_for_many_lines_as_for_none(owner: Desk) -> None:
    owner.text("record/")
    asked = []
    for days in range(5, 9):
        with CaptureQueriesContext(connection) as counted:
            owner.text("record/")
        asked.append(len(counted))
        day = (clock.now() + timedelta(days=days)).date().isoformat()
        assert owner.post("record/notes/", which="i2", day=day).status_code == 302
        owner.text("record/")  # Thanks are said once, and cost a statement then.
    assert OwnNote.objects.count() == len(asked)
    assert len(set(asked)) == 1


def test_only_whoever_walks_with_somebody_is_sent_to_their_people(world: worlds.World, owner: Desk) -> None:
    assert "My people" in owner.text("record/")
    assert "My people" not in Desk(world, "mentor").text("record/")


def test_lines_are_forgotten_two_weeks_after_their_day(world: worlds.World, owner: Desk) -> None:
    owner.post("record/notes/", which="i3_5", day=(clock.now() + timedelta(days=5)).date().isoformat())
    own_notes(clock.now() + timedelta(days=25))
    assert not OwnNote.objects.exists()


@pytest.mark.parametrize("day", ["2020-01-01", "2090-01-01", "tomorrow", ""])
def test_a_day_out_of_reach_is_told_kindly(owner: Desk, day: str) -> None:
    answer = owner.post("record/notes/", which="i2", day=day)
    assert answer.status_code == 200
    assert not OwnNote.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_band_of_contacts_has_its_words(language: str) -> None:
    with translation.override(language):
        words = {forms.which_contact(which) for which in Interactions}
        assert len(words) == len(Interactions)
        assert [code for code, _said in forms._which()] == [which.value for which in Interactions]  # noqa: SLF001  # Its list.


def test_the_screens_speak_french(world: worlds.World) -> None:
    desk, path = carried(world)
    french = Desk(world, desk.person_name, language="fr")
    assert "Comment s’est passé votre échange" in french.text(path)
    assert "Un rappel, sans nom" in french.text("record/")
