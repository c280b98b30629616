"""The rota and the designations at the desk: every gap in words, wall time as people live it, nobody for themselves."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.ledger.models import Entry
from alongside.rota.models import Leave, Shift
from alongside.training.models import Designation
from alongside.web.administering import rota_forms, week
from tests import worlds
from tests.web.administering.office import Office

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def office() -> Office:
    worlds.make_noise(now=clock.now())
    return Office("coordinator")


def shift(office: Office, **other: Any) -> dict[str, Any]:
    """Type a night shift forty days ahead, where nobody stands yet."""
    day = (clock.now() + timedelta(days=40)).date()
    typed = {"person": office.world.owner.pk, "duty": "supporter", "days": "1"}
    return {**typed, "starts": f"{day}T20:00", "ends": f"{day + timedelta(days=1)}T08:00", **other}


def test_the_next_two_weeks_are_whole(office: Office) -> None:
    words = office.text("schedule/")
    assert "Somebody is on call at every hour" in words
    assert words.count('class="day') == week.DAYS
    assert office.world.owner.name in words
    assert worlds.NOISE not in words


def test_a_gap_is_said_in_words(office: Office) -> None:
    Shift.objects.of(office.world.organization).filter(duty="professional").delete()
    words = office.text("schedule/")
    assert "There is 1 gap in the next 14 days." in words
    assert "Gap: nobody all day" in words


def test_leave_makes_a_gap_too(office: Office) -> None:
    now = clock.now()
    Leave.objects.create(
        organization=office.world.organization,
        person=office.world.professional,
        kind="leave",
        starts_at=now + timedelta(days=2),
        ends_at=now + timedelta(days=3),
    )
    words = office.text("schedule/")
    assert "Gap: nobody from" in words
    assert "Not paged." in words


def test_a_shift_is_kept_in_the_organizations_own_time(office: Office) -> None:
    assert "Added to the rota." in office.done("schedule/add/", **shift(office))
    row = Shift.objects.of(office.world.organization).order_by("-starts_at").first()
    assert row
    assert row.starts_at.astimezone(NEW_YORK).hour == 20
    assert row.ends_at.astimezone(NEW_YORK).hour == 8


def test_a_shift_repeats_at_the_same_hours(office: Office) -> None:
    before = Shift.objects.count()
    office.done("schedule/add/", **shift(office, days="7"))
    added = Shift.objects.order_by("-starts_at")[:7]
    assert Shift.objects.count() == before + 7
    assert {row.starts_at.astimezone(NEW_YORK).hour for row in added} == {20}
    assert Entry.objects.filter(verb="shift.added").count() == 1


def test_repeating_is_all_or_nothing(office: Office) -> None:
    before = Shift.objects.count()
    typed = shift(office)
    later = {
        name: f"{date.fromisoformat(typed[name][:10]) + timedelta(days=2)}{typed[name][10:]}"
        for name in ("starts", "ends")
    }
    office.done("schedule/add/", **{**typed, **later})
    assert "already on call" in office.refused("schedule/add/", **{**typed, "days": "5"})
    assert Shift.objects.count() == before + 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ends": "2020-01-01T00:00"}, "The end lies before the beginning."),
        ({"starts": "soon"}, "Please choose a day and an hour."),
        ({"person": ""}, "Please answer this."),
        ({"duty": "coordinator"}, "They do not hold this role."),
        ({"days": "0"}, "Please write 1 or more."),
        ({"days": "400"}, "Please write 31 or less."),
        ({"days": "many"}, "Please write a number."),
        ({"starts": "2027-03-14T02:30", "ends": "2027-03-14T10:00"}, "On March 14, 2027 the clocks go forward"),
        (
            {"starts": "2027-03-10T02:30", "ends": "2027-03-10T10:00", "days": "9"},
            "On March 14, 2027 the clocks go forward",
        ),
        ({"starts": "2027-03-01T08:00", "ends": "2027-03-03T08:00", "days": "2"}, "cannot be repeated every day"),
    ],
)
def test_what_must_be_mended_is_said(office: Office, typed: dict[str, str], said: str) -> None:
    before = Shift.objects.count()
    assert said in office.refused("schedule/add/", **shift(office, **typed))
    assert Shift.objects.count() == before


def test_the_hour_that_the_clocks_skip_does_not_exist() -> None:
    assert not rota_forms.exists(datetime(2026, 3, 8, 2, 30, tzinfo=NEW_YORK))
    assert rota_forms.exists(datetime(2026, 3, 8, 3, 30, tzinfo=NEW_YORK))
    assert rota_forms.exists(datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)), "an hour lived twice exists"


def test_a_day_of_changing_clocks_is_cut_at_its_own_midnights(office: Office) -> None:
    now = datetime(2026, 3, 7, 12, tzinfo=UTC)
    days, _gaps = week.of(organization=office.world.organization.pk, zone=NEW_YORK, now=now)
    assert [day.odd for day in days[:3]] == [False, True, False]
    assert days[1].duties[0].gaps[0].ends - days[1].duties[0].gaps[0].starts == timedelta(hours=23)


def test_a_shift_is_taken_off(office: Office) -> None:
    row = office.world.owner.shifts.get()
    assert "off the rota" in office.done(f"schedule/{row.pk}/remove/")
    assert office.post(f"schedule/{row.pk}/remove/").status_code == 404
    stranger = Shift.objects.exclude(organization=office.world.organization).first()
    assert stranger
    assert office.post(f"schedule/{stranger.pk}/remove/").status_code == 404


def test_somebody_is_away_and_comes_back(office: Office) -> None:
    typed = {"person": office.world.owner.pk, "starts": "2027-05-01T08:00", "ends": ""}
    assert "until they say so. Not paged." in office.done("schedule/away/", **typed)
    leave = Leave.objects.get(person=office.world.owner)
    office.done(f"schedule/away/{leave.pk}/end/")
    assert not Leave.objects.filter(person=office.world.owner).exists()
    assert office.post(f"schedule/away/{leave.pk}/end/").status_code == 404


def test_rest_is_their_own_to_end(office: Office) -> None:
    now = clock.now()
    rest = Leave.objects.create(
        organization=office.world.organization, person=office.world.owner, kind="rest", starts_at=now, ends_at=None
    )
    assert office.post(f"schedule/away/{rest.pk}/end/").status_code == 404


def test_the_schedule_asks_the_same_number_of_questions_however_full(office: Office) -> None:
    office.text("schedule/")
    with CaptureQueriesContext(connection) as few:
        office.text("schedule/")
    for number in range(10):
        office.done(
            "schedule/add/",
            **{
                **shift(office),
                "person": office.world.teammate.pk,
                "starts": f"2027-01-{number + 10}T08:00",
                "ends": f"2027-01-{number + 10}T09:00",
            },
        )
    for who in ("owner", "teammate", "third"):
        worlds.put_on_call(office.world.people[who], duty="coordinator", now=clock.now())
    with CaptureQueriesContext(connection) as many:
        office.text("schedule/")
    assert len(many) == len(few)


def designation(office: Office, who: str, **other: str) -> dict[str, Any]:
    days = {"agreement_signed_on": "2026-01-01", "designated_on": "2026-01-02", "valid_until": "2030-01-01"}
    return {"person": office.world.people[who].pk, "kind": "supporter", **days, **other}


def test_the_coordinator_designates_and_ends(office: Office) -> None:
    Designation.objects.filter(person=office.world.owner).delete()
    assert "Designated." in office.done("designations/", **designation(office, "owner"))
    assert "has ended" in office.done(f"designations/{office.world.owner.pk}/supporter/end/")
    assert not Designation.objects.filter(
        person=office.world.owner, valid_until__gte=worlds.today(office.world)
    ).exists()


def test_nobody_designates_themselves(office: Office) -> None:
    worlds.grant(office.person, worlds.CAST["owner"])
    assert "Nobody designates themselves" in office.refused("designations/", **designation(office, "coordinator"))
    assert office.post(f"designations/{office.person.pk}/supporter/end/").status_code == 404


def test_the_days_must_follow_each_other(office: Office) -> None:
    late = office.refused("designations/", **designation(office, "owner", agreement_signed_on="2026-06-01"))
    assert "signed before the designation begins" in late
    assert "before the first one" in office.refused(
        "designations/", **designation(office, "owner", valid_until="2025-01-01")
    )


@pytest.mark.parametrize("who", ["administrator", "auditor", "trainer"])
def test_others_see_designations_and_change_none(who: str) -> None:
    office = Office(who)
    words = office.text("designations/")
    assert office.world.owner.name in words
    assert "Designate somebody" not in words
    assert office.post("designations/", **designation(office, "owner")).status_code == 404
