"""A letter as a carrier gets it. Belongs here: making one. Does not belong here: carrying it."""

import uuid
from datetime import timedelta
from typing import Any

from alongside.notices.rules import LEASE, Letter, Template
from tests.worlds import NOW


def make(address: str = "owner@example.org", **given: Any) -> Letter:
    """Make a letter to one address."""
    facts = {
        "id": uuid.uuid4(),
        "organization": uuid.uuid4(),
        "kind": "email",
        "template": Template.PAGE,
        "address": address,
        "subject": "Touching base",
        "body": "Touching base: please open the app.\n\nÀ bientôt\n",
        "short": "Touching base: please open the app. support.example.org/o/north/desk/",
        "language": "en",
        "tries": 1,
        "made_at": NOW,
        "lease_until": NOW + LEASE + timedelta(days=36500),
    }
    return Letter(**{**facts, **given})
