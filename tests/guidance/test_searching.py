"""Finding a guide by a few words, in both languages, with or without accents."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from alongside.guidance import queries, search_rules, shelves
from alongside.guidance.search_rules import Findable, asked_for, folded, found, may_be_danger

BOOK = [
    Findable("in-text", "One", "Two", "You may not sleep. Nightmares come."),
    Findable("in-summary", "One", "How to sleep", "Other words."),
    Findable("in-title", "Sleep", "Two", "Other words."),
    Findable("beginning", "Sleepless", "Two", "Other words."),
    Findable("accents", "Où aller", "Après l’événement", "Un cœur rapide, la santé."),
]


def slugs(query: str, language: str) -> list[str]:
    with translation.override(language):
        return [guide.slug for guide in queries.find(query, shelves.ours(language), words={})]


def test_title_before_summary_before_text_and_a_whole_word_before_a_beginning() -> None:
    assert found("sleep", BOOK) == ["in-title", "beginning", "in-summary", "in-text"]


@pytest.mark.parametrize("query", ["sleep nightmares", "Nightmare", "NIGHTMARES?", "nightm"])
def test_what_holds_more_of_the_words_goes_alone(query: str) -> None:
    assert found(query, BOOK) == ["in-text"]


@pytest.mark.parametrize(
    "query", ["evenement", "événement", "ÉVÉNEMENTS", "l’evenement", "coeur", "cœurs", "sante", "apres"]
)
def test_accents_ligatures_and_plurals_do_not_matter(query: str) -> None:
    assert found(query, BOOK) == ["accents"]


@pytest.mark.parametrize("query", ["", "   ", "?!…", "xyzzy", "sl"])
def test_nothing_is_found_for_nothing(query: str) -> None:
    assert found(query, BOOK) == []


def test_small_words_are_left_out_unless_alone() -> None:
    assert asked_for("I can not sleep at my home") == ["not", "sleep", "home"]
    assert asked_for("who") == ["who"]
    assert asked_for("je n’arrive pas à dormir") == ["arrive", "dormir"]
    assert asked_for("sleep sleep SLEEP") == ["sleep"]


def test_folding() -> None:
    assert folded("Œil d’été, ça") == ["oeil", "d", "ete", "ca"]


@given(st.text(max_size=300))
def test_whatever_is_asked_something_sensible_is_answered(query: str) -> None:
    names = found(query, BOOK)
    assert len(names) == len(set(names)) <= len(BOOK)


@given(st.sampled_from(BOOK), st.data())
def test_each_word_of_a_text_finds_it(one: Findable, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(folded(f"{one.title} {one.summary} {one.text}")))
    assert one.name in found(word, BOOK)


@pytest.mark.parametrize(
    ("query", "language", "first"),
    [
        ("suicide", "en", "after-a-colleague-dies-by-suicide"),
        ("six stages", "en", "the-six-stages"),
        ("insurance", "en", "legal-and-insurance"),
        ("back to work", "en", "going-back-to-work"),
        ("ambulance", "en", "ems-and-small-agencies"),
        ("assurance", "fr", "legal-and-insurance"),
        ("inquietudes", "fr", "the-worries"),
        ("suicide collegue", "fr", "after-a-colleague-dies-by-suicide"),
    ],
)
def test_people_find_what_they_look_for(query: str, language: str, first: str) -> None:
    assert slugs(query, language)[0] == first


def test_only_public_guides_are_found() -> None:
    every = {slug for word in ("supporter", "course", "policy", "red flags") for slug in slugs(word, "en")}
    assert {shelves.ours("en").audience_of(slug) for slug in every} <= queries.PUBLIC


def test_a_sites_own_answers_are_found_and_addresses_are_not() -> None:
    shelf = shelves.ours("en")
    words = {"site.patient_news": "Ask the zebra desk."}
    assert [guide.slug for guide in queries.find("zebra", shelf, words=words)] == ["the-worries"]
    assert queries.find("md", shelf, words={}) == []
    assert queries.find("patient_news", shelf, words={}) == []


def test_the_questions_of_the_reflection_are_found() -> None:
    assert "self-check" in slugs("tight muscles", "en")


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("panic", "en"), ("panic attack", "en"), ("I am panicking", "en"), ("kill myself", "en"), ("want to die", "en"),
        ("can't go on", "en"), ("suicidal", "en"), ("attaque de panique", "fr"), ("me tuer", "fr"), ("mourir", "fr"),
        ("je n'en peux plus", "fr"), ("en finir", "fr"),
    ],
)  # fmt: skip
def test_whoever_may_be_in_danger_finds_a_page_behind_the_numbers(query: str, language: str) -> None:
    assert may_be_danger(query)
    assert "when-to-get-more-help" in slugs(query, language)[:2]


def test_words_that_our_guides_avoid_find_what_is_meant() -> None:
    assert "looking-after-yourself-first-72-hours" in slugs("panic", "en")
    assert "what-you-may-feel" in slugs("ptsd", "en")
    assert "legal-and-insurance" in slugs("malpractice", "en")
    assert slugs("qwertz", "en") == []


def test_every_guide_that_is_meant_is_a_public_one() -> None:
    meant = {slug for query in ("panic", "ptsd", "lawsuit", "suicide") for slug in search_rules.meant(query)}
    assert {shelves.ours("fr").audience_of(slug) for slug in meant} == {"caregiver"}
