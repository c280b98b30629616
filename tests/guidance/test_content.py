"""Every guide of every language: readable, the same in both, nothing in it that must not be."""

import re

import pytest
from django.utils import translation

from alongside.guidance import queries, reading, rules
from alongside.guidance.reading import Guide
from alongside.vocabulary import labels

LANGUAGES = ("en", "fr")
EVERY = [guide for language in LANGUAGES for guide in reading.guides(language).values()]
BLOCKS = {"block.crisis": "<p>crisis</p>"}
PLACES = {"app:directory"}


def name(guide: Guide) -> str:
    return f"{guide.language}-{guide.slug}"


def whole(guide: Guide) -> str:
    with translation.override(guide.language):
        return queries.page(guide, words={}, blocks=BLOCKS, link=lambda where: f"/{where}")


def test_there_are_forty_two_in_each_language() -> None:
    assert len(reading.guides("en")) == len(reading.guides("fr")) == 42
    assert set(reading.guides("en")) == set(reading.guides("fr"))


@pytest.mark.parametrize("guide", EVERY, ids=name)
def test_every_placeholder_is_filled(guide: Guide) -> None:
    assert "{{" not in whole(guide)
    assert "}}" not in whole(guide)


@pytest.mark.parametrize("guide", EVERY, ids=name)
def test_every_link_leads_to_a_guide_or_a_place(guide: Guide) -> None:
    for where in rules.names(guide.pieces, "link"):
        assert where in PLACES or where.removeprefix("guide:") in reading.guides(guide.language)


@pytest.mark.parametrize("guide", EVERY, ids=name)
def test_headings_start_at_the_second_level_and_skip_none(guide: Guide) -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)", whole(guide))]
    assert set(levels) <= {2, 3, 4}
    assert all(after - before <= 1 for before, after in zip([1, *levels], levels, strict=False))


@pytest.mark.parametrize("guide", EVERY, ids=name)
def test_no_telephone_number_stands_in_a_guide(guide: Guide) -> None:
    assert not re.search(r"\d{3}[ .-]?\d{2,4}[ .-]?\d{2,4}", re.sub(r"https?://\S+", "", guide.markdown))


@pytest.mark.parametrize("guide", EVERY, ids=name)
def test_audience_and_tier_are_coded(guide: Guide) -> None:
    assert guide.audience in labels.rows("audiences")
    assert guide.tier in labels.rows("tiers")
    assert guide.title
    assert guide.summary


@pytest.mark.parametrize("slug", reading.guides("en"))
def test_both_languages_have_one_shape(slug: str) -> None:
    english, french = (reading.guides(language)[slug] for language in LANGUAGES)
    assert (english.audience, english.tier, english.sources, english.reviewed) == (
        french.audience,
        french.tier,
        french.sources,
        french.reviewed,
    )
    for kind in ("word", "block", "link"):
        assert rules.names(english.pieces, kind) == rules.names(french.pieces, kind)
    for mark in ("## ", "### ", "- ", "|"):
        assert len(re.findall(rf"^{re.escape(mark)}", english.markdown, re.MULTILINE)) == len(
            re.findall(rf"^{re.escape(mark)}", french.markdown, re.MULTILINE)
        ), mark


@pytest.mark.parametrize("guide", EVERY, ids=name)
def test_nobody_is_shouted_at_or_called_a_name(guide: Guide) -> None:
    text = f"{guide.title} {guide.summary} {guide.markdown}"
    assert "!" not in text
    explained_once = {"what-you-may-feel"}
    if guide.audience == "caregiver" and guide.slug not in explained_once:
        assert not re.search(r"\bvictim|\bvictime", text, re.IGNORECASE)


@pytest.mark.parametrize("guide", reading.guides("en").values(), ids=name)
def test_english_is_us_english(guide: Guide) -> None:
    text = re.sub(r"[a-z0-9-]+\.md", "", f"{guide.title} {guide.summary} {guide.markdown} {' '.join(guide.sources)}")
    text = re.sub(r"\{\{.*?\}\}", "", text)
    assert not re.search(
        r"programme|behaviour|colour|organis|\bcentre|counsell|licence|recognis|neighbour", text, re.IGNORECASE
    )


@pytest.mark.parametrize("guide", reading.guides("fr").values(), ids=name)
def test_french_keeps_its_spaces_and_apostrophes(guide: Guide) -> None:
    text = re.sub(
        r"\{\{.*?\}\}|\(app:[a-z-]+\)|https?://\S+|^\|?[-:| ]+$",
        "",
        f"{guide.title}\n{guide.summary}\n{guide.markdown}",
        flags=re.MULTILINE,
    )
    assert not re.search(r"(?<![\u00a0\u202f\d])[;?!»](?!\w)", text)
    assert not re.search(r"\w'\w", text)


def test_nothing_is_called_reviewed_before_somebody_read_it() -> None:
    assert not any(guide.reviewed for guide in EVERY)


def test_what_is_still_to_be_confirmed_is_not_listed_as_a_source() -> None:
    assert not any(source.startswith(reading.TO_CONFIRM) for guide in EVERY for source in guide.sources)
    assert any(guide.to_confirm for guide in EVERY)
