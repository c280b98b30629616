"""Erasing by the page, the hold by two people that its person sees, and the days that counsel signs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.cases.models import Case, Hold
from alongside.journeys import forgetting, holding
from alongside.ledger.models import ClearPart
from alongside.notices.models import Notice
from alongside.people import queries as people
from alongside.tenancy.models import Retention
from alongside.tenancy.queries import days_kept
from alongside.tenancy.rules import RETENTION
from alongside.vault.models import WrappedKey
from alongside.vocabulary.forgetting import HoldReason
from tests import worlds
from tests.signed_in import signed_in
from tests.stories.story import Story

pytestmark = pytest.mark.django_db


class Scene:
    """Somebody asked and came back; a coordinator and an auditor are at their desks."""

    def __init__(self) -> None:
        worlds.make_noise(now=clock.now())
        self.world = worlds.make(now=clock.now())
        self.story = Story(self.world, now=clock.now())
        self.story.somebody_asks_for_help(urgency="today")
        assert self.story.case
        self.case = self.story.case
        self.base = f"/en/o/{self.world.slug}/"
        self.browser = Client()
        self.browser.post(f"{self.base}back/", {"code": self.story.code})

    def page(self, path: str = "page/") -> str:
        return words(self.browser.get(self.base + path))

    def desk(self, who: str) -> Client:
        return signed_in(self.world.people[who])

    def press(self, who: str, path: str, **data: str) -> str:
        answer = self.desk(who).post(f"{self.base}desk/kept/{self.case.pk}/{path}/", data, follow=True)
        return words(answer)

    def hold(self) -> None:
        self.press("coordinator", "hold", reason="court_order")
        self.press("auditor", "agree")


def words(answer: Any) -> str:
    text: str = answer.content.decode()
    return " ".join(text.replace("&#x27;", "'").replace("\u00a0", " ").split())


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_the_page_says_what_goes_and_lets_it_go(scene: Scene) -> None:
    assert "Erase everything now" in scene.page()
    assert "It cannot be undone" in scene.page("page/last/")
    assert WrappedKey.objects.filter(case=scene.case.pk).exists()
    answer = scene.browser.post(f"{scene.base}page/last/")
    assert "It is erased." in words(answer)
    assert answer.cookies[settings.VISIT_COOKIE_NAME].value == ""
    assert Case.objects.get(pk=scene.case.pk).stage == "erased"
    assert not WrappedKey.objects.filter(case=scene.case.pk).exists()
    assert "No request here has this code, or it was erased." in words(
        scene.browser.post(f"{scene.base}back/", {"code": scene.story.code})
    )


def test_under_danger_the_page_holds_it_kindly_and_says_until_when(scene: Scene) -> None:
    scene.browser.post(f"{scene.base}page/first/")
    for answer in (scene.browser.get(f"{scene.base}page/last/"), scene.browser.post(f"{scene.base}page/last/")):
        assert "We cannot erase it just now." in words(answer)
        assert "People look at it again" in words(answer)
        assert "<form" not in answer.content.decode().split("<main")[1].split("</main")[0]
    assert Case.objects.get(pk=scene.case.pk).stage == "waiting"


def test_hold_is_shown(scene: Scene) -> None:
    assert "By law this is kept" not in scene.page()
    scene.press("coordinator", "hold", reason="court_order")
    assert "By law this is kept" not in scene.page()  # One person stops nothing.
    scene.press("auditor", "agree")
    page = scene.page()
    assert page.count("By law this is kept for now.") == 2  # At the top; below, explained.
    assert page.index("By law this is kept") < page.index("What has happened")
    assert "Reason: A court order." in page
    assert "We may not erase it just now." in words(scene.browser.post(f"{scene.base}page/last/"))
    assert "What a court could ask for" in scene.page("kept/")
    back = f'class="back-link" href="{scene.base}'
    assert f'{back}page/"' in scene.browser.get(f"{scene.base}kept/").content.decode()
    assert f'{back}"' in Client().get(f"{scene.base}kept/").content.decode()
    assert Case.objects.get(pk=scene.case.pk).stage == "waiting"


def test_it_takes_two_to_hold_and_two_to_let_go(scene: Scene) -> None:
    listed = words(scene.desk("coordinator").get(f"{scene.base}desk/kept/"))
    assert f"Erased at most {RETENTION.days} days after it has ended." in listed
    said = scene.press("coordinator", "hold", reason="counsel")
    assert "Asked." in said
    assert "it takes two people" in scene.press("coordinator", "agree")
    scene.press("auditor", "agree")
    assert "Once a second person has agreed" in scene.press("coordinator", "let-go")
    assert "it takes two people" in scene.press("coordinator", "let-go")
    assert Hold.objects.get(case=scene.case).ended_at is None
    assert "Two people agreed: the hold is lifted." in scene.press("auditor", "let-go")
    assert Hold.objects.get(case=scene.case).ended_at
    verbs = list(ClearPart.objects.filter(entry__verb__startswith="hold.").values_list("entry__verb", flat=True))
    assert sorted(verbs) == ["hold.agreed", "hold.asked", "hold.lift_asked", "hold.lifted"]
    assert not any(str(scene.case.pk) in str(part.payload) for part in ClearPart.objects.all())
    parts = ClearPart.objects.filter(entry__verb__startswith="hold.").order_by("entry__seq")
    one, other = scene.world.coordinator.pk, scene.world.auditor.pk
    assert [part.actor for part in parts] == [one, other, one, other], "both names stay, and the reason"
    assert {str(part.payload) for part in parts} == {"{'reason': 'counsel'}"}


def test_without_a_reason_nothing_is_asked(scene: Scene) -> None:
    assert "Please choose a reason." in scene.press("coordinator", "hold")
    assert not Hold.objects.exists()


def test_a_hold_stops_what_exists_and_nothing_else(scene: Scene) -> None:
    """What has ended stays ended under a hold that begins later: nothing is brought back, nobody is paged."""
    scene.story.they_come_back_with_their_code()
    scene.story.they_say("withdraw")
    before = (Case.objects.values("stage", "owner").get(pk=scene.case.pk), Notice.objects.count())
    scene.hold()
    assert (Case.objects.values("stage", "owner").get(pk=scene.case.pk), Notice.objects.count()) == before
    later = clock.now() + timedelta(days=60)
    assert not forgetting.erase_next(now=later)
    assert Case.objects.get(pk=scene.case.pk).stage == "withdrawn"
    for who in ("coordinator", "auditor"):
        member = people.member(
            account=scene.world.people[who].account_id, organization=scene.world.organization.pk, now=clock.now()
        )
        assert member
        holding.lift(member=member, case=scene.case.pk, now=later)
    assert forgetting.erase_next(now=later)
    assert Case.objects.get(pk=scene.case.pk).stage == "erased"
    assert not Hold.objects.exists()


def test_nobody_holds_what_was_erased_or_is_only_offered(scene: Scene) -> None:
    scene.browser.post(f"{scene.base}page/last/")
    answer = scene.desk("coordinator").post(f"{scene.base}desk/kept/{scene.case.pk}/hold/", {"reason": "counsel"})
    assert answer.status_code == 404
    assert not Hold.objects.exists()


def test_the_list_of_what_is_kept_asks_the_same_whatever_its_length(scene: Scene) -> None:
    desk, address = scene.desk("coordinator"), f"{scene.base}desk/kept/"
    desk.get(address)
    with CaptureQueriesContext(connection) as few:
        assert scene.case.designation in words(desk.get(address))
    for _ in range(4):
        scene.story.somebody_asks_for_help(urgency="today")
    with CaptureQueriesContext(connection) as many:
        desk.get(address)
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        *[({"days": days}, "Please choose between 7 and 90 days.") for days in ("6", "91", "x")],
        *[({"years": years}, "Please choose between 2 and 10 years.") for years in ("1", "11", "-5", "x")],
        *[(fine, "") for fine in ({"days": "7"}, {"days": "90"}, {"years": "2"}, {"years": "10"})],
    ],
)
def test_retention_within_bounds(scene: Scene, typed: dict[str, str], refused: str) -> None:
    desk = scene.desk("administrator")
    data = {"days": "14", "years": "5", "schedule": "HR 4.12", "signed_by": "C. Counsel", "signed_role": "Counsel"}
    data |= typed
    answer = desk.post(f"{scene.base}desk/settings/retention/", {**data, "signed_on": "2026-01-05"}, follow=True)
    assert Retention.objects.exists() is not bool(refused)
    if refused:
        assert answer.status_code == 422
        assert refused in words(answer)
        assert "C. Counsel" in words(answer)


def signs(scene: Scene, days: int, version: int) -> None:
    """Let counsel sign another time, at this moment."""
    Retention.objects.create(
        organization=scene.world.organization, days=days, schedule="HR 4.12", signed_by="C", signed_role="Counsel",
        signed_on="2026-01-05", version=version, since=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize(("days", "theirs"), [(30, 14), (7, 7)])
def test_nothing_is_kept_longer_than_was_promised_when_they_asked(scene: Scene, days: int, theirs: int) -> None:
    """A shorter time counts for everybody, a longer one for whoever asks from then on."""
    assert "14 days after support ends" in scene.page()
    signs(scene, days, 1)
    assert f"{theirs} days after support ends" in scene.page()
    scene.story.they_come_back_with_their_code()
    scene.story.they_say("withdraw")
    ended = Case.objects.get(pk=scene.case.pk)
    assert ended.ended_at
    assert ended.due_at == ended.ended_at + timedelta(days=theirs)
    house = scene.world.organization.pk
    assert days_kept(house, asked_at=clock.now()) == days
    signs(scene, 90, 2)
    assert days_kept(house, asked_at=ended.asked_at) == theirs


def test_the_days_counsel_signed_hold_for_what_ends_from_now_on(scene: Scene) -> None:
    Retention.objects.create(
        organization=scene.world.organization, days=30, schedule="HR 4.12", signed_by="C", signed_role="Counsel",
        signed_on="2026-01-05", version=1,
    )  # fmt: skip
    assert "30 days after support ends" in scene.page()
    assert "HR 4.12" in scene.page("kept/")
    story = scene.story
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    ended = Case.objects.get(pk=scene.case.pk)
    assert ended.due_at == story.now + timedelta(days=30)
    story.now += timedelta(days=20)
    story.they_come_back_with_their_code()  # Activity extends it,
    ended.refresh_from_db()
    assert ended.due_at == story.now + timedelta(days=30)
    story.now += timedelta(days=29)
    story.they_come_back_with_their_code()
    story.now += timedelta(days=29)
    story.they_come_back_with_their_code()
    ended.refresh_from_db()
    assert ended.due_at == ended.ended_at + timedelta(days=90)  # though never beyond the bound.


@pytest.mark.parametrize("reason", list(HoldReason))
def test_every_reason_has_words_for_its_person(scene: Scene, reason: HoldReason) -> None:
    scene.press("coordinator", "hold", reason=reason.value)
    scene.press("auditor", "agree")
    assert "Reason:" in scene.page()
