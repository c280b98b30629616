"""The screens of a hand-off: chosen by the supporter, answered by the professional, agreed to by the person."""

from datetime import timedelta

import pytest
from django.test import Client

from alongside import clock
from alongside.cases.models import Case
from alongside.paging.models import Alarm
from tests import worlds
from tests.stories.professional_story import ProfessionalStory, second_professional
from tests.web.supporting.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> ProfessionalStory:
    """A supporter walks with somebody, at this very moment."""
    world = worlds.make(now=clock.now())
    second_professional(world)
    story = ProfessionalStory(world, now=clock.now() - timedelta(minutes=11))
    story.walks_alongside()
    return story


def answers(story: ProfessionalStory, who: str = "professional", **more: str) -> dict[str, str]:
    return {"to": story.world.people[who].pk.hex, "consent": "said_yes", "others": "none", **more}


def test_declined_then_accepted_then_given_back(story: ProfessionalStory) -> None:
    who, case = story.owner(), Case.objects.get().pk
    supporter, first, second = (Desk(story.world, one) for one in (who, "professional", "mentor"))
    assert f"cases/{case}/professional/" in supporter.text(f"cases/{case}/")
    supporter.post(f"cases/{case}/professional/", **answers(story, others="anyone", in_touch="on"))
    path = f"hand-offs/{story.hand_off.hand_off}/"
    assert path in first.text()
    assert "I take over" in first.text(path)
    assert "555-0177" not in first.text(f"cases/{case}/")
    first.post(f"{path}decline/")
    assert first.get(path).status_code == 404
    again = first.post(f"{path}decline/")  # No answer had come, say: it was done all the same.
    assert again.status_code == 404
    assert "This has moved on." in again.content.decode()
    assert f'href="{first.base}"' in again.content.decode(), "and back to the desk"
    path = f"hand-offs/{story.hand_off.hand_off}/"
    assert path in supporter.text(), "the supporter sees how it stands"
    answer = second.client.post(f"{second.base}{path}confirm/", follow=True)
    assert "You go on with them." in answer.content.decode()
    assert "has taken over" in supporter.text(path)
    second.post(f"{path}return/")
    story.expects_stage("alongside")
    assert "They came back from the professional to you." in supporter.text(f"cases/{case}/")


def test_what_is_missing_is_asked_for_beside_the_field_and_the_rest_is_kept(story: ProfessionalStory) -> None:
    desk, path = Desk(story.world, story.owner()), f"cases/{Case.objects.get().pk}/professional/"
    page = desk.post(path, consent="said_yes").content.decode()
    assert page.count("field-error") >= 2
    assert 'value="said_yes" ' in page
    assert "checked" in page
    assert "told_in_danger" not in page, "only to save a life"
    desk.post(path, **answers(story, "coordinator"))
    desk.post(path, **answers(story, consent="told_in_danger"))
    story.expects_stage("alongside")


def test_somebody_outside_is_noted_by_its_kind(story: ProfessionalStory) -> None:
    desk, case = Desk(story.world, story.owner()), Case.objects.get().pk
    for said in ("", "my cousin", "eap"):
        desk.post(f"cases/{case}/outside/", outside=said)
    assert "Noted: Employee assistance program" in desk.text(f"cases/{case}/professional/")
    story.expects_stage("alongside")


@pytest.mark.parametrize("agreed", ["yes", "no"])
def test_the_person_says_yes_or_no_on_their_page(story: ProfessionalStory, agreed: str) -> None:
    who, case = story.owner(), Case.objects.get().pk
    Desk(story.world, who).post(f"cases/{case}/professional/", **answers(story, consent="asked_on_page"))
    browser, base = Client(), f"/en/o/{story.world.slug}/"
    browser.post(f"{base}back/", {"code": story.code})
    page = browser.get(f"{base}page/").content.decode()
    assert f"May {story.world.professional.name} go on with you?" in page
    assert len(page) < 100_000
    row = str(story.hand_off.hand_off)
    for bad in ("", "nonsense"):
        browser.post(f"{base}page/other/", {"row": bad, "agreed": "yes"})
    browser.post(f"{base}page/other/", {"row": row, "agreed": agreed})
    page = browser.get(f"{base}page/").content.decode()
    story.expects_stage("with_professional" if agreed == "yes" else "alongside")
    if agreed == "yes":
        assert f"{story.world.professional.name} has been asked" in page
        browser.post(f"{base}page/other/back/")
        story.expects_stage("alongside")
        assert story.owner() == who
    else:
        assert "They would rather not have a professional now." in Desk(story.world, who).text(f"cases/{case}/")


def test_the_peer_opens_how_to_reach_them_by_post_only_and_that_is_written_down(story: ProfessionalStory) -> None:
    who, case = story.owner(), Case.objects.get()
    desk = Desk(story.world, who)
    desk.post(f"cases/{case.pk}/professional/", **answers(story, in_touch="on"))
    path = f"hand-offs/{story.hand_off.hand_off}/"
    assert "555-0177" not in desk.text(path)
    before = case.openings.filter(what="contact").count()
    assert desk.get(f"{path}contact/").status_code == 302
    assert case.openings.filter(what="contact").count() == before
    page = desk.post(f"{path}contact/").content.decode()
    assert ("(202) 555-0177" in page) or ("passkey" in page)
    assert case.openings.filter(what="contact").count() == before + ("555-0177" in page)


def test_nobody_came_is_told_to_whoever_goes_on_and_to_the_coordinators(story: ProfessionalStory) -> None:
    """Nobody is taken away by it; and the page says that it was heard."""
    story.brings_in(story.owner(), "professional")
    story.answers_the_hand_off("professional", "confirm")
    browser, base = Client(), f"/en/o/{story.world.slug}/"
    browser.post(f"{base}back/", {"code": story.code})
    assert "“Nobody came” tells the professional and the coordinators." in browser.get(f"{base}page/").content.decode()
    for _ in range(2):
        answer = browser.post(f"{base}page/spoke/", {"spoke": "no"})
        assert "They have been told" in browser.get(answer.headers["Location"]).content.decode()
    story.expects_stage("with_professional")
    assert Alarm.objects.filter(kind="nobody_came", seen_at=None).count() == 1
    assert "The person says that nobody came" in Desk(story.world, "coordinator").text("board/")
