"""The board: an allow-list of what it reads and what it shows (threat T3). A new column fails here first."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.cases import queries as cases
from alongside.cases.queries import BoardRow
from tests import worlds
from tests.signed_in import signed_in
from tests.stories.story import PHONE, Story

TEMPLATES = Path("alongside/web/coordinating/templates/coordinating")
READ = {"id", "designation", "stage", "due_at", "danger", "coordinator_may_help"}
SHOWN = {"case", "designation", "stage", "due_at", "danger", "wants_help_choosing"}
WORDS_OF_A_ROW = {"clock", "soon", "filled", "name", "danger", "said", "page_next", "choose", "due_at", "row"}
"""What the templates take of somebody who waits: all of it made from `SHOWN`."""

SEALED_OR_PEOPLE = ("cases_entrusted", "cases_message", "cases_telling", "vault_", "cases_opening", "cases_returncode")


def test_board_columns() -> None:
    assert set(BoardRow.__dataclass_fields__) == SHOWN
    asked = set()
    for name in ("_live.html", "_waiting.html", "board.html"):
        text = (TEMPLATES / name).read_text("utf-8")
        asked |= set(re.findall(r"\b(?:one|row|first)\.(\w+)", text))
    assert asked <= SHOWN | WORDS_OF_A_ROW, asked - SHOWN - WORDS_OF_A_ROW


@pytest.mark.django_db
def test_the_board_reads_these_columns_of_a_case_and_no_others() -> None:
    world = worlds.make()
    with CaptureQueriesContext(connection) as asked:
        cases.board(organization=world.organization.pk)
    (query,) = asked.captured_queries
    chosen = query["sql"].partition(" FROM ")[0]
    assert set(re.findall(r'"cases_case"\."(\w+)"', chosen)) == READ


@pytest.mark.django_db
def test_the_whole_screen_opens_nothing_that_is_sealed() -> None:
    story = Story(worlds.make(now=clock.now()), now=clock.now())
    story.somebody_asks_for_help(urgency="now")
    story.accepts(story.paged_since()[0])
    with CaptureQueriesContext(connection) as asked:
        page = signed_in(story.world.coordinator).get(f"/en/o/{story.world.slug}/desk/board/").content.decode()
    assert story.case
    assert story.case.designation in page
    assert PHONE not in page
    for query in asked.captured_queries:
        assert not any(table in query["sql"] for table in SEALED_OR_PEOPLE), query["sql"]
