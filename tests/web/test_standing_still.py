"""While the list of erasures is lost: numbers and guidance are shown, and nothing that reads a request."""

import pytest
from django.test import Client

from alongside.vault import erasures
from alongside.vault.erasures import Standing
from alongside.web import standing_still
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Standing]:
    """What is found at each look; the list is lost from the first one on."""
    standings = [Standing.ABSENT]
    monkeypatch.setattr(erasures, "standing", lambda: standings[-1])
    monkeypatch.setattr(standing_still, "LOOK_EVERY", 0.0)
    for name in ("lost", "looked_at"):
        monkeypatch.setattr(standing_still.Known, name, getattr(standing_still.Known, name))
    standing_still.look()
    return standings


def test_a_lost_list_leaves_numbers_and_guidance(world: World, found: list[Standing]) -> None:
    browser, base = Client(), f"/en/o/{world.slug}/"
    for path in ("", "back/", "begin/", "desk/now/", "desk/board/"):
        answer = browser.get(base + path)
        assert answer.status_code == 503
        assert "Please call this number." in answer.content.decode()
        assert "return code" not in answer.content.decode()
    for path in ("help-now/", "understand/", "guides/conversation/"):
        assert browser.get(base + path).status_code in {200, 302}
    assert browser.get("/health/live").status_code == 200
    assert browser.post("/api/v1/events", data="{}", content_type="application/json").status_code == 503


def test_once_the_list_is_back_everything_is(world: World, found: list[Standing]) -> None:
    found.append(Standing.WHOLE)
    assert Client().get(f"/en/o/{world.slug}/back/").status_code == 200
