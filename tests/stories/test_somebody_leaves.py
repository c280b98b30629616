"""Somebody leaves the program: out everywhere at once, and nobody they cared for is left waiting."""

from datetime import timedelta

import pytest

from alongside.cases import queries as case_queries
from alongside.cases.errors import NotTheirs
from alongside.cases.models import Case
from alongside.clock import now as clock_now
from alongside.journeys import answering_a_page, leaving
from alongside.ledger import queries as ledger
from alongside.notices import queries as notices
from alongside.notices.models import Notice
from alongside.notices.operations import tell
from alongside.paging.models import Page
from alongside.people import queries as people
from alongside.people.errors import AlreadyLeft, CannotUndoOneself, UnknownPerson
from alongside.people.models import Account
from alongside.people.queries import Member
from alongside.rota import queries as rota
from alongside.tenancy.transactions import one_transaction
from alongside.training import queries as training
from alongside.vault.models import WrappedKey
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.signed_in import signed_in
from tests.stories.story import Story
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    worlds.make_noise()
    return Story(worlds.make())


def administrator(world: World) -> Member:
    row = world.administrator
    assert row.account_id
    return Member(row.pk, row.account_id, world.organization.pk, row.name, frozenset({Role.ADMINISTRATOR}), "en")


def leaves(story: Story, who: str) -> None:
    leaving.leave(member=administrator(story.world), person=story.world.people[who].pk, now=story.now)


def test_the_ledger_does_not_tell_how_many_they_carried(story: Story) -> None:
    """What is let go is the engine's, as what falls due in the same hour; nothing of it stands under who ended it."""
    story.somebody_asks_for_help(urgency="now")
    (who,) = story.paged_since()
    story.accepts(who)
    leaves(story, who)
    lines = ledger.lines(organization=story.world.organization.pk)
    assert "case.released" in {line.verb for line in lines if line.actor_role == "engine"}
    assert {line.verb for line in lines if line.actor_role == Role.ADMINISTRATOR} == {"person.left"}


def test_no_letter_is_on_its_way_to_whoever_left(story: Story) -> None:
    """Neither by a channel of theirs nor to their own address."""
    leaver = story.world.owner
    with one_transaction(ring=False):
        own = {"organization": story.world.organization.pk, "person": leaver.pk, "now": story.now}
        tell(**own, template="alarm")
        tell(**own, template="sign_in_help", slot={"link": "desk/back/1/"})
    assert Notice.objects.filter(person=leaver, state="due").count() == 2
    leaves(story, "owner")
    assert not Notice.objects.filter(person=leaver, state="due").exists()


def test_leaver_is_out_everywhere(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    who = story.paged_since()[0]
    story.accepts(who)
    browser, leaver = signed_in(story.world.people[who]), story.world.people[who]
    organization, account = story.world.organization.pk, leaver.account_id
    leaves(story, who)

    assert story.case
    assert account
    assert people.member(account=account, organization=organization, now=story.now) is None
    assert not Account.objects.filter(pk=account).exists()
    answer = browser.get(f"/o/{story.world.slug}/desk/cases/{story.case.pk}/")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/desk/sign-in/")
    with pytest.raises(NotTheirs):
        answering_a_page.open_contact(
            organization=organization, case=story.case.pk, person=leaver.pk, calling_number="", now=story.now
        )
    assert not notices.channels_of(organization=organization, person=leaver.pk)
    assert not rota.shifts(
        organization=organization, starts=story.now, ends=story.now + timedelta(days=60), person=leaver.pk
    )
    today = worlds.local(story.world, story.now).date()
    assert not training.valid_kinds(organization=organization, person=leaver.pk, on=today)


def test_their_case_is_paged_again_at_once(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    who = story.paged_since()[0]
    story.accepts(who)
    leaves(story, who)
    story.expects_stage("waiting")
    asked = story.paged_since()
    assert asked, "somebody else is paged in the same moment"
    assert who not in asked
    for _ in range(3):
        story.minutes_pass(30)
        assert who not in story.paged_since(), "whoever left is never paged again"


def test_a_case_under_way_is_paged_again_too(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    who = story.paged_since()[0]
    story.accepts(who)
    story.says(who, "spoke")
    story.minutes_pass(11)
    story.expects_stage("alongside")
    leaves(story, who)
    story.expects_stage("waiting")


def test_a_case_with_a_professional_is_paged_again_too(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    assert story.case
    professional = story.world.professional
    story.paged_since()
    Case.objects.filter(pk=story.case.pk).update(stage="with_professional", owner=professional)
    story.minutes_pass(0)
    Page.objects.filter(case=story.case).update(answer="stood_down")
    story.case.climbs.update(ended_at=story.now)
    leaves(story, "professional")
    story.expects_stage("waiting")


def test_a_page_they_had_not_answered_goes_to_the_next(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    who = story.paged_since()[0]
    leaves(story, who)
    asked = story.paged_since()
    assert len(asked) == 1
    assert asked != [who]


def test_what_was_done_before_stays_proved(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    who = story.paged_since()[0]
    story.accepts(who)
    leaves(story, who)
    assert not ledger.verify(organization=story.world.organization.pk)


def test_other_cases_are_left_alone(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    who = story.paged_since()[0]
    story.accepts(who)
    leaves(story, "manager")
    story.expects_stage("accepted")
    assert case_queries.own_cases(organization=story.world.organization.pk, person=story.world.people[who].pk)


def test_nobody_makes_themselves_leave(story: Story) -> None:
    with pytest.raises(CannotUndoOneself):
        leaves(story, "administrator")


def test_leaving_twice_or_from_elsewhere_changes_nothing(story: Story) -> None:
    leaves(story, "mentor")
    with pytest.raises(AlreadyLeft):
        leaves(story, "mentor")
    stranger = worlds.make_noise().owner
    with pytest.raises(UnknownPerson):
        leaving.leave(member=administrator(story.world), person=stranger.pk, now=NOW)
    assert stranger.account_id
    assert people.member(account=stranger.account_id, organization=stranger.organization_id, now=clock_now())


@pytest.mark.parametrize("carried", [False, True])
def test_a_lost_key_keeps_nobody_in(story: Story, *, carried: bool) -> None:
    story.somebody_asks_for_help(urgency="now")
    who = story.paged_since()[0]
    if carried:
        story.accepts(who)
    WrappedKey.objects.all().delete()
    leaves(story, who)
    story.expects_stage("waiting")
    account = story.world.people[who].account_id
    assert not Account.objects.filter(pk=account).exists()
