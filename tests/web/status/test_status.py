import json
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import translation

from alongside import clock
from alongside.paging import queries as paging
from alongside.paging.models import Beat
from alongside.web.status import views
from tests import worlds
from tests.web.walking import words


def test_live_needs_nothing(client: Client) -> None:
    assert client.get("/health/live").content == b"ok"


def test_ready_names_each_part(client: Client, town: worlds.World) -> None:
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json()) == (
        200,
        {"database": True, "keyring": True, "engine": True, "overdue": "ok", "oldest_overdue": None},
    )
    Beat.objects.all().delete()
    late = client.get("/health/ready")
    assert late.status_code == 503
    assert late.json()["engine"] is False


def test_since_when_somebody_waits_is_told_on_this_machine_only(client: Client, db: None) -> None:
    """Asked every minute by a stranger, it would tell when a colleague asked and was not answered."""
    Beat.objects.create(at=clock.now(), oldest_overdue=clock.now() - timedelta(minutes=9))
    assert client.get("/health/ready").json()["oldest_overdue"].endswith("Z")
    for far in ({"REMOTE_ADDR": "203.0.113.9"}, {"headers": {"X-Forwarded-For": "127.0.0.1"}}, {"REMOTE_ADDR": "no"}):
        told = client.get("/health/ready", **far)  # type: ignore[arg-type]  # Each is one of its ways.
        assert told.json() == {"database": True, "keyring": True, "engine": True, "overdue": "late"}
    Beat.objects.update(oldest_overdue=clock.now() - timedelta(minutes=1))
    assert client.get("/health/ready").json()["overdue"] == "ok"


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_a_probe_may_know_us_by_another_name(client: Client, town: worlds.World, path: str) -> None:
    assert client.get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/status/", headers={"Host": "10.0.0.7:8000"}).status_code == 400


def test_ready_says_when_the_database_does_not_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(**_given: object) -> bool:
        raise OperationalError

    monkeypatch.setattr(paging, "engine_is_late", refuses)
    found = client.get("/health/ready")
    assert found.status_code == 503
    assert json.loads(found.content)["database"] is False


def test_the_status_page_speaks_plainly_and_counts_nothing(client: Client, town: worlds.World) -> None:
    assert "Requests are being passed on." in words(client.get("/status/"))
    Beat.objects.all().delete()
    page = words(client.get("/status/", headers={"accept-language": "fr"}))
    assert "Les demandes peuvent être transmises en retard." in page


def test_robots_are_kept_from_the_desk(client: Client) -> None:
    assert b"/desk/" in client.get("/robots.txt").content


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "view", [views.bad_request, views.not_allowed, views.not_found, views.expired_form, views.went_wrong]
)
def test_kind_pages_have_numbers_and_repeat_nothing(view: object, language: str, db: None) -> None:
    request = RequestFactory().get("/canary/?secret=canary", headers={"accept-language": language})
    with translation.override(language):
        page = view(request).content.decode()  # type: ignore[operator]  # Each is a view.
    assert 'href="tel:112"' in page
    assert f'<html lang="{language}"' in page
    assert "secret=canary" not in page


def test_a_kind_page_comes_even_when_nothing_can_be_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_given: object, **_named: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(views, "render_to_string", breaks)
    page = views.went_wrong(HttpRequest())
    assert page.status_code == 500
    assert b"tel:112" in page.content
    assert b"tel:911" in page.content


def test_our_own_failure_leaks_nothing(client: Client, town: worlds.World, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**_given: object) -> bool:
        raise ValueError("canary-in-the-exception")

    monkeypatch.setattr(paging, "engine_is_late", breaks)
    client.raise_request_exception = False
    for prefix, sentence in (("", "Something on our side is not working."), ("/fr", "Quelque chose ne marche pas")):
        page = client.get(f"{prefix}/o/{town.slug}/begin/")
        assert page.status_code == 500
        assert sentence in words(page)
        assert 'href="tel:911"' in page.content.decode()
        assert "canary" not in page.content.decode()
        assert "Traceback" not in page.content.decode()
