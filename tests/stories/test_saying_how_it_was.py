"""Somebody says afterwards how it was: nobody can trace it, and a word of thanks finds its supporter (threat T11).

The attacker has everything: every row of every table in the order in which it is stored, the ledger, and knows when
each case was closed and in which order people answered.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection, models

from alongside.cases.errors import MoveRefused
from alongside.cases.models import Case, EvaluationOffered
from alongside.journeys import asking_how_it_was as journey
from alongside.ledger.models import Entry
from alongside.people.models import Person
from alongside.surveys import operations as surveys
from alongside.surveys import queries
from alongside.surveys.errors import NotExpected
from alongside.surveys.models import Answer, Expected, Thanked, Thanks, Ticket, Waiting
from alongside.surveys.operations import Said
from alongside.tenancy.models import Organization
from alongside.vocabulary.evaluating import Helpful, Recommends, ThankYou, Trusted
from tests import worlds
from tests.habits.house import ours
from tests.stories.story import Story

pytestmark = pytest.mark.django_db

SURVEYS = (Ticket, Expected, Thanked, Waiting, Answer, Thanks)
NEXT_MONTH = timedelta(days=31)

Dump = dict[str, list[dict[str, Any]]]


def full_dump() -> Dump:
    """Read every table of ours as a thief of the file would: all columns, in the order of storage."""
    return {model._meta.db_table: list(_rows(model)) for model in ours()}


def _rows(model: type[models.Model]) -> Iterator[dict[str, Any]]:
    order = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY {order}')  # noqa: S608  # Names of our own.
        names = [column[0] for column in cursor.description or ()]
        for row in cursor.fetchall():
            yield {name: _plain(value) for name, value in zip(names, row, strict=True)}


def _plain(value: object) -> object:
    """Spell keys alike, whatever the database gives: dashes or none, text or uuid, memory or bytes."""
    if isinstance(value, memoryview | bytearray | bytes):
        return bytes(value)
    text = str(value)
    return text.replace("-", "") if len(text) in {32, 36} else value


def walked_with(world: worlds.World, now: datetime) -> Story:
    """Somebody asked, a colleague spoke with them, and they ended together."""
    story = Story(world, now=now)
    story.somebody_asks_for_help(urgency="now")
    (who,) = story.paged_since()
    story.accepts(who)
    story.says(who, "spoke")
    story.minutes_pass(11)
    story.ends_it(who, "end_together")
    story.they_come_back_with_their_code()
    return story


def ticket_of(story: Story) -> str | None:
    """Press "Say how it was"."""
    return journey.take_ticket(organization=story.world.organization.pk, token=story.visit, now=story.now)


def says(story: Story, ticket: str, said: Said, *thanks: ThankYou) -> None:
    """Give the answers."""
    journey.answer(organization=story.world.organization.pk, text=ticket, said=said, thanks=thanks)


def engine_works(now: datetime) -> None:
    """Let what is due be done."""
    while journey.see_to_next(now=now):
        pass


def test_evaluation_cannot_be_traced() -> None:
    world = worlds.make()
    worlds.make_noise()
    engine_works(worlds.NOW)
    before = full_dump()
    stories, tickets, entries = [], [], Entry.objects.count()
    for number, helpful in enumerate([*Helpful, Helpful.NOT_REALLY, Helpful.YES_MUCH]):
        story = walked_with(world, worlds.NOW + timedelta(hours=number))
        entries = Entry.objects.count()
        ticket = ticket_of(story)
        assert ticket
        says(story, ticket, Said(helpful=helpful, trusted=Trusted.FULLY), ThankYou.LISTENED)
        assert Entry.objects.count() == entries  # The ledger keeps no hour of it.
        stories.append(story)
        tickets.append(ticket)
    waiting = full_dump()
    _nothing_is_told_by_what_waits(waiting, before)
    engine_works(worlds.NOW + timedelta(days=1))
    dump = full_dump()
    _no_key_leads_across(dump)
    _no_clock_stands_there()
    _no_ticket_can_be_tried(dump, tickets)
    assert {row["quarter"] for row in dump["surveys_answer"]} == {"2026-Q1"}
    assert len(dump["surveys_answer"]) == len(stories)


def _nothing_is_told_by_what_waits(dump: Dump, before: Dump) -> None:
    """What was given and used is only missing: the rest stands in the order in which it was made, ahead of time."""
    for table in ("surveys_ticket", "surveys_expected", "surveys_thanked"):
        left = [row["id"] for row in dump[table]]
        there = [row["id"] for row in before[table]]
        assert [key for key in there if key in set(left)] == left
        assert len(there) > len(left)
    sizes = {len(row["sealed"]) for row in dump["surveys_waiting"] if row["kind"] == "answer"}
    assert len(sizes) == 1
    assert all(row.keys() == {"id", "kind", "sealed", "organization_id"} for row in dump["surveys_waiting"])


def _no_key_leads_across(dump: Dump) -> None:
    """No value of an answer's store stands anywhere else, but for the organization and the supporters' own keys."""
    people = {_plain(key) for key in Person.objects.values_list("pk", flat=True)}
    allowed = people | {_plain(key) for key in Organization.objects.values_list("pk", flat=True)}
    mine = {model._meta.db_table for model in SURVEYS}
    inside = {value for table in mine for row in dump[table] for value in row.values() if _telling(value)} - allowed
    elsewhere = dump.keys() - mine - {"vault_wrappedkey"}  # A key's row names what it seals, and no more than that.
    outside = {value for table in elsewhere for row in dump[table] for value in row.values() if _telling(value)}
    assert inside
    assert inside & outside == set()
    assert not people & {value for row in dump["surveys_answer"] for value in row.values() if _telling(value)}


def _telling(value: object) -> bool:
    """Whether a value could join two rows: a key or a digest, not a code of a list."""
    return isinstance(value, bytes | str) and len(value) >= 16


def _no_clock_stands_there() -> None:
    fields = {field for model in (*SURVEYS, EvaluationOffered) for field in model._meta.concrete_fields}
    assert not [field.name for field in fields if isinstance(field, models.DateField | models.DateTimeField)]


def _no_ticket_can_be_tried(dump: Dump, tickets: list[str]) -> None:
    """Whoever heard a ticket finds it nowhere: what is kept is marked under a key that is not in the database."""
    everything = repr(dump).encode()
    for ticket in tickets:
        assert ticket.encode() not in everything
        assert repr(sha256(ticket.encode()).digest()).encode() not in everything
        assert sha256(ticket.encode()).hexdigest().encode() not in everything


def found_by_place(batches: int) -> int:
    """Return how often an attacker is right who knows the order of answering and learns where the first one lies.

    The best single place is taken for the guess: so it finds a fixed order, whichever it is.
    """
    world = worlds.make()
    org, places = world.organization.pk, Counter[int]()
    for _ in range(batches):
        for said in [Said(helpful=helpful) for helpful in Helpful] + [Said(recommends=Recommends.WOULD)]:
            with journey.one_transaction(ring=False):
                ticket = journey.surveys.hand_out(organization=org, supporter=world.owner.pk, now=worlds.NOW)
            journey.answer(organization=org, text=ticket, said=said, thanks=())
        with journey.one_transaction(ring=False):
            assert journey.surveys.mix(organization=org, now=worlds.NOW) == len(Helpful) + 1
        first = next(iter(Helpful)).value
        places[next(place for place, row in enumerate(_rows(Answer)) if row["helpful"] == first)] += 1
        Answer.objects.all().delete()
    return max(places.values())


def test_the_order_of_answering_tells_nothing_of_the_order_of_storage() -> None:
    """The measure: of five who answered in a known order, guessing one by its place is right as often as by chance."""
    batches, by_chance = 60, 60 / (len(Helpful) + 1)
    assert found_by_place(batches) < by_chance + 5 * by_chance**0.5  # Five standard deviations above chance.


def test_the_attacker_wins_where_nothing_is_shuffled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The measure above finds what it is there to find."""

    class InTheirOrder:
        choice = staticmethod(secrets.choice)

        def shuffle(self, rows: list[object]) -> None:
            """Leave them as they came."""

    monkeypatch.setattr(surveys, "_ORDER", InTheirOrder())
    assert found_by_place(12) == 12


def test_one_case_one_ticket_one_answer() -> None:
    world = worlds.make()
    story = walked_with(world, worlds.NOW)
    assert journey.may_take_ticket(organization=world.organization.pk, token=story.visit, now=story.now)
    ticket = ticket_of(story)
    assert ticket
    assert ticket_of(story) is None
    assert not journey.may_take_ticket(organization=world.organization.pk, token=story.visit, now=story.now)
    says(story, ticket, Said(helpful=Helpful.YES_MUCH))
    with pytest.raises(NotExpected):
        says(story, ticket, Said(helpful=Helpful.NOT_REALLY))


def test_it_is_asked_at_the_end_and_only_of_somebody_who_was_spoken_with() -> None:
    story = Story(worlds.make())
    story.somebody_asks_for_help(urgency="now")
    story.they_come_back_with_their_code()
    with pytest.raises(MoveRefused):
        ticket_of(story)
    story.they_say("withdraw")
    story.they_come_back_with_their_code()
    assert ticket_of(story) is None
    assert not EvaluationOffered.objects.exists()


def test_the_supporter_may_read_it_aloud_at_the_last_talk() -> None:
    world = worlds.make()
    story = Story(world)
    story.somebody_asks_for_help(urgency="now")
    (who,) = story.paged_since()
    story.accepts(who)
    assert story.case
    own = {"organization": world.organization.pk, "case": story.case.pk, "person": world.people[who].pk}
    with pytest.raises(MoveRefused):
        journey.read_aloud(**own, now=story.now)
    story.says(who, "spoke")
    story.minutes_pass(11)
    ticket = journey.read_aloud(**own, now=story.now)
    assert ticket
    assert journey.look(organization=world.organization.pk, typed=ticket.lower()) == ticket
    story.ends_it(who, "end_together")
    story.they_come_back_with_their_code()
    assert ticket_of(story) is None


def test_a_word_of_thanks_finds_its_supporter_when_the_month_turns() -> None:
    world = worlds.make()
    engine_works(worlds.NOW)
    story = walked_with(world, worlds.NOW)
    ticket = ticket_of(story)
    assert ticket
    says(story, ticket, Said(), ThankYou.LISTENED, ThankYou.CALM)
    engine_works(worlds.NOW + timedelta(days=5))
    assert not Thanks.objects.exists()
    engine_works(worlds.NOW + NEXT_MONTH)
    walked = next(person for person in world.people.values() if _thanks(world, person.pk))
    assert [row.phrase for row in _thanks(world, walked.pk)] == ["calm", "listened"]
    assert Thanks.objects.count() == 2
    engine_works(worlds.NOW + 14 * NEXT_MONTH)
    assert not Thanks.objects.exists()


def _thanks(world: worlds.World, person: Any) -> list[queries.ThanksRow]:
    return queries.thanks_of(organization=world.organization.pk, supporter=person)


def test_what_says_that_a_ticket_was_given_goes_with_the_case() -> None:
    story = walked_with(worlds.make(), worlds.NOW)
    assert ticket_of(story)
    assert EvaluationOffered.objects.count() == 1
    assert story.case
    Case.objects.filter(pk=story.case.pk).delete()
    assert not EvaluationOffered.objects.exists()


def test_contact_that_only_the_caregiver_confirmed_counts_too() -> None:
    world = worlds.make()
    engine_works(worlds.NOW)
    story = Story(world)
    story.somebody_asks_for_help(urgency="now")
    (who,) = story.paged_since()
    story.accepts(who)
    story.they_come_back_with_their_code()
    story.they_say("we_spoke")
    story.ends_it(who, "end_together")
    ticket = ticket_of(story)
    assert ticket
    says(story, ticket, Said(), ThankYou.NOT_ALONE)
    engine_works(worlds.NOW + NEXT_MONTH)
    assert [row.phrase for row in _thanks(world, world.people[who].pk)] == ["not_alone"]
