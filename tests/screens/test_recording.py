"""Writing a talk down in a real browser: three taps, both languages, at telephone width."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from alongside import clock
from alongside.encounters.models import Batch
from tests import worlds
from tests.screens.conftest import Live, look_at, sign_in
from tests.stories.story import Story
from tests.web.supporting.desk import supporter_asked


@pytest.fixture
def town(live: Live) -> worlds.World:
    return worlds.make(now=clock.now(), demonstration=True)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_talk_is_written_down_in_three_taps(page: Page, live: Live, town: worlds.World, language: str) -> None:
    story = Story(town, now=clock.now())
    story.somebody_asks_for_help(urgency="now", language=language)
    who = supporter_asked(story)
    story.accepts(who)
    story.says(who, "spoke")
    assert story.case
    sign_in(page, live, town.people[who])
    page.goto(live.at(town, f"desk/cases/{story.case.pk}/", language=language))
    page.locator("main a[href$='/record/']").click()
    look_at(page, "record-from-case")
    page.locator("label", has=page.locator("input[name=minutes]")).first.click()
    page.locator("main form .button").last.click()
    expect(page).to_have_url(re.compile(r"/desk/cases/[0-9a-f-]+/$"))
    assert Batch.objects.of(town.organization).get().waiting == 1
    for name in ("record/", "record/talk/", "record/team/"):
        page.goto(live.at(town, f"desk/{name}", language=language))
        look_at(page, f"{name.strip('/').replace('/', '-')}")
