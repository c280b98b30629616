"""A coordinator opens how to reach somebody, outside the usual way: seen by whoever asked, and by a second person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alongside.cases import glass
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.errors import KeptAway, MoveRefused, NobodyToTell, NoSuchCase, NoSuchWitness
from alongside.cases.models import Case, Glass, Opening, Witness
from alongside.cases.rules.glass import OPEN_FOR
from alongside.journeys import breaking_the_glass, forgetting
from alongside.journeys.breaking_the_glass import Opened
from alongside.ledger import queries as ledger
from alongside.ledger.models import Entry
from alongside.notices.models import Channel, Notice
from alongside.people import queries as people
from alongside.people.models import Person, RoleGrant, Supervision
from alongside.people.queries import Member
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.breaking import GlassReason
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.stories.story import PHONE, Story

pytestmark = pytest.mark.django_db
REASON = GlassReason.DANGER_SUPPORTER_UNREACHABLE


@pytest.fixture
def story() -> Story:
    worlds.make_noise()
    told = Story(worlds.make())
    told.somebody_asks_for_help(urgency="now")
    told.accepts(told.paged_since()[0])
    return told


def member(story: Story, who: str) -> Member:
    account = story.world.people[who].account_id
    assert account
    found = people.member(account=account, organization=story.world.organization.pk, now=story.now)
    assert found
    return found


def breaks(story: Story, who: str = "coordinator", reason: GlassReason = REASON) -> Opened:
    assert story.case
    return breaking_the_glass.break_the_glass(
        member=member(story, who), case=story.case.pk, reason=reason, calling_number="", now=story.now
    )


def looks_again(story: Story, who: str = "coordinator") -> Opened | None:
    assert story.case
    return breaking_the_glass.look_again(
        member=member(story, who), case=story.case.pk, calling_number="", now=story.now
    )


def told(story: Story) -> set[str]:
    """Return who has been told of something since the last look."""
    rows = Notice.objects.filter(organization=story.world.organization, template="alarm", case=None)
    who = {name for name, row in story.world.people.items() if rows.filter(person=row).exists()}
    rows.delete()
    return who


def test_breakglass_is_seen_by_caregiver_and_second_person(story: Story) -> None:
    told(story)
    assert breaks(story).contact.phone == PHONE

    story.they_come_back_with_their_code()
    (seen,) = [one for one in story.standing.seen if one.what == "glass"]
    assert (seen.role, seen.reason) == ("coordinator", REASON.value)

    assert told(story) == {"deputy"}, "the other coordinator, at once, and nobody else"
    (row,) = glass.broken(organization=story.world.organization.pk)
    assert (row.person, row.reason, row.designation) == (story.world.coordinator.pk, REASON, story.case.designation)  # type: ignore[union-attr]
    with pytest.raises(NoSuchWitness):
        breaking_the_glass.look(member=member(story, "coordinator"), witness=row.witness, now=story.now)
    for _pressed_twice in range(2):
        breaking_the_glass.look(member=member(story, "deputy"), witness=row.witness, now=story.now)
    (row,) = glass.broken(organization=story.world.organization.pk)
    assert row.seen_by == story.world.deputy.name
    assert Entry.objects.filter(verb="glass.seen").count() == 1


def test_in_a_small_agency_somebody_of_the_pool_is_the_second_person(story: Story) -> None:
    """The other agency's coordinator, with their own account, named as auditor here: told, and may look."""
    deputy, elsewhere = story.world.deputy, worlds.make(name="Neighbor Agency").coordinator
    RoleGrant.objects.filter(person__in=[deputy, story.world.auditor]).delete()
    own = {"organization": story.world.organization, "account": elsewhere.account, "email": elsewhere.email}
    from_the_pool = Person.objects.create(**own, name="Neighbor", unit=story.world.unit, reads="en")
    worlds.grant(from_the_pool, Role.AUDITOR)
    with pytest.raises(NobodyToTell):
        breaks(story)  # Nobody can be told yet.
    worlds.make_reachable(from_the_pool)
    breaks(story)
    assert Notice.objects.filter(person=from_the_pool, template="alarm").count() == 1
    assert not Notice.objects.filter(person=elsewhere, template="alarm").exists()
    (row,) = glass.broken(organization=story.world.organization.pk)
    seen_here = people.member(
        account=elsewhere.account_id,
        organization=story.world.organization.pk,
        now=story.now,  # type: ignore[arg-type]
    )
    assert seen_here
    breaking_the_glass.look(member=seen_here, witness=row.witness, now=story.now)
    (row,) = glass.broken(organization=story.world.organization.pk)
    assert row.seen_by == "Neighbor"


def test_the_ledger_keeps_who_and_why_in_clear_and_no_case(story: Story) -> None:
    breaks(story)
    line = ledger.lines(organization=story.world.organization.pk)[0]
    assert (line.verb, line.actor) == ("glass.broken", story.world.coordinator.pk)
    assert line.payload == {"reason": REASON.value}
    assert ledger.verify(organization=story.world.organization.pk) == []


def test_breakglass_survives_erasure(story: Story) -> None:
    breaks(story)
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    Case.objects.filter(pk=story.case.pk).update(due_at=story.now)  # type: ignore[union-attr]
    assert forgetting.erase_next(now=story.now)

    assert not Glass.objects.exists()
    assert not Opening.objects.filter(case=story.case).exists()
    kept = next(line for line in ledger.lines(organization=story.world.organization.pk) if line.verb == "glass.broken")
    assert (kept.actor, kept.payload) == (story.world.coordinator.pk, {"reason": REASON.value})
    assert ledger.verify(organization=story.world.organization.pk) == []
    (row,) = glass.broken(organization=story.world.organization.pk)
    assert (row.name, row.reason, row.designation) == (story.world.coordinator.name, REASON, "")
    breaking_the_glass.look(member=member(story, "auditor"), witness=row.witness, now=story.now)


def test_it_opens_one_case_for_a_quarter_of_an_hour(story: Story) -> None:
    breaks(story)
    story.now += OPEN_FOR - timedelta(seconds=1)
    again = looks_again(story)
    assert again
    assert again.contact.phone == PHONE
    assert looks_again(story, "deputy") is None
    story.now += timedelta(seconds=1)
    assert looks_again(story) is None
    story.now -= 2 * OPEN_FOR
    assert looks_again(story) is None, "a clock that was set back opens nothing either"


def test_a_second_case_closes_the_first(story: Story) -> None:
    breaks(story)
    first = story.case
    story.somebody_asks_for_help(urgency="now")
    breaks(story)
    story.case = first
    assert looks_again(story) is None


def test_nobody_looks_for_an_hour_and_everybody_who_could_is_told(story: Story) -> None:
    breaks(story)
    assert "deputy" in told(story)
    assert not breaking_the_glass.tell_again_next(now=story.now + timedelta(minutes=59))
    later = story.now + timedelta(minutes=60)
    assert breaking_the_glass.tell_again_next(now=later)
    assert told(story) == {"deputy", "auditor"}
    assert not breaking_the_glass.tell_again_next(now=later + timedelta(hours=23))
    assert breaking_the_glass.tell_again_next(now=later + timedelta(hours=24))


def test_once_looked_at_nobody_is_told_again(story: Story) -> None:
    breaks(story)
    witness = Witness.objects.get()
    breaking_the_glass.look(member=member(story, "auditor"), witness=witness.pk, now=story.now)
    assert not breaking_the_glass.tell_again_next(now=story.now + timedelta(days=3))


def test_without_another_coordinator_the_auditor_is_told(story: Story) -> None:
    Channel.objects.filter(person=story.world.deputy).delete()
    told(story)
    breaks(story)
    assert told(story) == {"auditor"}


def test_where_nobody_could_be_told_nothing_is_opened(story: Story) -> None:
    Channel.objects.filter(person__in=[story.world.deputy, story.world.auditor]).delete()
    with pytest.raises(NobodyToTell):
        breaks(story)
    assert not Opening.objects.filter(what="glass").exists()


def test_a_chief_never_opens_it_whatever_the_reason(story: Story) -> None:
    """In a small agency the coordinator may well supervise the one who asks."""
    story.somebody_asks_for_help(urgency="now", profession="nurse", unit_group=story.world.group.pk.hex)
    Supervision.objects.create(
        organization=story.world.organization,
        supervisor=story.world.coordinator,
        group=story.world.group,
        site=story.world.site,
        starts_on=(story.now - timedelta(days=9)).date(),
    )
    with pytest.raises(KeptAway):
        breaks(story)
    assert not Glass.objects.exists()
    line = ledger.lines(organization=story.world.organization.pk)[0]
    assert (line.verb, line.actor) == ("glass.refused", story.world.coordinator.pk), "that they tried stands"
    assert breaks(story, "deputy").contact.phone == PHONE


def test_whoever_was_there_or_gave_it_back_never_opens_it(story: Story) -> None:
    """That they were part of it, or said that they had better not, holds for looking as for walking."""
    case = Case.objects.get(pk=story.case.pk)  # type: ignore[union-attr]
    box = case_queries.box_of(case)
    facts = replace(case_queries.facts_of(case=case, box=box), involved=frozenset({story.world.coordinator.pk}))
    with one_transaction(ring=False):
        cases.change_facts(case=case, box=box, facts=facts)
    who = next(name for name, row in story.world.people.items() if row == case.owner)
    worlds.grant(story.world.people[who], Role.COORDINATOR)
    story.hands_back(who, conflict=True)
    for kept_away in ("coordinator", who):
        with pytest.raises(KeptAway):
            breaks(story, kept_away)
    assert not Glass.objects.exists()


def test_whoever_was_named_to_be_avoided_never_opens_it(story: Story) -> None:
    story.they_come_back_with_their_code()
    breaks(story)
    story.they_say("avoid", people=frozenset({story.world.coordinator.pk}))
    assert looks_again(story) is None, "not even within the same quarter of an hour"


def test_offers_ended_and_foreign_cases_are_not_opened(story: Story) -> None:
    mine = story.case
    stranger = worlds.make_noise()
    story.case = Case(pk=mine.pk)  # type: ignore[union-attr]
    coordinator = stranger.coordinator
    assert coordinator.account_id
    foreign = people.member(account=coordinator.account_id, organization=stranger.organization.pk, now=story.now)
    assert foreign
    with pytest.raises(NoSuchCase):
        breaking_the_glass.break_the_glass(
            member=foreign,
            case=mine.pk,  # type: ignore[union-attr]
            reason=REASON,
            calling_number="",
            now=story.now,
        )
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    with pytest.raises(MoveRefused):
        breaks(story)


def test_it_is_forgotten_when_the_ledger_forgets(story: Story) -> None:
    breaks(story)
    forgetting.sweep_next(now=story.now + timedelta(days=700))
    assert Witness.objects.exists()
    forgetting.sweep_next(now=story.now + timedelta(days=735))
    assert not Witness.objects.exists()
    assert not Glass.objects.exists()
