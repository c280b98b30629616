"""The patience ticket: 20 seconds, one kind of act, one organization, and nobody can make one up."""

import json
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st

from alongside.limits import tickets
from alongside.limits.rules import TicketState
from tests.worlds import NOW

HOUSE = uuid4()
LATER = NOW + timedelta(seconds=25)
INVALID = TicketState("invalid")


def _ticket(now: datetime = NOW) -> str:
    return tickets.issue(organization=HOUSE, kind="codes", now=now)


def _check(ticket: str, now: datetime = LATER) -> TicketState:
    return tickets.check(ticket, organization=HOUSE, kind="codes", now=now)


def test_waiting_leads_through() -> None:
    ticket = _ticket()
    assert _check(ticket, NOW + timedelta(seconds=8)) == TicketState("wait", 12)
    assert _check(ticket) == TicketState("ready")
    assert _check(ticket, NOW + timedelta(minutes=11)) == INVALID


def test_a_ticket_is_for_one_act_in_one_organization() -> None:
    ticket = _ticket()
    assert tickets.check(ticket, organization=uuid4(), kind="codes", now=LATER) == INVALID
    assert tickets.check(ticket, organization=HOUSE, kind="requests", now=LATER) == INVALID


def test_a_ticket_from_the_future_is_invalid() -> None:
    assert _check(_ticket(NOW + timedelta(hours=1))) == INVALID


def test_a_ticket_fits_a_hidden_field() -> None:
    assert len(_ticket()) < 200


@given(st.text(max_size=80))
def test_nonsense_is_invalid(ticket: str) -> None:
    assert _check(ticket) == INVALID


@given(st.integers(0, 150), st.characters(exclude_categories=()))
def test_a_changed_ticket_is_invalid(place: int, letter: str) -> None:
    ticket = _ticket()
    changed = ticket[:place] + letter + ticket[place + 1 :]
    assert changed == ticket or _check(changed) == INVALID


@pytest.mark.parametrize("content", [[], {}, ["a"], [str(HOUSE), "codes", "soon"], [str(HOUSE), "codes", 1e300], None])
def test_a_signed_something_else_is_invalid(content: object) -> None:
    assert json.dumps(content)
    assert _check(signing.Signer(salt="alongside.limits.patience").sign_object(content)) == INVALID


def test_a_signature_of_another_purpose_is_invalid() -> None:
    foreign = signing.Signer(salt="elsewhere").sign_object([str(HOUSE), "codes", NOW.timestamp()])
    assert _check(foreign) == INVALID
