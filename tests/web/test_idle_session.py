from datetime import datetime

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from tests.house_clock import HouseClock
from tests.web.walking import Walker


@pytest.fixture
def staff(walker: Walker) -> Walker:
    walker.client.force_login(walker.world.owner.account)
    return walker


def at(moved_clock: HouseClock, minutes: float) -> None:
    moved_clock.stands(60 * minutes)


def seen(staff: Walker) -> datetime | None:
    held = staff.client.session.get("seen")
    return datetime.fromisoformat(held) if held else None


def test_a_staff_session_ends_after_its_idle_minutes(staff: Walker, moved_clock: HouseClock) -> None:
    staff.get("desk/")
    at(moved_clock, settings.HOUSE.session_idle_minutes - 1)
    staff.get("desk/")
    assert "_auth_user_id" in staff.client.session
    at(moved_clock, 2 * settings.HOUSE.session_idle_minutes)
    staff.get("desk/")
    assert "_auth_user_id" not in staff.client.session


def test_the_time_is_written_at_most_once_a_minute(staff: Walker, moved_clock: HouseClock) -> None:
    staff.get("desk/")
    first = seen(staff)
    assert first
    at(moved_clock, 0.5)
    staff.get("desk/")
    assert seen(staff) == first
    at(moved_clock, 2)
    staff.get("desk/")
    assert seen(staff) > first  # type: ignore[operator]  # It is there.


def test_a_page_that_refreshes_itself_is_no_sign_of_life(staff: Walker, moved_clock: HouseClock) -> None:
    staff.get("desk/")
    first = seen(staff)
    at(moved_clock, 5)
    staff.get("desk/", headers={"hx-request": "true"})
    assert seen(staff) == first


def test_a_caregivers_request_never_touches_a_session(walker: Walker) -> None:
    walker.get("")
    walker.post("begin/soon/", {"urgency": "today"})
    assert not Session.objects.exists()


def test_a_visit_is_not_joined_to_the_staff_session_of_the_same_browser(
    staff: Walker, sent: Walker, moved_clock: HouseClock
) -> None:
    staff.get("desk/")
    first, kept = seen(staff), Session.objects.values_list("session_data", "expire_date").get()
    at(moved_clock, 5)
    staff.come_back(sent.code())
    staff.get("page/")
    staff.answer()
    assert seen(staff) == first
    assert Session.objects.values_list("session_data", "expire_date").get() == kept
