"""Somebody sees danger in a colleague and raises the level: they are called back, whoever is silent."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection

from alongside.cases.models import Case
from alongside.journeys import keeping_watch, raising_the_level
from alongside.journeys.raising_the_level import Face
from alongside.ledger.models import ClearPart, Entry
from alongside.notices.models import Notice
from alongside.paging.errors import AlreadyTaken, NobodyOnCall, NoSuchCallBack, NumberLost
from alongside.paging.models import Alarm, CallBack, CallBackPage
from alongside.people.models import Person
from alongside.people.queries import Member
from alongside.rota.models import Shift
from alongside.tenancy.models import Organization
from alongside.tenancy.transactions import one_transaction
from alongside.vault.models import WrappedKey
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.worlds import World

NUMBER = "+12025550187"
FORM = "f" * 64


class Level:
    """One organization, one clock, one manager who waits by the telephone."""

    def __init__(self, world: World) -> None:
        self.world, self.now = world, worlds.NOW
        self.org = world.organization.pk

    def a_manager_raises_the_level(self, form: str = FORM, number: str = NUMBER) -> None:
        """Type one's own number and press the button."""
        raising_the_level.page_the_professional(organization=self.org, number=number, once=form, now=self.now)

    def minutes_pass(self, minutes: int) -> None:
        """Let the engine work, minute by minute."""
        for _ in range(minutes):
            self.now += timedelta(minutes=1)
            while keeping_watch.a_call_back_is_due(now=self.now) and raising_the_level.go_on_next(now=self.now):
                pass

    def says(self) -> Face:
        """Say what the manager's page shows."""
        return raising_the_level.where_it_stands(organization=self.org, once=FORM).face

    @property
    def paged(self) -> list[str]:
        """Who was rung, in order."""
        rows = CallBackPage.objects.filter(rang=True).order_by("paged_at").values_list("person_id", flat=True)
        return [self.name(person) for person in rows]

    def name(self, person: UUID) -> str:
        """Say who it is in the cast."""
        return next(who for who, row in self.world.people.items() if row.pk == person)

    def does(self, who: str, verb: str) -> str | None:
        """Press a button of the desk, by the journey's name for it."""
        call_back = CallBack.objects.of(self.org).latest("asked_at").pk
        act = getattr(raising_the_level, verb)
        said: str | None = act(member=self.member(who), call_back=call_back, now=self.now)
        return said

    def member(self, who: str) -> Member:
        """Return somebody of the cast, signed in."""
        person = self.world.people[who]
        roles = frozenset(Role(grant.role) for grant in person.grants.all())
        return Member(person.pk, person.account_id, self.org, person.name, roles, person.reads)  # type: ignore[arg-type]

    @property
    def row(self) -> CallBack:
        """Return the call-back as it is now."""
        return CallBack.objects.get()


@pytest.fixture
def level(world: World) -> Level:
    """An organization with two professionals, the first of whom began the shift earlier."""
    second = worlds.one_more(world, "second", Role.PROFESSIONAL, place=20)
    world.people["second"] = second
    Shift.objects.filter(person=second).update(starts_at=worlds.NOW - timedelta(hours=1))
    return Level(world)


def notices(person: Person) -> int:
    return Notice.objects.filter(person=person, template="page").count()


def test_the_professional_on_call_is_paged_and_calls(level: Level) -> None:
    level.a_manager_raises_the_level()
    assert level.paged == ["professional"]
    assert level.says() is Face.PAGED
    assert level.does("professional", "open_number") == NUMBER
    assert level.says() is Face.CALLING
    level.does("professional", "note_called")
    assert level.says() is Face.CALLED
    level.minutes_pass(10)
    assert level.row.number is None
    assert level.paged == ["professional"]


def test_the_first_professional_is_silent(level: Level) -> None:
    """Five minutes later the next one, by ten the coordinators, then the fallback line; and on and on until a human."""
    level.a_manager_raises_the_level()
    level.minutes_pass(5)
    assert level.paged == ["professional", "second"]
    level.minutes_pass(5)
    assert Alarm.objects.filter(kind=Alarm.Kind.CALL_BACK).count() == 1
    assert level.says() is Face.PAGED
    level.minutes_pass(5)
    assert level.says() is Face.NOBODY_YET
    level.minutes_pass(15)
    assert sorted(level.paged[-4:]) == ["coordinator", "deputy", "professional", "second"]
    assert level.does("second", "open_number") == NUMBER
    level.does("second", "note_called")
    assert level.says() is Face.CALLED


def test_whoever_opened_the_number_and_says_nothing_is_not_waited_for(level: Level) -> None:
    level.a_manager_raises_the_level()
    level.does("professional", "open_number")
    level.minutes_pass(9)
    assert level.paged == ["professional"]
    level.minutes_pass(1)
    assert level.paged == ["professional", "second"]
    assert level.does("second", "open_number") == NUMBER


def test_no_answer_is_tried_again_and_after_three_the_page_says_so(level: Level) -> None:
    level.a_manager_raises_the_level()
    for turn in range(3):
        level.does("professional", "open_number")
        level.does("professional", "note_no_answer")
        assert level.says() is Face.TRIED, turn
        level.minutes_pass(10)
    assert level.says() is Face.NOT_REACHED
    assert level.row.number is None
    assert level.paged == ["professional"] * 3


def test_called_can_be_taken_back_for_ten_minutes(level: Level) -> None:
    level.a_manager_raises_the_level()
    level.does("professional", "open_number")
    level.does("professional", "note_called")
    level.minutes_pass(9)
    level.does("professional", "take_it_back")
    assert level.says() is Face.CALLING
    assert level.does("professional", "open_number") == NUMBER
    level.minutes_pass(10)
    assert level.paged[-1] == "second"


def test_one_takes_it_and_only_who_was_asked_may(level: Level) -> None:
    level.a_manager_raises_the_level()
    with pytest.raises(NoSuchCallBack):
        level.does("second", "open_number")
    level.minutes_pass(5)
    level.does("second", "open_number")
    with pytest.raises(AlreadyTaken):
        level.does("professional", "open_number")
    for verb in ("note_called", "note_no_answer", "take_it_back"):
        with pytest.raises(AlreadyTaken):
            level.does("professional", verb)


def test_another_organization_sees_none_of_it(level: Level, noise: World) -> None:
    level.a_manager_raises_the_level()
    with pytest.raises(NoSuchCallBack):
        raising_the_level.open_number(member=Level(noise).member("professional"), call_back=level.row.pk, now=level.now)
    assert raising_the_level.where_it_stands(organization=noise.organization.pk, once=FORM).face is Face.OVER


def test_a_second_tap_pages_nobody_again(level: Level) -> None:
    level.a_manager_raises_the_level()
    level.a_manager_raises_the_level()
    assert CallBack.objects.count() == 1
    assert notices(level.world.professional) == 1
    assert Entry.objects.filter(verb="level.raised").count() == 1


@pytest.mark.parametrize("why", ["nobody on call", "withdrawn", "unreachable", "away"])
def test_when_nobody_can_be_paged_it_says_so_at_once_and_keeps_nothing(level: Level, why: str) -> None:
    if why == "withdrawn":
        Organization.objects.filter(pk=level.org).update(mode=Organization.Mode.WITHDRAWN)
    if why == "nobody on call":
        Shift.objects.filter(duty="professional").delete()
    if why in {"unreachable", "away"}:
        Shift.objects.filter(person=level.world.second).delete()
    if why == "unreachable":
        level.world.professional.channels.all().delete()
    if why == "away":
        level.world.professional.leaves.create(
            organization=level.world.organization, kind="pause", starts_at=level.now - timedelta(hours=1)
        )
    assert not raising_the_level.can_page(organization=level.org, now=level.now)
    with pytest.raises(NobodyOnCall):
        level.a_manager_raises_the_level()
    assert not CallBack.objects.exists()
    assert not WrappedKey.objects.exists()


def test_after_a_day_nothing_of_it_is_kept_whatever_came_of_it(level: Level) -> None:
    level.a_manager_raises_the_level()
    level.now += timedelta(hours=23, minutes=59)
    level.minutes_pass(1)
    assert not CallBack.objects.exists()
    assert not WrappedKey.objects.exists()
    assert not Notice.objects.filter(template="page").exists()
    assert level.says() is Face.OVER


def test_the_number_is_destroyed_with_its_key_when_somebody_called(level: Level) -> None:
    level.a_manager_raises_the_level()
    level.does("professional", "open_number")
    level.does("professional", "note_called")
    level.minutes_pass(10)
    assert not WrappedKey.objects.exists()
    assert not Notice.objects.filter(template="page").exists()


def test_the_number_stands_nowhere_in_clear(level: Level) -> None:
    """Not in a row, not in the ledger, not in a notice; only the fact that the level was raised is written down."""
    level.a_manager_raises_the_level()
    level.does("professional", "open_number")
    level.does("professional", "note_no_answer")
    level.minutes_pass(20)
    found = [
        model._meta.label  # Its name.
        for model in apps.get_models()
        if model._meta.managed and _holds(model._meta.db_table)  # As above.
    ]
    assert found == []
    entries = Entry.objects.filter(verb__startswith="level.")
    assert [entry.verb for entry in entries] == ["level.raised"]
    assert ClearPart.objects.get(entry__verb="level.raised").payload == {}


def _holds(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # Names of our own tables.
        text = repr([[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor])
    return any(marker in text for marker in ("2025550187", "555-0187", "555 0187"))


def test_it_opens_no_case(level: Level) -> None:
    level.a_manager_raises_the_level()
    level.minutes_pass(30)
    assert not Case.objects.exists()


def test_an_engine_that_was_killed_after_the_claim_is_followed_by_another(level: Level) -> None:
    """The lease runs out, and the next rung is taken once."""
    from alongside.paging import call_backs  # noqa: PLC0415  # The operation below the journey.

    level.a_manager_raises_the_level()
    level.now += timedelta(minutes=5)
    with one_transaction():
        assert call_backs.claim_due(now=level.now)
    assert not raising_the_level.go_on_next(now=level.now + timedelta(seconds=59))
    assert raising_the_level.go_on_next(now=level.now + timedelta(seconds=60))
    assert not raising_the_level.go_on_next(now=level.now + timedelta(seconds=61))
    assert level.paged == ["professional", "second"]


def test_a_number_whose_key_is_lost_is_told_once_and_whoever_waits_is_not_kept_waiting(level: Level) -> None:
    level.a_manager_raises_the_level()
    generations = list(WrappedKey.objects.values_list("pk", "generation"))
    WrappedKey.objects.update(generation="lost")
    for _ in range(2):
        with pytest.raises(NumberLost):
            level.does("professional", "open_number")
    assert level.says() is Face.NOBODY_YET
    assert list(Alarm.objects.values_list("kind", flat=True)) == ["cannot_open"]
    assert Entry.objects.filter(verb="call_back.unreadable").count() == 1
    for key, generation in generations:
        WrappedKey.objects.filter(pk=key).update(generation=generation)
    assert level.does("professional", "open_number") == NUMBER


def test_a_flood_rings_nobody_more_than_three_times_in_ten_minutes(level: Level) -> None:
    for number in range(6):
        level.a_manager_raises_the_level(form=f"{number}" * 64)
    assert CallBack.objects.count() == 6
    assert notices(level.world.professional) == 3
    assert CallBackPage.objects.filter(person=level.world.professional).count() == 6
