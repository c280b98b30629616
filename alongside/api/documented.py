"""What the interface says of itself: OpenAPI 3.1, and the same as a page.

Belongs here: the two shapes, examples, the page. Does not belong here: a sentence about a field (it stands at the
field), what the door itself must know of its answers (`answers.py`).
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from alongside.api.answers import KEY, REFUSALS, SCHEMAS
from alongside.api.door import api
from alongside.api.fhir import CATEGORIES, AdverseEvent
from alongside.api.plain import Person, PlainEvent
from alongside.api.shapes import WithoutNull
from alongside.vocabulary import labels
from alongside.vocabulary.happening import EventKind

PREFIX = "/api/v1/"
PLAIN_EXAMPLE = {
    "kind": "unexpected_death",
    "occurred": "2026-03-04T03:10:00-05:00",
    "unit": "ICU 2",
    "people": [
        {"name": "Ana Example", "email": "ana@hospital.example"},
        {"name": "Ben Sample", "phone": "+12025550177", "unit": "Transport", "language": "es"},
    ],
}
FHIR_EXAMPLE = {
    "resourceType": "AdverseEvent",
    "actuality": "actual",
    "event": {"coding": [{"system": "urn:alongside:event-kind", "code": "unexpected_death"}]},
    "subject": {
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "masked"}]
    },
    "date": "2026-03-04T03:10:00-05:00",
    "location": {"identifier": {"value": "ICU 2"}},
    "contributor": [{"reference": "#r1"}],
    "contained": [
        {
            "resourceType": "Practitioner",
            "id": "r1",
            "name": [{"text": "Ana Example"}],
            "telecom": [{"system": "email", "value": "ana@hospital.example", "use": "work"}],
        }
    ],
}

_SPELLED = {
    "token": "Authorization: Bearer …",
    "key": "Idempotency-Key: …",
    "kind": "Content-Type: application/json",
    "received": '{"received": true}',
    "fhir": "FHIR R4 AdverseEvent",
}
"""What is spelled alike in every language."""

_PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "errors"],
    "properties": {
        "type": {"const": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "allowed"],
                "properties": {"field": {"type": "string"}, "allowed": {"type": "string"}},
            },
        },
    },
}
_OUTCOME: dict[str, Any] = {
    "type": "object",
    "required": ["resourceType", "issue"],
    "properties": {
        "resourceType": {"const": "OperationOutcome"},
        "issue": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["severity", "code", "diagnostics"],
                "properties": {
                    "severity": {"const": "error"},
                    "code": {"type": "string"},
                    "diagnostics": {"type": "string"},
                    "expression": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}


@cache
def openapi() -> dict[str, Any]:
    """Return the whole description, as JSON holds it."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    _, shapes = models_json_schema(
        [(PlainEvent, "validation"), (AdverseEvent, "validation")],
        ref_template=SCHEMAS + "{model}",
        schema_generator=WithoutNull,
    )
    found["components"]["schemas"] |= {**shapes["$defs"], "Problem": _PROBLEM, "OperationOutcome": _OUTCOME}
    return found


@require_safe
def described(_request: HttpRequest) -> HttpResponse:
    """Give the description to a program."""
    return JsonResponse(openapi())


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Give it to a person, in words."""
    shown = {
        "said": {**_SPELLED, "post": f"POST {request.build_absolute_uri(f'{PREFIX}events')}"},
        "fields": _fields(PlainEvent),
        "person": _fields(Person),
        "elements": _fields(AdverseEvent),
        "kinds": [(kind.value, labels.label("high_risk_event_kinds", kind.value)) for kind in EventKind],
        "categories": CATEGORIES,
        "refusals": [(status.value, gettext(said)) for status, said in REFUSALS.items()],
        "key": gettext(KEY),
        "plain_text": _spelled(PLAIN_EXAMPLE),
        "fhir_text": _spelled(FHIR_EXAMPLE),
    }
    return render(request, "api/page.html", shown)


def _spelled(example: dict[str, Any]) -> str:
    return json.dumps(example, indent=2, ensure_ascii=False)


def _fields(model: type[BaseModel]) -> list[tuple[str, bool, str]]:
    """Return (name, whether it is needed, what is allowed) of each field."""
    return [
        (name, field.is_required(), gettext(field.description) if field.description else "")
        for name, field in model.model_fields.items()
    ]
