"""An organization's own words for a guide: what they may hold, and that nothing in them ever runs."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.guidance import queries, reading
from alongside.guidance.checking import LONGEST_TEXT, LONGEST_TITLE, Fault, Problem, faults
from alongside.guidance.errors import BadGuide
from alongside.guidance.reading import Guide, Words

OURS = reading.guides("en")["the-worries"]
GOOD = Words("Worries here", "What people ask at our place.", "## The patient\n\n{{ site.patient_news }}\n")
ALLOWED_TAGS = {
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "em",
    "strong",
    "a",
    "blockquote",
    "table",
    "hr",
    "br",
}
ALLOWED_TAGS |= {"thead", "tbody", "tr", "th", "td", "code", "pre"}


def wrong(markdown: str, ours: Guide = OURS) -> set[tuple[Problem, str]]:
    return {(fault.problem, fault.detail) for fault in faults(replace_text(markdown), ours)}


def replace_text(markdown: str) -> Words:
    return replace(GOOD, markdown=markdown)


def shown(markdown: str) -> str:
    guide = reading.in_own_words(OURS.slug, "en", replace_text(markdown))
    return queries.page(guide, words={}, blocks={"block.crisis": "<ul></ul>"}, link=lambda where: f"/{where}")


@pytest.mark.parametrize("slug", reading.guides("en"))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_text_of_ours_could_be_an_organizations_own(slug: str, language: str) -> None:
    ours = reading.guides(language)[slug]
    assert faults(Words(ours.title, ours.summary, ours.markdown), ours) == ()


def test_good_words_make_a_page() -> None:
    assert faults(GOOD, OURS) == ()
    assert '<h2 id="part-1">The patient</h2>' in shown(GOOD.markdown)


@pytest.mark.parametrize(
    ("markdown", "problem"),
    [
        ("# Top", (Problem.TOP_HEADING, "")),
        ("![a cat](https://example.org/cat.png)", (Problem.PICTURE, "")),
        ("[x](http://example.org)", (Problem.LINK, "http://example.org")),
        ("[x](//example.org)", (Problem.LINK, "//example.org")),
        ("[x](mailto:kim@example.org)", (Problem.LINK, "mailto:kim@example.org")),
        ("[x](tel:911)", (Problem.LINK, "tel:911")),
        ("[x](/o/other/desk/)", (Problem.LINK, "/o/other/desk/")),
        ("[x](https://good.org@evil.org)", (Problem.LINK, "https://good.org@evil.org")),
        ("[x](app:desk)", (Problem.LINK, "app:desk")),
        ("<https://user:pass@evil.org>", (Problem.LINK, "https://user:pass@evil.org")),
        ("[x](no-such-guide.md)", (Problem.NO_SUCH_GUIDE, "no-such-guide.md")),
        ("{{ site.nowhere }}", (Problem.PLACEHOLDER, "{{ site.nowhere }}")),
        ("{{site.job}}", (Problem.PLACEHOLDER, "{{site.job}}")),
        ("a {{ b", (Problem.PLACEHOLDER, "{{")),
        ("[call {{ site.phone }}](the-worries.md)", (Problem.PLACEHOLDER_IN_LINK, "call {{ site.phone }}")),
    ],
)
def test_what_cannot_stand_is_named_with_the_very_words(markdown: str, problem: tuple[Problem, str]) -> None:
    assert problem in wrong(f"Hello.\n\n{markdown}\n")


def test_every_fault_is_told_at_once_and_once() -> None:
    told = faults(Words("", "s" * 301, "# A\n\n# B\n\n{{ x }}"), OURS)
    assert told == (
        Fault("title", Problem.EMPTY),
        Fault("summary", Problem.TOO_LONG, "300"),
        Fault("markdown", Problem.TOP_HEADING),
        Fault("markdown", Problem.PLACEHOLDER, "{{ x }}"),
    )


@pytest.mark.parametrize(("field", "most"), [("title", LONGEST_TITLE), ("markdown", LONGEST_TEXT)])
def test_lengths_up_to_their_limit(field: str, most: int) -> None:
    assert faults(replace(GOOD, **{field: "a" * most}), OURS) == ()
    assert [fault.problem for fault in faults(replace(GOOD, **{field: "a" * (most + 1)}), OURS)] == [Problem.TOO_LONG]
    assert [fault.problem for fault in faults(replace(GOOD, **{field: " \n"}), OURS)] == [Problem.EMPTY]


@pytest.mark.parametrize("text", ["No numbers at all.", "Call {{ block.crisis }} now."])
def test_the_numbers_cannot_be_taken_out_of_a_guide_that_has_them(text: str) -> None:
    ours = reading.guides("en")["raise-the-level-now"]
    assert wrong(text, ours) == {(Problem.CRISIS, "")}
    assert wrong("Call.\n\n{{ block.crisis }}\n", ours) == set()


def test_the_conversation_guide_keeps_its_nine_phases() -> None:
    ours = reading.guides("en")["conversation-guide"]
    assert wrong(ours.markdown.replace("## 9.", "## Nine."), ours) == {(Problem.PHASES, "")}
    assert wrong("## 1. Begin\n\nNo list, no aim.\n\n{{ block.crisis }}", ours) == {(Problem.PHASES, "")}


def test_outside_pages_open_without_telling_where_from() -> None:
    page = shown('See [them](https://example.org/a?b=1&c=2 "title").')
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="noreferrer external">them</a>' in page


def test_our_own_guides_lead_nowhere_outside() -> None:
    with pytest.raises(BadGuide):
        reading.page_of("[x](https://example.org)")


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:x)",
        "<svg/onload=alert(1)>",
        "<style>body{display:none}</style>",
        "<iframe src=https://example.org>",
        "&lt;script&gt;",
    ],
)
def test_a_script_in_an_organizations_text_is_only_text(markdown: str) -> None:
    page = shown(f"Hello {markdown}\n\n{markdown}\n")
    assert tags(page) <= ALLOWED_TAGS
    assert not re.search(r"<[^>]*\b(on\w+|style|src)=", page)
    assert not re.search(r'href="(?!/|https://)', page)


def tags(page: str) -> set[str]:
    return set(re.findall(r"<\s*([a-z0-9]+)", page, re.IGNORECASE))


PIECES = st.sampled_from(
    [
        *("<", ">", '"', "'", "script", "javascript:", "](", "[", ")", "!", "`", "\n\n", "# ", "|", "- ", "\\", "\x00"),
        *(
            "{{ site.phone }}",
            "{{ block.crisis }}",
            "&#106;",
            "&lt;",
            "onload=",
            "the-worries.md",
            "https://a.org",
            "é",
        ),
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_is_written_only_known_tags_come_out(markdown: str) -> None:
    try:
        page = shown(markdown)
    except BadGuide:
        return
    inside = re.sub(r">[^<]*<", "><", page)
    assert tags(page) <= ALLOWED_TAGS
    assert not re.search(r"\son\w+=|javascript:", " ".join(re.findall(r"<[^>]*>", inside)), re.IGNORECASE)
