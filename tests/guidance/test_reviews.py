"""Who must have read a text before it is called reviewed, and that a signature stands under that text alone (H30)."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.guidance import reading, review_rules
from alongside.guidance.models import Review
from alongside.guidance.review_rules import ABOUT_LAW, ABOUT_SAFETY, CLINICAL, COUNSEL, KINDS, READER, Signature

DAY = date(2026, 3, 4)
ORDINARY, SAFETY, LAW = "why-we-pull-away", "red-flags", "who-will-know"


def signed(kind: str, by: str = "Kim") -> Signature:
    return Signature(kind, by, "Occupational physician", DAY)


@pytest.mark.parametrize(
    ("slug", "signatures", "missing"),
    [
        (ORDINARY, (), (CLINICAL,)),
        (ORDINARY, (signed(READER),), (CLINICAL,)),
        (ORDINARY, (signed(CLINICAL),), ()),
        (SAFETY, (), (CLINICAL, READER)),
        (SAFETY, (signed(CLINICAL),), (READER,)),
        (SAFETY, (signed(READER),), (CLINICAL,)),
        (SAFETY, (signed(CLINICAL), signed(READER, "Ada")), ()),
        (SAFETY, (signed(CLINICAL), signed(CLINICAL, "Ada")), ()),
        (SAFETY, (signed(CLINICAL), signed(READER, "KIM")), (READER,)),
        (SAFETY, (signed(READER), signed(READER, "Ada")), (CLINICAL,)),
        (LAW, (), (CLINICAL, COUNSEL)),
        (LAW, (signed(CLINICAL),), (COUNSEL,)),
        (LAW, (signed(COUNSEL), signed(READER, "Ada")), (CLINICAL,)),
        (LAW, (signed(CLINICAL), signed(COUNSEL, "Ada")), ()),
        (LAW, (signed(CLINICAL), signed(COUNSEL)), (READER,)),
    ],
)
def test_what_is_still_missing(slug: str, signatures: tuple[Signature, ...], missing: tuple[str, ...]) -> None:
    for order in permutations(signatures):
        standing = review_rules.standing(slug, order)
        assert standing.missing == missing
        assert standing.reviewed is (not missing)


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(["Kim", "Ada", "Noa"])), max_size=6))
def test_a_safety_text_is_never_reviewed_by_one_person_nor_without_a_clinician(given: list[tuple[str, str]]) -> None:
    signatures = [signed(kind, by) for kind, by in given]
    for slug in (SAFETY, LAW):
        if review_rules.standing(slug, signatures).reviewed:
            assert len({one.signed_by for one in signatures}) >= 2
            assert CLINICAL in {one.kind for one in signatures}


def test_the_marked_texts_are_guides_of_ours() -> None:
    assert set(reading.guides("en")) >= ABOUT_SAFETY | ABOUT_LAW
    assert not ABOUT_SAFETY & ABOUT_LAW


def test_every_guide_that_speaks_of_suicide_to_readers_or_of_law_needs_two() -> None:
    for guide in reading.guides("en").values():
        plain = any(word in guide.markdown for word in ("ending your life", "block.crisis", "weapons"))
        if plain:
            assert review_rules.needs_two(guide.slug), guide.slug


def test_the_kinds_are_the_tables() -> None:
    assert set(KINDS) == {kind.value for kind in Review.Kind}


@pytest.mark.parametrize("part", ["title", "summary", "markdown"])
def test_a_changed_word_is_another_text(part: str) -> None:
    guide = reading.guides("en")["self-check"]
    assert replace(guide, **{part: getattr(guide, part) + "."}).fingerprint != guide.fingerprint
    assert replace(guide, reviewed=True).fingerprint == guide.fingerprint


def test_the_questions_of_the_reflection_belong_to_its_text() -> None:
    guide = reading.guides("en")["self-check"]
    changed = {**guide.extra, "questions": guide.extra["questions"][1:]}
    assert replace(guide, extra=changed).fingerprint != guide.fingerprint


def test_each_language_is_its_own_text() -> None:
    prints = [reading.guides(language)[slug].fingerprint for language in ("en", "fr") for slug in reading.guides("en")]
    assert len(set(prints)) == len(prints) == 84
