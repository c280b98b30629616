"""The figures that the safety papers demand, spelled out: whoever changes one changes a promise.

The tests of each control count from the constant, so that they read well; here the constant itself is held to what is
written (docs/threat-model.md, docs/hazard-log.md, docs/disclosure-control.md).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from alongside.care import rules as care
from alongside.cases import rules as cases
from alongside.cases.rules import danger, glass, hand_offs, messages
from alongside.encounters import rules as encounters
from alongside.journeys import keeping_keys
from alongside.ledger import rules as ledger
from alongside.limits import rules as limits
from alongside.offers import rules as offers
from alongside.paging.rules import danger as asking
from alongside.paging.rules import flood
from alongside.reminders import rules as reminders
from alongside.reports import rules as reports
from alongside.rounds import rules as rounds
from alongside.surveys import rules as surveys
from alongside.tenancy import rules as tenancy
from alongside.vault import envelope, operations, sealing

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOW = datetime(2026, 3, 10, 14, 5, tzinfo=UTC)

FIGURES = {
    "T2: nothing under five is shown": (reports.SMALLEST, 5),
    "T2: nor what one supporter may know of it": (reports.KNOWN_TO_ONE, 3),
    "T2: nothing is said of fewer staff than twenty": (reports.SMALLEST_STAFF, 20),
    "T2: five of the staff at least are not in the count": (reports.NOT_COUNTED, 5),
    "T2: a median, and nine in ten, from so many on": ((reports.MEDIAN_FROM, reports.NINE_IN_TEN_FROM), (10, 20)),
    "T2: quarters and years from so many in the year before": ((reports.QUARTERS_FROM, reports.YEARS_FROM), (60, 20)),
    "T3: broken glass stays open": (glass.OPEN_FOR, 15 * MINUTE),
    "T3: everybody who could be the second person is told": (glass.FIRST_TOLD_AGAIN, HOUR),
    "T3: kept in clear, in the list of broken glass": (NOW - glass.forgotten_before(NOW), 732 * DAY),
    "T3, T35: kept in clear, in the ledger": (ledger.prune_after(NOW) - NOW, 732 * DAY),
    "T5: a message that was read burns": (messages.AFTER_READING, 72 * HOUR),
    "T5: and one that nobody reads": (messages.AT_MOST, 14 * DAY),
    "T5: a visit that nobody uses ends": (cases.VISIT_IDLE, 15 * MINUTE),
    "T5: and one that goes on": (cases.VISIT_LONGEST, 60 * MINUTE),
    "T9: a message holds so many characters": (messages.LONGEST, 500),
    "T10: so many encounters move together": (encounters.SMALLEST_BATCH, 5),
    "5.1: class C is kept for so many years": (tenancy.YEARS, 5),
    "T11: so many answers move together": (surveys.BATCH, 5),
    "T11: and are shown, in steps of so many percent": ((surveys.SHOWN_FROM, surveys.STEP), (10, 10)),
    "T13: backups, and what opens them, live": (operations.LIFE_OF_BACKUPS, timedelta(weeks=5)),
    "T13: a new wrapping key is made every": (keeping_keys.ROTATE_AFTER, timedelta(weeks=1)),
    "T13: so many keys are wrapped anew at once": (keeping_keys.SOME, 500),
    "5.2: one key seals so often": (sealing.MOST_SEALS, 2**20),
    "5.2: what is sealed has one of these sizes": (envelope.BUCKETS, (64, 256, 1024, 4096)),
    "5.6: a ticket for patience": (limits.PATIENCE, timedelta(seconds=20)),
    "5.6: a network is forgotten": (limits.KEPT, 24 * HOUR),
    "T15: so many from one network wake people": (flood.FROM_ONE_NETWORK, 3),
    "T15: or so many times the usual hour": (flood.TIMES_THE_USUAL, 5),
    "T20: one offer a person in": ((offers.ONE_OFFER_IN, rounds.LAPSES_AFTER), (14 * DAY, 14 * DAY)),
    "H03: an outcome is taken back within": (cases.UNDO_FOR, 10 * MINUTE),
    "H13: no more, thank you, lasts": (offers.NO_MORE_FOR, 365 * DAY),
    "H25: the next are asked after": (asking.RUNG, 5 * MINUTE),
    "H25: and everybody again every": (asking.ROUND, 15 * MINUTE),
    "H25: a dated test of the line counts for": (tenancy.TEST_GOES_STALE, 180 * DAY),
    "H25: the professional rota is whole for so many days": (tenancy.PROFESSIONAL_ROTA_DAYS, 30),
    "H26: danger is looked at again after": (danger.LOOK_AGAIN_AFTER, 24 * HOUR),
    "H26: and reviewed every": (danger.REVIEW_EVERY, 72 * HOUR),
    "H26: erased after the end, unless counsel signed another time": (tenancy.RETENTION, 14 * DAY),
    "H26: that other time lies between": ((tenancy.SHORTEST_RETENTION, tenancy.LONGEST_RETENTION), (7 * DAY, 90 * DAY)),
    "H29: in danger a professional confirms within": (hand_offs.UNDER_DANGER, HOUR),
    "H33: a mentor is asked within": (care.DUE_WITHIN, 48 * HOUR),
    "H40: a yes to a chosen day is asked for again after about a year": (
        reminders.confirmed_until(NOW.date()) - NOW.date(),
        356 * DAY,
    ),
    "H40: and without an answer it ends after": (reminders.ASK_AHEAD, 30 * DAY),
    "Going live: so many requests in a small agency, and otherwise": (
        (tenancy.REQUESTS_ANSWERED_SMALL, tenancy.REQUESTS_ANSWERED),
        (4, 10),
    ),
}


@pytest.mark.parametrize("what", FIGURES)
def test_each_figure_is_what_the_papers_say(what: str) -> None:
    kept, written = FIGURES[what]
    assert kept == written


def test_the_windows_of_a_network() -> None:
    windows = {kind: (window.most, window.length) for kind, window in limits.WINDOWS.items()}
    assert windows["codes"] == (60, MINUTE)
    assert windows["requests"] == (6, 10 * MINUTE)
