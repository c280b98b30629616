"""A yes to whoever carries an offer: with them, with somebody else, in danger."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alongside.cases import queries as cases
from alongside.cases.entrusted import ContactWish
from alongside.cases.models import Case
from alongside.journeys import saying_yes
from alongside.notices.models import Notice
from alongside.paging.models import Alarm, Page
from alongside.rounds.models import Round
from alongside.vocabulary.asking import Urgency, Way
from tests import worlds
from tests.journeys.carrying import begin, somebody
from tests.journeys.test_carrying import opened
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Return our organization beside a stranger one."""
    worlds.make_noise()
    return worlds.make()


def yes(
    *, with_me: bool = True, urgency: str = "today", wants_code: bool = False, once: bytes = b"1" * 32
) -> saying_yes.Yes:
    """Return a yes by telephone, at the number known."""
    contact = ContactWish(way=Way.PHONE_CALL)
    return saying_yes.Yes(
        with_me=with_me,
        urgency=Urgency(urgency),
        contact=contact,
        language="en",
        wants_code=wants_code,
        once=once,
    )


def test_yes_with_me_is_their_own_request_and_the_name_is_gone(world: World) -> None:
    begin(world, somebody(world, "Anna Keller", phone="+12025550199"))
    who, (one,) = opened(world)
    sent = saying_yes.said_yes(member=who, case=one.row.case, yes=yes(wants_code=True), now=NOW)
    case = Case.objects.get()
    assert (case.stage, case.owner_id, case.source) == ("accepted", who.person, "carried")
    assert sent.code
    assert NOW < case.contact_due <= NOW + timedelta(hours=12)
    contact = cases.contact_of(case=case, box=cases.box_of(case))
    assert contact == ContactWish(way=Way.PHONE_CALL, phone="+12025550199")
    assert not Page.objects.exists()
    assert Round.objects.get().closed_at is not None
    assert saying_yes.said_yes(member=who, case=case.pk, yes=yes(wants_code=True), now=NOW).code == sent.code


def test_yes_with_somebody_else_pages_another_who_was_not_involved(world: World) -> None:
    begin(world, somebody(world, unit_group=world.group.pk), somebody(world, "Third", person=world.third))
    who, named = opened(world)
    anna = next(one for one in named if one.to.name == "Anna Keller")
    saying_yes.said_yes(member=who, case=anna.row.case, yes=yes(with_me=False, urgency="now"), now=NOW)
    case = Case.objects.get(pk=anna.row.case)
    assert (case.stage, case.owner_id) == ("waiting", None)
    (page,) = Page.objects.filter(case=case)
    assert page.person_id not in {who.person, world.third.pk, world.chief.pk}


def test_danger_waits_for_no_yes(world: World) -> None:
    begin(world, somebody(world))
    who, (one,) = opened(world)
    saying_yes.raise_danger(member=who, case=one.row.case, now=NOW)
    case = Case.objects.get()
    assert (case.stage, case.danger, case.owner_id) == ("accepted", True, who.person)
    assert Alarm.objects.filter(case=case, kind="danger").count() == 1
    assert Notice.objects.filter(person=world.professional.pk, template="alarm").exists()


def test_danger_in_a_yes_is_danger(world: World) -> None:
    begin(world, somebody(world), somebody(world, "Luis"))
    who, (first, second) = opened(world)
    saying_yes.said_yes(member=who, case=first.row.case, yes=yes(urgency="danger"), now=NOW)
    saying_yes.said_yes(
        member=who, case=second.row.case, yes=yes(urgency="danger", with_me=False, once=b"2" * 32), now=NOW
    )
    assert list(Case.objects.values_list("danger", "urgency")) == [(True, "danger")] * 2
    assert Alarm.objects.filter(kind="danger").count() == 2
