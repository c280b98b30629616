"""Whatever is typed or sent at the desk's forms for teams and paper: a kind answer, never a broken page."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside import clock
from alongside.rounds.models import TeamSession
from tests import worlds
from tests.web.supporting.desk import Desk

pytestmark = pytest.mark.django_db(transaction=False)
ODD = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            *("", "0", "-1", "9" * 400, "2026-02-30T25:61", "0001-01-01T00:00", "9999-12-31T23:59", "2026-03-29T02:30"),
            *("\x00", "\u202e", "Infinity", "1e999", "../../etc", "<script>", "{{ site.phone }}", "😀" * 50),
            *("en", "fr", "xx", "a4", "letter", "poster", "colleague_suicide", "hard_time", "none"),
        ]
    ),
    st.uuids().map(lambda key: key.hex),
)
FINE = frozenset({200, 302, 303, 404, 405, 422})
FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def desk() -> Desk:
    return Desk(worlds.make(now=clock.now()), "coordinator")


def planned(desk: Desk) -> TeamSession:
    organization, now = desk.world.organization, clock.now()
    return TeamSession.objects.create(
        organization=organization, site=desk.world.site, reason="hard_time", state="proposed", proposed_at=now
    )


def fields(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(names), st.one_of(ODD, st.lists(ODD, max_size=3)), max_size=len(names))


def is_kind(answer: Any) -> None:
    assert answer.status_code in FINE, answer.status_code
    if answer.status_code in {200, 422}:
        assert b"<script>" not in answer.content.split(b"<main", 1)[-1].split(b"</main>")[0]


@FEW
@given(typed=fields("reason", "site", "unit_group", "week", "csrfmiddlewaretoken", "x"))
def test_asking_for_a_team_session(desk: Desk, typed: dict[str, Any]) -> None:
    is_kind(desk.post("team-sessions/ask/", **typed))


@FEW
@given(typed=fields("place", "starts_at", "first", "second", "x"))
def test_planning_one(desk: Desk, typed: dict[str, Any]) -> None:
    session = planned(desk)
    is_kind(desk.post(f"team-sessions/{session.pk}/plan/", **typed))
    is_kind(desk.post(f"team-sessions/{uuid4()}/plan/", **typed))


@FEW
@given(typed=fields("heads", "x"))
def test_noting_that_one_was_held(desk: Desk, typed: dict[str, Any]) -> None:
    session = planned(desk)
    TeamSession.objects.filter(pk=session.pk).update(
        state="planned",
        place="Room 4",
        starts_at=clock.now() - timedelta(hours=2),
        first_leader=desk.world.owner,
        second_leader=desk.world.third,
    )
    is_kind(desk.post(f"team-sessions/{session.pk}/held/", **typed))


@FEW
@given(typed=fields("sheet", "site", "language", "paper", "x"))
def test_choosing_a_sheet(desk: Desk, typed: dict[str, Any]) -> None:
    is_kind(desk.get("on-paper/", data=typed))
    answer = desk.get("on-paper/sheet/", data=typed)
    assert answer.status_code in FINE | {400}, "a sheet that there is not is asked for again, as a page"


@FEW
@given(typed=fields("name", "phone", "email", "site", "unit_group", "language"))
def test_noting_somebody_met(desk: Desk, typed: dict[str, Any]) -> None:
    supporter = Desk(desk.world, "owner")
    is_kind(supporter.post("offers/somebody-met/", **typed))
