"""`kill -9` of web and of engine at random moments, while machines report events and offers are begun.

Every event that was answered is handed out once: each person has one offer, with an owner and a due time, and no list
is left. Offers that lapse then are gone, though engines go on dying. On PostgreSQL two engines run beside each other.
"""

import json
import random
import socket
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction

from alongside.cases.models import Case
from alongside.events.models import Event, Involved
from alongside.ledger.models import Entry
from alongside.rounds.models import Carried, Round
from alongside.rounds.rules import LAPSES_AFTER
from alongside.vault.models import WrappedKey
from tests.api import machines
from tests.api.machines import Machine
from tests.bench import rounds
from tests.bench.load import Request
from tests.houses import House
from tests.stories.test_kill_nine import Reaper
from tests.worlds import World

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

EVENTS, PEOPLE = 48, 3
TOWNS = 4


def test_events_become_offers_once(new_house: House) -> None:
    towns = rounds.towns(TOWNS)
    with transaction.atomic():
        senders = [Machine(town) for town in towns]
    requests = [_event(senders[number % TOWNS], number) for number in range(EVENTS)]
    with Reaper(new_house, engines=2 if connection.vendor == "postgresql" else 1) as reaper:
        with ThreadPoolExecutor(4) as systems:
            list(systems.map(lambda request: _send_until_taken(new_house, request), requests))
        _until(lambda: min(reaper.kills.values()) > 0 and not Event.objects.exists(), new_house, every=70)
        _each_person_is_offered_once(towns)
        new_house.minutes_pass(LAPSES_AFTER / timedelta(minutes=1) + 1)
        _until(lambda: not Case.objects.filter(stage__in=("offered", "lapsed")).exists(), new_house, every=70)
    assert not Carried.objects.exists()
    assert not WrappedKey.objects.exists()
    assert sum(Round.objects.filter(closed_at__isnull=False).values_list("not_reached", flat=True)) == EVENTS * PEOPLE
    assert Entry.objects.filter(verb="offer.lapsed").count() == EVENTS * PEOPLE


def _event(sender: Machine, number: int) -> Request:
    people = [
        {"name": "Ana Keller", "email": f"colleague-{number}-{one}@town.example"}
        for one in range(PEOPLE)
    ]  # fmt: skip
    body = json.dumps(machines.event(sender.world, people=people)).encode()
    head = (
        f"POST {machines.EVENTS} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {sender.token}\r\n"
        f"Idempotency-Key: {machines.a_key()}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return Request(head.encode() + body)


def _send_until_taken(house: House, request: Request) -> None:
    """Send one event with one key until it is taken, as a machine does whose network breaks; then once more."""
    ends, heard, taken = time.monotonic() + 240, b"", 0
    while taken < 2:
        assert time.monotonic() < ends, heard
        with suppress(OSError), socket.create_connection(("127.0.0.1", house.port), 15) as wire:
            wire.sendall(request.raw)
            heard = wire.recv(4096)
            assert not heard.startswith(b"HTTP/1.1 4"), heard
            taken += heard.startswith(b"HTTP/1.1 202")
        time.sleep(random.uniform(0, 0.05))  # noqa: S311  # Not secret.


def _each_person_is_offered_once(towns: list[World]) -> None:
    offers = Case.objects.filter(stage="offered", due_at__isnull=False).exclude(owner_role="")
    assert offers.count() == Case.objects.count() == EVENTS * PEOPLE
    assert not Involved.objects.exists()
    each = Counter(Entry.objects.filter(verb="event.handed_out").values_list("organization", flat=True))
    assert each == {town.organization.pk: EVENTS // TOWNS for town in towns}
    assert set(Carried.objects.values_list("case", flat=True)) == set(offers.values_list("pk", flat=True))


def _until(holds: Callable[[], bool], house: House, *, every: int) -> None:
    """Wait; each second move time past whatever was leased to an engine that was killed."""
    ends = time.monotonic() + 240
    while not holds():
        assert time.monotonic() < ends, (Event.objects.count(), house.output[-2000:])
        time.sleep(1)
        house.minutes_pass(every / 60)
