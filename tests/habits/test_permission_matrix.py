"""Every address × every role × nobody × another organization, against one table (threats T17, T23).

Generated from the addresses of the house: a new one that is missing from the table fails here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from alongside import clock
from alongside.care import operations as care
from alongside.cases import glass
from alongside.cases.models import Case, HandOverTurn
from alongside.directory import candidates
from alongside.directory import operations as directory
from alongside.journeys import asking_about_the_program, raising_the_level
from alongside.paging.models import Alarm, CallBack, Page
from alongside.people import machine_keys, operations
from alongside.people.models import RoleGrant, RoleProposal
from alongside.questions.asked import Asked
from alongside.questions.models import Question
from alongside.rota import operations as rota
from alongside.rounds import sessions
from alongside.rounds.models import Carried
from alongside.rounds.rules import Reason
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.breaking import GlassReason
from alongside.vocabulary.evaluating import DebriefReason
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.habits.permission_table import DEMONSTRATION, OUTSIDE, ROOMS, TABLE, Row, Scene
from tests.habits.permission_table.rows import WITHOUT_CASES
from tests.journeys.carrying import begin, somebody
from tests.reports.pages import make_report
from tests.signed_in import signed_in
from tests.stories.professional_story import ProfessionalStory
from tests.stories.story import Story
from tests.stories.walking import Walk

pytestmark = pytest.mark.django_db
OPEN, MISSING, SIGN_IN, MAKE_KEYS = "open", "missing", "sign-in", "make keys"


def test_every_address_stands_in_the_table() -> None:
    below = {name for name, route in addresses() if "<slug:organization>" in route}
    outside = {name for name, route in addresses() if "<slug:organization>" not in route}
    assert below == set(TABLE)
    assert outside - DEMONSTRATION == set(OUTSIDE)


def test_no_address_stands_in_two_rooms() -> None:
    assert sum(len(room.ROWS) for room in ROOMS) == len(TABLE)
    assert not set(TABLE) & set(OUTSIDE)


def test_no_address_is_without_a_name() -> None:
    assert all(name for name, _route in addresses())


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """One world for all rows; each try is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browsers(scene: Scene) -> dict[str, Client]:
    """Return a signed-in browser for everybody in the cast."""
    return {who: signed_in(person) for who, person in scene.world.people.items()}


@pytest.fixture(scope="module")
def stranger(scene: Scene) -> Client:
    """Return the browser of somebody who holds every role, in another organization."""
    noise = worlds.make_noise(now=clock.now())
    for role in set(Role.of_staff()) - {Role.SUPPORTER}:
        worlds.grant(noise.owner, role, now=clock.now())
    return signed_in(noise.owner)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_who_gets_an_answer(name: str, scene: Scene, browsers: dict[str, Client]) -> None:
    row = TABLE[name]
    found = {who: tried(browser, name, row, scene) for who, browser in browsers.items()}
    expected = {who: OPEN if may(row, who, scene) else MISSING for who in browsers}
    assert found == expected


@pytest.mark.parametrize("name", sorted(TABLE))
def test_nobody_signed_in(name: str, scene: Scene) -> None:
    row = TABLE[name]
    assert tried(Client(), name, row, scene) == (OPEN if row.roles is None else SIGN_IN)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_another_organizations_members(name: str, scene: Scene, stranger: Client) -> None:
    row = TABLE[name]
    assert tried(stranger, name, row, scene) == (OPEN if row.roles is None else MISSING)


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.roles))
def test_without_the_passkey_that_a_role_needs_only_making_one_opens(name: str, scene: Scene) -> None:
    row, person = TABLE[name], scene.world.people[scene.carrier]
    for proof in ("codes", "half"):
        found = tried(signed_in(person, proof=proof), name, row, scene)  # type: ignore[arg-type]
        may_set_up = row.half and Role.SUPPORTER in (row.roles or ())
        assert found == (OPEN if may_set_up else MISSING if row.half else MAKE_KEYS), proof


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.roles))
def test_without_a_role_only_ones_own_settings_open(name: str, scene: Scene) -> None:
    row, person = TABLE[name], scene.world.analyst
    with rolled_back():
        RoleGrant.objects.filter(person=person).delete()
        found = tried(signed_in(person), name, row, scene)
    own = row.roles is not None and row.roles.issuperset(WITHOUT_CASES)
    assert found == (OPEN if own else MISSING)


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.roles))
def test_whoever_left_is_out_everywhere(name: str, scene: Scene) -> None:
    """A session that was open when somebody left opens nothing any more (T36)."""
    row, person = TABLE[name], scene.world.mentor
    with rolled_back():
        browser = signed_in(person)
        with one_transaction(ring=False):
            operations.leave(organization=scene.world.organization.pk, person=person.pk, now=clock.now())
        assert tried(browser, name, row, scene) == SIGN_IN


def may(row: Row, who: str, scene: Scene) -> bool:
    if row.roles is None:
        return True
    return worlds.CAST[who] in row.roles and (row.only is None or who in _those(row.only(scene)))


def _those(named: str | tuple[str, ...]) -> tuple[str, ...]:
    return (named,) if isinstance(named, str) else named


def tried(browser: Client, name: str, row: Row, scene: Scene) -> str:
    """Say in one word how this address answers this browser; whatever it changed is taken back."""
    address = reverse(name, kwargs={"organization": scene.world.slug, **row.where(scene)})
    cookies = browser.cookies.copy()
    with rolled_back():
        answer = getattr(browser, row.method)(address, dict(row.data))
    browser.cookies = cookies
    return in_a_word(answer, scene, row)


def in_a_word(answer: HttpResponse, scene: Scene, row: Row) -> str:
    assert answer.status_code < 500, (row, answer.status_code)
    location = answer.headers.get("Location", "")
    desk = f"/o/{scene.world.slug}/desk/"
    if location == f"{desk}sign-in/" and row.roles is not None and not row.half:
        return SIGN_IN
    if location == f"{desk}sign-in/" and row.half and not _ended_here(answer):
        return SIGN_IN
    if location == f"{desk}me/sign-in/" and row.roles is not None and _nothing_said(answer, row):
        return MAKE_KEYS
    return MISSING if answer.status_code == 404 else OPEN


def _ended_here(answer: HttpResponse) -> bool:
    """Whether this was "sign out everywhere", which ends at the sign-in page too."""
    return answer.wsgi_request.resolver_match.url_name == "my-sessions-end" and hasattr(answer.wsgi_request, "member")  # type: ignore[attr-defined]


def _nothing_said(answer: HttpResponse, row: Row) -> bool:
    """Whether the gate led here, and not the page itself after its work."""
    return not row.half and not hasattr(answer.wsgi_request, "member")  # type: ignore[attr-defined]


@contextmanager
def rolled_back() -> Iterator[None]:
    """Take back whatever was changed inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build() -> Scene:
    now = clock.now()
    world = worlds.make(now=now)
    walked = _walked(world, now)
    carried, carrier = _request(world, now - timedelta(minutes=1), accepted=True)
    waiting, asked = _request(world, now, accepted=False)
    Case.objects.filter(pk=waiting.pk).update(coordinator_may_help=True)
    _propose(world, now)
    return Scene(
        world=world,
        carried=carried.pk,
        carrier=carrier,
        waiting=waiting.pk,
        page=Page.objects.get(case=waiting, person=world.people[asked]).pk,
        asked=asked,
        alarm=Alarm.objects.create(organization=world.organization, kind=Alarm.Kind.FLOOD, raised_at=now).pk,
        channel=world.people[carrier].channels.get().pk,
        turn=HandOverTurn.objects.get().pk,
        takes_over=walked.who_is_asked_to_go_on(),
        talk=_talk(world, now),
        witness=_witness(world, carried, now),
        **_of_the_house(world, now),
        **_round(world, now),
        **_with_professionals(world, now),
    )


def _request(world: worlds.World, now: datetime, *, accepted: bool) -> tuple[Case, str]:
    """Let somebody ask for help; return the case and who was paged, and took it where `accepted`."""
    story = Story(world, now=now)
    story.somebody_asks_for_help(urgency="now")
    who = story.paged_since()[0]
    if accepted:
        story.accepts(who)
    assert story.case
    return story.case, who


def _propose(world: worlds.World, now: datetime) -> None:
    """Let an administrator propose a role that a second person has not agreed to."""
    proposed = {"person": world.manager, "role": Role.SUPPORTER, "proposed_by": world.administrator}
    RoleProposal.objects.create(organization=world.organization, **proposed, proposed_at=now)


def _of_the_house(world: worlds.World, now: datetime) -> dict[str, UUID]:
    """Return what belongs to the organization, and to nobody's case."""
    return {
        "invitation": _invitation(world),
        "leave": _away(world),
        "line": _line(world),
        "machine": _machine(world),
        "call_back": _call_back(world),
        "session": _session(world, now),
        "question": _question(world),
        "report": make_report(world.organization.pk, starts_on=date(2025, 10, 1), released_on=date(2026, 1, 5)),
        "prepared_report": make_report(world.organization.pk, starts_on=date(2025, 7, 1)),
    }


def _round(world: worlds.World, now: datetime) -> dict[str, Any]:
    """Return a round of offers, one of them, and who carries it."""
    one = _offers(world, now)
    carrier = next(name for name, person in world.people.items() if person.pk == one.round.carrier_id)
    return {"round": one.round_id, "offer": one.case, "carries_offers": carrier}


def _with_professionals(world: worlds.World, now: datetime) -> dict[str, Any]:
    """Return a danger that stands and a hand-off that waits, with whoever walks with each."""
    in_danger, (handed_on, gave) = _in_danger(world, now), _handed_on(world, now)
    return {
        "danger": in_danger.danger.pk,
        "walks_in_danger": in_danger.owner(),
        "hand_off": handed_on.hand_off.hand_off,
        "gave": gave,
    }


def _in_danger(world: worlds.World, now: datetime) -> ProfessionalStory:
    """Let a supporter fear for somebody’s safety."""
    story = ProfessionalStory(world, now=now - timedelta(hours=5))
    story.fears_for_their_safety(story.walks_alongside())
    return story


def _handed_on(world: worlds.World, now: datetime) -> tuple[ProfessionalStory, str]:
    """Let a professional be asked to go on with somebody; return by whom."""
    story = ProfessionalStory(world, now=now - timedelta(hours=4))
    who = story.walks_alongside()
    story.brings_in(who, "professional")
    return story, who


def _witness(world: worlds.World, case: Case, now: datetime) -> UUID:
    with one_transaction(ring=False):
        reason = GlassReason.SUPPORTER_LEFT
        return glass.break_it(case=case, person=world.deputy.pk, reason=reason, now=now - timedelta(hours=2)).pk


def _walked(world: worlds.World, now: datetime) -> Walk:
    """Let a colleague be asked to go on with somebody."""
    walked = Walk(world, now=now - timedelta(hours=1))
    walked.would_hand_over(walked.they_speak_for_the_first_time(urgency="now"))
    return walked


def _talk(world: worlds.World, now: datetime) -> UUID:
    with one_transaction(ring=False):
        own = {"organization": world.organization.pk, "supporter": world.third.pk, "look_at": now, "now": now}
        talk = care.ask_for_talk(**own, reason=DebriefReason.HEAVY)
    assert talk
    return talk.pk


def _call_back(world: worlds.World) -> UUID:
    here = world.organization.pk
    raising_the_level.page_the_professional(organization=here, number="+12025550188", once="e" * 64, now=clock.now())
    return CallBack.objects.of(here).get().pk


def _question(world: worlds.World) -> UUID:
    here, zone = world.organization, ZoneInfo(world.organization.timezone)
    asking_about_the_program.ask(
        organization=here.pk, asked=Asked("Who pays?"), language="en", once=bytes(32), zone=zone, now=clock.now()
    )
    return Question.objects.of(here).get().pk


def _offers(world: worlds.World, now: datetime) -> Carried:
    begin(world, somebody(world, "One"), somebody(world, "Two"), now=now)
    return Carried.objects.select_related("round").filter(round__organization=world.organization)[0]


def _session(world: worlds.World, now: datetime) -> UUID:
    """Plan a session that began, asked for by the manager."""
    with one_transaction(ring=False):
        made = sessions.propose(
            organization=world.organization.pk,
            site=world.site.pk,
            unit_group=None,
            reason=Reason.TEAM_ASKED,
            asked_by=world.manager.pk,
            now=now,
        )
        held = sessions.hold(organization=world.organization.pk, session=made)
        leaders = (world.owner.pk, world.teammate.pk)
        sessions.plan(session=held, plan=sessions.Plan("Room 4", now - timedelta(hours=1), leaders))
    return made


def _away(world: worlds.World) -> UUID:
    with one_transaction(ring=False):
        later = clock.now() + timedelta(days=40)
        return rota.start_leave(
            organization=world.organization.pk, person=world.third.pk, starts_at=later, ends_at=None
        ).pk


def _machine(world: worlds.World) -> UUID:
    now = clock.now()
    with one_transaction(ring=False):
        return machine_keys.make(
            organization=world.organization.pk,
            name="Incident forms",
            scopes=frozenset(machine_keys.Scope),
            expires_at=now + timedelta(days=90),
            now=now,
        ).key


def _line(world: worlds.World) -> UUID:
    with one_transaction(ring=False):
        offered = next(one for one in candidates.of_country("US") if one.kind == "crisis")
        return directory.adopt_candidate(organization=world.organization.pk, code=offered.code)


def _invitation(world: worlds.World) -> str:
    with one_transaction(ring=False):
        made = operations.make_invitation(
            organization=world.organization.pk, person=world.auditor.pk, by_telephone=False, now=clock.now()
        )
    return made.secret


def addresses() -> Iterator[tuple[str | None, str]]:
    """Yield (name, route) of every address of the house."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[URLPattern | URLResolver], above: str) -> Iterator[tuple[str | None, str]]:
    for pattern in patterns:
        route = f"{above}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield pattern.name, route
        else:
            yield from _walk(pattern.url_patterns, route)
