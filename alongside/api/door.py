"""The one door for machines: `POST /api/v1/events`.

Belongs here: who speaks, how much and how often, which of the two shapes; then one journey call. Does not belong here:
what follows from an event (`journeys`), a way to read anything: there is none.

The answer to an event that is taken is always the same, whoever was named and whatever follows.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Header, NinjaAPI, Schema
from ninja.errors import AuthenticationError
from ninja.errors import ValidationError as UnfitHeader
from ninja.security import HttpBearer
from pydantic import Field, ValidationError

from alongside import clock
from alongside.api import answers, fhir, refusals
from alongside.api.places import Places
from alongside.api.plain import PlainEvent
from alongside.api.refusals import FHIR_JSON, Refused, complaint
from alongside.events.errors import KeyUsedDifferently, NotAPossibleTime
from alongside.journeys import an_event_happened
from alongside.limits import operations as limits
from alongside.limits.rules import WINDOWS
from alongside.people import machine_keys
from alongside.people.machine_keys import Machine, Scope

LARGEST = 64 * 1024
"""Bytes of a body. Two hundred people fit into half of it."""

PLAIN_JSON = "application/json"


class Bearer(HttpBearer):
    """A token made by an administrator, in the Authorization header."""

    def authenticate(self, request: HttpRequest, token: str) -> Machine | None:  # noqa: ARG002  # Ninja's call.
        """Return the machine whose token this is."""
        return machine_keys.machine(token, now=clock.now())


class Received(Schema):
    """The answer to every event that is taken."""

    received: bool


api = NinjaAPI(title="Alongside", version="1", docs_url=None, openapi_url=None, urls_namespace="api")


@api.post(
    "events",
    url_name="api-events",
    operation_id="report_event",
    auth=Bearer(),
    response={HTTPStatus.ACCEPTED: Received},
    summary="Say that an event happened and who was there",
    openapi_extra=answers.BESIDES,
)
def report_event(
    request: HttpRequest,
    idempotency_key: Annotated[
        str, Field(pattern=r"^[A-Za-z0-9._:-]{16,128}$"), Header(alias="Idempotency-Key", description=answers.KEY)
    ],
) -> HttpResponse:
    """Each person named is offered support by a colleague who was not involved. Nothing comes back."""
    machine: Machine = request.auth  # type: ignore[attr-defined]  # Set by ninja.
    _may(machine)
    body = _read(request)
    report = Places(machine.organization).report(_event(request, body))
    try:
        an_event_happened.report_by_machine(
            machine=machine, key=idempotency_key, body=body, report=report, now=clock.now()
        )
    except NotAPossibleTime:
        field = "date" if _speaks_fhir(request, body) else "occurred"
        raise _unfit(field, "not_a_possible_time") from None
    except KeyUsedDifferently:
        raise _unfit("Idempotency-Key", "used_differently") from None
    return JsonResponse({"received": True}, status=HTTPStatus.ACCEPTED)


def _may(machine: Machine) -> None:
    """Refuse a token that was not made for this, and one that comes too often."""
    if not machine.may(Scope.EVENTS_WRITE):
        raise Refused(HTTPStatus.FORBIDDEN)
    now = clock.now()
    if limits.count_machine(organization=machine.organization, kind="events", machine=machine.key, now=now):
        wait = WINDOWS["events"].seconds_left(now)
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(wait)})


def _read(request: HttpRequest) -> bytes:
    """Return the body, never more than it may be. Read here: the limit of forms is lower."""
    if _kind_of(request) not in {PLAIN_JSON, FHIR_JSON} or not _in_utf8(request):
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body: bytes = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    request.body_read = body  # type: ignore[attr-defined]  # For whoever answers a refusal.
    return body


def _kind_of(request: HttpRequest) -> str:
    return (request.content_type or "").lower()


def _in_utf8(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8")
    return charset.lower() in {"utf-8", "utf8"}


def _event(request: HttpRequest, body: bytes) -> PlainEvent:
    model = fhir.AdverseEvent if _speaks_fhir(request, body) else PlainEvent
    try:
        read = model.model_validate_json(body)
        return read.plain() if isinstance(read, fhir.AdverseEvent) else read
    except ValidationError as problem:
        raise refusals.unfit(problem, model) from None


def _speaks_fhir(request: HttpRequest, body: bytes) -> bool:
    if _kind_of(request) == FHIR_JSON:
        return True
    try:
        read = json.loads(body) if fhir.LOOKS_LIKE_FHIR.search(body) else None
    except (ValueError, RecursionError):
        return False
    return isinstance(read, dict) and "resourceType" in read


def _unfit(field: str, code: str) -> Refused:
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, [complaint(field, code)])


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Any) -> HttpResponse:  # noqa: ANN401  # Ninja types every exception alike.
    as_fhir = _speaks_fhir(request, getattr(request, "body_read", b""))
    return refusals.answer(refused, as_fhir=as_fhir)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, _error: Any) -> HttpResponse:  # noqa: ANN401  # As above.
    return _refused(request, Refused(HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"}))


@api.exception_handler(UnfitHeader)
def _unfit_header(request: HttpRequest, _error: Any) -> HttpResponse:  # noqa: ANN401  # As above.
    return _refused(request, _unfit("Idempotency-Key", "idempotency"))
