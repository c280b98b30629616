"""A machine with a token, in a test, and what it sends.

Belongs here: making the token, posting bodies. Does not belong here: expectations.
"""

from __future__ import annotations

import itertools
import json
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from alongside import clock
from alongside.people import machine_keys
from alongside.people.machine_keys import Scope
from alongside.tenancy.transactions import one_transaction
from tests.worlds import World

EVENTS = "/api/v1/events"
CANARY = "Qanarybird"
"""In every value that must not be repeated or kept."""

_keys = itertools.count(1)


class Machine:
    """An incident-reporting system that may report to one organization."""

    def __init__(self, world: World, *, scopes: frozenset[Scope] = frozenset(Scope)) -> None:
        now = clock.now()
        with one_transaction(ring=False):
            made = machine_keys.make(
                organization=world.organization.pk,
                name="Incident system",
                scopes=scopes,
                expires_at=now + timedelta(days=90),
                now=now,
            )
        self.world, self.token, self.key = world, made.token, made.key
        self.client = Client()

    def sends(self, body: Any, *, key: str | None = None, kind: str = "application/json", **headers: str) -> Any:
        """Post a body: JSON of it, or the bytes as they are."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key or a_key(), **headers}
        return self.client.post(EVENTS, raw, content_type=kind, headers={k: v for k, v in given.items() if v})

    def sends_fhir(self, body: Any, **more: Any) -> Any:
        """Post a FHIR resource."""
        return self.sends(body, kind="application/fhir+json", **more)


def a_key() -> str:
    """Return an idempotency key that was not used yet."""
    return f"incident-{next(_keys):012d}"


def an_hour_ago() -> str:
    """Return a moment that is taken, as a machine writes it."""
    return (clock.now() - timedelta(hours=1)).isoformat()


def event(world: World, **changed: Any) -> dict[str, Any]:
    """Return an event that is taken; a value of None leaves a field out."""
    told: dict[str, Any] = {
        "kind": "near_miss",
        "occurred": an_hour_ago(),
        "unit": world.unit.name,
        "people": [person()],
        **changed,
    }
    return {name: value for name, value in told.items() if value is not None}


def person(**changed: Any) -> dict[str, Any]:
    """Return somebody who was there."""
    told = {"name": f"Ana {CANARY}", "email": f"{CANARY.lower()}@town.example", "phone": "+12025550177", **changed}
    return {name: value for name, value in told.items() if value is not None}


def adverse_event(world: World, **changed: Any) -> dict[str, Any]:
    """Return an AdverseEvent that is taken; a value of None leaves an element out."""
    told: dict[str, Any] = {
        "resourceType": "AdverseEvent",
        "actuality": "actual",
        "event": {"coding": [{"system": "urn:alongside:event-kind", "code": "unexpected_death"}]},
        "subject": {
            "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "masked"}]
        },
        "date": an_hour_ago(),
        "location": {"identifier": {"value": world.unit.name}},
        "contributor": [{"reference": "#r1"}],
        "contained": [practitioner("r1")],
        **changed,
    }
    return {name: value for name, value in told.items() if value is not None}


def practitioner(key: str, **changed: Any) -> dict[str, Any]:
    """Return a contained Practitioner."""
    told: dict[str, Any] = {
        "resourceType": "Practitioner",
        "id": key,
        "name": [{"text": f"Ana {CANARY}"}],
        "telecom": [{"system": "email", "value": f"{CANARY.lower()}.{key}@town.example", "use": "work"}],
        **changed,
    }
    return {name: value for name, value in told.items() if value is not None}


def minutes_ago(minutes: float) -> datetime:
    """Return a moment that many minutes ago."""
    return clock.now() - timedelta(minutes=minutes)
