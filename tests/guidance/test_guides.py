"""Reading, cutting and filling a guide; who may read which; the conversation guide and the reflection."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from alongside.guidance import order, queries, reading, rules, shelves
from alongside.guidance.errors import BadGuide, UnknownGuide

BLOCKS = {"block.crisis": "<ul><li>988</li></ul>"}


def nowhere(_: str) -> None:
    return None


def test_a_crisis_block_stands_where_the_guide_wants_it() -> None:
    guide = shelves.ours("en").guide("worried-about-a-colleague")
    page = queries.page(guide, words={}, blocks=BLOCKS, link=nowhere)
    assert "<ul><li>988</li></ul>" in page
    assert page.index("do not leave them alone") < page.index("988") < page.index("And you")


def test_an_organizations_own_answer_stands_before_the_fallback() -> None:
    guide = shelves.ours("en").guide("the-worries")
    fallback = queries.page(guide, words={}, blocks={}, link=nowhere)
    assert "Your supporter can help you find out who knows." in fallback
    own = queries.page(guide, words={"site.patient_news": "Ask <Kim>.", "site.job": ""}, blocks={}, link=nowhere)
    assert "Ask &lt;Kim&gt;." in own
    assert "<Kim>" not in own
    assert "human resources" in own


def test_fallbacks_follow_the_language() -> None:
    with translation.override("fr"):
        page = queries.page(shelves.ours("fr").guide("the-worries"), words={}, blocks={}, link=nowhere)
    assert "Votre organisation n’a pas encore rempli" in page


def test_links_lead_where_the_door_says() -> None:
    guide = shelves.ours("en").guide("the-six-stages")
    page = queries.page(guide, words={}, blocks={}, link=lambda where: f"/here/{where}?a=1&b=2")
    assert '<a href="/here/guide:what-happens-next-here?a=1&amp;b=2">What happens next here</a>' in page


def test_a_link_a_reader_may_not_follow_is_plain_text() -> None:
    guide = shelves.ours("en").guide("the-six-stages")
    page = queries.page(guide, words={}, blocks={}, link=nowhere)
    assert "<a " not in page
    assert "What happens next here" in page


@pytest.mark.parametrize("slug", ["red-flags", "conversation-guide", "practice-scenarios", "policy-points", "nothing"])
def test_what_is_not_for_everybody_is_not_found(slug: str) -> None:
    with pytest.raises(UnknownGuide):
        shelves.ours("en").guide(slug)


def test_supporters_find_their_guides() -> None:
    assert shelves.ours("fr").guide("red-flags", audiences=queries.FOR_SUPPORTERS).title == "Signaux d’alerte"
    assert len(queries.guides_for("supporter", language="en")) == 8


@pytest.mark.parametrize(
    ("audience", "count"),
    [("caregiver", 15), ("colleague", 1), ("manager", 9), ("trainer", 4), ("coordinator", 5)],
)
def test_every_named_guide_exists_and_comes_in_order(audience: str, count: int) -> None:
    found = [guide.slug for guide in queries.guides_for(audience, language="fr")]
    assert len(found) == count
    assert found == list(order.ORDER[audience])


def test_another_language_reads_english() -> None:
    assert shelves.ours("de").guide("the-worries").language == "en"
    assert shelves.ours("fr-CA").guide("the-worries").language == "fr"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_conversation_guide_has_nine_phases_each_whole(language: str) -> None:
    phases = shelves.ours(language).conversation.phases
    assert [phase.number for phase in phases] == list(range(1, 10))
    for phase in phases:
        assert phase.name
        assert phase.aim
        assert len(phase.say) >= 2
        assert phase.avoid
        assert "**" not in f"{phase.aim}{phase.avoid}{phase.say}"


def test_phrases_are_set_in_typographic_quotes() -> None:
    first = shelves.ours("en").conversation.phases[0]
    assert first.say[0].startswith("\u201cHello, I\u2019m Sam")
    assert first.say[0].endswith("\u201d")
    assert shelves.ours("fr").conversation.phases[0].say[0].startswith("«\u00a0Bonjour")


def test_danger_is_not_a_tenth_phase() -> None:
    assert "despair" not in shelves.ours("en").conversation.phases[8].avoid


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_reflection_counts_nothing(language: str) -> None:
    told = shelves.ours(language).guides[queries.SELF_CHECK].extra
    assert len(told["questions"]) == 13
    assert len(told["answers"]) == 3
    assert len(told["safety"]["questions"]) == 2
    assert (told["scored"], told["stored"], told["sent"], told["diagnostic"]) == (False, False, False, False)
    assert told["safety"]["always_show"] == "block.crisis"
    assert not any("weight" in question or "score" in question for question in told["questions"])


@pytest.mark.parametrize(
    "markdown",
    ["# Title", "[x](https://example.org)", "![x](red-flags.md)", "[x](../secret.md)"],
)
def test_what_a_guide_may_not_hold_is_refused(markdown: str) -> None:
    with pytest.raises(BadGuide):
        reading.page_of(markdown)


def test_a_link_that_runs_something_never_becomes_one() -> None:
    assert "<a" not in reading.page_of("[x](javascript:alert)")


def test_html_in_a_guide_is_shown_as_text() -> None:
    assert "&lt;script&gt;" in reading.page_of("a <script>alert(1)</script>")


def test_an_unknown_placeholder_stops_the_build(tmp_path: object) -> None:
    front = "---\nslug: x\ntitle: t\nsummary: s\naudience: caregiver\ntier: self\nsources: []\nreviewed: false\n---\n"
    path = tmp_path / "x.md"  # type: ignore[operator]
    path.write_text(front + "{{ site.nowhere }}")
    with pytest.raises(BadGuide, match=r"site\.nowhere"):
        reading.guide_in(path, "en")
    path.rename(tmp_path / "y.md")  # type: ignore[operator]
    with pytest.raises(BadGuide, match="slug"):
        reading.guide_in(tmp_path / "y.md", "en")  # type: ignore[operator]


@given(st.text())
def test_cutting_and_filling_with_nothing_to_fill_changes_nothing(text: str) -> None:
    page = text.replace("{{", "").replace("<a", "")
    assert rules.fill(rules.pieces(page), words={}, blocks={}, link=nowhere) == page


@given(st.text())
def test_an_organizations_word_never_becomes_markup(text: str) -> None:
    page = rules.fill(rules.pieces("<p>{{ site.x }}</p>"), words={"site.x": text}, blocks={}, link=nowhere)
    inside = page.removeprefix("<p>").removesuffix("</p>")
    assert "<" not in inside
    assert ">" not in inside
    assert '"' not in inside
