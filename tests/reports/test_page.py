"""The page as it is kept: one spelling, nothing of what is withheld, one sheet of paper."""

import json
from uuid import uuid4

import pypdfium2
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from alongside.printing import composing
from alongside.printing.rules import Paper
from alongside.reports import page as pages
from alongside.reports.page import Month
from alongside.reports.queries import ReportRow
from alongside.reports.rules import Figure, Shown, Withheld, year_of
from alongside.web.reporting import drawn
from tests.printing.sheets import words_of
from tests.reports.pages import page, withheld_page
from tests.worlds import NOW

FIGURES: st.SearchStrategy[Figure] = st.one_of(st.just(Withheld()), st.integers(8, 10_000).map(Shown))
YEAR = tuple(Month(number, 94 + number % 6, 80 + number) for number in range(1, 13))


@given(FIGURES, FIGURES)
def test_a_page_comes_back_as_it_was_kept(supported: Figure, half: Figure) -> None:
    told = page(supported, half_within=half)
    kept = json.loads(json.dumps(pages.to_stored(told)))
    assert pages.from_stored(kept) == told


def test_the_order_of_keys_never_changes_the_digest() -> None:
    kept = pages.to_stored(page())
    assert pages.digest(kept) == pages.digest(dict(reversed(kept.items())))
    assert pages.digest(kept) != pages.digest({**kept, "trained": 23})


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("told", [page(months=YEAR), withheld_page()], ids=["shown", "withheld"])
def test_it_is_one_sheet_of_every_paper(told: pages.Page, language: str, paper: Paper) -> None:
    row = ReportRow(uuid4(), year_of(NOW.date()), told, None, "0" * 64)
    with override(language):
        said = drawn.sheet(row, before=87, name="Centre hospitalier régional de Valbrune-sur-Mer")
        pdf = composing.typeset("leader.typ", said, language=language, paper=paper)
    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert ("143" in words_of(pdf)) is isinstance(told.supported, Shown)
