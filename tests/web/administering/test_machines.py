"""Tokens of machines: made and shown once, listed without it, revoked at once; the brake and the alarms."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from alongside import clock
from alongside.events import queries
from alongside.ledger.models import Entry
from alongside.people import machine_keys
from alongside.people.models import MachineKey
from alongside.vocabulary.happening import HIGH_RISK, EventKind
from tests import worlds
from tests.web.supporting.desk import Desk, plain

pytestmark = pytest.mark.django_db
PATH = "settings/machines/"
TOKEN = re.compile(r"alm_[0-9a-f]{32}_[0-9a-f]{64}")


@pytest.fixture
def desk() -> Desk:
    return Desk(worlds.make(now=clock.now()), "administrator")


def made(desk: Desk, **changed: Any) -> Any:
    return desk.post(f"{PATH}make/", **{"name": "Incident forms", "days": "90", **changed})


def test_a_token_is_shown_once_and_opens_the_door(desk: Desk) -> None:
    (token,) = TOKEN.findall(plain(made(desk)))
    machine = machine_keys.machine(token, now=clock.now())
    assert machine
    assert machine.organization == desk.world.organization.pk
    assert machine.scopes == {"events:write"}
    assert not TOKEN.findall(desk.text(PATH))
    assert "Incident forms" in desk.text(PATH)


def test_it_ends_by_itself(desk: Desk) -> None:
    made(desk)
    row = MachineKey.objects.get()
    assert 89 <= (row.expires_at - clock.now()).days <= 90
    MachineKey.objects.update(expires_at=clock.now(), made_at=row.made_at.replace(year=2020))
    text = desk.text(PATH)
    assert "ended on" in text
    assert "/revoke/" not in text


def test_revoking_ends_it_at_once(desk: Desk) -> None:
    (token,) = TOKEN.findall(plain(made(desk)))
    key = MachineKey.objects.get().pk
    desk.post(f"{PATH}{key}/revoke/")
    assert machine_keys.machine(token, now=clock.now()) is None
    assert "revoked on" in desk.text(PATH)
    assert desk.post(f"{PATH}{key}/revoke/").status_code == 404
    assert desk.post(f"{PATH}{uuid4()}/revoke/").status_code == 404


def test_a_token_of_another_organization_is_not_here(desk: Desk) -> None:
    made(desk, name="Our own forms")
    other = Desk(worlds.make_noise(now=clock.now()), "administrator")
    assert "Our own forms" not in other.text(PATH)
    assert other.post(f"{PATH}{MachineKey.objects.get().pk}/revoke/").status_code == 404


@pytest.mark.parametrize("changed", [{"name": ""}, {"name": "x" * 41}, {"days": "9999"}, {"days": ""}])
def test_what_must_be_mended(desk: Desk, changed: dict[str, str]) -> None:
    answer = made(desk, **changed)
    assert answer.status_code == 422
    assert not MachineKey.objects.exists()


def test_the_ledger_knows_who_made_and_revoked(desk: Desk) -> None:
    made(desk)
    desk.post(f"{PATH}{MachineKey.objects.get().pk}/revoke/")
    verbs = list(Entry.objects.of(desk.world.organization).order_by("seq").values_list("verb", flat=True))
    assert verbs[-2:] == ["machine.made", "machine.revoked"]


def test_the_places_keys_stand_there_for_programmers(desk: Desk) -> None:
    text = desk.text(PATH)
    assert str(desk.world.unit.pk) in text
    assert "/api/v1/" in text


def test_the_brake_and_the_alarms_are_the_organizations_choice(desk: Desk) -> None:
    organization = desk.world.organization.pk
    assert queries.choices(organization=organization).alarming == HIGH_RISK
    assert desk.post(PATH, people_an_hour="12", alarming=["near_miss", "child_death"]).status_code == 302
    chosen = queries.choices(organization=organization)
    assert chosen == queries.Choices(12, frozenset({EventKind.NEAR_MISS, EventKind.CHILD_DEATH}))
    assert re.search(r'value="12"', desk.text(PATH))


@pytest.mark.parametrize("most", ["0", "-1", "x", "", "999999"])
def test_a_brake_that_is_no_number_is_refused(desk: Desk, most: str) -> None:
    assert desk.post(PATH, people_an_hour=most).status_code == 422


def test_a_constant_number_of_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        made(desk, name=f"Machine {'abcdefghijkl'[number]}")
    with django_assert_max_num_queries(25):
        desk.get(PATH)
