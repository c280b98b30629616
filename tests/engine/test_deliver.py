"""The deliver duty: taken, sent, marked, one by one; trouble of a provider delays nobody else."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from pytest_django import DjangoDbBlocker

from alongside import clock, doorbell
from alongside.engine.duties.deliver import AT_ONCE, Carrier, Deliver, DeliverByLanes
from alongside.engine.stopping import Stop
from alongside.journeys import delivering
from alongside.notices import operations, rules
from alongside.notices.channels.apprise_channel import AppriseCarrier
from alongside.notices.models import Channel, Notice
from alongside.notices.rules import Letter, Permanent, Result, Retry, Sent
from alongside.paging.models import Alarm
from alongside.tenancy.transactions import one_transaction
from tests import houses, providers, worlds
from tests.worlds import World

ORIGIN = "https://support.example.org"


class Noting:
    """A carrier that notes what it was given and answers as told."""

    def __init__(self, *answers: Result | Exception) -> None:
        self.carried: list[Letter] = []
        self._answers = list(answers)

    def send(self, letter: Letter) -> Result:
        self.carried.append(letter)
        answer = self._answers.pop(0) if self._answers else Sent()
        if isinstance(answer, Exception):
            raise answer
        return answer


def _tell(world: World, times: int = 1, who: str = "owner", **given: object) -> None:
    with one_transaction(ring=False):
        for _ in range(times):
            facts = {"organization": world.organization.id, "person": world.people[who].id, "template": "page"}
            operations.tell(**{**facts, "now": clock.now(), **given})  # type: ignore[arg-type]


def _duty(carrier: Carrier, stop: Stop | None = None) -> Deliver:
    return Deliver("email", carrier, origin=ORIGIN, stop=stop or Stop())


def _states() -> dict[str, int]:
    rows = list(Notice.objects.filter(template="page").values_list("state", flat=True))
    return {state: rows.count(state) for state in set(rows)}


@pytest.mark.django_db
class TestOneByOne:
    def test_what_is_due_is_carried_and_marked(self, world: World) -> None:
        _tell(world, 3)
        carrier = Noting()
        duty = _duty(carrier)
        assert duty(clock.now()) is True
        assert duty(clock.now()) is False
        assert len(carrier.carried) == 3
        assert _states() == {"sent": 3}

    def test_an_idle_look_is_one_query_and_no_transaction(self, django_assert_num_queries: object) -> None:
        duty = _duty(Noting())
        with django_assert_num_queries(1):  # type: ignore[operator]
            duty(clock.now())

    def test_each_is_marked_before_the_next_is_sent(self, world: World) -> None:
        _tell(world, 3)
        marked: list[int] = []

        class Looking(Noting):
            def send(self, _letter: Letter) -> Result:
                marked.append(Notice.objects.filter(state="sent").count())
                return Sent()

        _duty(Looking())(clock.now())
        assert marked == [0, 1, 2]

    def test_a_claim_takes_only_so_many(self, world: World) -> None:
        _tell(world, AT_ONCE + 5)
        carrier = Noting()
        _duty(carrier)(clock.now())
        assert len(carrier.carried) == AT_ONCE

    def test_a_refused_address_delays_nobody(self, world: World) -> None:
        _tell(world, 3)
        _duty(Noting(Permanent("smtp_550"), Retry("smtp_450")))(clock.now())
        assert _states() == {"given_up": 1, "due": 1, "sent": 1}

    def test_a_server_in_trouble_is_not_asked_for_each_letter(self, world: World) -> None:
        _tell(world, 3)
        carrier = Noting(Retry("net_timeout"))
        assert _duty(carrier)(clock.now()) is False
        assert len(carrier.carried) == 1
        assert sorted(Notice.objects.values_list("tries", flat=True)) == [0, 0, 1]

    def test_those_handed_back_go_out_as_soon_as_the_server_answers(self, world: World) -> None:
        _tell(world, 3)
        carrier = Noting(Retry("net_timeout"))
        duty = _duty(carrier)
        duty(clock.now())
        duty(clock.now())
        assert _states() == {"sent": 2, "due": 1}
        duty(clock.now() + timedelta(seconds=6))
        assert _states() == {"sent": 3}

    def test_a_carrier_that_raises_is_a_failure_that_is_tried_again(self, world: World) -> None:
        _tell(world)
        _duty(Noting(ZeroDivisionError()))(clock.now())
        assert Notice.objects.get().last_failure == "carrier_raised"
        assert _states() == {"due": 1}

    def test_stopping_finishes_one_and_hands_back_the_rest(self, world: World) -> None:
        _tell(world, 3)
        stop = Stop()

        class Stopping(Noting):
            def send(self, _letter: Letter) -> Result:
                stop.ask()
                return Sent()

        assert _duty(Stopping(), stop)(clock.now()) is False
        assert _states() == {"sent": 1, "due": 2}
        assert not Notice.objects.filter(state="due", lease_until__isnull=False).exists()

    def test_a_lease_that_grows_short_is_handed_back(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        _tell(world, 2)
        start = clock.now()
        letters = delivering.take(kind="email", origin=ORIGIN, now=start, up_to=5)
        monkeypatch.setattr(clock, "now", lambda: start + rules.LEASE - timedelta(seconds=5))
        carrier = Noting()
        assert _duty(carrier).carry(letters) is False
        assert carrier.carried == []

    def test_what_was_sent_and_could_not_be_marked_is_marked_first_and_not_sent_again(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        _tell(world)
        carrier = Noting()
        duty = _duty(carrier)
        with monkeypatch.context() as away:
            away.setattr(delivering, "settle", _raise_database)
            with pytest.raises(DatabaseError):
                duty(clock.now())
        duty(clock.now() + rules.LEASE * 2)
        assert len(carrier.carried) == 1
        assert _states() == {"sent": 1}

    def test_a_channel_that_goes_on_failing_raises_one_alarm_by_every_way(self, world: World) -> None:
        Channel.objects.create(
            organization=world.organization,
            person=world.coordinator,
            kind="apprise",
            address="ntfys://other/way",
            verified_at=clock.now(),
        )
        _tell(world, 2)
        _duty(Noting(Permanent("smtp_550"), Permanent("smtp_550")))(clock.now())
        assert list(Alarm.objects.values_list("kind", flat=True)) == ["channel_failed"]
        told = Notice.objects.filter(template="alarm", person=world.coordinator)
        assert set(told.values_list("channel__kind", flat=True)) == {"email", "apprise"}

    def test_an_alarm_that_fails_raises_no_second_one(self, world: World) -> None:
        _tell(world)
        _duty(Noting(Permanent("smtp_550")))(clock.now())
        _duty(Noting(*[Permanent("smtp_550")] * 9))(clock.now())
        assert Alarm.objects.count() == 1
        assert not Notice.objects.filter(state="due").exists()

    def test_the_fourth_failure_raises_the_alarm_while_trying_goes_on(self, world: World) -> None:
        _tell(world)
        duty, at = _duty(Noting(*[Retry("net_refused")] * 4)), clock.now()
        for _ in range(4):
            assert not Alarm.objects.exists()
            duty(at)
            at += timedelta(seconds=61)
        assert Alarm.objects.count() == 1
        assert Notice.objects.filter(template="page").get().state == "due"


def _raise_database(**_given: object) -> None:
    raise DatabaseError


# Lanes: real threads, so a database of their own that is not rolled back.


@pytest.fixture
def own_world(new_house: houses.House) -> World:
    return worlds.make(now=clock.now())


def _reach(world: World, who: str, address: str) -> None:
    Channel.objects.filter(person=world.people[who]).delete()
    Channel.objects.create(
        organization=world.organization,
        person=world.people[who],
        kind="apprise",
        address=address,
        verified_at=clock.now(),
    )


@pytest.fixture
def lanes(django_db_blocker: DjangoDbBlocker) -> Iterator[DeliverByLanes]:
    duty = DeliverByLanes("apprise", AppriseCarrier(), origin=ORIGIN, stop=Stop())
    yield duty
    duty.finish()
    connection.close()


def _turn_until(duty: DeliverByLanes, *, sent: int, seconds: float = 15) -> float:
    began = time.perf_counter()
    with doorbell.listening() as bell:
        while Notice.objects.filter(state="sent").count() < sent:
            assert time.perf_counter() - began < seconds, _states()
            if not duty(clock.now()):
                bell.wait(0.05)
    return time.perf_counter() - began


def test_a_provider_that_hangs_delays_no_other(own_world: World, lanes: DeliverByLanes) -> None:
    AppriseCarrier().send(_warm())
    with providers.http() as quick, providers.http(delay=4) as slow:
        _reach(own_world, "owner", slow.address())
        _reach(own_world, "teammate", quick.address())
        _tell(own_world, 3, "owner")
        _tell(own_world, 10, "teammate")
        assert _turn_until(lanes, sent=10) < 3.5
        assert len(quick.bodies) == 10


def test_a_provider_that_fails_delays_no_other_and_recovers(own_world: World, lanes: DeliverByLanes) -> None:
    with providers.http() as quick, providers.http(answer=503) as ill:
        _reach(own_world, "owner", ill.address())
        _reach(own_world, "teammate", quick.address())
        _tell(own_world, 2, "owner")
        _tell(own_world, 5, "teammate")
        _turn_until(lanes, sent=5)
        ill.answer = 200
        Notice.objects.filter(state="due").update(lease_until=None)
        _turn_until(lanes, sent=7)
    assert _states() == {"sent": 7}


@pytest.mark.parametrize("status", [500, 429])
def test_throttled_and_broken_providers_are_tried_again(own_world: World, lanes: DeliverByLanes, status: int) -> None:
    with providers.http(answer=status) as provider:
        _reach(own_world, "owner", provider.address())
        _tell(own_world)
        lanes(clock.now())
        lanes.finish()
    row = Notice.objects.get()
    assert (row.state, row.last_failure) == ("due", f"http_{status}")


def _warm() -> Letter:
    from tests.notices import letters  # noqa: PLC0415  # Only to import the library before time is taken.

    return letters.make("json://localhost:1/x")
