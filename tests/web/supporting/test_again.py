"""Once more the passkey before how to reach somebody is shown: an open desk is not its owner (threat T14)."""

from uuid import uuid4

import pytest
from django.test import Client

from alongside import clock
from alongside.cases.models import Opening
from alongside.people.models import Account
from alongside.web.signing_in import passkeys
from tests import worlds
from tests.house_clock import HouseClock
from tests.signed_in import signed_in
from tests.stories.story import Story
from tests.web.supporting.desk import Desk, plain, supporter_asked

pytestmark = pytest.mark.django_db
NUMBER = "(202) 555-0177"


class AtTheDesk:
    """Somebody who signed in with their passkey, and carries a person."""

    def __init__(self) -> None:
        self.story = Story(worlds.make(now=clock.now()), now=clock.now())
        self.story.somebody_asks_for_help(urgency="today")
        self.who = supporter_asked(self.story)
        self.story.accepts(self.who)
        assert self.story.case
        self.account = self.story.world.people[self.who].account
        self.client: Client = signed_in(self.story.world.people[self.who])
        self.address = f"/en/o/{self.story.world.slug}/desk/cases/{self.story.case.pk}/contact/"

    def asks(self, **data: str) -> str:
        return plain(self.client.post(self.address, data))


@pytest.fixture
def desk() -> AtTheDesk:
    return AtTheDesk()


def later(moved_clock: HouseClock, minutes: float) -> None:
    moved_clock.stands(60 * minutes)


def works_on(desk: AtTheDesk, moved_clock: HouseClock) -> None:
    """Twenty minutes at the desk, so that the session goes on while the passkey grows old."""
    for minutes in (10, 20):
        later(moved_clock, minutes)
        assert desk.client.get(f"/en/o/{desk.story.world.slug}/desk/now/").status_code == 200


def answers(monkeypatch: pytest.MonkeyPatch, account: Account | None) -> None:
    """Let the device answer the challenge as this account, or with nothing that is anybody's."""

    def used(_answer: str) -> passkeys.Used:
        if account is None:
            raise passkeys.NotThisPasskey
        return passkeys.Used(account.pk, 1)

    monkeypatch.setattr(passkeys, "verify_used", used)


def test_a_passkey_of_just_now_is_enough(desk: AtTheDesk) -> None:
    assert NUMBER in desk.asks()


def test_after_a_quarter_of_an_hour_it_is_asked_for_again(desk: AtTheDesk, moved_clock: HouseClock) -> None:
    later(moved_clock, 14)
    assert NUMBER in desk.asks()
    later(moved_clock, 15.5)
    words = desk.asks()
    assert NUMBER not in words
    assert "Is it still you?" in words
    assert 'data-passkey="use"' in words
    assert Opening.objects.filter(what="contact").count() == 1, "nothing was opened, and nothing says so"


def test_the_right_passkey_shows_it_at_once(
    desk: AtTheDesk, moved_clock: HouseClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    works_on(desk, moved_clock)
    answers(monkeypatch, desk.account)
    assert NUMBER in desk.asks(credential="{}")
    later(moved_clock, 30)
    assert NUMBER in desk.asks(), "and for another quarter of an hour"


@pytest.mark.parametrize("whose", ["nobody", "somebody else"])
def test_another_passkey_shows_nothing(
    desk: AtTheDesk, moved_clock: HouseClock, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    works_on(desk, moved_clock)
    answers(monkeypatch, None if whose == "nobody" else desk.story.world.coordinator.account)
    words = desk.asks(credential="{}")
    assert NUMBER not in words
    assert "This was not your passkey." in words
    assert NUMBER not in desk.asks()


def test_a_false_answer_is_refused_by_the_ceremony_itself(desk: AtTheDesk, moved_clock: HouseClock) -> None:
    works_on(desk, moved_clock)
    for credential in ("{}", "[]", "null", "x" * 13_000, '{"id": "a"}'):
        assert "This was not your passkey." in desk.asks(credential=credential)


def test_a_clock_that_was_moved_back_proves_nothing(desk: AtTheDesk, moved_clock: HouseClock) -> None:
    later(moved_clock, -30)
    assert NUMBER not in desk.asks()


def test_the_demonstrations_door_goes_on_opening(moved_clock: HouseClock) -> None:
    there = AtTheDesk()
    demo = Desk(there.story.world, there.who)
    later(moved_clock, 10)
    assert there.story.case
    assert NUMBER in plain(demo.post(f"cases/{there.story.case.pk}/contact/"))


def test_a_case_that_is_not_theirs_asks_for_nothing(desk: AtTheDesk) -> None:
    address = desk.address.replace(str(desk.story.case.pk), str(uuid4()))  # type: ignore[union-attr]  # It was asked.
    assert desk.client.post(address).status_code == 404
