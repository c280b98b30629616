"""The board: two made-up words, a stage and a clock; choosing blind; alarms; the withdrawal switch."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.cases import moves
from alongside.cases.models import Case
from alongside.cases.queries import BoardRow
from alongside.ledger.models import Entry
from alongside.paging.models import Alarm, Page
from alongside.tenancy import last_good
from alongside.tenancy.models import Organization
from alongside.web.coordinating import board
from tests import worlds
from tests.signed_in import signed_in
from tests.stories.story import PHONE, Story

pytestmark = pytest.mark.django_db
WHOLE = datetime(2026, 3, 4, 15, 0, tzinfo=clock.now().tzinfo)


class Scene:
    """A coordinator's browser, and somebody who waits."""

    def __init__(self, **answers: object) -> None:
        worlds.make_noise(now=clock.now())
        self.world = worlds.make(now=clock.now())
        self.story = Story(self.world, now=clock.now())
        self.story.somebody_asks_for_help(urgency="now", **answers)
        assert self.story.case
        self.case = self.story.case
        self.client: Client = signed_in(self.world.coordinator)
        self.base = f"/en/o/{self.world.slug}/desk/"

    def text(self, path: str = "board/", **headers: str) -> str:
        answer = self.client.get(f"{self.base}{path}", headers=headers)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode().replace("\u00a0", " ")

    def able(self) -> str:
        return str(self.post(f"board/{self.case.pk}/").content.decode()).replace("\u00a0", " ")

    def post(self, path: str) -> Any:
        return self.client.post(f"{self.base}{path}", follow=True)


@pytest.fixture
def scene() -> Scene:
    return Scene(wishes=["same_profession"], profession="nurse")


def test_the_board_shows_a_made_up_name_a_stage_and_a_clock(scene: Scene) -> None:
    words = scene.text()
    assert scene.case.designation in words
    assert "One person is waiting." in words


def test_the_board_shows_nothing_else(scene: Scene) -> None:
    words = scene.text()
    for never in (PHONE, "(202)", "555-0177", "nurse", "Nurse", "intensive", scene.world.site.name, worlds.NOISE):
        assert never not in words, never
    assert set(BoardRow.__dataclass_fields__) == {
        "case", "designation", "stage", "due_at", "danger", "wants_help_choosing",
    }  # fmt: skip


def test_times_are_rounded_up_to_five_minutes() -> None:
    base = datetime(2026, 3, 4, 15, 0, tzinfo=clock.now().tzinfo)
    assert board.rounded(base) == base
    assert board.rounded(base + timedelta(seconds=1)) == base + timedelta(minutes=5)
    assert board.rounded(base + timedelta(minutes=7, seconds=30)) == base + timedelta(minutes=10)


def test_the_minutes_left_tell_nothing_finer(scene: Scene) -> None:
    told = set()
    for seconds in (0, 61, 122, 183):
        Case.objects.filter(pk=scene.case.pk).update(due_at=WHOLE + timedelta(seconds=seconds + 1))
        (one,) = board.of(_place(scene), now=WHOLE).waiting
        told.add((one.due_at, one.minutes, one.filled))
    assert len(told) == 1


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "next step now"), (5, "in 5 min,"), (120, "in 120 min,"), (125, "in about 2 hours,"), (390, "in about 6 h")],
)
def test_what_is_far_off_is_told_in_hours(scene: Scene, minutes: int, words: str) -> None:
    Case.objects.filter(pk=scene.case.pk).update(due_at=WHOLE + timedelta(minutes=minutes))
    (one,) = board.of(_place(scene), now=WHOLE).waiting
    assert one.soon.startswith(words)


def test_nobody_waits(scene: Scene) -> None:
    scene.story.accepts(scene.story.paged_since()[0])
    words = scene.text()
    assert "Nobody is waiting." in words
    assert scene.case.designation in words, "it is under way"


def test_the_board_answers_only_when_something_changed(scene: Scene) -> None:
    seen = board.of(_place(scene), now=clock.now()).mark
    same = scene.client.get(f"{scene.base}board/?seen={seen}", headers={"HX-Request": "true"})
    other = scene.client.get(f"{scene.base}board/?seen=old", headers={"HX-Request": "true"})
    assert (same.status_code, other.status_code) == (204, 200)
    assert b"<html" not in other.content


def _place(scene: Scene) -> Any:
    answer = scene.client.get(f"{scene.base}board/")
    return answer.wsgi_request.place  # type: ignore[attr-defined]  # Set by the middleware.


def test_looking_at_a_request_opens_nothing(scene: Scene) -> None:
    before = Entry.objects.count()
    words = scene.text(f"board/{scene.case.pk}/")
    assert "Show those who can" in words
    assert not any(person.name in words for who, person in scene.world.people.items() if who != "coordinator")
    assert Entry.objects.count() == before
    scene.post(f"board/{scene.case.pk}/")
    (entry,) = Entry.objects.order_by("seq")[before:]
    assert (entry.verb, entry.actor_role) == ("case.able_listed", "coordinator")


def test_choosing_is_blind(scene: Scene) -> None:
    words = scene.able()
    assert "Who is missing is not explained." in words
    assert "Nurse" not in words


def test_paging_one_of_those_who_can(scene: Scene) -> None:
    words = scene.able()
    asked = set(Page.objects.filter(case=scene.case).values_list("person_id", flat=True))
    free = next(row for row in scene.world.people.values() if f"/page/{row.pk}/" in words)
    assert free.pk not in asked
    assert "They are being paged." in scene.post(f"board/{scene.case.pk}/page/{free.pk}/").content.decode()
    assert Page.objects.filter(case=scene.case, person=free).exists()


def test_whoever_cannot_is_not_paged(scene: Scene) -> None:
    auditor = scene.world.auditor.pk
    assert "cannot be paged" in scene.post(f"board/{scene.case.pk}/page/{auditor}/").content.decode()
    assert not Page.objects.filter(case=scene.case, person=auditor).exists()


def test_paging_the_next_now(scene: Scene) -> None:
    before = Page.objects.filter(case=scene.case).count()
    assert "The next colleagues are being paged." in scene.post(f"board/{scene.case.pk}/next/").content.decode()
    assert Page.objects.filter(case=scene.case).count() > before


def _form_of(scene: Scene) -> dict[str, str]:
    seen = re.search(r'name="seen" value="([0-9a-f-]+)"', scene.text(f"board/{scene.case.pk}/anew/"))
    assert seen
    return {"seen": seen[1], "reason": "away"}


def test_colleagues_are_asked_anew_where_a_supporter_is_silent(scene: Scene) -> None:
    (who, *_) = scene.story.paged_since()
    scene.story.accepts(who)
    assert f"board/{scene.case.pk}/anew/" in scene.text()
    form, asks = _form_of(scene), f"{scene.base}board/{scene.case.pk}/anew/"
    assert "no name" in scene.text(f"board/{scene.case.pk}/anew/")
    assert scene.world.people[who].name not in scene.text(f"board/{scene.case.pk}/anew/")
    assert scene.client.post(asks, {"seen": form["seen"]}).status_code == 400, "not without a reason"
    assert "Colleagues are being asked to go on." in scene.client.post(asks, form, follow=True).content.decode()
    scene.story.expects_stage("waiting")
    theirs = signed_in(scene.world.people[who]).get(f"{scene.base}now/").content.decode()
    assert "asked other colleagues to go on with" in theirs
    assert scene.case.designation in theirs
    assert signed_in(scene.world.people[who]).get(f"{scene.base}cases/{scene.case.pk}/").status_code == 404


def test_an_old_page_takes_nobody_from_whoever_has_just_said_yes(scene: Scene) -> None:
    first, *_ = scene.story.paged_since()
    scene.story.accepts(first)
    form, asks = _form_of(scene), f"{scene.base}board/{scene.case.pk}/anew/"
    scene.client.post(asks, form)
    (second, *_) = (who for who in scene.story.paged_since() if who != first)
    scene.story.now = clock.now()
    scene.story.accepts(second)
    assert "moved on meanwhile" in scene.client.post(asks, form, follow=True).content.decode()
    scene.story.expects_stage("accepted")


def test_where_nobody_has_it_there_is_nobody_to_ask_instead_of(scene: Scene) -> None:
    form = {"reason": "away", "seen": str(moves.newest(organization=scene.world.organization.pk, case=scene.case.pk))}
    assert "No supporter has this request now." in scene.text(f"board/{scene.case.pk}/anew/")
    answer = scene.client.post(f"{scene.base}board/{scene.case.pk}/anew/", form, follow=True)
    assert "moved on meanwhile" in answer.content.decode()


def test_what_no_longer_waits_is_said(scene: Scene) -> None:
    scene.story.accepts(scene.story.paged_since()[0])
    assert "no longer waits" in scene.post(f"board/{scene.case.pk}/next/").content.decode()


def test_a_case_of_elsewhere_does_not_exist(scene: Scene) -> None:
    other = Scene()
    for path in (f"board/{other.case.pk}/next/", f"board/{other.case.pk}/anew/", f"board/{other.case.pk}/help/"):
        assert scene.client.post(f"{scene.base}{path}").status_code == 404
    assert scene.client.get(f"{scene.base}board/{other.case.pk}/").status_code == 404


def test_help_to_choose_only_where_it_was_let(scene: Scene) -> None:
    assert scene.client.post(f"{scene.base}board/{scene.case.pk}/help/").status_code == 404
    Case.objects.filter(pk=scene.case.pk).update(coordinator_may_help=True)
    assert "It is in their log." in scene.post(f"board/{scene.case.pk}/help/").content.decode()
    scene.story.they_come_back_with_their_code()
    assert any(seen.role == "coordinator" for seen in scene.story.standing.seen)


def test_an_alarm_goes_when_somebody_sees_to_it(scene: Scene) -> None:
    alarm = Alarm.objects.create(
        organization=scene.world.organization, kind="nobody_answered", case=scene.case, raised_at=clock.now()
    )
    assert "Nobody has answered yet" in scene.text()
    page = scene.post(f"alarms/{alarm.pk}/seen/").content.decode()
    assert "Nobody has answered yet" not in page
    assert "Noted: you see to it." in page


def test_withdrawal_asks_once_and_closes_at_once(scene: Scene) -> None:
    assert "Close asking for now?" in scene.text("withdrawal/")
    assert Organization.objects.get(pk=scene.world.organization.pk).mode == "live", "looking changes nothing"
    assert "Asking is closed." in scene.post("withdrawal/now/").content.decode()
    assert Organization.objects.get(pk=scene.world.organization.pk).mode == "withdrawn"
    assert scene.case.designation in scene.text(), "what was saved goes on"


def test_the_board_asks_the_same_number_of_questions_however_full(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_good, "FRESH", timedelta(days=1))  # Else a copy may grow old between two looks.
    scene.text()
    with CaptureQueriesContext(connection) as few:
        scene.text()
    for _ in range(6):
        scene.story.somebody_asks_for_help(urgency="now")
    with CaptureQueriesContext(connection) as many:
        scene.text()
    assert len(many) == len(few)
