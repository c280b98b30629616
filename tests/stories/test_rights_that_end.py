"""Whoever may no longer carry somebody carries nobody: keys made anew, a role or a designation that ends or lapses."""

from datetime import timedelta
from uuid import UUID

import pytest

from alongside.cases import queries as case_queries
from alongside.cases.errors import NotTheirs
from alongside.cases.models import Case
from alongside.journeys import joining, keeping_the_rota, letting_go, signing_in
from alongside.journeys import until_a_human_answers as ladder
from alongside.ledger import queries as ledger
from alongside.notices.models import Notice
from alongside.paging.errors import AlreadyTaken, MayNotTake, NotDesignated, NotNow
from alongside.paging.models import Alarm, Page
from alongside.people import keys, queries
from alongside.people.models import Supervision
from alongside.people.queries import Member
from alongside.rota.models import Leave
from alongside.tenancy.transactions import one_transaction
from alongside.training.models import Designation
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.signed_in import signed_in
from tests.stories.story import PHONE, Story
from tests.web.supporting.desk import supporter_asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    worlds.make_noise()
    return Story(worlds.make())


@pytest.fixture
def carried(story: Story) -> tuple[Story, str]:
    """Somebody asked, and a colleague who has a passkey said yes."""
    story.somebody_asks_for_help(urgency="now")
    (who,) = story.paged_since()
    make_a_passkey(story, who, invited=False)
    story.accepts(who)
    return story, who


def member(story: Story, who: str) -> Member:
    account = story.world.people[who].account_id
    assert account
    found = queries.member(account=account, organization=story.world.organization.pk, now=story.now)
    assert found
    return found


def make_a_passkey(story: Story, who: str, *, invited: bool) -> None:
    """Make a passkey; after an invitation it replaces every earlier key."""
    signing_in.add_passkey(member=member(story, who), name="phone", credential={}, invited=invited, now=story.now)


# --- keys made anew --------------------------------------------------------------------------------------------------


def test_new_keys_open_nothing_that_was_entrusted_to_the_old_ones(carried: tuple[Story, str]) -> None:
    story, who = carried
    assert story.opens_the_contact(who) == PHONE
    joining.invite_by_telephone(member=member(story, "administrator"), person=story.world.people[who].pk, now=story.now)
    make_a_passkey(story, who, invited=True)
    story.expects_stage("waiting")
    with pytest.raises(NotTheirs):
        story.opens_the_contact(who)
    asked = story.paged_since()
    assert asked, "somebody else is paged in the same moment"
    assert who not in asked


def test_the_owner_and_the_coordinators_are_told_of_new_keys(carried: tuple[Story, str]) -> None:
    story, who = carried
    make_a_passkey(story, who, invited=True)
    assert Notice.objects.filter(person=story.world.people[who], template="new_keys").exists()
    alarm = Alarm.objects.get(kind=Alarm.Kind.KEYS_REMADE)
    assert (alarm.person, alarm.case) == (story.world.people[who], None)
    told = {notice.person for notice in Notice.objects.filter(template="alarm")}
    assert told == {story.world.coordinator, story.world.deputy}


def test_a_promise_stands_when_keys_are_made_anew(carried: tuple[Story, str]) -> None:
    story, who = carried
    promised = Case.objects.get(pk=story.case.pk).contact_due  # type: ignore[union-attr]  # Somebody asked.
    make_a_passkey(story, who, invited=True)
    story.they_come_back_with_their_code()
    assert (story.standing.contact_due, story.standing.slipped) == (promised, False)


def test_a_page_that_waits_is_withdrawn_when_keys_are_made_anew(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (who,) = story.paged_since()
    make_a_passkey(story, who, invited=True)
    with pytest.raises(AlreadyTaken):
        story.accepts(who)
    assert who not in story.paged_since()


def test_a_first_key_alarms_nobody(story: Story) -> None:
    make_a_passkey(story, "owner", invited=True)
    assert not Alarm.objects.exists()
    assert not Notice.objects.filter(template="new_keys").exists()


def test_a_further_key_made_with_the_old_one_takes_nothing_away(carried: tuple[Story, str]) -> None:
    story, who = carried
    make_a_passkey(story, who, invited=False)
    story.expects_stage("accepted")


def test_keys_of_somebody_who_opens_no_cases_alarm_no_coordinator(story: Story) -> None:
    make_a_passkey(story, "auditor", invited=False)
    make_a_passkey(story, "auditor", invited=True)
    assert not Alarm.objects.exists()
    assert len(keys.keys_of(story.world.auditor.account_id).passkeys) == 1  # type: ignore[arg-type]  # The cast has accounts.


def test_revoked_phone(carried: tuple[Story, str]) -> None:
    """T14: a telephone that was stolen while signed in shows nothing once its owner ended every session elsewhere."""
    story, who = carried
    assert story.case
    stolen = signed_in(story.world.people[who])
    desk = f"/o/{story.world.slug}/desk/"
    assert stolen.get(f"{desk}cases/{story.case.pk}/").status_code == 200
    signing_in.end_sessions(member=member(story, who), now=story.now)
    for path in ("now/", f"cases/{story.case.pk}/", "me/sign-in/"):
        assert stolen.get(f"{desk}{path}").headers["Location"] == f"{desk}sign-in/"
    answer = stolen.post(f"{desk}cases/{story.case.pk}/contact/")
    assert answer.headers["Location"] == f"{desk}sign-in/"
    assert PHONE not in answer.content.decode()


# --- a role or a designation ends ------------------------------------------------------------------------------------


def ends_the_role(story: Story, who: str, role: Role = Role.SUPPORTER) -> None:
    joining.end(member=member(story, "administrator"), person=story.world.people[who].pk, role=role, now=story.now)


def test_a_role_that_ends_hands_back_what_was_carried_by_it(carried: tuple[Story, str]) -> None:
    story, who = carried
    ends_the_role(story, who)
    story.expects_stage("waiting")
    assert who not in story.paged_since()
    assert not ledger.verify(organization=story.world.organization.pk)


def test_a_role_that_ends_withdraws_its_pages(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (who,) = story.paged_since()
    ends_the_role(story, who)
    assert Page.objects.get(person=story.world.people[who]).answer == "stood_down"
    assert story.paged_since(), "the next colleague is asked at once"


def test_another_role_keeps_what_it_carries(carried: tuple[Story, str]) -> None:
    story, who = carried
    worlds.grant(story.world.people[who], Role.COORDINATOR)
    ends_the_role(story, who, Role.COORDINATOR)
    story.expects_stage("accepted")


def test_a_designation_that_is_revoked_hands_back(carried: tuple[Story, str]) -> None:
    story, who = carried
    today = worlds.local(story.world, story.now).date()
    keeping_the_rota.end_designation(
        member=member(story, "coordinator"), person=story.world.people[who].pk, kind="supporter", on=today,
        now=story.now,
    )  # fmt: skip
    story.expects_stage("waiting")
    assert who not in story.paged_since()


def test_a_designation_that_lapses_hands_back_and_withdraws(carried: tuple[Story, str]) -> None:
    story, who = carried
    story.says(who, "spoke")
    story.minutes_pass(11)
    story.expects_stage("alongside")
    last_day = worlds.local(story.world, story.now).date()
    Designation.objects.filter(person=story.world.people[who]).update(valid_until=last_day)
    letting_go.let_lapsed_go(now=story.now)
    story.expects_stage("alongside")
    story.now += timedelta(days=1)
    letting_go.let_lapsed_go(now=story.now)
    story.expects_stage("waiting")
    assert who not in story.paged_since()


def test_a_page_is_withdrawn_when_a_designation_lapses(story: Story) -> None:
    story.somebody_asks_for_help(urgency="this_week")
    (who,) = story.paged_since()
    yesterday = worlds.local(story.world, story.now).date() - timedelta(days=1)
    Designation.objects.filter(person=story.world.people[who]).update(valid_until=yesterday)
    letting_go.let_lapsed_go(now=story.now)
    assert Page.objects.get(person=story.world.people[who]).answer == "stood_down"
    assert story.paged_since()


def test_nothing_lapses_before_the_sites_own_midnight(carried: tuple[Story, str]) -> None:
    story, who = carried
    last_day = worlds.local(story.world, story.now).date()
    Designation.objects.filter(person=story.world.people[who]).update(valid_until=last_day)
    evening = worlds.local(story.world, story.now).replace(hour=23, minute=59)
    letting_go.let_lapsed_go(now=evening)
    story.expects_stage("accepted")


# --- what changed since the page -------------------------------------------------------------------------------------


def supervises_now(story: Story, who: str) -> None:
    Supervision.objects.create(
        organization=story.world.organization,
        supervisor=story.world.people[who],
        group=story.world.group,
        site=story.world.site,
        starts_on=story.now.date() - timedelta(days=1),
    )


def test_a_chief_since_the_page_may_not_take_it(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now", unit_group=story.world.group.pk.hex)
    (who,) = story.paged_since()
    supervises_now(story, who)
    with pytest.raises(MayNotTake):
        story.accepts(who)
    story.expects_stage("waiting")
    assert story.paged_since(), "somebody else is asked at once"
    assert Page.objects.get(person=story.world.people[who]).answer == "stood_down"


def test_even_in_danger_a_chief_may_not_take_it(story: Story) -> None:
    story.somebody_asks_for_help(urgency="danger", unit_group=story.world.group.pk.hex)
    who = supporter_asked(story)
    supervises_now(story, who)
    with pytest.raises(MayNotTake):
        story.accepts(who)


@pytest.mark.parametrize("kind", ["leave", "pause", "rest"])
def test_whoever_is_away_since_the_page_may_not_take_it(story: Story, kind: str) -> None:
    story.somebody_asks_for_help(urgency="now")
    (who,) = story.paged_since()
    Leave.objects.create(
        organization=story.world.organization, person=story.world.people[who], kind=kind, starts_at=story.now
    )
    with pytest.raises(NotNow):
        story.accepts(who)
    story.expects_stage("waiting")


def fill(story: Story, who: str) -> None:
    """Let somebody carry as many as was agreed."""
    for number in range(3):
        Case.objects.create(
            organization=story.world.organization, site=story.world.site, designation=f"Full Desk {number}",
            stage="alongside", urgency="today", source="self", language="en", asked_at=story.now,
            contact_due=story.now, due_at=story.now + timedelta(days=3), owner=story.world.people[who],
            owner_role="supporter",
        )  # fmt: skip


def test_nobody_takes_more_than_was_agreed(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (who,) = story.paged_since()
    fill(story, who)
    with pytest.raises(NotNow):
        story.accepts(who)
    assert who not in story.paged_since()


def test_in_danger_a_full_desk_and_a_pause_give_way(story: Story) -> None:
    story.somebody_asks_for_help(urgency="danger")
    who = supporter_asked(story)
    fill(story, who)
    Leave.objects.create(
        organization=story.world.organization, person=story.world.people[who], kind="pause", starts_at=story.now
    )
    story.accepts(who)
    story.expects_stage("accepted")


def test_who_may_accept_is_still_asked_first(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (who,) = story.paged_since()
    Designation.objects.filter(person=story.world.people[who]).delete()
    with pytest.raises(NotDesignated):
        story.accepts(who)


# --- handing over ----------------------------------------------------------------------------------------------------


def test_handing_over_after_contact_breaks_no_promise(carried: tuple[Story, str]) -> None:
    story, who = carried
    story.says(who, "spoke")
    story.minutes_pass(11)
    story.now += timedelta(days=2)
    story.hands_back(who)
    case = Case.objects.get()
    assert case.contact_due > story.now
    (second,) = story.paged_since()
    story.accepts(second)
    assert Case.objects.get().contact_due > story.now + timedelta(minutes=14)
    assert not Alarm.objects.exists()


def test_before_contact_the_promise_stays_the_first_one(carried: tuple[Story, str]) -> None:
    story, who = carried
    promised = Case.objects.get().contact_due
    story.minutes_pass(5)
    story.hands_back(who)
    assert Case.objects.get().contact_due == promised


def test_when_it_comes_back_whoever_passed_may_be_asked_again(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (first,) = story.paged_since()
    story.passes(first)
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    story.paged_since()
    story.now += timedelta(days=1)
    story.they_come_back_with_their_code()
    story.they_ask_again(urgency="now")
    asked = story.paged_since()
    assert story.standing.pages_sent == len(asked), "asked so far counts this time only"
    story.minutes_pass(29)
    assert first in asked + story.paged_since()


def test_whoever_handed_it_back_is_not_asked_when_it_comes_back(carried: tuple[Story, str]) -> None:
    story, who = carried
    story.hands_back(who, conflict=True)
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    story.paged_since()
    story.they_ask_again(urgency="now")
    asked = story.paged_since()
    story.minutes_pass(60)
    assert who not in asked + story.paged_since()


# --- danger that was taken back, and hand-offs -----------------------------------------------------------------------


@pytest.fixture
def taken_back(story: Story) -> tuple[Story, str]:
    """Somebody in danger took their request back after a colleague had said yes."""
    story.somebody_asks_for_help(urgency="danger")
    who = supporter_asked(story)
    story.accepts(who)
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    return story, who


def own(story: Story, who: str) -> list[UUID]:
    rows = case_queries.own_cases(organization=story.world.organization.pk, person=story.world.people[who].pk)
    return [row.case for row in rows]


def test_danger_that_was_taken_back_stays_open_for_whoever_answers_for_it(taken_back: tuple[Story, str]) -> None:
    story, who = taken_back
    assert story.case
    assert own(story, who) == [story.case.pk]
    assert story.opens_the_contact(who) == PHONE


def test_what_was_taken_back_under_danger_is_handed_to_nobody_blindly(taken_back: tuple[Story, str]) -> None:
    story, who = taken_back
    story.paged_since()
    before = Alarm.objects.filter(kind="danger").count()
    story.hands_back(who)
    story.expects_stage("withdrawn")
    story.expects_no_page()
    assert own(story, who) == []
    assert Alarm.objects.filter(kind="danger").count() == before + 1


def test_a_hand_off_that_nobody_confirms_is_told_again(story: Story) -> None:
    story.somebody_asks_for_help(urgency="today")
    Case.objects.update(
        stage="with_professional", owner=story.world.professional, owner_role="professional", due_at=story.now
    )
    with one_transaction(ring=False):
        ladder.stop(case=Case.objects.get(), now=story.now)
    story.minutes_pass(1)
    story.expects_an_alarm("hand_off_overdue")
    assert Notice.objects.filter(person=story.world.professional, template="page", rung=None).exists()
    story.minutes_pass(60)
    assert Alarm.objects.filter(kind="hand_off_overdue").count() == 1, "not every minute"
    assert Case.objects.get().due_at > story.now  # type: ignore[operator]  # An open case has one.
