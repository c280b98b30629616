"""Saying no to a machine: which field, and what is allowed there. No value that came is ever repeated.

Belongs here: turning what pydantic found into problem+json or an OperationOutcome. Does not belong here: what is
allowed (the sentence stands at the field).

A name that is not ours may be a value in disguise, so an unknown field is named only when it is one that incident
systems commonly have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, get_args

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext, gettext_noop
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from alongside.api import fhir

PROBLEM, FHIR_JSON = "application/problem+json", "application/fhir+json"

USUAL = fhir.ELEMENTS | frozenset(
    """
    description narrative summary details detail title notes note comment comments text reason cause analysis
    patient patient_id patientId patient_name mrn nhs_number birthdate dob age sex gender diagnosis medication drug dose
    device procedure harm severity outcome injury incident_id incidentId reference case_number reporter author witnesses
    attachments files tags role responsible fault
    """.split()  # noqa: SIM905  # Read as words.
)
"""Fields that incident systems commonly have and that are refused by name."""

NOT_HERE = gettext_noop(
    "Not taken. Send nothing about a patient, the care, or what happened in words: there is no field for it."
)
_ONLY = gettext_noop("Only these fields: %(fields)s. Nothing about a patient, the care, or what happened in words.")
_WORDS = {
    "missing": gettext_noop("This field is needed."),
    "no_way": gettext_noop("A work email or a work telephone number is needed."),
    "no_kind": gettext_noop("A kind is needed: event with one coding, or a category."),
    "loose_reference": gettext_noop(
        "Each contained Practitioner is named by contributor or recorder, and stands once."
    ),
    "not_json": gettext_noop("The body must be one JSON object in UTF-8."),
    "unknown_place": gettext_noop("No site or unit of your organization has this key or name, or several have."),
    "site_needed": gettext_noop("Say at which site or in which unit it happened."),
    "not_a_possible_time": gettext_noop("Not in the future, and not over 30 days ago."),
    "idempotency": gettext_noop("A key of 16 to 128 letters, digits, dots, dashes, underscores or colons."),
    "used_differently": gettext_noop("This key came with another body before. Send a new key with a new event."),
}
_CODES = {"missing": "required", "no_way": "required", "no_kind": "required", "extra_forbidden": "not-supported"}


@dataclass(frozen=True)
class Complaint:
    """One thing to mend: where, what is allowed there, and FHIR's code for it."""

    field: str
    allowed: str
    code: str = "value"


class Refused(Exception):
    """A request that is not taken, with what to mend."""

    def __init__(
        self,
        status: HTTPStatus,
        complaints: Sequence[Complaint] = (),
        *,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(status.value)
        self.status, self.complaints, self.headers = status, tuple(complaints), headers or {}


def complaint(field: str, code: str) -> Complaint:
    """Return one complaint in the reader's language."""
    return Complaint(field, gettext(_WORDS[code]), _CODES.get(code, "value"))


def unfit(problem: ValidationError, model: type[BaseModel]) -> Refused:
    """Return the refusal of a body that does not fit its shape; at most twenty things to mend."""
    found = problem.errors(include_url=False, include_context=False, include_input=False)
    complaints = dict.fromkeys(_complaint(model, error["type"], error["loc"]) for error in found)
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, list(complaints)[:20])


def answer(refused: Refused, *, as_fhir: bool) -> HttpResponse:
    """Return the answer: an OperationOutcome to who speaks FHIR, problem+json to everybody else."""
    body, kind = (_outcome(refused), FHIR_JSON) if as_fhir else (_problem(refused), PROBLEM)
    return JsonResponse(body, status=refused.status, headers=refused.headers, content_type=kind)


def _problem(refused: Refused) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": refused.status.phrase,
        "status": refused.status.value,
        "errors": [{"field": each.field, "allowed": each.allowed} for each in refused.complaints],
    }


def _outcome(refused: Refused) -> dict[str, Any]:
    codes = {
        HTTPStatus.UNAUTHORIZED: "login",
        HTTPStatus.FORBIDDEN: "forbidden",
        HTTPStatus.TOO_MANY_REQUESTS: "throttled",
    }
    issues: list[dict[str, Any]] = [
        {"severity": "error", "code": each.code, "diagnostics": each.allowed, "expression": [_expression(each.field)]}
        for each in refused.complaints
    ]
    alone = {"severity": "error", "code": codes.get(refused.status, "invalid"), "diagnostics": refused.status.phrase}
    return {"resourceType": "OperationOutcome", "issue": issues or [alone]}


def _expression(field: str) -> str:
    return f"AdverseEvent.{field}" if field else "AdverseEvent"


def _complaint(model: type[BaseModel], kind: str, loc: tuple[int | str, ...]) -> Complaint:
    path, field, here = _walk(model, loc)
    if kind == "extra_forbidden":
        return _unknown(path, str(loc[-1]), here)
    if kind in {"no_way", "no_kind", "loose_reference", "missing"}:
        return complaint(path, kind)
    if kind.startswith("json_"):
        return complaint("", "not_json")
    told = field.description if field and field.description else ""
    return Complaint(path, gettext(told) if told else _only(here))


def _unknown(path: str, name: str, here: Sequence[type[BaseModel]]) -> Complaint:
    if name in USUAL:
        return Complaint(f"{path}.{name}".lstrip("."), gettext(NOT_HERE), "not-supported")
    return Complaint(path, _only(here), "not-supported")


def _only(here: Sequence[type[BaseModel]]) -> str:
    names = dict.fromkeys(name for model in here for name in model.model_fields)
    return gettext(_ONLY) % {"fields": ", ".join(names)}


def _walk(model: type[BaseModel], loc: Sequence[int | str]) -> tuple[str, FieldInfo | None, list[type[BaseModel]]]:
    """Follow where something was found through our own fields only: whatever else stands there came from outside."""
    path, field, here = "", None, [model]
    for step in loc:
        if isinstance(step, int):
            path += f"[{step}]"
            continue
        owner = next((each for each in here if step in each.model_fields), None)
        if owner is not None:
            field = owner.model_fields[step]
            path, here = f"{path}.{step}".lstrip("."), list(_models(field.annotation)) or here
    return path, field, here


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401  # An annotation may be anything.
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
