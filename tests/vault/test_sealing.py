"""Sealing a case's cells under its own key."""

from datetime import datetime
from uuid import uuid4

import pytest

from alongside.ledger import operations as ledger
from alongside.ledger import queries
from alongside.vault import codes, sealing
from tests.worlds import World


@pytest.mark.django_db
def test_smoke(world: World, now: datetime) -> None:
    case, row = uuid4(), uuid4()
    org = world.organization.id
    box = sealing.make_box(organization=org, case=case)
    sealed = box.seal(table="cases_entrusted", column="contact", row=row, plain=b"hi")
    again = sealing.open_box(organization=org, case=case)
    assert again.open(table="cases_entrusted", column="contact", row=row, sealed=sealed) == b"hi"
    ledger.write(organization=org, actor_role="x", verb="v", now=now, payload={"a": 1}, case=case, box=box)
    ledger.write(organization=org, actor_role="x", verb="v", now=now, payload={"a": 1})
    assert queries.verify(organization=org) == []
    assert queries.opened(organization=org, case=case, box=again)[0].true
    code = codes.make()
    kept = codes.derive(code)
    assert codes.matches(codes.parse(code.text.lower()), kept)
    assert not codes.matches(code, None)
