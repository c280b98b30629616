"""Pages of totals from what was really written down: the mixer, the rota, designations, what the year before allows."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alongside.encounters.rules import Record
from alongside.engine.duties.prepare_reports import EVERY, prepare_reports
from alongside.engine.seldom import Seldom
from alongside.journeys import publishing_reports
from alongside.ledger import queries as ledger
from alongside.ledger.models import Entry
from alongside.people import queries as people
from alongside.reports import operations as reports
from alongside.reports import page as pages
from alongside.reports import queries, rules
from alongside.reports.errors import ReleasedAlready
from alongside.reports.models import Report
from alongside.reports.queries import ReportRow
from alongside.reports.rules import Shown, Withheld
from alongside.rota import operations as rota
from alongside.tenancy.transactions import one_transaction
from tests.encounters.records import move_all, put, talk
from tests.worlds import World

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 10, 12, tzinfo=UTC)
JANUARY = datetime(2027, 1, 10, 12, tzinfo=UTC)
STAFF = 900


def written_down(world: World, month: datetime, how_many: int, record: Record | None = None) -> None:
    """Write so many talks down in a month; five at a time leave the mixer."""
    for _group in range(how_many // 5):
        put(world.organization.pk, *[record or talk()] * 5, now=month)
        move_all(month)
    if how_many % 5:
        put(world.organization.pk, *[record or talk()] * (how_many % 5), now=month)
        move_all(month + timedelta(days=40))


def last_year(world: World, how_many: int) -> None:
    written_down(world, datetime(2025, 5, 5, tzinfo=UTC), how_many)


def work_here(world: World, staff: int) -> None:
    with one_transaction(ring=False):
        reports.choose(organization=world.organization.pk, staff=staff, smallest=rules.SMALLEST, now=APRIL)


def prepared(world: World, now: datetime = APRIL) -> dict[str, ReportRow]:
    while publishing_reports.prepare_next(now=now):
        pass
    rows = queries.waiting(organization=world.organization.pk)
    return {f"{row.period.year}-{row.period.quarter}": row for row in rows}


def test_a_quarter_is_counted_when_the_year_before_was_full_enough(world: World) -> None:
    work_here(world, STAFF)
    last_year(world, 60)
    written_down(world, datetime(2026, 2, 3, tzinfo=UTC), 20)
    written_down(world, datetime(2026, 3, 3, tzinfo=UTC), 5, talk(interactions="i2"))
    page = prepared(world)["2026-1"].page
    assert page.supported == Shown(20), "a second talk is with somebody who was counted"
    assert page.half_within == page.nine_in_ten_within == Shown("up_to_2h")
    assert page.trained > 0


@pytest.mark.parametrize(("before", "counted"), [(0, False), (55, False), (60, True)])
def test_the_year_before_decides_and_not_the_figures(world: World, before: int, counted: bool) -> None:  # noqa: FBT001  # A column of the table.
    work_here(world, STAFF)
    last_year(world, before)
    written_down(world, datetime(2026, 2, 3, tzinfo=UTC), 30)
    assert isinstance(prepared(world)["2026-1"].page.supported, Shown) is counted


def test_until_somebody_says_how_many_work_here_nobody_is_counted(world: World) -> None:
    last_year(world, 60)
    written_down(world, datetime(2026, 2, 3, tzinfo=UTC), 30)
    assert prepared(world)["2026-1"].page.supported == Withheld()


def test_a_few_and_nobody_look_alike_and_neither_is_kept_anywhere(world: World) -> None:
    work_here(world, STAFF)
    last_year(world, 60)
    nobody = prepared(world)["2026-1"].page
    Report.objects.all().delete()
    written_down(world, datetime(2026, 2, 3, tzinfo=UTC), 4)
    assert prepared(world)["2026-1"].page == nobody
    assert Report.objects.get(span="quarter", organization=world.organization.pk).figures["supported"] is None


def test_a_year_is_not_told_where_it_would_undo_a_quarter(world: World) -> None:
    work_here(world, STAFF)
    last_year(world, 60)
    for month, how_many in ((2, 15), (5, 15), (8, 3), (11, 15)):
        written_down(world, datetime(2026, month, 3, tzinfo=UTC), how_many)
        if month < 11:
            prepared(world, datetime(2026, month + 2, 10, 12, tzinfo=UTC))
    pages = prepared(world, JANUARY)
    assert pages["2026-3"].page.supported == Withheld()
    assert pages["2026-4"].page.supported == Shown(15)
    assert pages["2026-0"].page.supported == Withheld(), "48 less 45 would be the three of the summer"


def test_a_year_whose_quarters_are_never_counted_is_told(world: World) -> None:
    """No quarter can be found out by it: that they are withheld says nothing of how many there were."""
    work_here(world, STAFF)
    last_year(world, 30)
    for month in (2, 5, 8, 11):
        written_down(world, datetime(2026, month, 3, tzinfo=UTC), 10)
    pages = prepared(world, JANUARY)
    assert pages["2026-0"].page.supported == Shown(40)


def test_what_waits_in_the_mixer_is_waited_for(world: World) -> None:
    work_here(world, STAFF)
    put(world.organization.pk, talk(), now=datetime(2026, 3, 30, tzinfo=UTC))
    assert "2026-1" not in prepared(world)
    move_all(APRIL)
    assert "2026-1" in prepared(world)


def test_coverage_is_told_by_month_and_never_rounded_up(world: World) -> None:
    zone_day = timedelta(days=1)
    begins = datetime(2026, 1, 1, 5, tzinfo=UTC)  # Midnight in New York.
    with one_transaction(ring=False):
        own = {"organization": world.organization.pk, "duty": "supporter"}
        rota.add_shift(person=world.third.pk, starts_at=begins, ends_at=begins + 30 * zone_day, **own)
        rota.add_shift(person=world.deputy.pk, starts_at=begins, ends_at=begins + zone_day, **own)
    page = prepared(world)["2026-1"].page
    told = [(month.number, month.first, month.second) for month in page.months]
    assert told[:2] == [(1, 96, 3), (2, 0, 0)]
    assert [number for number, _first, _second in told] == [1, 2, 3]
    assert page.first < 100


def test_each_page_is_prepared_once_and_its_preparing_is_in_the_ledger(world: World, noise: World) -> None:
    prepared(world)
    prepared(world)
    assert Report.objects.of(world.organization).count() == Report.objects.of(noise.organization).count() == 1
    assert Entry.objects.filter(organization=world.organization.pk, verb="report.prepared").count() == 1


def test_nothing_is_prepared_in_the_first_days_of_a_quarter(world: World) -> None:
    assert date(2026, 4, 3) - publishing_reports.PREPARED_AFTER < date(2026, 4, 1)
    assert "2026-1" not in prepared(world, datetime(2026, 4, 3, 12, tzinfo=UTC))


def test_the_engine_looks_once_an_hour(world: World) -> None:
    duty = Seldom(prepare_reports, every=EVERY)
    while duty(APRIL):
        pass
    assert Report.objects.of(world.organization).exists()
    Report.objects.all().delete()
    assert not duty(APRIL + timedelta(minutes=59))
    assert not Report.objects.exists()
    assert duty(APRIL + timedelta(minutes=61))


def test_a_page_is_released_once_and_the_ledger_holds_its_digest(world: World) -> None:
    """What leaders read is what was released: whoever changes a figure later no longer matches the ledger."""
    key = prepared(world)["2026-1"].report
    member = people.member(account=world.coordinator.account_id, organization=world.organization.pk, now=APRIL)
    assert member
    publishing_reports.release(member=member, report=key, now=APRIL)
    with pytest.raises(ReleasedAlready):
        publishing_reports.release(member=member, report=key, now=APRIL + timedelta(days=9))
    row = Report.objects.get(pk=key)
    assert row.released_on == APRIL.date()
    released = [line for line in ledger.lines(organization=world.organization.pk) if line.verb == "report.released"]
    assert [line.payload["sha256"] for line in released] == [pages.digest(row.figures)]
