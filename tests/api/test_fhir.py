"""The same as a FHIR R4 AdverseEvent: the colleagues are taken, the patient is refused kindly."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from alongside import clock
from alongside.api.fhir import CATEGORIES, ELEMENTS
from alongside.events import queries
from alongside.events.models import Event
from tests import worlds
from tests.api.machines import CANARY, Machine, adverse_event, practitioner
from tests.api.test_events import TAKEN, everything_kept, said

pytestmark = pytest.mark.django_db
PUBLISHED = sorted((Path(__file__).parent / "published").glob("*.json"))


@pytest.fixture
def machine(db: None) -> Machine:
    return Machine(worlds.make(now=clock.now()))


def outcome(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422, answer.content
    assert answer.headers["Content-Type"] == "application/fhir+json"
    read = answer.json()
    assert read["resourceType"] == "OperationOutcome"
    assert {issue["severity"] for issue in read["issue"]} == {"error"}
    return {issue["expression"][0]: issue["diagnostics"] for issue in read["issue"]}


def involved() -> list[Any]:
    return sorted(queries.involved_in(Event.objects.get()), key=lambda one: one.email)


def test_an_adverse_event_without_a_patient_is_taken(machine: Machine) -> None:
    assert said(machine.sends_fhir(adverse_event(machine.world))) == TAKEN
    kept = Event.objects.get()
    assert (kept.kind, kept.unit_id, kept.came_by) == ("unexpected_death", machine.world.unit.pk, "machine")
    assert [one.name for one in involved()] == [f"Ana {CANARY}"]


def test_as_plain_json_it_is_known_by_its_resource_type(machine: Machine) -> None:
    assert said(machine.sends(adverse_event(machine.world))) == TAKEN
    answer = machine.sends(adverse_event(machine.world, outcome={"text": CANARY}))
    assert "AdverseEvent.outcome" in outcome(answer)


def test_whoever_reports_is_offered_support_too_when_they_were_there(machine: Machine) -> None:
    told = adverse_event(
        machine.world,
        recorder={"reference": "#r2"},
        contained=[
            practitioner("r1"),
            practitioner(
                "r2",
                telecom=[{"system": "phone", "value": "+12025550188"}],
                communication=[{"coding": [{"system": "urn:ietf:bcp:47", "code": "fr"}]}],
            ),
        ],
    )
    assert said(machine.sends_fhir(told)) == TAKEN
    assert [(one.phone, one.language) for one in involved()] == [("+12025550188", "fr"), ("", "")]


@pytest.mark.parametrize("code", sorted(CATEGORIES))
def test_each_category_of_r4_becomes_a_kind(machine: Machine, code: str) -> None:
    category = [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/adverse-event-category", "code": code}]}]
    assert said(machine.sends_fhir(adverse_event(machine.world, event=None, category=category))) == TAKEN
    assert Event.objects.get().kind == CATEGORIES[code]
    Event.objects.all().delete()
    assert (
        said(machine.sends_fhir(adverse_event(machine.world, event=None, category=category, actuality="potential")))
        == TAKEN
    )
    assert Event.objects.get().kind == "near_miss"


def test_a_site_may_stand_as_location(machine: Machine) -> None:
    told = adverse_event(machine.world, location={"identifier": {"value": machine.world.other_site.name}})
    assert said(machine.sends_fhir(told)) == TAKEN
    assert Event.objects.get().site_id == machine.world.other_site.pk


# --- the specification's own examples --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_published_examples_name_a_patient_and_are_refused_kindly(machine: Machine, path: Path) -> None:
    """They hold a patient, a drug, a narrative: each such element is named, no value is repeated or kept."""
    raw = path.read_bytes()
    read = json.loads(raw)
    told = outcome(machine.sends_fhir(raw))
    for element in set(read) & (ELEMENTS - {"id"}):
        assert told[f"AdverseEvent.{element}"].startswith("Not taken. Send nothing about a patient"), element
    for value in _values(read):
        assert value not in json.dumps(told, ensure_ascii=False), value
        assert value.lower() not in everything_kept()
    assert not Event.objects.exists()


def test_the_specifications_example_is_among_them_unchanged() -> None:
    """R4 publishes one, under this name; published/SOURCE.md says where it comes from."""
    kept = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in PUBLISHED}
    assert kept == {"AdverseEvent-example": "6c1de137738eb460bd15524550ab9cb25b6308ff346f705dbf6383a209477528"}


def _values(read: Any) -> list[str]:
    """Return what could tell something: every string longer than a code."""
    if isinstance(read, dict):
        return [value for each in read.values() for value in _values(each)]
    if isinstance(read, list):
        return [value for each in read for value in _values(each)]
    told = isinstance(read, str) and len(read) > 8 and not read.startswith("http")
    return [read] if told and read not in {"AdverseEvent", "Practitioner"} else []


# --- what is refused -------------------------------------------------------------------------------------------------

PATIENTS: list[dict[str, Any]] = [
    {"subject": {"reference": f"Patient/{CANARY}"}},
    {"subject": {"identifier": {"system": "urn:mrn", "value": CANARY}}},
    {"subject": {"display": CANARY}},
    {"subject": {"reference": "Group/everybody"}},
    {"subject": None},
    {"subject": {"extension": [{"url": "http://other.example", "valueCode": "masked"}]}},
    {"contained": [practitioner("r1"), {"resourceType": "Patient", "id": "p1", "name": [{"text": CANARY}]}]},
]
PROSE: list[dict[str, Any]] = [
    {"text": {"status": "generated", "div": f"<div>{CANARY}</div>"}},
    {"event": {"text": CANARY}},
    {"event": {"coding": [{"system": "http://snomed.info/sct", "code": CANARY}]}},
    {"event": {"coding": [{"system": "urn:alongside:event-kind", "code": "near_miss", "display": CANARY}]}},
    {"location": {"display": CANARY}},
    {"note": [{"text": CANARY}]},
    {"extension": [{"url": "http://x.example", "valueString": CANARY}]},
    {"identifier": {"system": "urn:x", "value": CANARY}},
    {"contained": [practitioner("r1", qualification=[{"code": {"text": CANARY}}])]},
    {"contained": [practitioner("r1", telecom=[{"system": "url", "value": CANARY}])]},
    {"contained": [practitioner("r1", name=[{"text": f"{CANARY}: dose 4 mg"}])]},
]
LOOSE: list[dict[str, Any]] = [
    {"contributor": [{"reference": f"Practitioner/{CANARY}"}]},
    {"contributor": [{"reference": "#nobody"}]},
    {"contributor": [{"reference": "#r1", "display": CANARY}]},
    {"contributor": None},
    {"contained": None},
    {"contained": [practitioner("r1"), practitioner("r1")]},
    {"contained": [practitioner("r1"), practitioner("r2")]},
    {"event": None},
    {"actuality": CANARY},
    {"date": "2026-03-04"},
]


@pytest.mark.parametrize("changed", [*PATIENTS, *PROSE, *LOOSE], ids=lambda changed: json.dumps(changed)[:60])
def test_a_patient_prose_and_loose_ends_are_refused_without_a_value(machine: Machine, changed: dict[str, Any]) -> None:
    answer = machine.sends_fhir(adverse_event(machine.world, **changed))
    assert outcome(answer)
    assert CANARY.lower() not in answer.content.decode().lower()
    assert CANARY.lower() not in everything_kept()
    assert not Event.objects.exists()


@pytest.mark.parametrize("element", sorted(ELEMENTS))
def test_every_other_element_of_r4_is_refused_by_name(machine: Machine, element: str) -> None:
    told = outcome(machine.sends_fhir(adverse_event(machine.world, **{element: {"text": CANARY}})))
    assert f"AdverseEvent.{element}" in told


def test_who_speaks_fhir_is_answered_in_fhir_whatever_is_wrong(machine: Machine) -> None:
    answers = [
        machine.sends_fhir(adverse_event(machine.world), Authorization="Bearer nonsense"),
        machine.sends_fhir(b"{"),
        machine.sends_fhir(adverse_event(machine.world), **{"Idempotency-Key": "short"}),
        machine.sends_fhir(b"x" * 70000),
    ]
    assert [answer.status_code for answer in answers] == [401, 422, 422, 413]
    assert {answer.json()["resourceType"] for answer in answers} == {"OperationOutcome"}
