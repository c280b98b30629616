"""The identifier check: what it finds and takes wrongly is measured, and the figures stand in the docs."""

import time

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.cases.rules.identifiers import Kind, found_in
from alongside.vocabulary import labels
from tests.cases import identifier_figures as figures

LANGUAGES = ("en", "fr")


def found(text: str) -> list[Kind]:
    return found_in(text, year=2026, is_code=lambda letters: letters == "7K2M9QXR4T8WZB3DN600")


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_hundred_messages_half_of_which_hold_something(language: str) -> None:
    rows = figures.messages(language)
    assert len(rows) == len({row.text for row in rows}) == 200
    assert sum(bool(row.holds) for row in rows) == 100
    assert sum(row.seen for row in rows) == 100
    assert {kind for row in rows for kind in row.holds} == set(Kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_recall_and_false_alarms(language: str) -> None:
    """Nine of ten are held back, also of those that nobody had looked at; of the harmless, one in ten at most."""
    rows = figures.messages(language)
    unseen = [row for row in rows if not row.seen]
    for some in (rows, unseen):
        caught, of = figures.recall(some)
        wrong, harmless = figures.false_alarms(some)
        assert caught / of >= 0.9
        assert wrong / harmless <= 0.1
    codes, of_codes = figures.recall(rows, Kind.CODE)
    assert codes == of_codes, "a code is always held back"


def test_the_figures_in_the_docs_are_these() -> None:
    page = figures.PAGE.read_text(encoding="utf-8")
    assert page == figures.written(page)


@pytest.mark.parametrize(
    "text",
    [
        "7K2M-9QXR-4T8W-ZB3D-N600",
        "7k2m9qxr4t8wzb3dn600",
        "7K2M 9QXR 4T8W ZB3D N600",
        "it is 7K2M–9QXR–4T8W–ZB3D–N6OO, thanks",
        "(7K2M\u200b-9QXR-4T8W-ZB3D-N600)",
        "7K2M\n9QXR\n4T8W\nZB3D\nN600",
        "\uff17\uff2b2M-9QXR-4T8W-ZB3D-N600",
    ],
)
def test_a_code_is_met_in_any_spelling(text: str) -> None:
    assert found(text) == [Kind.CODE]


@pytest.mark.parametrize(
    "text",
    [
        "Call 202-555-0143 after 6.",
        "Appelez le 06 39 98 01 43.",
        "+44 7700 900456",
        "Not before 12/01/2026, please.",
        "Room 412, at 14:00",
        "This is Sam Rivera.",
        "Bonjour, ici Jeanne Prat.",
        "I am in danger and I want to die.",
        "Thanks,\nSam Rivera",
    ],
)
def test_what_contact_is_arranged_with_passes(text: str) -> None:
    assert found(text) == []


def test_last_years_dates_pass_and_older_ones_do_not() -> None:
    assert found("since 12/30/2025") == []
    assert found("since 12/30/2024") == [Kind.DATE_OF_BIRTH]
    assert found("le 30/12/24") == [Kind.DATE_OF_BIRTH]
    assert found("le 30/12/27") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_explained(language: str) -> None:
    with translation.override(language):
        for kind in Kind:
            assert labels.label("held_back", kind)
            assert labels.label("held_back", kind, "help").endswith(".")
    assert set(labels.rows("held_back")) == set(Kind)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=500))
def test_any_text_is_looked_through_without_harm(text: str) -> None:
    assert set(found(text)) <= set(Kind)


@pytest.mark.parametrize(
    "piece", ["1 ", "a", "A. ", "Aa ", "0-", "number no is ", "12/12/", "Jean ", "jan ", "-", "né le "]
)
def test_no_text_of_five_hundred_letters_takes_long(piece: str) -> None:
    """A pattern that tries again and again would let one message hold up everybody."""
    text = (piece * 500)[:500]
    began = time.process_time()
    found(text)
    assert time.process_time() - began < 0.5
