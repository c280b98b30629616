"""A backup was put back: whatever was on its way then is over, and people look before anything goes on (H38)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from alongside.cases.models import Case, Draft, Visit
from alongside.events import operations as events
from alongside.events.models import Event, Involved
from alongside.journeys import recovering
from alongside.ledger import queries as ledger
from alongside.notices.models import Notice
from alongside.paging.models import Alarm, Page
from alongside.rounds.models import Carried
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.events.reports import report
from tests.journeys.carrying import begin, somebody
from tests.stories.story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(tmp_path: Path, settings: LazySettings) -> Story:
    """Something is under way everywhere: an event, offers, a page, a visit, a sign-in, a letter."""
    settings.ERASURE_LIST = str(tmp_path / "erasures.list")
    told = Story(worlds.make())
    with one_transaction(ring=False):
        events.keep(
            organization=told.world.organization.pk, report=report(told.world, now=told.now), hold=False, now=told.now
        )
    begin(told.world, somebody(told.world), somebody(told.world, "Ben Ames"), now=told.now)
    told.somebody_asks_for_help(urgency="now")
    told.they_come_back_with_their_code()
    SessionStore().create()
    return told


def test_what_was_on_its_way_before_a_restore_is_over(story: Story) -> None:
    assert Event.objects.exists()
    assert Case.objects.filter(stage="offered").count() == 2
    assert Notice.objects.filter(state="due").exists()
    now = story.now + timedelta(hours=3)
    recovering.recover(now=now, restored=True)
    assert not Event.objects.exists()
    assert not Involved.objects.exists()
    assert not Carried.objects.exists()
    assert not Case.objects.filter(stage="offered").exists()
    assert not Page.objects.filter(answer="none").exists()
    assert not Visit.objects.filter(ended_at=None).exists()
    assert not Session.objects.exists()
    assert not Draft.objects.exists()
    due = Notice.objects.filter(state="due")
    assert {row.person_id for row in due} == {story.world.coordinator.pk, story.world.deputy.pk}
    assert {(row.template, row.due_at) for row in due} == {("alarm", now + timedelta(minutes=15))}
    assert Alarm.objects.filter(kind="restored", case=story.case, seen_at=None).count() == 1
    assert ledger.lines(organization=story.world.organization.pk)[0].verb == "house.restored"


def test_nothing_that_was_due_goes_on_before_somebody_could_look(story: Story) -> None:
    now = story.now + timedelta(hours=3)
    recovering.recover(now=now, restored=True)
    case = Case.objects.get(pk=story.case.pk)  # type: ignore[union-attr]
    assert case.stage == "waiting"
    assert case.due_at is not None
    assert case.due_at >= now + timedelta(hours=1)
