"""Worried about a colleague, and one screen for whoever is in charge: what stands there, and in which order."""

from __future__ import annotations

import re

import pytest

from alongside.tenancy import words as own
from alongside.tenancy.transactions import one_transaction
from tests.web.walking import Walker, words
from tests.worlds import World

SENTENCE = {"en": "You don’t have to go through this alone.", "fr": "Vous n’avez pas à traverser cela"}


def said(town: World, path: str, language: str = "en") -> str:
    answer = Walker(town, language).get(path)
    assert answer.status_code == 200
    return words(answer)


def in_order(text: str, *pieces: str) -> None:
    places = [text.index(piece) for piece in pieces]
    assert places == sorted(places), dict(zip(pieces, places, strict=True))


def test_it_begins_with_one_sentence_then_signs_then_when_to_act_then_what_to_do(town: World) -> None:
    in_order(
        said(town, "worried/"),
        SENTENCE["en"],
        "Five signs",
        "Act at once if you see one of these",
        "How to open",
        "What you can offer",
        "Five things to avoid, and what to say instead",
        "Whom to turn to: inside first",
        "Then outside",
        "Offer support",
    )


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", ["worried/", "in-charge/"])
def test_the_key_message_stands_on_both_pages(town: World, language: str, path: str) -> None:
    assert SENTENCE[language] in said(town, path, language)


@pytest.mark.parametrize("path", ["worried/", "in-charge/", "level/"])
def test_the_numbers_stand_once_and_everything_else_leads_there(town: World, path: str) -> None:
    """One block of numbers a page, beside the bar at the bottom."""
    page = Walker(town).get(path).content.decode()
    assert page.count('class="crisis-line"') == 1
    assert page.count('id="act"') == 1


def test_each_of_the_five_attitudes_has_a_better_sentence(town: World) -> None:
    page = Walker(town).get("worried/").content.decode()
    (avoided,) = re.findall(r'<ul class="instead">(.*?)</ul>', page, re.DOTALL)
    assert avoided.count('class="avoid"') == avoided.count('class="rather"') == 5
    for better in re.findall(r'class="rather">.*?<span>([^<]+)</span>', avoided, re.DOTALL):
        assert better.startswith(("Say:", "Ask:"))


def test_four_criteria_of_which_one_is_enough(town: World) -> None:
    for path in ("worried/", "in-charge/", "level/"):
        text = said(town, path)
        for criterion in ("Thoughts of suicide", "Severe distress", "Marked disorganization", "Risk to self or to"):
            assert criterion in text, (path, criterion)


def test_inside_comes_first_in_the_organizations_own_words(town: World) -> None:
    with one_transaction():
        own.put_word(
            organization=town.organization.pk, key="site.liaison", language="en", text="Ida Ray, extension 4410"
        )
    text = said(town, "worried/")
    in_order(text, "Whom to turn to: inside first", "Ida Ray, extension 4410", "Then outside")


@pytest.mark.parametrize(
    ("language", "asked", "answered"),
    [
        ("en", "“Did anyone call my nurse?”", "We do not know, and we would not say."),
        (
            "fr",
            "Est-ce que quelqu’un a appelé la personne de mon équipe",
            "Nous ne le savons pas, et nous ne le dirions pas.",
        ),
    ],
)
def test_did_anyone_call_my_nurse(town: World, language: str, asked: str, answered: str) -> None:
    """The answer is the same for every manager and at every time, with what they can do instead."""
    text = said(town, "in-charge/", language)
    in_order(text, asked, answered)


def test_relief_is_named_in_each_path(town: World) -> None:
    """H28: whoever sees danger reads of relief from duty, occupational health and who decides on the return."""
    level = said(town, "level/")
    for words_of_relief in (
        "Relieve from clinical duty if necessary",
        "Bring in occupational health",
        "Relief without punishment",
        "Who decides on the return? Occupational health, with them. Not you alone.",
    ):
        assert words_of_relief in level
    assert "Relief is care, not punishment: say so aloud." in said(town, "in-charge/")
    page = Walker(town).get("worried/").content.decode()
    assert f'href="/o/{town.slug}/level/"' in page


@pytest.mark.parametrize("path", ["worried/", "in-charge/"])
def test_a_device_may_keep_both_pages(town: World, path: str) -> None:
    answer = Walker(town).get(path)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert not answer.cookies


def test_the_old_address_of_the_guide_leads_here(town: World) -> None:
    walker = Walker(town)
    assert walker.get("understand/worried-about-a-colleague/").headers["Location"] == walker.at("worried/")
