"""Erasing in haste hides no abuse: who opened something, and how often, stays in the ledger's clear part (T35)."""

import json

import pytest

from alongside.cases import openings
from alongside.cases import operations as cases
from alongside.cases.models import Case, Opening
from alongside.journeys import forgetting
from alongside.ledger import queries as ledger
from alongside.ledger.models import Proof
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.stories.story import Story

pytestmark = pytest.mark.django_db


def test_erasing_leaves_who_opened_it_and_how_often() -> None:
    worlds.make_noise()
    story = Story(worlds.make())
    story.somebody_asks_for_help(urgency="now")
    who = story.paged_since()[0]
    story.accepts(who)
    for _turn in range(3):
        story.opens_the_contact(who)
        story.minutes_pass(1)
    story.they_come_back_with_their_code()
    forgetting.erase_now(organization=story.world.organization.pk, token=story.visit, now=story.now)

    assert story.case
    line = ledger.lines(organization=story.world.organization.pk)[0]
    assert line.verb == "case.erased"
    assert line.payload["opened"] == {str(story.world.people[who].pk): 3}
    told = json.dumps(line.payload)
    assert str(story.case.pk) not in told
    assert story.case.designation not in told
    assert set(line.payload) == {"quarter", "opened"}, "nothing of what was opened, or when"
    assert not Proof.objects.filter(case=story.case.pk).exists()
    assert ledger.verify(organization=story.world.organization.pk) == []
    assert Case.objects.get(pk=story.case.pk).stage == "erased"


TELLS_NOTHING = {"asked", "paged", "visit", "contact_changed", "offered", "new_code", "asked_anew"}
"""Acts by which nobody who works here learns how to reach a person or reads a word."""


def test_each_way_of_learning_something_is_counted() -> None:
    story = Story(worlds.make())
    story.somebody_asks_for_help(urgency="now")
    case, supporter = story.case, story.world.owner
    assert case
    for what in Opening.What:
        with one_transaction(ring=False):
            before = openings.by_actor(case=case).get(str(supporter.pk), 0)
            cases.note_opening(case=case, role="supporter", person=supporter.pk, what=what, now=story.now)
            after = openings.by_actor(case=case).get(str(supporter.pk), 0)
        assert after - before == (0 if what in TELLS_NOTHING else 1), what


def test_nobody_opened_anything_and_nobody_is_named() -> None:
    story = Story(worlds.make())
    story.somebody_asks_for_help(urgency="now")
    story.they_come_back_with_their_code()
    forgetting.erase_now(organization=story.world.organization.pk, token=story.visit, now=story.now)
    assert ledger.lines(organization=story.world.organization.pk)[0].payload["opened"] == {}
