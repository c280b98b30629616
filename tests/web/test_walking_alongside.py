"""Planning the next talk, handing over, ending: as the desk and the returning page show it, with bad input."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from alongside import clock
from alongside.cases.models import Case, HandOver
from tests import worlds
from tests.stories.walking import Walk
from tests.web.supporting.desk import Desk, plain
from tests.web.walking import Walker

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Walk:
    now = clock.now()
    return Walk(worlds.make(now=now - timedelta(hours=1)), now=now - timedelta(hours=1))


def walked(story: Walk, language: str = "en") -> tuple[Desk, str]:
    """Somebody is walked with; return the desk of their supporter and the path of the case."""
    who = story.they_speak_for_the_first_time(urgency="now")
    return Desk(story.world, who, language=language), f"cases/{story.row.pk}/"


def returning_page(story: Walk) -> Walker:
    """The person comes back in a browser of their own."""
    walker = Walker(story.world)
    walker.come_back(story.code)
    return walker


def test_the_supporter_writes_down_a_yes_in_one_tap(story: Walk) -> None:
    desk, path = walked(story)
    assert "Ask them first" in desk.text(path)
    desk.post(f"{path}plan/", row=story.plan.row, said="yes")
    assert "They said yes to it." in desk.text(path)
    assert "Ask them first" not in desk.text(path)


def test_another_day_keeps_what_was_typed_and_says_what_to_mend(story: Walk) -> None:
    desk, path = walked(story)
    row = story.plan.row
    for day in ("", "tomorrow", "2020-01-01", "2999-12-31"):
        answer = plain(desk.post(f"{path}plan/", row=row, said="another_day", day=day))
        assert "Please choose a day" in answer, day
        assert 'value="another_day" id="id_said_1" checked' in answer, "what was chosen stays chosen"
    assert not story.plan.agreed
    for said in ("", "perhaps"):
        assert "field-error" in plain(desk.post(f"{path}plan/", row=row, said=said))
    day = (clock.now() + timedelta(days=4)).date()
    desk.post(f"{path}plan/", row=row, said="another_day", day=day.isoformat())
    assert story.plan.kind == "chosen_date"


def test_an_old_page_says_how_things_stand(story: Walk) -> None:
    desk, path = walked(story)
    desk.post(f"{path}plan/", row=uuid4(), said="no_more")
    assert "Things have moved on" in desk.text(path)
    assert not story.plan.no_more


def test_the_person_answers_on_their_page(story: Walk) -> None:
    desk, path = walked(story)
    theirs = returning_page(story)
    assert "Is that all right?" in theirs.text("page/")
    assert theirs.get("page/next/").status_code == 200
    theirs.post("page/next/", {"row": story.plan.row, "said": "no_more"})
    assert "Nobody calls you any more" in theirs.text("page/")
    text = desk.text(path)
    assert "They would rather not be called." in text
    assert "Show how to reach them" not in text
    refused = plain(theirs.post("page/next/", {"row": story.plan.row, "said": "yes"}))
    assert "Please choose one of these." in refused, "after no more, only another day"


def test_whoever_wanted_no_calls_is_promised_none_while_somebody_else_is_looked_for(story: Walk) -> None:
    _desk, _path = walked(story)
    theirs = returning_page(story)
    story.now = clock.now()
    story.hands_back(story.carried_by())
    assert "You will hear by" in theirs.text("page/")
    theirs.post("page/next/", {"row": story.plan.row, "said": "no_more"})
    Case.objects.update(contact_due=clock.now() - timedelta(hours=1))  # Nobody is late with a call that nobody wants.
    text = theirs.text("page/")
    assert "Nobody calls you, as you wanted." in text
    assert "Did anyone reach you?" not in text
    assert "Did you speak?" not in text
    day = (clock.now() + timedelta(days=4)).date()
    theirs.post("page/next/", {"row": story.plan.row, "said": "another_day", "day": day.isoformat()})
    assert "You will hear by" in theirs.text("page/")
    assert story.row.contact_due == story.plan.ends_at


def test_nothing_changes_by_looking(story: Walk) -> None:
    desk, path = walked(story)
    before = story.plan
    for page in ("plan/", "hand-over/", "end/"):
        assert desk.get(f"{path}{page}").status_code == 200
    for page in ("hand-over/keep/", "stop/"):
        assert desk.get(f"{path}{page}").status_code == 405
    assert returning_page(story).get("page/colleague/").status_code == 405
    assert story.plan == before


def test_handing_over_on_screen(story: Walk) -> None:
    desk, path = walked(story)
    wrong = plain(desk.post(f"{path}hand-over/", to=uuid4().hex, agreed="yes", leaves_on="2020-01-01"))
    assert wrong.count("field-error") == 2
    desk.post(f"{path}hand-over/", to="in_turn", agreed="ask")
    assert "They are asked whether somebody else may go on" in desk.text(path)
    theirs = returning_page(story)
    assert "May another colleague go on with you?" in theirs.text("page/")
    theirs.post("page/colleague/", {"row": "nonsense", "agreed": "yes"})
    theirs.post("page/colleague/", {"row": HandOver.objects.get().pk, "agreed": "yes"})
    assert "Another colleague is asked to go on with you." in theirs.text("page/")
    other = Desk(story.world, story.who_is_asked_to_go_on())
    text = other.text()
    assert "Would you go on with somebody?" in text
    assert story.row.designation not in text, "before a yes nothing tells who"
    turn = HandOver.objects.get().turns.get().pk
    other.post(f"hand-overs/{turn}/take/")
    assert "Make contact by" in other.text(path)
    other.post(f"hand-overs/{turn}/take/")
    assert "This one no longer needs you." in other.text()
    assert "as you agreed" in returning_page(story).text("page/")


def test_both_read_that_somebody_else_goes_on(story: Walk) -> None:
    desk, path = walked(story)
    story.would_hand_over(story.carried_by())
    story.takes_over(other := story.who_is_asked_to_go_on())
    assert desk.get(path).headers["Location"].endswith("/desk/now/")
    assert f"{story.world.people[other].name} goes on with “{story.row.designation}”" in desk.text()
    assert Desk(story.world, "mentor").get(path).status_code == 404
    assert desk.post(f"{path}outcome/", outcome="spoke").status_code == 404
    page = returning_page(story).text("page/")
    assert "Another colleague goes on with you. You hear from them by" in page
    assert page.index("You spoke") < page.index("Another colleague said yes to going on with you")


def test_the_day_they_agreed_to_is_what_both_read(story: Walk) -> None:
    who = story.they_speak_for_the_first_time(urgency="now")
    story.they_told(who, "yes")
    story.would_hand_over(who)
    other = story.who_is_asked_to_go_on()
    story.takes_over(other)
    theirs = returning_page(story)
    page = theirs.text("page/")
    assert "You hear from them between" in page
    assert "as you said" in page
    assert "Keep your phone near" not in page
    assert theirs.get("page/next/").status_code == 200
    assert "They said yes to it." in Desk(story.world, other).text(f"cases/{story.row.pk}/")


def test_not_this_time(story: Walk) -> None:
    desk, path = walked(story)
    desk.post(f"{path}hand-over/", to="in_turn", agreed="yes")
    asked = story.who_is_asked_to_go_on()
    turn = HandOver.objects.get().turns.get().pk
    Desk(story.world, asked).post(f"hand-overs/{turn}/pass/")
    assert story.who_is_asked_to_go_on() not in {asked, ""}
    assert Desk(story.world, "mentor").post(f"hand-overs/{turn}/pass/").status_code == 404
    desk.post(f"{path}hand-over/keep/")
    assert story.who_is_asked_to_go_on() == ""


def test_in_french_nothing_is_left_in_english(story: Walk) -> None:
    desk, path = walked(story, language="fr")
    for page in (path, f"{path}plan/", f"{path}hand-over/", f"{path}end/"):
        text = desk.text(page)
        assert not [word for word in ("Next time", "Who should go on", "Look back", "May you") if word in text], page
