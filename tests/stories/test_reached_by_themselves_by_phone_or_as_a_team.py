"""The ways to be reached that nobody offers in person: asking oneself, calling, and a session for the whole team.

Each with each answer: taken up, declined, left alone. For the team, what the manager's browser gets is the same to
the last byte, whichever it was. The other ways stand in `test_offers_given.py` (corridor, colleague, manager) and
`test_an_event_happened.py` (form, machine).
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from alongside import clock
from alongside.cases.models import Case, Draft
from alongside.journeys import forgetting, team_sessions
from alongside.paging.models import Beat, Page
from alongside.rounds import sessions
from alongside.rounds.rules import Reason
from alongside.rounds.sessions import Plan
from alongside.vocabulary.asking import Source
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage
from tests import worlds
from tests.house_clock import HouseClock
from tests.journeys.carrying import member
from tests.signed_in import signed_in
from tests.web import walking
from tests.web.supporting.desk import Desk
from tests.web.walking import Walker
from tests.worlds import World

pytestmark = pytest.mark.django_db
ANSWERS = ("accept", "decline", "ignore")


@pytest.fixture
def world() -> World:
    worlds.make_noise(now=clock.now())
    return walking.town()


def minutes_pass(moved_clock: HouseClock, minutes: int) -> None:
    moved_clock.stands(minutes * 60)
    Beat.objects.create(at=clock.now())


# By themselves


def test_somebody_asks_by_themselves_and_a_colleague_is_paged(world: World, moved_clock: HouseClock) -> None:
    nurse = Walker(world)
    nurse.answer()
    minutes_pass(moved_clock, 2)
    nurse.send()
    assert Page.objects.filter(case=Case.objects.of(world.organization).get()).exists()


def test_somebody_asks_and_takes_it_back(world: World, moved_clock: HouseClock) -> None:
    nurse = Walker(world)
    nurse.answer()
    minutes_pass(moved_clock, 2)
    nurse.send()
    code = nurse.code()
    nurse.come_back(code)
    nurse.post("page/stop/")
    assert Case.objects.of(world.organization).get().stage == Stage.WITHDRAWN
    assert not Page.objects.of(world.organization).filter(answer=Page.Answer.NONE).exists()


def test_somebody_begins_and_closes_the_page(world: World, moved_clock: HouseClock) -> None:
    Walker(world).answer()
    minutes_pass(moved_clock, 61)
    while forgetting.sweep_next(now=clock.now()):
        pass
    assert not Draft.objects.filter(organization=world.organization).exists()
    assert not Case.objects.of(world.organization).exists()


# By telephone


def call(world: World, **said: str | None) -> None:
    """Somebody calls the number on the poster, and whoever is on duty writes it down."""
    written = {
        "consent": "on", "way": "phone_call", "reach": "202 555 0177", "may_leave_message": "no", "urgency": "now",
        "site": world.site.pk.hex, "time": "any_time", "language": "en", "once": "ab" * 32, **said,
    }  # fmt: skip
    Desk(world, "owner").post("take-call/", **{name: value for name, value in written.items() if value is not None})


def test_a_caller_says_yes_and_a_colleague_is_paged(world: World) -> None:
    call(world)
    case = Case.objects.of(world.organization).get()
    assert case.source == Source.TAKEN_CALL
    assert Page.objects.filter(case=case).exists()


def test_a_caller_says_no_once_the_limits_were_read(world: World) -> None:
    call(world, consent=None)
    assert not Case.objects.of(world.organization).exists()
    assert not Page.objects.of(world.organization).exists()


def test_a_caller_hangs_up(world: World) -> None:
    Desk(world, "owner").text("take-call/")
    assert not Case.objects.of(world.organization).exists()
    assert not Draft.objects.filter(organization=world.organization).exists()


# As a team


def the_team_is_invited(world: World) -> None:
    """A manager asks for a session, the coordinator plans it, and it is held."""
    now = clock.now()
    manager, coordinator = member(world, "manager", Role.MANAGER), member(world, "coordinator", Role.COORDINATOR)
    team_sessions.ask_for_one(
        member=manager, site=world.site.pk, unit_group=None, reason=Reason.HARD_TIME,
        wished_week=now.date(), now=now,
    )  # fmt: skip
    (row,) = sessions.asked_for_by(organization=world.organization.pk, person=manager.person)
    chosen = Plan("Room 4", now + timedelta(minutes=5), (world.owner.pk, world.teammate.pk))
    team_sessions.plan(member=coordinator, session=row.session, chosen=chosen, now=now)
    team_sessions.note_held(member=coordinator, session=row.session, heads="g6_10", now=now + timedelta(minutes=70))


def somebody_of_the_team(world: World, answer: str, moved_clock: HouseClock) -> None:
    """Go on to ask for a colleague of their own, begin and leave, or do nothing."""
    nurse = Walker(world)
    if answer == "ignore":
        return
    nurse.answer()
    if answer == "decline":
        nurse.post("away/")
        return
    minutes_pass(moved_clock, 2)
    nurse.send()


def what_the_manager_sees(world: World, moved_clock: HouseClock) -> list[bytes]:
    """Return every page a manager can open after a session, but for what differs in every world."""
    minutes_pass(moved_clock, 120)
    browser = signed_in(world.manager)
    return [plain(browser, f"/o/{world.slug}/{path}") for path in ("desk/team-sessions/", "in-charge/", "offer/")]


def plain(browser: Client, path: str) -> bytes:
    page: bytes = browser.get(path).content
    page = re.sub(rb'csrfmiddlewaretoken" value="[^"]+|testing-\d+|[0-9a-f]{8}-[0-9a-f-]{27}', b"-", page)
    return re.sub(rb"20\d\d-[\dT:.+-]+|\d+:\d\d.[ap]m", b"-", page)


def test_the_manager_learns_the_same_whatever_anybody_of_the_team_does(db: None, moved_clock: HouseClock) -> None:
    seen = {}
    for answer in ANSWERS:
        moved_clock.begins()
        world = walking.town()
        the_team_is_invited(world)
        somebody_of_the_team(world, answer, moved_clock)
        seen[answer] = what_the_manager_sees(world, moved_clock)
        assert Case.objects.of(world.organization).exists() is (answer == "accept")
    assert seen["accept"] == seen["decline"] == seen["ignore"]
    assert all(len(page) > 1000 for page in seen["accept"])
