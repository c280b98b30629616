from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from alongside.tenancy.models import Organization
from tests.screens.conftest import Live, Recorder, sign_in
from tests.worlds import World


@pytest.fixture
def shown(town: World) -> World:
    """An organization that the demonstration's doors show."""
    Organization.objects.filter(pk=town.organization.pk).update(demonstration=True, name=f"Demonstration {town.slug}")
    return town


def test_the_doors(page: Page, live: Live, shown: World, recorder: Recorder, looked_at: Callable[..., None]) -> None:
    page.goto(f"{live.house.url}/demo/")
    assert "demonstration" in page.inner_text("main").lower()
    looked_at(page, "demo-doors")
    assert recorder.strangers(live) == []
    assert recorder.complaints == []


def test_one_click_signs_in_as_each_role(page: Page, live: Live, shown: World) -> None:
    for who in ("owner", "coordinator", "administrator", "auditor"):
        sign_in(page, live, shown.people[who])
        assert "/desk/" in page.url
        page.locator("main").wait_for()


def test_the_mail_can_be_read(page: Page, live: Live, shown: World, looked_at: Callable[..., None]) -> None:
    page.goto(f"{live.house.url}/demo/mail/")
    looked_at(page, "demo-mail")


def test_in_french(page: Page, live: Live, shown: World) -> None:
    page.context.set_extra_http_headers({"Accept-Language": "fr"})
    page.goto(f"{live.house.url}/demo/")
    assert "démonstration" in page.inner_text("main").lower()
