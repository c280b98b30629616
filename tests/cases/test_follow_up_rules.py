"""When talks are proposed: by the calendar of the site, within bounds, whatever an organization chose."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from alongside.cases import follow_ups
from alongside.cases.models import FollowUpCourse
from alongside.cases.rules import follow_ups as rules
from alongside.cases.rules.follow_ups import BOUNDS, KINDS, USUAL, Course, Window
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.stories.walking import Walk

NEW_YORK, PARIS = ZoneInfo("America/New_York"), ZoneInfo("Europe/Paris")
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # The zone is given.


@st.composite
def courses(draw: st.DrawFn) -> Course:
    def window(within: Window) -> Window:
        first = draw(st.integers(within.first, within.last))
        return Window(first, draw(st.integers(first, within.last)))

    return window(BOUNDS[0]), window(BOUNDS[1]), window(BOUNDS[2])


@given(
    course=courses(),
    step=st.integers(1, 3),
    met=moments,
    later=st.integers(0, 200 * 24 * 60),
    zone=st.sampled_from([NEW_YORK, PARIS]),
)
def test_a_talk_is_proposed_by_day_from_tomorrow_on(
    course: Course, step: int, met: datetime, later: int, zone: ZoneInfo
) -> None:
    now = met + timedelta(minutes=later)
    plan = rules.planned(step=step, course=course, met=met, now=now, zone=zone)
    starts, ends = plan.starts_at.astimezone(zone), plan.ends_at.astimezone(zone)
    assert (starts.time(), ends.time()) == (rules.MORNING, rules.EVENING)
    assert now.astimezone(zone).date() < starts.date() < ends.date() or course[step - 1].first == course[step - 1].last
    assert starts.date() >= met.astimezone(zone).date() + timedelta(days=course[step - 1].first)
    assert plan.kind == KINDS[step - 1], "what is written down keeps its code"


def test_the_day_after_the_night_in_which_clocks_go_forward_is_tomorrow() -> None:
    """Half past eleven on March 7, 2026 in New York: 24 hours on it is March 9; the next day is March 8."""
    late = datetime(2026, 3, 7, 23, 30, tzinfo=NEW_YORK).astimezone(UTC)
    plan = rules.planned(step=1, course=USUAL, met=late, now=late, zone=NEW_YORK)
    assert plan.starts_at.astimezone(NEW_YORK).date() == date(2026, 3, 8)
    assert rules.by_day(late, NEW_YORK) == datetime(2026, 3, 8, 9, tzinfo=NEW_YORK)


@given(moment=moments)
def test_nobody_is_reminded_at_night(moment: datetime) -> None:
    found = rules.by_day(moment, PARIS).astimezone(PARIS)
    assert time(9) <= found.time() <= time(18)
    assert timedelta(0) <= found - moment < timedelta(hours=17)


def test_bounds_leave_no_two_talks_on_top_of_each_other() -> None:
    assert [one.last < following.first for one, following in pairwise(BOUNDS)] == [True, True]
    assert BOUNDS[-1].last <= rules.FURTHEST.days, "whatever is proposed can be chosen too"
    for usual, within in zip(USUAL, BOUNDS, strict=True):
        assert within.first <= usual.first <= usual.last <= within.last


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [Window(0, 3), Window(5, 8), Window(5, 4)])
def test_the_table_refuses_what_lies_outside(wrong: Window) -> None:
    here = worlds.make().organization.pk
    with pytest.raises(IntegrityError), transaction.atomic(), one_transaction(ring=False):
        follow_ups.choose_course(organization=here, course=(wrong, *USUAL[1:]))
    assert not FollowUpCourse.objects.exists()


@pytest.mark.django_db
def test_what_is_planned_keeps_its_days_and_the_next_talk_takes_the_new_ones() -> None:
    worlds.make_noise()
    story = Walk(worlds.make())
    who = story.they_speak_for_the_first_time()
    before = story.plan
    with one_transaction(ring=False):
        chosen = (Window(5, 7), Window(30, 40), Window(100, 110))
        follow_ups.choose_course(organization=story.world.organization.pk, course=chosen)
    assert story.plan == before
    story.until(before.starts_at)
    story.says(who, "spoke")
    first = story.row.first_contact_at
    assert first
    ahead = story.plan.starts_at.astimezone(NEW_YORK).date() - first.astimezone(NEW_YORK).date()
    assert (ahead.days, story.plan.step) == (30, 2)


@pytest.mark.django_db
def test_calls_of_one_evening_are_of_one_day() -> None:
    """Between seven and nine in the evening of New York the day of UTC changes; the site's does not."""
    story = Walk(worlds.make())
    who = story.they_speak_for_the_first_time()
    story.until(story.plan.starts_at)
    evening = datetime.combine(story.now.astimezone(NEW_YORK).date(), time(18, 30), NEW_YORK)
    story.until(evening)
    for _ in range(5):
        story.says(who, "no_answer")
        story.now += timedelta(minutes=25)
    days = {moment.date() for moment in follow_ups.tries(case=story.row)}
    assert len(days) == 1
    assert not rules.enough(tries=follow_ups.tries(case=story.row), danger=False)
