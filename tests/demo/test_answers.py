"""What the invented organizations answer in the guides: real placeholders, both languages alike, short enough."""

from alongside.demo.answers import ANSWERS
from alongside.guidance import queries
from alongside.web.administering.guide_forms import LONGEST_ANSWER


def test_the_answers_are_to_real_questions_and_the_same_in_both_languages() -> None:
    assert set(ANSWERS["en"]) == set(ANSWERS["fr"]) < set(queries.site_words())
    for answers in ANSWERS.values():
        assert all(len(text) <= LONGEST_ANSWER and "!" not in text for text in answers.values())


def test_french_keeps_its_spaces_and_apostrophes() -> None:
    for text in ANSWERS["fr"].values():
        assert "'" not in text
        assert " :" not in text
        assert "« " not in text
