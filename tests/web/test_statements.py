"""How many statements the pages of the busiest minutes cost: at most so many, on either database.

Belongs here: one number for each page. Does not belong here: what the pages say, how long they take
(docs/performance.md). `BEGIN` and savepoints count too. Fewer is always welcome: lower the number then.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.cases import visits
from alongside.cases.models import Case, Message, Visit
from alongside.journeys import answering_a_page, asking_for_help
from alongside.paging.models import Page
from tests.signed_in import signed_in
from tests.web.walking import Walker
from tests.worlds import World

LOCKS = connection.vendor == "postgresql"
"""There a case and its climb are held row by row, and the day's key of the networks is a row and not a file."""

ASK, OPEN, POST, OWN_PAGE, BOARD = (61, 20, 41, 17, 25) if LOCKS else (53, 18, 37, 17, 25)


def cost(act: Callable[[], object]) -> int:
    """Return how many statements this took."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


@pytest.fixture
def back(sent: Walker) -> Walker:
    """Somebody who came back with their code, after a colleague said yes."""
    page = Page.objects.of(sent.world.organization).filter(answer="none").latest("paged_at")
    answering_a_page.accept(
        organization=sent.world.organization.pk, page=page.pk, person=page.person_id, now=clock.now()
    )
    sent.come_back(sent.code())
    return sent


def test_the_last_step_of_asking(patient: Walker) -> None:
    """Whoever sends holds the one writer; each statement more lets everybody who sends in the same second wait."""
    assert cost(patient.send) <= ASK
    assert Case.objects.of(patient.world.organization).count() == 1


def test_coming_back_by_code(sent: Walker) -> None:
    """The code's hash is slow on purpose; the questions around it must not make it slower."""
    code, another = sent.code(), Walker(sent.world)
    assert cost(lambda: another.come_back(code)) <= OPEN
    assert Visit.objects.of(sent.world.organization).count() == 1


def test_posting_a_message(back: Walker) -> None:
    """Writing it, telling the colleague and showing the talk."""
    page = back.get("page/words/").content.decode()
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found
    words = {"words": "Could you call after six?", "once": found[1]}
    assert cost(lambda: back.post("page/words/send/", words)) <= POST
    assert Message.objects.of(back.world.organization).count() == 1


def test_ones_own_page(back: Walker) -> None:
    """It is read again and again while somebody waits."""
    assert cost(lambda: back.get("page/")) <= OWN_PAGE


def ask(town: World) -> None:
    """Somebody else asks."""
    token, own = visits.new_token(), {"organization": town.organization.pk, "now": clock.now()}
    answers = {"site": town.site.pk.hex, "urgency": "today", "way": "phone_call", "phone": "+12025550177"}
    asking_for_help.keep_answers(token=token, answers={**answers, "language": "en"}, **own)
    asking_for_help.send(token=token, **own)


def test_the_board_with_three_and_with_thirty(town: World) -> None:
    """A coordinator in a flood waits no longer for the board than on a quiet day."""
    client, path = signed_in(town.coordinator), f"/en/o/{town.slug}/desk/board/"
    for _ in range(3):
        ask(town)
    client.get(path)
    with_three = cost(lambda: client.get(path))
    for _ in range(27):
        ask(town)
    assert Case.objects.of(town.organization).count() == 30
    assert cost(lambda: client.get(path)) == with_three <= BOARD
