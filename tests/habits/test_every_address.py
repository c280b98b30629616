"""What holds for every address: neutral headers, nothing of another organization, and that looking changes nothing.

H test_headers_on_every_url (T24), H test_noise_tenant (T23), S test_prefetch_changes_nothing (T26). Generated from the
one table of addresses. Here `story` and caregiver pages that need a visit are tried as a stranger would: without one.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from alongside import clock
from tests import worlds
from tests.habits.permission_table import OUTSIDE, TABLE, Scene
from tests.habits.test_permission_matrix import build, rolled_back
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db

WHO = ("nobody", "owner", "coordinator", "administrator", "auditor")
MAY_BE_FOUND = {"home", "help-now", "understanding", "understanding-guide"}
LAST_SEEN = {("cases_visit", "seen_at"), ("django_session", "session_data"), ("django_session", "expire_date")}
"""The one thing that a look may change, at most once a minute."""


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """Our organization with two cases, beside a stranger one; each try is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        worlds.make_noise(now=clock.now())
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browsers(scene: Scene) -> dict[str, Client]:
    """Return a browser for nobody and for some of the cast."""
    return {who: Client() if who == "nobody" else signed_in(scene.world.people[who]) for who in WHO}


def _everywhere(scene: Scene) -> list[str]:
    below = [
        reverse(name, kwargs={"organization": scene.world.slug, **row.where(scene)}) for name, row in TABLE.items()
    ]
    return [*below, *(reverse(name) for name in OUTSIDE), "/nowhere", f"/o/{scene.world.slug}/nowhere", "/o/unknown/"]


def _answers(browser: Client, address: str) -> Iterator[HttpResponse]:
    for method in ("get", "post"):
        with rolled_back():
            yield getattr(browser, method)(address)


@pytest.mark.parametrize("who", WHO)
def test_headers_on_every_address(who: str, scene: Scene, browsers: dict[str, Client]) -> None:
    wrong = [
        (address, problem)
        for address in _everywhere(scene)
        for answer in _answers(browsers[who], address)
        for problem in _missing(answer)
    ]
    assert wrong == []


def _missing(answer: HttpResponse) -> Iterator[str]:
    headers: dict[str, Any] = {name.lower(): value for name, value in answer.headers.items()}
    match = answer.wsgi_request.resolver_match  # type: ignore[attr-defined]  # Set by Django's test client.
    yield from _missing_policy(str(headers.get("content-security-policy", "")))
    for name, value in (
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ):
        if headers.get(name) != value:
            yield name
    if "camera=()" not in headers.get("permissions-policy", ""):
        yield "permissions-policy"
    if "noindex" not in headers.get("x-robots-tag", "") and not (match and match.url_name in MAY_BE_FOUND):
        yield "x-robots-tag"
    if answer.status_code >= 500 and match and match.url_name != "health-ready":
        yield f"status {answer.status_code}"
    if headers.get("server"):
        yield "server"


def _missing_policy(policy: str) -> Iterator[str]:
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        if part not in policy:
            yield f"csp {part}"
    if "unsafe" in policy or "http:" in policy or "*" in policy:
        yield "csp is open"


@pytest.mark.parametrize("who", [who for who in WHO if who != "nobody"])
def test_pages_at_work_are_never_stored(who: str, scene: Scene, browsers: dict[str, Client]) -> None:
    kept = [
        address
        for address in _everywhere(scene)
        if "/desk/" in address
        for answer in _answers(browsers[who], address)
        if "no-store" not in answer.headers.get("Cache-Control", "")
    ]
    assert kept == []


@pytest.mark.parametrize("who", WHO)
def test_noise_tenant(who: str, scene: Scene, browsers: dict[str, Client]) -> None:
    """The one list of organizations, at the root of the house, is the only place where a stranger's name may stand."""
    told = [
        address
        for address in _everywhere(scene)
        for answer in _answers(browsers[who], address)
        if worlds.NOISE.encode() in _body(answer) and address != "/"
    ]
    assert told == []


def _body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("who", WHO)
def test_looking_changes_nothing(who: str, scene: Scene, browsers: dict[str, Client]) -> None:
    before = _every_row()
    wrote: list[str] = []
    for address in _everywhere(scene):
        for method in ("get", "head", "get"):
            with CaptureQueriesContext(connection) as asked:
                getattr(browsers[who], method)(address)
            wrote += [address for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert _every_row() == before, wrote


def _every_row() -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for model in apps.get_models():
        table = model._meta.db_table
        columns = [f.attname for f in model._meta.concrete_fields if (table, f.attname) not in LAST_SEEN]
        values = model._default_manager.order_by("pk").values_list(*columns)
        rows[table] = [repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in values]
    return rows
