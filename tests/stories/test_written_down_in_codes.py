"""A talk is written down, and nobody can find it again: in words a nurse can check."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from alongside.encounters import queries
from alongside.encounters.models import Batch, Encounter
from alongside.encounters.queries import Counted
from alongside.encounters.rules import Kind, Record
from alongside.engine.duties.mix import Mix
from alongside.journeys import leaving, notes_to_oneself, recording_an_encounter, team_sessions
from alongside.journeys.notes_to_oneself import MAY_COME
from alongside.people.queries import Member
from alongside.rounds import sessions
from alongside.rounds.rules import Reason
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.journeys.carrying import member
from tests.stories.story import Story
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    worlds.make_noise()
    return Story(worlds.make())


def written_down(story: Story, who: str) -> None:
    """Whoever carries the request taps what was different, and "Write it down"."""
    assert story.case
    own = {
        "organization": story.world.organization.pk, "case": story.case.pk, "person": story.world.people[who].pk,
    }  # fmt: skip
    known = recording_an_encounter.what_is_known(**own, now=story.now)
    record = Record(
        Kind.ONE_TO_ONE, known.shift, minutes="m16_30", outcome=known.outcome, interactions=known.interactions,
        source=known.source, tier="tier2_enough", referral="none",
    )  # fmt: skip
    said = recording_an_encounter.AS_ASKED
    recording_an_encounter.from_case(**own, record=record, as_asked=said, once="", now=story.now)


def counted(world: World) -> Counted:
    """Return what a report may count of this month and the next."""
    return queries.counted(
        organization=world.organization.pk, first_month=date(2026, 3, 1), last_month=date(2026, 4, 1)
    )


def the_month_ends(story: Story) -> None:
    """Let the engine do what is due a month later."""
    mix = Mix()
    while mix(story.now + timedelta(days=31)):
        pass


def test_two_talks_with_one_person_are_two_talks_and_one_person(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (who, *_others) = story.paged_since()
    story.accepts(who)
    story.minutes_pass(5)
    story.says(who, "spoke")
    written_down(story, who)
    story.minutes_pass(60)
    story.says(who, "spoke")
    written_down(story, who)
    assert counted(story.world) == Counted(0, 0)
    the_month_ends(story)
    assert counted(story.world) == Counted(contacts=2, first_contacts=1, time_bands={"up_to_30m": 1})


def test_what_was_written_down_outlives_the_request_and_does_not_hold_it(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (who, *_others) = story.paged_since()
    story.accepts(who)
    story.says(who, "spoke")
    written_down(story, who)
    assert story.case
    key: UUID = story.case.pk
    the_month_ends(story)
    assert counted(story.world).contacts == 1
    assert not Batch.objects.of(story.world.organization).exists()
    assert key not in set(Batch.objects.values_list("pk", flat=True))


def test_a_planned_session_is_counted_when_it_was_held(story: Story) -> None:
    world = story.world
    with one_transaction():
        key = sessions.propose(
            organization=world.organization.pk, site=world.site.pk, unit_group=world.group.pk,
            reason=Reason.HARD_TIME, now=NOW,
        )  # fmt: skip
        leaders = (world.owner.pk, world.teammate.pk)
        held = sessions.hold(organization=world.organization.pk, session=key)
        sessions.plan(session=held, plan=sessions.Plan("Room 4", NOW, leaders))
    leads = member(world, "owner")
    team_sessions.note_held(member=leads, session=key, heads="g6_10", now=NOW + timedelta(hours=2))
    assert Batch.objects.of(world.organization).get().waiting == 1
    the_month_ends(story)

    kept = Encounter.objects.of(world.organization).get()
    assert (kept.kind, kept.unit_group, kept.group_size) == (Kind.TEAM_SESSION, "intensive_care", "g6_10")


def test_whoever_leaves_takes_their_lines_along(story: Story) -> None:
    world = story.world
    day = (NOW + timedelta(days=6)).date()
    notes_to_oneself.remind_me(member=member(world, "owner"), which=MAY_COME[0], day=day, now=NOW)
    assert [note.day for note in notes_to_oneself.mine(member=member(world, "owner"), now=NOW)] == [day]
    row = world.administrator
    assert row.account_id
    by = Member(row.pk, row.account_id, world.organization.pk, row.name, frozenset({Role.ADMINISTRATOR}), "en")
    leaving.leave(member=by, person=world.owner.pk, now=NOW)
    assert notes_to_oneself.mine(member=member(world, "owner"), now=NOW) == []
