"""What a schema cannot know: which moment is near, which unit exists here.

Read by schemathesis in its own virtual environment, never by the house. Belongs here: putting a known place and a near
moment into bodies that fit otherwise. Does not belong here: mending a body that does not fit.
"""

import os
import secrets
from typing import Any

import schemathesis

NEAR, SITE = os.environ["CONTRACT_NEAR"], os.environ["CONTRACT_SITE"]


def _of_today(body: dict[str, Any]) -> None:
    """Put what stands for a moment or a place into what this house knows."""
    for name in {"occurred", "date"} & set(body):
        body[name] = NEAR
    for name in {"site", "unit"} & set(body):
        body[name] = SITE
    if body.get("resourceType") == "AdverseEvent":
        body["location"] = {"identifier": {"value": SITE}}
        _tied(body)
    elif "people" in body:
        body["site"] = SITE
        for person in body["people"]:
            person.pop("unit", None)


def _tied(body: dict[str, Any]) -> None:
    """Let contributor and contained name each other, each once."""
    for number, practitioner in enumerate(body["contained"]):
        practitioner["id"] = f"r{number}"
    body["contributor"] = [{"reference": f"#r{number}"} for number in range(len(body["contained"]))]
    body.pop("recorder", None)


@schemathesis.hook
def map_case(context: Any, case: Any) -> Any:
    """Change only what was made to fit; what was made not to fit stays as it is."""
    mode = case.meta.generation.mode if case.meta else None
    if str(getattr(mode, "value", mode)) == "positive":
        case.headers["Idempotency-Key"] = f"contract-{secrets.token_hex(12)}"
        if isinstance(case.body, dict):
            _of_today(case.body)
    return case
