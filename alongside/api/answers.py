"""How the door may answer, said beside what its function shows.

Belongs here: every refusal in a sentence, what the body may be. Does not belong here: refusing (`refusals.py`), the
whole description and its page (`documented.py`, which knows the door; the door knows only this).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext_noop

KEY = gettext_noop("One key for each event, kept hashed for seven days: the same key with the same body is taken once.")

REFUSALS = {
    HTTPStatus.UNAUTHORIZED: gettext_noop("No token, or one that opens nothing. Which of it is not said."),
    HTTPStatus.FORBIDDEN: gettext_noop("The token was not made for this."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: gettext_noop("The body is over 64 kB."),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: gettext_noop(
        "Neither application/json nor application/fhir+json, or not in UTF-8."
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: gettext_noop(
        "Something does not fit: which field, and what is allowed. No value is repeated."
    ),
    HTTPStatus.TOO_MANY_REQUESTS: gettext_noop("Over 300 requests in a minute. Retry-After says in how many seconds."),
}

SCHEMAS = "#/components/schemas/"


def _refusal(status: HTTPStatus) -> dict[str, Any]:
    headers = {
        HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": {"schema": {"type": "string"}}},
        HTTPStatus.TOO_MANY_REQUESTS: {"Retry-After": {"schema": {"type": "string", "pattern": "^[0-9]+$"}}},
    }
    return {
        "description": REFUSALS[status],
        "headers": headers.get(status, {}),
        "content": {
            "application/problem+json": {"schema": {"$ref": f"{SCHEMAS}Problem"}},
            "application/fhir+json": {"schema": {"$ref": f"{SCHEMAS}OperationOutcome"}},
        },
    }


BESIDES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"$ref": f"{SCHEMAS}PlainEvent"}},
            "application/fhir+json": {"schema": {"$ref": f"{SCHEMAS}AdverseEvent"}},
        },
    },
    "responses": {status.value: _refusal(status) for status in REFUSALS},
}
"""What is said of the one operation beside what its function shows."""
