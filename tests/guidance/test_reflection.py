"""The reflection in an organization's own words (H27): each may be said anew, its safety stays."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.guidance import reading, reflection
from alongside.guidance.checking import Fault, Problem, faults
from alongside.guidance.errors import BadGuide
from alongside.guidance.reading import Guide, Words
from alongside.guidance.reflection import Sentences

OURS = reading.guides("en")["self-check"]
LANGUAGES = ["en", "fr"]


def words(sentences: Sentences, ours: Guide = OURS) -> Words:
    return Words(ours.title, ours.summary, ours.markdown, sentences)


def said(place: str, *lines: str, ours: Guide = OURS) -> Words:
    """Our words, but these in one place."""
    stands = dict(reflection.said(ours.extra))
    assert place in stands
    return words(tuple({**stands, place: lines}.items()), ours)


def wrong(place: str, *lines: str, language: str = "en") -> list[tuple[str, str]]:
    ours = reading.guides(language)["self-check"]
    return [(fault.field, fault.problem) for fault in faults(said(place, *lines, ours=ours), ours)]


def bones(told: Any) -> Any:
    """Everything but the sentences: codes, flags, links, order."""
    if isinstance(told, dict):
        free = {"text", "heading", "intro", "period", "after", "skipped"}
        return {key: bones(value) for key, value in told.items() if key not in free}
    return [bones(one) for one in told] if isinstance(told, list) else told


def test_every_language_of_the_guides_knows_what_a_question_of_safety_must_name() -> None:
    assert sorted(reflection.LANGUAGES) == sorted(reading.LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_words_are_within_their_bounds(language: str) -> None:
    ours = reading.guides(language)["self-check"]
    assert faults(words(reflection.said(ours.extra), ours), ours) == ()
    assert reading.in_own_words("self-check", language, words(reflection.said(ours.extra), ours)).extra == ours.extra


def test_every_sentence_a_reader_meets_has_a_place() -> None:
    names = [place.name for place in reflection.places(OURS.extra)]
    assert len(names) == len(set(names)) == 1 + 3 + 13 + 2 + 2 + 2 + 2 + 2 * 6
    assert reflection.places({}) == ()
    assert {place.section for place in reflection.places(OURS.extra)} == {"questions", "safety", "now", "closing"}


def test_the_answers_about_safety_are_no_place_for_other_words() -> None:
    """Who taps “yes” must mean yes: these three words lead to help at once."""
    assert not [place for place in reflection.places(OURS.extra) if place.name.startswith("safety.answers")]
    told = reflection.reworded(OURS.extra, (("safety.answers.yes", ("No",)), ("safety.now_after", ("never",))))
    assert told == OURS.extra


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_said_the_bones_stay(data: st.DataObject) -> None:
    """No question, no answer, no number, no offer and no order can be taken out or moved by words."""
    places = data.draw(st.lists(st.sampled_from(reflection.places(OURS.extra)), max_size=8, unique=True))
    told = tuple((place.name, tuple(data.draw(st.lists(st.text(), max_size=3)))) for place in places)
    assert bones(reflection.reworded(OURS.extra, told)) == bones(OURS.extra)
    assert bones(OURS.extra)["safety"]["now_after"] == ["not_sure", "yes"]


def test_a_reworded_question_stands_in_its_place_and_ours_is_not_touched() -> None:
    made = reading.in_own_words("self-check", "en", said("questions.sleep", "My nights are bad."))
    assert made.extra["questions"][0] == {"code": "sleep", "text": "My nights are bad."}
    assert OURS.extra["questions"][0]["text"] == "I sleep badly, or I am worn out."
    assert made.fingerprint != OURS.fingerprint
    assert (made.own, made.reviewed) == (True, False)


@pytest.mark.parametrize(
    ("place", "lines", "problem"),
    [
        ("questions.sleep", ("",), Problem.EMPTY),
        ("closing.parts.offer.text", (), Problem.EMPTY),
        ("closing.intro", ("a" * 301,), Problem.TOO_LONG),
        ("closing.parts.what_helps.text", ("Rest.",) * 13, Problem.TOO_MANY_LINES),
        ("now.text", ("Call one of these numbers now.",), Problem.FEWER_LINES),
        ("closing.parts.talk_soon.text", ("that you drink",), Problem.FEWER_LINES),
        ("closing.parts.professional.text", ("A professional can help.",), Problem.FEWER_LINES),
        ("safety.questions.end_life", ("Do you sometimes feel low?",), Problem.PLAINLY),
        ("safety.questions.hurt_someone", ("Do you think of hurting yourself?",), Problem.PLAINLY),
        ("closing.intro", ("Relax, you are fine.",), Problem.NEVER),
        ("closing.intro", ("You’re okay.",), Problem.NEVER),
        ("closing.heading", ("Your score",), Problem.NEVER),
        ("period", ("This diagnoses you.",), Problem.NEVER),
        ("answers.often", ("sometimes",), Problem.SAME_ANSWER),
        ("questions.guilt", ("Ask {{ site.phone }}.",), Problem.PLACEHOLDER),
        ("questions.guilt", ("Ask }} us.",), Problem.PLACEHOLDER),
    ],
)
def test_what_is_out_of_bounds_is_named_at_its_place(place: str, lines: tuple[str, ...], problem: Problem) -> None:
    assert wrong(place, *lines) == [(place, problem)]
    with pytest.raises(BadGuide):
        reading.in_own_words("self-check", "en", said(place, *lines))


@pytest.mark.parametrize(
    ("place", "line", "problem"),
    [
        ("safety.questions.end_life", "Avez-vous le moral ?", Problem.PLAINLY),
        ("safety.questions.hurt_someone", "Pensez-vous à autrui ?", Problem.PLAINLY),
        ("closing.intro", "Tout va bien.", Problem.NEVER),
        ("closing.intro", "Vous allez très bien.", Problem.NEVER),
    ],
)
def test_the_same_bounds_in_french(place: str, line: str, problem: Problem) -> None:
    assert wrong(place, line, language="fr") == [(place, problem)]


@pytest.mark.parametrize(
    ("language", "place", "line"),
    [
        ("en", "safety.questions.end_life", "Are you thinking about suicide?"),
        ("en", "safety.questions.end_life", "Do you think of taking your own life?"),
        ("en", "safety.questions.hurt_someone", "Do you think of harming yourself or somebody else?"),
        ("fr", "safety.questions.end_life", "Pensez-vous au suicide ?"),
        ("fr", "safety.questions.hurt_someone", "Pensez-vous à vous blesser, ou à blesser quelqu’un d’autre ?"),
    ],
)
def test_other_plain_words_are_taken(language: str, place: str, line: str) -> None:
    assert wrong(place, line, language=language) == []


def test_a_place_that_we_do_not_have_is_left_aside_and_a_missing_one_keeps_ours() -> None:
    """A newer house may ask another question: what was written before still makes a page."""
    made = reading.in_own_words("self-check", "en", words((("questions.gone", ("x",)), ("period", ("This week.",)))))
    assert made.extra["period"] == "This week."
    assert made.extra["questions"] == OURS.extra["questions"]


def test_sentences_of_a_guide_without_questions_change_nothing() -> None:
    plain = reading.guides("en")["the-worries"]
    told = Words(plain.title, plain.summary, plain.markdown, (("questions.sleep", ("x",)),))
    assert faults(told, plain) == ()
    assert reading.in_own_words("the-worries", "en", told).extra == {}


def test_every_fault_of_every_place_is_told_at_once() -> None:
    stands = {**dict(reflection.said(OURS.extra)), "period": ("",), "closing.heading": ("Your score",)}
    assert faults(words(tuple(stands.items())), OURS) == (
        Fault("period", Problem.EMPTY),
        Fault("closing.heading", Problem.NEVER, "score"),
    )
