"""Each way through danger says who takes over, brings in occupational health, and says whose decision it is (H28).

And the conversation guide is one tap from wherever a supporter reaches somebody (H21).
"""

import re

import pytest
from django.test import Client

from alongside import clock
from alongside.guidance import reading
from tests import worlds
from tests.stories.story import Story
from tests.web.supporting.desk import Desk, supporter_asked
from tests.web.walking import words

pytestmark = pytest.mark.django_db
GUIDES = ("raise-the-level-now", "when-to-raise-the-level", "red-flags", "when-to-get-more-help")
WANTED = {
    "en": (r"relie(f|ve)", r"occupational health", r"occupational health (decides|does this)|who decides"),
    "fr": (r"remplace", r"santé au travail", r"santé au travail (décide|en décide|le fera)|qui décide"),
}


def says_all(text: str, language: str) -> None:
    for wanted in WANTED[language]:
        assert re.search(wanted, text, re.IGNORECASE), wanted


@pytest.fixture
def story() -> Story:
    return Story(worlds.make(now=clock.now()), now=clock.now())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("slug", GUIDES)
def test_each_danger_path_names_relief_occupational_health_and_who_decides(slug: str, language: str) -> None:
    says_all(reading.guides(language)[slug].markdown, language)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_supporters_page_of_danger_names_them_too(story: Story, language: str) -> None:
    story.somebody_asks_for_help(urgency="now")
    who = supporter_asked(story)
    story.accepts(who)
    assert story.case
    says_all(Desk(story.world, who, language=language).text(f"cases/{story.case.pk}/danger/"), language)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_of_raising_the_level_names_them_too(story: Story, language: str) -> None:
    answer = Client().get(f"/{language}/o/{story.world.slug}/level/")
    assert answer.status_code == 200
    says_all(words(answer), language)  # type: ignore[arg-type]


def test_the_reflection_sends_whoever_is_at_work_to_the_person_in_charge() -> None:
    for language, said in (("en", "I need relief now"), ("fr", "il faut que quelqu’un prenne ma place maintenant")):
        assert any(said in sentence for sentence in reading.guides(language)["self-check"].extra["now"]["text"])


def test_the_limits_say_when_secrecy_ends() -> None:
    for language, said in (("en", "Danger to anyone"), ("fr", "Le danger pour qui que ce soit")):
        assert said in reading.guides(language)["who-will-know"].markdown


def test_the_conversation_guide_is_one_tap_from_each_contact_screen(story: Story) -> None:
    """The page of the case holds all nine phases; from now and from taking a call the guide is a link away."""
    story.somebody_asks_for_help(urgency="now")
    who = supporter_asked(story)
    story.accepts(who)
    assert story.case
    desk = Desk(story.world, who)
    case = desk.text(f"cases/{story.case.pk}/")
    assert case.count("<summary>") >= 9
    assert "I\u2019m Sam" in case
    address = f'href="/en/o/{story.world.slug}/guides/conversation/"'
    for page in (case, desk.text("now/"), desk.text("take-call/"), desk.text("offers/")):
        assert address in page
