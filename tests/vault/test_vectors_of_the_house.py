"""Known answers for each column that is sealed and each step that hashes, signs or deals; frozen like the others.

Computed once by other means than the product's code (HKDF, GCM, HMAC and SHA-256 put together by hand). A new sealed
column needs a vector of its own: what was sealed once must open for ever.
"""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from django.conf import LazySettings

from alongside.cases import visits
from alongside.encounters import rules as encounters
from alongside.limits import daykey, tickets
from alongside.limits import operations as limits
from alongside.offers import operations as offers
from alongside.people import machine_keys
from alongside.reminders import operations as reminders
from alongside.reports import page
from alongside.surveys import rules as surveys
from alongside.vault import envelope, home
from alongside.vault.errors import CannotOpen
from alongside.vault.registry import SEALED
from alongside.web.signing_in.adapter import MfaAdapter
from tests.vault.test_vectors import VECTORS, _box

CELLS = [name for name in VECTORS if name.startswith("cell ")]


def _where(vector: dict[str, str]) -> dict[str, Any]:
    return {"table": vector["table"], "column": vector["column"], "row": UUID(vector["row"])}


def test_every_sealed_column_has_one() -> None:
    assert {name.removeprefix("cell ") for name in CELLS} == set(SEALED)


@pytest.mark.parametrize("name", CELLS)
def test_each_sealed_column(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    vector = VECTORS[name]
    box, shipped = _box(vector), bytes.fromhex(vector["answer"])
    plain = bytes.fromhex(vector["plain"])
    assert box.open(**_where(vector), sealed=shipped) == plain
    monkeypatch.setattr(envelope.secrets, "token_bytes", lambda _size: bytes.fromhex(vector["nonce"]))
    assert box.seal(**_where(vector), plain=plain) == shipped


@pytest.mark.parametrize("name", CELLS)
def test_what_was_sealed_for_one_column_opens_in_no_other(name: str) -> None:
    """Nor in another row, under another key, cut short, or twice in a row."""
    vector, shipped = VECTORS[name], bytes.fromhex(VECTORS[name]["answer"])
    others = [_where(VECTORS[other]) for other in CELLS if other != name]
    for where in (*others, {**_where(vector), "row": UUID(int=5)}):
        with pytest.raises(CannotOpen):
            _box(vector).open(**where, sealed=shipped)
    stranger = _box({**vector, "case_key": vector["case_key"][::-1]})
    for box, sealed in ((stranger, shipped), (_box(vector), shipped[:-1]), (_box(vector), shipped + shipped)):
        with pytest.raises(CannotOpen):
            box.open(**_where(vector), sealed=sealed)


def test_evaluation_ticket() -> None:
    vector = VECTORS["evaluation ticket"]
    assert surveys.ticket(bytes.fromhex(vector["digest"])) == vector["answer"]


def test_code_of_a_chosen_day() -> None:
    vector = VECTORS["code of a chosen day"]
    own = {"organization": UUID(vector["organization"])}
    for typed in (vector["typed"], vector["typed"].upper().replace("-", " ")):
        assert reminders.hash_of(**own, typed=typed).hex() == vector["answer"]
    assert reminders.hash_of(organization=UUID(int=1), typed=vector["typed"]).hex() != vector["answer"]


def test_network_and_origin_of_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    network, origin = VECTORS["network of a day"], VECTORS["origin of a request"]
    key, now = bytes.fromhex(network["day_key"]), datetime(2026, 3, 10, 14, 5, tzinfo=UTC)
    monkeypatch.setattr(daykey, "key_of", lambda _now: key)
    assert limits._network(network["address"], now).hex() == network["answer"]  # noqa: SLF001  # What is kept.
    assert limits._act(UUID(origin["act"]), key).hex() == origin["answer"]  # noqa: SLF001  # As above.


def test_patience_ticket(settings: LazySettings) -> None:
    vector = VECTORS["patience ticket"]
    settings.SECRET_KEY = vector["secret_key"]
    at, own = datetime.fromtimestamp(vector["at"], UTC), {"organization": UUID(vector["organization"])}
    assert tickets.issue(**own, kind="requests", now=at) == vector["answer"]
    assert tickets.check(vector["answer"], **own, kind="requests", now=at).state == "wait"
    settings.SECRET_KEY = vector["secret_key"][::-1]
    assert tickets.check(vector["answer"], **own, kind="requests", now=at).state == "invalid"


def test_cookie_of_a_visit_and_of_a_draft() -> None:
    vector = VECTORS["cookie of a visit"]
    assert visits._hash(bytes.fromhex(vector["token"])).hex() == vector["answer"]  # noqa: SLF001  # What is kept.


def test_home_of_a_database(settings: LazySettings) -> None:
    vector = VECTORS["home of a database"]
    settings.HOUSE = settings.HOUSE.model_copy(update={"origin": vector["origin"]})
    assert home._here().hex() == vector["answer"]  # noqa: SLF001  # What is kept.


def test_secret_of_an_offer_and_token_of_a_machine() -> None:
    offer, token = VECTORS["secret of an offer"], VECTORS["token of a machine"]
    assert offers._hash(offer["secret"]).hex() == offer["answer"]  # noqa: SLF001  # What is kept.
    assert machine_keys._hash(token["secret"]) == token["answer"]  # noqa: SLF001  # As above.


def test_secret_of_one_time_codes(settings: LazySettings) -> None:
    vector, adapter = VECTORS["secret of one-time codes"], MfaAdapter()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = vector["secret_key"], []
    assert adapter.decrypt(vector["answer"]) == vector["plain"]
    assert len(b64decode(adapter.encrypt(vector["plain"]))) == len(b64decode(vector["answer"]))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [vector["secret_key"]]
    assert adapter.decrypt(vector["answer"]) == vector["plain"]
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidTag):
        adapter.decrypt(vector["answer"])


def test_released_page() -> None:
    vector = VECTORS["released page"]
    assert page.digest(vector["kept"]) == vector["answer"]


def test_dealing() -> None:
    """The order follows from what the system's own source drew, and from nothing else."""
    vector = VECTORS["dealing"]
    drawn = [bytes.fromhex(each) for each in vector["tickets"]]
    for came in (vector["rows"], vector["rows"][::-1]):
        assert " ".join(encounters.deal(came, drawn)) == vector["answer"]
