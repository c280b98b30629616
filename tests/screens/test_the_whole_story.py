"""The whole story through real processes: a browser asks, an SMTP server receives the page, a colleague answers.

`alongside serve`, a real mail server and real browsers; time moves through the clock file. The first colleague stays
silent and then passes, the second accepts, contact is confirmed, and the caregiver's page follows, in both languages. A
letter that the story did not expect fails it.
"""

import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from alongside import clock
from alongside.cases.models import Case
from tests import worlds
from tests.houses import House
from tests.screens.conftest import PHONE, Live, sign_in

NUMBER = "202 555 0143"
ASKED, SPOKE = {"en": "A colleague has been paged.", "fr": "prévenu"}, {"en": "spoke", "fr": "parlé"}
NEXT = "form.stack button.button"
pytestmark = pytest.mark.processes


class Letters:
    """Who was paged by mail, in order; every letter must be expected."""

    def __init__(self, house: House, world: worlds.World) -> None:
        self._house, self._expected = house, 0
        self._names = {person.email: name for name, person in world.people.items()}

    def next(self) -> str:
        """Wait for exactly one more letter and return whose it is."""
        ends = time.monotonic() + 20
        while len(self._house.letters.letters) <= self._expected and time.monotonic() < ends:
            time.sleep(0.05)
        self._expected += 1
        self.no_more()
        return self._names[self._house.letters.letters[-1].to[0]]

    def no_more(self) -> None:
        """Fail when somebody was told whom the story did not name."""
        told = [letter.to for letter in self._house.letters.letters]
        assert len(told) == self._expected, told


@pytest.fixture
def served(new_house: House) -> Live:
    new_house.serve()
    return Live(new_house)


def a_colleague(browser: Browser, live: Live, world: worlds.World, who: str, language: str) -> Page:
    """Sign a supporter in, in a browser of their own, and open their first screen."""
    page = browser.new_context(viewport=PHONE).new_page()  # type: ignore[arg-type]
    sign_in(page, live, world.people[who])
    page.goto(live.at(world, "desk/now/", language=language))
    return page


def somebody_asks(page: Page, live: Live, world: worlds.World, language: str) -> None:
    """Answer every question, send, and keep the code."""
    page.goto(live.at(world, "begin/", language=language))
    page.locator("main a.button").click()
    page.locator("input[value=now]").check()
    page.locator(NEXT).click()
    page.locator("input[value=phone_call]").check()
    page.locator("#id_phone").fill(NUMBER if language == "en" else "01 55 50 01 43")
    for _ in range(3):  # How to be reached, wishes, people to avoid.
        page.locator(NEXT).click()
    live.house.minutes_pass(1)
    page.locator(NEXT).click()
    expect(page.locator(".code-long span")).to_have_count(5)  # What follows does not wait for the page by itself.
    groups = page.locator(".code-long span").all_inner_texts()
    page.locator("#ending").fill(" ".join(groups[-2:]))
    page.locator(NEXT).click()
    expect(page).to_have_url(live.at(world, "page/", language=language))


def takes_it_and_opens_the_contact(screen: Page) -> None:
    screen.locator("form[action*='/take/'] button").click()
    screen.locator(".contact-card .button:has(svg)").first.click()
    expect(screen.locator(".digits")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_whole_story(browser: Browser, without_javascript: BrowserContext, served: Live, language: str) -> None:
    world = worlds.make(now=clock.now(), language=language, demonstration=True)
    letters = Letters(served.house, world)
    caregiver = without_javascript.new_page()
    somebody_asks(caregiver, served, world, language)
    expect(caregiver.locator("h1")).to_contain_text(ASKED[language])
    silent = letters.next()
    served.house.minutes_pass(5)
    second = letters.next()
    assert second != silent
    first_screen = a_colleague(browser, served, world, silent, language)
    first_screen.locator("form[action*='/pass/'] button").click()
    expect(first_screen.locator("form[action*='/pass/']")).to_have_count(0)
    screen = a_colleague(browser, served, world, second, language)
    takes_it_and_opens_the_contact(screen)
    caregiver.reload()
    expect(caregiver.locator("h1")).not_to_contain_text(ASKED[language])
    screen.locator("button[value=spoke]").click()
    served.house.minutes_pass(11)
    _settled(world)
    caregiver.reload()
    expect(caregiver.locator("main")).to_contain_text(SPOKE[language])
    letters.no_more()
    assert Case.objects.get(organization=world.organization).stage == "alongside"


def _settled(world: worlds.World) -> None:
    ends = time.monotonic() + 15
    while not Case.objects.filter(organization=world.organization, stage="alongside").exists():
        assert time.monotonic() < ends, "contact was not settled"
        time.sleep(0.1)
