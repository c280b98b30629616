"""`POST /api/v1/events`: one verb, one answer, and no value ever repeated or kept when it is refused (T19)."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.events import queries
from alongside.events.models import Event, Receipt
from alongside.limits.rules import WINDOWS, Window
from alongside.people import machine_keys
from alongside.people.machine_keys import Scope
from alongside.people.models import MachineKey
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.api.machines import CANARY, EVENTS, Machine, a_key, event, person

pytestmark = pytest.mark.django_db
TAKEN = (202, {"received": True})


@pytest.fixture
def world(db: None) -> worlds.World:
    return worlds.make(now=clock.now())


@pytest.fixture
def machine(world: worlds.World) -> Machine:
    return Machine(world)


def said(answer: Any) -> tuple[int, Any]:
    return answer.status_code, answer.json()


def mended(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    return {each["field"]: each["allowed"] for each in answer.json()["errors"]}


def everything_kept() -> str:
    """Return every row of every table, as text."""
    with connection.cursor() as cursor:
        found = []
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608  # Our own tables.
            found += [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()]
    return repr(found).lower()


# --- what is taken ---------------------------------------------------------------------------------------------------


def test_an_event_is_taken_and_kept_sealed(machine: Machine) -> None:
    assert said(machine.sends(event(machine.world))) == TAKEN
    kept = Event.objects.get()
    assert (kept.kind, kept.unit_id, kept.site_id) == ("near_miss", machine.world.unit.pk, machine.world.site.pk)
    (colleague,) = queries.involved_in(kept)
    assert (colleague.name, colleague.phone) == (f"Ana {CANARY}", "+12025550177")
    assert CANARY.lower() not in everything_kept()


@pytest.mark.parametrize("spelled", ["{unit.pk}", "{unit.pk.hex}", "{unit.name}", "  {unit.name} "])
def test_a_unit_by_key_or_by_name(machine: Machine, spelled: str) -> None:
    assert said(machine.sends(event(machine.world, unit=spelled.format(unit=machine.world.unit)))) == TAKEN


def test_a_site_alone_and_a_unit_of_each_person(machine: Machine) -> None:
    world = machine.world
    told = event(
        world, unit=None, site=world.other_site.name, people=[person(unit=world.other_unit.name, language="fr")]
    )
    assert said(machine.sends(told)) == TAKEN
    (colleague,) = queries.involved_in(Event.objects.get())
    assert (colleague.unit, colleague.language) == (world.other_unit.pk, "fr")


@pytest.mark.parametrize("without", ["email", "phone"])
def test_one_way_to_reach_somebody_is_enough(machine: Machine, without: str) -> None:
    assert said(machine.sends(event(machine.world, people=[person(**{without: None})]))) == TAKEN


def test_two_hundred_people_are_taken_and_one_more_is_not(machine: Machine) -> None:
    crew = [person(email=f"p{number}@town.example") for number in range(201)]
    assert said(machine.sends(event(machine.world, people=crew[:200]))) == TAKEN
    assert "people" in mended(machine.sends(event(machine.world, people=crew)))


def test_the_answer_is_the_same_whoever_was_named(machine: Machine) -> None:
    """T21: a supporter, a leaver, a stranger, somebody offered yesterday: the same bytes and as many queries."""
    world = machine.world
    answers, asked = set(), set()
    machine.sends(event(world))  # The first of all makes what later ones find.
    for named in (world.owner.email, world.administrator.email, "nobody@town.example", "nobody@town.example"):
        with CaptureQueriesContext(connection) as queries_of_one:
            answer = machine.sends(event(world, people=[person(email=named)]))
        asked.add(len(queries_of_one))
        answers.add((answer.status_code, answer.content, tuple(sorted(answer.headers.items()))))
        assert not answer.cookies
    assert len(answers) == 1
    assert len(asked) == 1


def test_a_held_event_is_answered_alike(machine: Machine) -> None:
    crew = [person(email=f"p{number}@town.example") for number in range(61)]
    assert said(machine.sends(event(machine.world, people=crew))) == TAKEN
    assert Event.objects.get().state == "held"


# --- once ------------------------------------------------------------------------------------------------------------


def test_the_same_key_and_body_is_taken_once(machine: Machine) -> None:
    told, key = event(machine.world), a_key()
    assert said(machine.sends(told, key=key)) == said(machine.sends(told, key=key)) == TAKEN
    assert Event.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(machine: Machine) -> None:
    key = a_key()
    machine.sends(event(machine.world), key=key)
    assert list(mended(machine.sends(event(machine.world, kind="violence"), key=key))) == ["Idempotency-Key"]
    assert Event.objects.count() == 1


@pytest.mark.parametrize("key", ["", "short", "with spaces in it 0000", "x" * 129, "clé-avec-accents-00"])
def test_without_a_fit_key_nothing_is_taken(machine: Machine, key: str) -> None:
    answer = machine.sends(event(machine.world), **{"Idempotency-Key": key})
    assert list(mended(answer)) == ["Idempotency-Key"]
    assert not Event.objects.exists()


def test_a_refused_body_leaves_its_key_free(machine: Machine) -> None:
    key = a_key()
    machine.sends(event(machine.world, kind="nonsense"), key=key)
    assert not Receipt.objects.exists()
    assert said(machine.sends(event(machine.world), key=key)) == TAKEN


# --- who speaks ------------------------------------------------------------------------------------------------------


def test_no_token_or_a_wrong_one_is_told_nothing(machine: Machine) -> None:
    wrong = [
        "",
        "Bearer",
        "Bearer nonsense",
        f"Basic {machine.token}",
        f"Bearer {machine.token}x",
        f"Bearer {machine.token[:-1]}",
        f"Bearer alm_{'0' * 32}_{machine.token.rpartition('_')[2]}",
        f"Bearer alm_{machine.key.hex}_\udce9".encode("utf-8", "replace").decode(),
    ]
    answers = {
        (answer.status_code, answer.content, answer.headers.get("WWW-Authenticate"))
        for answer in (machine.sends(event(machine.world), Authorization=token) for token in wrong)
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 401
    assert not Event.objects.exists()


def test_a_revoked_and_an_expired_token_open_nothing(machine: Machine) -> None:
    for change in ({"revoked_at": clock.now()}, {"expires_at": clock.now() - timedelta(seconds=1)}):
        MachineKey.objects.update(revoked_at=None, made_at=clock.now() - timedelta(days=2))
        MachineKey.objects.update(**change)
        assert machine.sends(event(machine.world)).status_code == 401


def test_a_token_for_something_else_is_told_so_and_no_more(world: worlds.World) -> None:
    answer = Machine(world, scopes=frozenset()).sends(event(world))
    assert said(answer) == (403, {"type": "about:blank", "title": "Forbidden", "status": 403, "errors": []})


def test_a_token_reports_to_its_own_organization_only(machine: Machine) -> None:
    noise = worlds.make_noise(now=clock.now())
    assert list(mended(machine.sends(event(machine.world, unit=noise.unit.name)))) == ["unit"]
    assert list(mended(machine.sends(event(machine.world, unit=str(noise.unit.pk))))) == ["unit"]


def test_the_token_is_kept_as_a_hash_only(machine: Machine) -> None:
    assert machine.token.rpartition("_")[2] not in everything_kept()


def test_a_token_lives_a_year_at_most(world: worlds.World) -> None:
    now = clock.now()
    with one_transaction():
        machine_keys.make(
            organization=world.organization.pk,
            name="For ever",
            scopes=frozenset({Scope.EVENTS_WRITE}),
            expires_at=now + timedelta(days=5000),
            now=now,
        )
    assert MachineKey.objects.get().expires_at == now + machine_keys.LIVES_AT_MOST


def test_a_signed_in_browser_gets_no_further_than_anybody(machine: Machine) -> None:
    from tests.signed_in import signed_in  # noqa: PLC0415  # Only here.

    browser = signed_in(machine.world.safety_officer)
    answer = browser.post(EVENTS, json.dumps(event(machine.world)), content_type="application/json")
    assert answer.status_code == 401


# --- how much and how often ------------------------------------------------------------------------------------------


def test_too_often_is_asked_to_wait(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WINDOWS, "events", Window(2, timedelta(hours=24)))
    codes = [machine.sends(event(machine.world)).status_code for _ in range(2)]
    answer = machine.sends(event(machine.world))
    assert [*codes, answer.status_code] == [202, 202, 429]
    assert 0 < int(answer.headers["Retry-After"]) <= 24 * 3600
    assert Machine(machine.world).sends(event(machine.world)).status_code == 202  # Another token has its own count.


def test_a_body_over_64_kb_is_not_read(machine: Machine) -> None:
    answer = machine.sends(b'{"kind": "' + b"x" * 64 * 1024 + b'"}')
    assert said(answer)[0] == 413
    crew = [person(name="x" * 80, email=f"{'p' * 60}{number}@{'t' * 60}.example") for number in range(200)]
    assert len(json.dumps(event(machine.world, people=crew))) < 64 * 1024
    assert said(machine.sends(event(machine.world, people=crew))) == TAKEN


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/xml",
        "",
        "application/json; charset=latin-1",
    ],
)
def test_other_kinds_of_content_are_refused(machine: Machine, kind: str) -> None:
    assert machine.sends(b"{}", kind=kind).status_code == 415


def test_utf_8_may_be_said(machine: Machine) -> None:
    raw = json.dumps(event(machine.world, people=[person(name="Zoë O’Neil-Łuk")]), ensure_ascii=False).encode()
    assert said(machine.sends(raw, kind="application/json; charset=UTF-8")) == TAKEN


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_nothing_can_be_read_or_changed(machine: Machine, method: str) -> None:
    machine.sends(event(machine.world))
    answer = getattr(machine.client, method)(EVENTS, headers={"Authorization": f"Bearer {machine.token}"})
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"


# --- what is refused -------------------------------------------------------------------------------------------------

UNFIT: list[tuple[str, dict[str, Any]]] = [
    ("kind", {"kind": CANARY}),
    ("occurred", {"occurred": CANARY}),
    ("occurred", {"occurred": "2026-03-04T09:30:00"}),
    ("occurred", {"occurred": 1772616600}),
    ("occurred", {"occurred": "2019-01-01T00:00:00Z"}),
    ("occurred", {"occurred": "2999-01-01T00:00:00Z"}),
    ("unit", {"unit": CANARY}),
    ("site", {"unit": None}),
    ("site", {"unit": None, "site": CANARY}),
    ("people", {"people": []}),
    ("people", {"people": CANARY}),
    ("people[0].name", {"people": [person(name=f"{CANARY} fell at 9:30; no vitals 1")]}),
    ("people[0].name", {"people": [person(name="x" * 81)]}),
    ("people[0].name", {"people": [person(name=" ")]}),
    ("people[0].name", {"people": [person(name="Ana\u202eCanary")]}),
    ("people[0].email", {"people": [person(email=CANARY)]}),
    ("people[0].phone", {"people": [person(phone="555 0177")]}),
    ("people[0].phone", {"people": [person(phone=f"+1202{CANARY}")]}),
    ("people[0].unit", {"people": [person(unit=CANARY)]}),
    ("people[0].profession", {"people": [person(profession=CANARY)]}),
    ("people[0].language", {"people": [person(language=CANARY)]}),
    ("people[0]", {"people": [person(email=None, phone=None)]}),
    ("people[0].email", {"people": [{**person(), "email": None}]}),
    ("people[1].name", {"people": [person(), {"email": "a@b.example"}]}),
    ("description", {"description": f"{CANARY} was given the wrong dose"}),
    ("patient", {"patient": {"name": CANARY}}),
    ("mrn", {"mrn": CANARY}),
    ("people[0].role", {"people": [person(role=CANARY)]}),
    ("", {CANARY: "x"}),
    ("people[0]", {"people": [{**person(), CANARY: CANARY}]}),
]


@pytest.mark.parametrize(("field", "changed"), UNFIT)
def test_what_does_not_fit_is_refused_by_field_without_its_value(
    machine: Machine, field: str, changed: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    """T19: the message repeats no value; the canary stands in no row, no log and no answer."""
    logging.getLogger("django.request").setLevel(logging.DEBUG)
    answer = machine.sends(event(machine.world, **changed))
    assert field in mended(answer)
    assert all(mended(answer).values())
    assert CANARY.lower() not in answer.content.decode().lower()
    assert CANARY.lower() not in repr(answer.headers).lower()
    assert CANARY.lower() not in everything_kept()
    assert not Event.objects.exists()
    assert not Receipt.objects.exists()
    out, err = capfd.readouterr()
    assert CANARY.lower() not in (out + err).lower()


def test_a_refusal_says_what_may_be_sent_instead(machine: Machine) -> None:
    told = mended(machine.sends(event(machine.world, description="x", somethingelse="y", kind="z")))
    assert told["description"].startswith("Not taken. Send nothing about a patient")
    assert told[""].startswith("Only these fields: kind, occurred, site, unit, people.")
    assert told["kind"] == "A code of the list of kinds."


def test_a_refusal_speaks_the_readers_language(machine: Machine) -> None:
    told = mended(machine.sends(event(machine.world, description="x"), **{"Accept-Language": "fr"}))
    assert "patient" in told["description"]
    assert not told["description"].startswith("Not taken")


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"{",
        b"null",
        b"[]",
        b'"x"',
        b"\xff\xfe",
        b'{"kind": NaN}',
        b"[" * 20000,
        b'{"a":' * 9000,
        b'{"resourceType":' * 2000,
        '{"kind": "\ud800"}'.encode("utf-8", "surrogatepass"),
    ],
)
def test_what_is_no_json_is_refused_kindly(machine: Machine, body: bytes) -> None:
    assert mended(machine.sends(body))


def test_no_cookie_no_session_no_token_of_a_form(machine: Machine) -> None:
    for answer in (machine.sends(event(machine.world)), machine.sends(b"{}"), Client().get("/api/v1/")):
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")


# --- what it says of itself ------------------------------------------------------------------------------------------


def test_openapi_3_1_describes_every_answer(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert list(described["paths"]) == [EVENTS]
    (operation,) = described["paths"][EVENTS].values()
    assert set(operation["responses"]) == {"202", "401", "403", "413", "415", "422", "429"}
    assert set(operation["requestBody"]["content"]) == {"application/json", "application/fhir+json"}
    assert described["components"]["schemas"]["PlainEvent"]["additionalProperties"] is False


def test_no_shape_has_a_place_for_prose_or_a_patient(client: Client) -> None:
    shapes = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    fields = {name for shape in ("PlainEvent", "Person", "Practitioner") for name in shapes[shape]["properties"]}
    assert not fields & {"description", "notes", "patient", "text", "severity", "outcome", "cause"}
    open_to_more = [
        name
        for name, shape in shapes.items()
        if shape.get("properties") and shape.get("additionalProperties") is not False
    ]
    assert set(open_to_more) == {"Received", "Problem", "OperationOutcome"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_asks_nobody_else_for_anything(client: Client, language: str) -> None:
    page = client.get("/api/v1/", headers={"Accept-Language": language})
    text = page.content.decode()
    assert page.status_code == 200
    assert "<script" not in text
    assert "//cdn" not in text
    for field in ("kind", "occurred", "contributor", "Idempotency-Key", "unexpected_death"):
        assert field in text
