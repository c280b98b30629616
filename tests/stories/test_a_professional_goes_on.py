"""A supporter brings a professional in: declined and accepted, silent, asked on the page, and the way back."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from alongside.cases import hand_offs, visits
from alongside.cases.errors import (
    MoveRefused,
    NeedsTheirYes,
    NobodyReads,
    NoSuchHandOff,
    NotTheirs,
    WaitsForReceipt,
)
from alongside.cases.models import Case, HandOff, Opening
from alongside.cases.operations import ENGINE
from alongside.journeys import handing_to_a_professional, letting_go, new_codes, remembering_a_day
from alongside.journeys import writing_to_each_other as writing
from alongside.ledger.models import Entry
from alongside.paging.errors import MayNotBePaged
from alongside.reminders.operations import Wish
from alongside.rota.models import Leave
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.stories.professional_story import ProfessionalStory, second_professional

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> ProfessionalStory:
    """A supporter walks with somebody; two professionals work here, one of them on call."""
    world = worlds.make()
    second_professional(world)
    return ProfessionalStory(world)


def test_professional_hand_off_declined_and_accepted(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.brings_in(who, "professional", anyone=True, in_touch=True)
    story.expects_stage("with_professional")
    assert story.owner() == "professional"
    with pytest.raises(WaitsForReceipt):
        story.opens_the_contact("professional")
    story.answers_the_hand_off("professional", "decline")
    assert story.owner() == "mentor", "they said: whoever can"
    assert story.hand_off.state == "asked"
    story.answers_the_hand_off("mentor", "confirm")
    assert story.opens_the_contact("mentor").endswith("77")
    assert story.hand_off.state == "confirmed"
    given = hand_offs.given_by(organization=story.world.organization.pk, person=story.world.people[who].pk)
    assert [row.to_name for row in given] == [story.world.mentor.name], "the peer stays in touch"
    story.minutes_pass(60 * 24)
    story.answers_the_hand_off("mentor", "give_back")
    story.expects_stage("alongside")
    assert story.owner() == who
    seen = set(Opening.objects.filter(case=story.case, role="professional").values_list("what", flat=True))
    assert seen == {"handed_on", "contact"}


def test_what_was_proposed_falls_with_whoever_proposed_it(story: ProfessionalStory) -> None:
    """Handed back before the person answered: a late yes brings nobody in, and nobody back."""
    who = story.walks_alongside()
    story.brings_in(who, "professional", consent="asked_on_page", in_touch=True)
    proposed = story.hand_off
    story.hands_back(who, conflict=True)
    story.accepts(next(name for name in story.paged_since() if name != who))
    story.they_come_back_with_their_code()
    assert story.standing.hand_off is None
    handing_to_a_professional.they_say(
        organization=story.world.organization.pk,
        token=story.visit,
        hand_off=proposed.hand_off,
        agreed=True,
        now=story.now,
    )
    story.expects_stage("accepted")
    assert story.owner() not in {who, "professional"}


def test_before_they_confirm_a_professional_reads_no_word_and_gives_out_no_code(story: ProfessionalStory) -> None:
    """It is their turn, and they may never take it: nothing opens for somebody who only was asked."""
    who = story.walks_alongside()
    story.they_come_back_with_their_code()
    their = {"organization": story.world.organization.pk, "token": story.visit, "now": story.now}
    writing.they_write(**their, draft=writing.Draft("At the garden bench?", visits.new_token()))
    story.brings_in(who, "professional")
    assert story.case
    case = {"organization": story.world.organization.pk, "case": story.case.pk}
    ours = {**case, "person": story.world.professional.pk}
    due = Case.objects.get(pk=story.case.pk).due_at
    assert not writing.our_talk(**ours, now=story.now).may_write
    with pytest.raises(NobodyReads):
        writing.we_read(**ours, now=story.now)
    with pytest.raises(NobodyReads):
        writing.we_write(**ours, draft=writing.Draft("I will be there.", visits.new_token()), now=story.now)
    with pytest.raises(MoveRefused):
        new_codes.draw_by_phone(**ours)
    with pytest.raises(MoveRefused):
        story.says("professional", "no_answer")
    assert Case.objects.get(pk=story.case.pk).due_at == due, "the time to confirm is not put off"
    with pytest.raises(NotTheirs):
        _chooses_a_day(story, story.case.pk)
    story.answers_the_hand_off("professional", "confirm")
    assert [word.text for word in writing.we_read(**ours, now=story.now)] == ["At the garden bench?"]


def _chooses_a_day(story: ProfessionalStory, case: UUID) -> None:
    wish = Wish(date(2026, 6, 4), yearly=False, email="quiet@mail.example", language="en")
    own = {"member": story.member("professional"), "case": case}
    remembering_a_day.we_choose(**own, wish=wish, once=visits.new_token(), now=story.now)


def test_declined_with_no_other_wanted_it_comes_back_and_the_coordinators_know(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.brings_in(who, "professional")
    story.answers_the_hand_off("professional", "decline")
    story.expects_stage("alongside")
    assert story.owner() == who
    story.expects_an_alarm("hand_off_back")
    assert who in story.told_at_this_minute()


def test_a_silent_professional_gives_way_after_two_working_days(story: ProfessionalStory) -> None:
    story.now = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)  # A Friday.
    who = story.walks_alongside()
    story.brings_in(who, "professional", anyone=True)
    assert story.hand_off.confirm_by == datetime(2026, 3, 10, 22, 0, tzinfo=UTC), "Tuesday at 6 pm in New York"
    story.now = datetime(2026, 3, 10, 21, 59, tzinfo=UTC)
    story.minutes_pass(1)
    story.expects_an_alarm("hand_off_overdue")
    assert story.owner() == "mentor"
    assert "mentor" in story.told_at_this_minute()
    story.now = story.hand_off.confirm_by or story.now
    story.minutes_pass(1)
    story.expects_stage("alongside")
    assert story.owner() == who, "nobody is left: back to the supporter"
    assert set(HandOff.objects.values_list("state", flat=True)) == {"silent"}


def test_in_danger_it_is_confirmed_within_the_hour_and_the_danger_goes_along(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.fears_for_their_safety(who)
    story.brings_in(who, "professional", consent="told_in_danger")
    assert story.hand_off.confirm_by == story.now + timedelta(hours=1)
    story.minutes_pass(60)
    assert story.owner() == "mentor", "silent for an hour: the next, without a word more"
    story.answers_the_hand_off("mentor", "confirm")
    assert story.row().taken_name == story.world.mentor.name
    with pytest.raises(MoveRefused):
        story.answers_the_hand_off("mentor", "end_with_professional")


def test_without_danger_nobody_is_brought_in_without_a_yes(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    with pytest.raises(NeedsTheirYes):
        story.brings_in(who, "professional", consent="told_in_danger")
    story.expects_stage("alongside")


def test_asked_on_their_page_they_say_yes(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.brings_in(who, "professional", consent="asked_on_page")
    story.expects_stage("alongside")
    assert hand_offs.asked_of(organization=story.world.organization.pk, person=story.world.professional.pk) == []
    story.they_come_back_with_their_code()
    story.they_answer_the_hand_off(agreed=True)
    story.expects_stage("with_professional")
    assert who in story.told_at_this_minute()
    story.they_answer_the_hand_off(agreed=False)  # A second tap on a page that is old by now.
    assert story.hand_off.state == "asked"


def test_asked_on_their_page_they_would_rather_not(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.brings_in(who, "professional", consent="asked_on_page")
    story.they_come_back_with_their_code()
    story.they_answer_the_hand_off(agreed=False)
    story.expects_stage("alongside")
    assert (story.owner(), story.hand_off.state) == (who, "refused")
    story.minutes_pass(1)
    story.brings_in(who, "professional")
    assert story.hand_off.state == "asked", "they may change their mind"


def test_they_may_go_back_to_their_colleague_whenever_they_like(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.brings_in(who, "professional")
    story.answers_the_hand_off("professional", "confirm")
    story.they_come_back_with_their_code()
    story.they_would_rather_have_their_colleague()
    story.expects_stage("alongside")
    assert story.owner() == who
    with pytest.raises(NoSuchHandOff):
        story.answers_the_hand_off("professional", "give_back")


def test_a_supporter_who_cannot_any_more_is_not_given_it_back(story: ProfessionalStory) -> None:
    """Then somebody else is asked at once; nobody is left without an owner."""
    who = story.walks_alongside()
    story.brings_in(who, "professional")
    person = story.world.people[who]
    Leave.objects.create(
        organization=story.world.organization, person=person, kind=Leave.Kind.LEAVE, starts_at=story.now
    )
    story.answers_the_hand_off("professional", "decline")
    story.expects_stage("waiting")
    assert who not in story.paged_since()


def test_a_professional_who_leaves_gives_way(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.brings_in(who, "professional")
    story.answers_the_hand_off("professional", "confirm")
    with one_transaction():
        letting_go.let_go(
            organization=story.world.organization.pk, person=story.world.professional.pk, by=ENGINE, now=story.now
        )
    story.expects_stage("alongside")
    assert story.owner() == who


def test_the_supporter_may_take_it_back_until_it_is_confirmed(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.brings_in(who, "professional")
    with pytest.raises(NoSuchHandOff):
        story.takes_the_hand_off_back("third" if who != "third" else "teammate")
    story.takes_the_hand_off_back(who)
    story.expects_stage("alongside")
    story.brings_in(who, "professional")
    story.answers_the_hand_off("professional", "confirm")
    with pytest.raises(MoveRefused):
        story.takes_the_hand_off_back(who)


def test_support_may_end_with_the_professional(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.brings_in(who, "professional")
    with pytest.raises(MoveRefused):
        story.answers_the_hand_off("professional", "end_with_professional")
    story.answers_the_hand_off("professional", "confirm")
    story.minutes_pass(60 * 24)
    story.answers_the_hand_off("professional", "end_with_professional")
    story.expects_stage("closed")
    assert story.hand_off.state == "ended"


def test_while_a_professional_goes_on_they_are_asked_once_a_month(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.brings_in(who, "professional")
    story.answers_the_hand_off("professional", "confirm")
    story.now += timedelta(days=30)
    assert handing_to_a_professional.go_on_next(now=story.now)
    assert story.told_at_this_minute() == ["professional"]
    case = Case.objects.get(pk=story.hand_off.case)
    assert case.due_at == story.now + timedelta(days=30)
    assert not handing_to_a_professional.go_on_next(now=story.now)


def test_somebody_outside_is_a_code_and_the_case_stays(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    for _ in range(2):
        story.notes_somebody_outside(who, "physician_psychiatrist")
    story.expects_stage("alongside")
    assert story.owner() == who
    assert story.case
    assert hand_offs.outside_of_case(case=story.case.pk) == ["physician_psychiatrist"]


def test_only_those_who_can_are_offered_and_asked(story: ProfessionalStory) -> None:
    """On call first; never somebody the person named; the answer to a stranger is the same refusal."""
    who = story.walks_alongside()
    own = {"organization": story.world.organization.pk, "case": story.case.pk, "person": story.world.people[who].pk}  # type: ignore[union-attr]
    names = [one.name for one in handing_to_a_professional.those_who_can(**own, now=story.now)]
    assert names == [story.world.professional.name, story.world.mentor.name]
    Leave.objects.create(
        organization=story.world.organization,
        person=story.world.professional,
        kind=Leave.Kind.LEAVE,
        starts_at=story.now,
    )
    for stranger in ("professional", "coordinator"):
        with pytest.raises(MayNotBePaged):
            story.brings_in(who, stranger)


def test_the_ledger_tells_what_was_done_and_holds_no_name(story: ProfessionalStory) -> None:
    who = story.walks_alongside()
    story.brings_in(who, "professional")
    story.answers_the_hand_off("professional", "confirm")
    verbs = list(Entry.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs[-2:] == ["hand_off.asked", "hand_off.confirmed"]
