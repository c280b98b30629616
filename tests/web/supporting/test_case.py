"""One person a supporter carries: theirs alone, and no longer once handed back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from alongside import clock
from alongside.cases.models import Case, ContactAttempt, Opening
from alongside.paging.models import Alarm, Page
from tests import worlds
from tests.stories.story import Story
from tests.web.supporting.desk import Desk, plain, supporter_asked

pytestmark = pytest.mark.django_db
NUMBER = "(202) 555-0177"
VERBS = ["contact", "outcome", "undo", "release", "conflict", "end", "stop", "danger"]


@pytest.fixture
def story() -> Story:
    return Story(worlds.make(now=clock.now()), now=clock.now())


def carried(story: Story, *, language: str = "en", **answers: Any) -> tuple[Desk, str]:
    """Somebody asks and the first one paged takes it; return their desk and the path of the case."""
    story.somebody_asks_for_help(**answers)
    who = supporter_asked(story)
    story.accepts(who)
    assert story.case is not None
    return Desk(story.world, who, language=language), f"cases/{story.case.pk}/"


def stage(story: Story) -> str:
    assert story.case is not None
    return Case.objects.get(pk=story.case.pk).stage


def test_the_page_says_by_when_and_never_how(story: Story) -> None:
    desk, path = carried(story, urgency="now")
    text = desk.text(path)
    assert story.case is not None
    assert story.case.designation in text
    assert "Make contact by" in text
    assert "Do you supervise them, or were you part of it?" in text
    assert NUMBER not in text


def test_a_get_never_shows_how_to_reach_them(story: Story) -> None:
    desk, path = carried(story)
    answer = desk.get(f"{path}contact/")
    assert answer.url.endswith(path)
    assert NUMBER not in plain(answer)
    assert not Opening.objects.filter(what="contact").exists()


def test_a_post_shows_it_once_with_its_rule_and_they_see_that(story: Story) -> None:
    desk, path = carried(story)
    answer = desk.post(f"{path}contact/")
    text = plain(answer)
    assert NUMBER in text
    assert 'href="tel:+12025550177"' in text
    assert "Do not leave a message" in text
    assert "They were told that (202) 555-0101 will call." in text
    assert answer.headers["Cache-Control"] == "no-store"
    assert Opening.objects.get(what="contact").person_id == desk.person.pk
    assert NUMBER not in desk.text(path)


@pytest.mark.parametrize(
    ("answers", "seen"),
    [
        ({"may_leave_message": True}, ["You may leave a message", "tel:"]),
        ({"way": "text_message"}, ["Write only neutral words", "sms:+12025550177", "Leave no voice message."]),
        ({"way": "text_message", "may_leave_message": True}, ["Write only neutral words", "sms:"]),
        ({"way": "email", "email": "a.b@home.example"}, ["mailto:a.b@home.example?subject=Touching%20base"]),
        ({"way": "in_person", "place": "Cafeteria, by the window"}, ["Meet where other people", "by the window"]),
        ({"way": "by_code", "phone": ""}, ["Do not look for them elsewhere"]),
    ],
)
def test_every_way_has_its_rule(story: Story, answers: dict[str, Any], seen: list[str]) -> None:
    if answers.get("way") in {"email", "in_person"}:
        answers = {"phone": "", **answers}
    desk, path = carried(story, **answers)
    text = plain(desk.post(f"{path}contact/"))
    assert all(one in text for one in seen)
    assert 'class="call-rule' in text


def test_the_subject_of_a_first_email_is_in_their_language(story: Story) -> None:
    desk, path = carried(story, way="email", phone="", email="a@home.example", language="en")
    Case.objects.update(language="fr")
    assert "subject=Prendre%20de%20vos%20nouvelles" in plain(desk.post(f"{path}contact/"))


def test_a_hostile_place_stays_text(story: Story) -> None:
    desk, path = carried(story, way="in_person", phone="", place="<script>alert(1)</script>")
    text = plain(desk.post(f"{path}contact/"))
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_waiting_for_their_yes_nothing_opens(story: Story) -> None:
    desk, path = carried(story, urgency="today", tell_me_who_first=True)
    text = desk.text(path)
    assert "They would like to say yes to you first." in text
    assert "Show how to reach them" not in text
    assert 'name="outcome"' not in text
    assert desk.post(f"{path}contact/").url.endswith(path)
    assert not Opening.objects.filter(what="contact").exists()
    story.they_come_back_with_their_code()
    story.they_say("confirm_who", agreed=True, to=story.standing.who.yes_to)
    assert NUMBER in plain(desk.post(f"{path}contact/"))


@pytest.mark.parametrize("outcome", ["no_answer", "left_word", "spoke"])
def test_an_outcome_is_saved_and_can_be_taken_back(story: Story, outcome: str) -> None:
    desk, path = carried(story)
    desk.post(f"{path}outcome/", outcome=outcome)
    text = desk.text(path)
    assert "Saved:" in text
    assert "Undo until" in text
    desk.post(f"{path}undo/")
    assert "Undo until" not in desk.text(path)
    assert ContactAttempt.objects.filter(undone_at=None).count() == 0
    assert stage(story) == "accepted"


def test_a_second_tap_is_not_a_second_try(story: Story) -> None:
    desk, path = carried(story)
    for _ in range(2):
        desk.post(f"{path}outcome/", outcome="spoke")
    assert ContactAttempt.objects.count() == 1
    desk.post(f"{path}undo/")
    assert "Undo until" not in desk.text(path)


def test_too_late_to_take_it_back_is_said_kindly(story: Story) -> None:
    desk, path = carried(story)
    desk.post(f"{path}outcome/", outcome="no_answer")
    ContactAttempt.objects.update(at=clock.now() - timedelta(minutes=10))
    assert "Undo until" not in desk.text(path)
    desk.post(f"{path}undo/")
    assert "Ten minutes have passed" in desk.text(path)
    assert ContactAttempt.objects.filter(undone_at=None).count() == 1


def test_while_a_word_settles_no_other_is_asked_for(story: Story) -> None:
    desk, path = carried(story)
    desk.post(f"{path}outcome/", outcome="spoke")
    text = desk.text(path)
    assert "You spoke. That is what counts." in text
    assert 'name="outcome"' not in text


def test_once_they_spoke_the_list_no_longer_asks_for_a_first_contact(story: Story) -> None:
    desk, path = carried(story)
    mine = desk.text()
    assert "first contact by" in mine
    desk.post(f"{path}outcome/", outcome="spoke")
    mine = desk.text()
    assert "first contact by" not in mine
    assert "You spoke" in mine
    desk.post(f"{path}undo/")
    assert "first contact by" in desk.text()


@pytest.mark.parametrize("said", ["", "declined", "SPOKE", "spoke\x00"])
def test_an_outcome_nobody_offered_changes_nothing(story: Story, said: str) -> None:
    desk, path = carried(story)
    assert desk.post(f"{path}outcome/", outcome=said).status_code == 302
    assert not ContactAttempt.objects.exists()


@pytest.mark.parametrize("verb", ["release", "conflict"])
def test_access_ends_with_release(story: Story, verb: str) -> None:
    """S test_access_ends_with_release (T17): one tap, nothing asked, and from then on the case does not exist."""
    desk, path = carried(story)
    answer = desk.post(f"{path}{verb}/")
    assert answer.url.endswith("/desk/now/")
    assert "Somebody else is asked now" in desk.text()
    assert stage(story) == "waiting"
    assert desk.get(path).status_code == 404
    assert [desk.post(f"{path}{one}/", outcome="spoke").status_code for one in VERBS] == [404] * len(VERBS)
    again = Page.objects.filter(person=desk.person, answer="none")
    assert not again.exists()
    assert len(story.paged_since()) >= 1


def test_a_conflict_is_remembered_as_one(story: Story) -> None:
    desk, path = carried(story)
    desk.post(f"{path}conflict/")
    assert Page.objects.get(person=desk.person).answer == "conflict"


@pytest.mark.parametrize("who", ["teammate", "coordinator", "professional", "chief"])
def test_a_case_of_somebody_else_does_not_exist(story: Story, who: str) -> None:
    desk, path = carried(story)
    other = Desk(story.world, who if who != desk.person_name else "owner")
    assert other.get(path).status_code == 404
    assert other.get(f"{path}danger/").status_code == 404
    assert [other.post(f"{path}{one}/", outcome="spoke").status_code for one in VERBS] == [404] * len(VERBS)
    assert stage(story) == "accepted"
    assert not Opening.objects.filter(what="contact").exists()


def test_a_case_of_another_organization_does_not_exist(story: Story) -> None:
    _, path = carried(story)
    assert Desk(worlds.make_noise(now=clock.now()), "owner").get(path).status_code == 404


def test_without_a_session_there_is_only_sign_in(story: Story) -> None:
    desk, path = carried(story)
    desk.client.logout()
    assert desk.get(path).url.endswith("/desk/sign-in/")
    assert desk.post(f"{path}contact/").url.endswith("/desk/sign-in/")


def test_walking_alongside_and_ending_together(story: Story) -> None:
    desk, path = carried(story)
    story.they_come_back_with_their_code()
    story.they_say("we_spoke")
    text = desk.text(path)
    assert "You walk alongside." in text
    assert "Do you supervise them" not in text
    desk.post(f"{path}outcome/", outcome="spoke")
    assert stage(story) == "alongside"
    last_talk = desk.text(f"{path}end/")
    assert "your messages are erased on" in last_talk
    desk.post(f"{path}end/", reason="nothing")
    assert stage(story) == "alongside"
    desk.post(f"{path}end/", reason="by_agreement")
    assert stage(story) == "closed"
    assert "Ended, as you agreed." in desk.text()
    assert desk.get(path).status_code == 404


def test_a_page_gone_stale_says_how_things_stand(story: Story) -> None:
    desk, path = carried(story)
    desk.post(f"{path}stop/")
    assert "Things have moved on" in desk.text(path)
    assert stage(story) == "accepted"
    assert desk.post(f"{path}end/", reason="by_agreement").status_code == 302
    assert stage(story) == "accepted", "before the first talk there is nothing to end together"


def test_stopping_needs_enough_tries_on_several_days(story: Story) -> None:
    desk, path = carried(story)
    assert "Stop trying, kindly" not in desk.text(path)
    desk.post(f"{path}stop/")
    assert stage(story) == "accepted"
    assert story.case is not None
    Case.objects.update(asked_at=clock.now() - timedelta(days=4))
    for days in (3, 2, 1):
        ContactAttempt.objects.create(
            organization=story.world.organization,
            case_id=story.case.pk,
            person=desk.person,
            outcome="no_answer",
            at=clock.now() - timedelta(days=days),
        )
    assert "Stop trying, kindly" in desk.text(path)
    desk.post(f"{path}stop/")
    assert stage(story) == "lapsed"
    assert "You tried, and that counts." in desk.text()


def test_danger_shows_numbers_first_and_pages_only_then(story: Story) -> None:
    desk, path = carried(story, urgency="today")
    text = desk.text(f"{path}danger/")
    assert text.index('href="tel:911"') < text.index("Page the professional on call")
    assert "Stay with the person" in text
    assert not Alarm.objects.exists()
    desk.post(f"{path}danger/")
    story.expects_an_alarm("danger")
    assert "have been paged" in desk.text(f"{path}danger/")
    text = desk.text(path)
    assert "They may be in danger." in text
    assert "I’m afraid for their safety" not in text


def test_danger_twice_alarms_once(story: Story) -> None:
    desk, path = carried(story)
    for _ in range(2):
        desk.post(f"{path}danger/")
    assert Alarm.objects.filter(kind="danger").count() == 1


def test_in_danger_nothing_ends(story: Story) -> None:
    desk, path = carried(story, urgency="danger")
    story.they_come_back_with_their_code()
    story.they_say("we_spoke")
    assert "End together" not in desk.text(path)
    desk.post(f"{path}end/")
    assert stage(story) == "alongside"


def test_overdue_contact_says_so(story: Story) -> None:
    desk, path = carried(story)
    Case.objects.update(contact_due=clock.now() - timedelta(minutes=3))
    assert "Please try now." in desk.text(path)


def test_the_conversation_stands_beside_it(story: Story) -> None:
    desk, path = carried(story)
    text = desk.text(path)
    assert text.count("<summary>") >= 9
    assert "/guides/conversation/" in text


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(story: Story, method: str) -> None:
    """S test_prefetch_changes_nothing (T26), for these screens."""
    desk, path = carried(story)
    paths = ["now/", path, *(f"{path}{verb}/" for verb in VERBS)]
    desk.get("now/")
    before = snapshot()
    for one in paths * 2:
        assert getattr(desk.client, method)(f"{desk.base}{one}").status_code in {200, 302, 405}
    assert snapshot() == before


def snapshot() -> dict[str, list[Any]]:
    """Return every row of every table but sessions, whose last-seen may move."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if "session" not in name]
        rows = {}
        for name in tables:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608  # Our own tables' names.
            rows[name] = sorted(map(repr, cursor.fetchall()))
    return rows


def test_it_reads_in_french(story: Story) -> None:
    desk, path = carried(story, language="fr")
    text = desk.text(path)
    assert "Prenez contact avant" in text
    assert "Encadrez-vous cette personne, ou étiez-vous là ?" in text
    assert "Ne laissez pas de message" in plain(desk.post(f"{path}contact/"))
