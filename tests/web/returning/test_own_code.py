"""A code that somebody handed over is replaced by one's own at first use, and closing the page early harms nothing."""

from __future__ import annotations

import re

import pytest

from alongside import clock
from alongside.cases import visits
from alongside.cases.models import ReturnCode, Visit
from alongside.journeys import taking_a_call
from alongside.people.queries import Member
from alongside.vocabulary.roles import Role
from tests.web.walking import Walker, words
from tests.worlds import World

ANSWERS = {"urgency": "today", "way": "phone_call", "phone": "+12025550143", "language": "en"}


@pytest.fixture
def handed_over(town: World) -> str:
    """Return the code that was read aloud to somebody who called."""
    owner = town.owner
    assert owner.account_id
    member = Member(
        owner.pk, owner.account_id, town.organization.pk, owner.name, frozenset({Role.SUPPORTER}), owner.reads
    )
    answers = {**ANSWERS, "site": town.site.pk.hex}
    sent = taking_a_call.take_a_call(
        member=member, answers=answers, wants_code=True, once=visits.new_token(), now=clock.now()
    )
    return sent.code


def new_code(walker: Walker) -> tuple[str, str]:
    """Return the code on the page, and the form's own field."""
    page = walker.get("page/keep/").content.decode()
    signed = re.search(r'name="code" value="([^"]+)"', page)
    assert signed, page
    return signed[1].split("/")[0], signed[1]


def type_back(walker: Walker, code: str, signed: str) -> None:
    walker.post("page/keep/", {"code": signed, "ending": code[-9:]})


def opens(town: World, code: str) -> bool:
    return Walker(town).post("back/", {"code": code}).status_code == 303


def test_the_first_visit_shows_a_new_code_at_once(walker: Walker, handed_over: str) -> None:
    assert walker.come_back(handed_over).headers["Location"] == walker.at("page/keep/")
    code, _ = new_code(walker)
    assert code != handed_over
    assert "only you know" in walker.text("page/keep/")
    assert "Somebody else knows the code" in walker.text("page/")


def test_typed_back_the_new_one_opens_and_the_old_one_no_more(walker: Walker, town: World, handed_over: str) -> None:
    walker.come_back(handed_over)
    code, signed = new_code(walker)
    type_back(walker, code, signed)
    assert opens(town, code)
    assert not opens(town, handed_over)
    assert "Somebody else knows the code" not in walker.text("page/")
    assert "The code you typed was given to you" not in walker.text("page/keep/")


def test_closing_the_page_early_leaves_the_old_code_working(walker: Walker, town: World, handed_over: str) -> None:
    walker.come_back(handed_over)
    first, _ = new_code(walker)
    later = Walker(town)
    assert later.come_back(handed_over).headers["Location"] == later.at("page/keep/")
    second, signed = new_code(later)
    type_back(later, second, signed)
    assert opens(town, second)
    assert not opens(town, first)


def test_whoever_came_in_by_the_old_code_is_out(walker: Walker, town: World, handed_over: str) -> None:
    """Also the colleague who had written it down."""
    reader = Walker(town)
    reader.come_back(handed_over)
    walker.come_back(handed_over)
    code, signed = new_code(walker)
    type_back(walker, code, signed)
    assert "Your code" in words(reader.get("page/"))
    assert Visit.objects.filter(ended_at=None).count() == 1


def test_mistyped_it_stays_as_it_is_and_the_same_code_is_shown(walker: Walker, town: World, handed_over: str) -> None:
    walker.come_back(handed_over)
    code, signed = new_code(walker)
    answer = walker.post("page/keep/", {"code": signed, "ending": "WRNG-WRNG"})
    assert "Not quite." in words(answer)
    assert words(answer).count("Those are not the last two groups.") == 1
    assert code.encode() in answer.content
    assert opens(town, handed_over)


def test_a_second_tap_and_another_tab_change_nothing_more(walker: Walker, town: World, handed_over: str) -> None:
    walker.come_back(handed_over)
    (code, signed), (other, other_signed) = new_code(walker), new_code(walker)
    type_back(walker, code, signed)
    type_back(walker, code, signed)
    type_back(walker, other, other_signed)
    assert opens(town, code)
    assert not opens(town, other)


def test_nobody_can_choose_the_code(walker: Walker, town: World, handed_over: str) -> None:
    """Neither one that was made up nor one that another visit was shown is taken."""
    walker.come_back(handed_over)
    other = Walker(town)
    other.come_back(handed_over)
    code, signed = new_code(other)
    for forged in (code, signed, f"{code}:forged", ""):
        type_back(walker, code, forged)
    assert opens(town, handed_over)
    assert ReturnCode.objects.get().handed_over


def test_whoever_has_their_own_sees_where_things_stand_and_takes_a_new_one_in_one_tap(sent: Walker) -> None:
    code = sent.code()
    assert sent.come_back(code).headers["Location"] == sent.at("page/")
    assert f'href="{sent.at("page/keep/")}"' in sent.get("page/").content.decode()
    assert "Here is a new one. Only you know it." in sent.text("page/keep/")
    fresh, signed = new_code(sent)
    type_back(sent, fresh, signed)
    assert "A new code was taken on this page" in sent.text("page/")
    assert opens(sent.world, fresh)
    assert not opens(sent.world, code)


def test_a_found_code_is_out_as_soon_as_its_owner_takes_a_new_one(sent: Walker) -> None:
    """Threat T5: whoever photographed the code loses their visit too, and stays listed."""
    stranger = Walker(sent.world)
    stranger.come_back(sent.code())
    sent.come_back(sent.code())
    fresh, signed = new_code(sent)
    type_back(sent, fresh, signed)
    assert "Your code" in words(stranger.get("page/"))
    assert "Opened with the code 2 times this week." in sent.text("page/")


def test_looking_at_it_changes_nothing(walker: Walker, handed_over: str) -> None:
    walker.come_back(handed_over)
    before = ReturnCode.objects.values().get()
    for _ in range(3):
        new_code(walker)
    assert ReturnCode.objects.values().get() == before
