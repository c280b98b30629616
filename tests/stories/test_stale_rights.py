"""Whoever left reads nothing any more, anywhere: every key to a person in every table is proof, or it is gone (T36)."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from alongside.care import operations as care
from alongside.cases import glass
from alongside.journeys import breaking_the_glass, leaving
from alongside.notices.models import Notice
from alongside.people import operations as people_operations
from alongside.people.models import Account, Person, RoleGrant, Supervision
from alongside.reminders.models import Reminder
from alongside.rota import own_notes
from alongside.rota.models import Shift
from alongside.surveys import operations as surveys
from alongside.surveys.models import Thanks
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.breaking import GlassReason
from alongside.vocabulary.evaluating import DebriefReason, Weight
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.habits.house import ours
from tests.signed_in import signed_in
from tests.stories.story import Story
from tests.stories.test_breaking_the_glass import member

pytestmark = pytest.mark.django_db

PROOF = {
    "cases.ContactAttempt.person": "who tried to reach somebody, until the case is erased",
    "cases.Glass.person": "who opened a case; it is read only together with a role that they no longer hold",
    "cases.Opening.person": "who saw what: whoever asked reads it",
    "cases.Transition.actor": "who moved a case",
    "cases.Witness.person": "who broke the glass",
    "paging.Alarm.person": "whom an alarm was about",
    "paging.Alarm.seen_by": "who saw to an alarm",
    "paging.Page.person": "who was asked, and what they answered: it is over",
    "people.RoleGrant.person": "a role that ended: `until` is set",
    "people.Supervision.supervisor": "a supervision that ended with that day",
    "rota.Shift.person": "a shift that was cut short: it has ended",
    "training.Designation.person": "a designation that ended: `valid_until` is over",
}
"""Which rows may still name somebody who left, and why none of them lets them in."""


def named_in(person: Person) -> set[str]:
    """Return every column of every table that still holds this person's key."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in ours()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Person
        if model._default_manager.filter(**{field.name: person.pk}).exists()
    }


def breaks_the_glass(story: Story, who: str) -> None:
    assert story.case
    worlds.grant(story.world.people[who], Role.COORDINATOR)
    said = {"reason": GlassReason.PERSON_ASKED, "calling_number": ""}
    breaking_the_glass.break_the_glass(member=member(story, who), case=story.case.pk, **said, now=story.now)


def is_led_to_the_sign_in(browser: Client, story: Story) -> None:
    assert story.case
    for page in ("now/", "board/", "opened/", f"cases/{story.case.pk}/", f"board/{story.case.pk}/open/", "me/"):
        answer = browser.get(f"/o/{story.world.slug}/desk/{page}")
        assert (answer.status_code, answer.headers.get("Location", "")[-9:]) == (302, "/sign-in/"), page


def test_every_key_to_somebody_who_left_is_proof_or_gone() -> None:
    story = Story(worlds.make())
    story.somebody_asks_for_help(urgency="now")
    who = story.paged_since()[0]
    story.accepts(who)
    story.opens_the_contact(who)
    leaver = story.world.people[who]
    breaks_the_glass(story, who)
    browsers = [signed_in(leaver), signed_in(leaver, proof="half")]
    with one_transaction(ring=False):
        invited = people_operations.make_invitation(
            organization=story.world.organization.pk, person=leaver.pk, by_telephone=False, now=story.now
        )
    leaving.leave(member=member(story, "administrator"), person=leaver.pk, now=story.now)

    assert named_in(leaver) <= set(PROOF), named_in(leaver) - set(PROOF)
    for browser in browsers:
        is_led_to_the_sign_in(browser, story)
    assert not people_operations.invitation_stands(
        organization=story.world.organization.pk, secret=invited.secret, now=story.now
    )
    assert not Account.objects.filter(email=leaver.email).exists()
    assert not Notice.objects.filter(person=leaver, state="due").exists(), "no link is on its way to them"


def something_of_their_own(story: Story, leaver: Person) -> None:
    """How heavy it was, a talk they wait for, a note to themselves, tickets and thanks, a role that is proposed."""
    organization, today = story.world.organization, story.now.date()
    own = {"organization": organization.pk, "supporter": leaver.pk}
    with one_transaction(ring=False):
        care.rate(**own, weight=Weight.HEAVY, day=today, once="")
        care.ask_for_talk(**own, reason=DebriefReason.DANGER, look_at=story.now, now=story.now)
        own_notes.remind_me(organization=organization.pk, person=leaver.pk, which="i2", day=today, now=story.now)
        surveys.stock(**own)
    Thanks.objects.create(organization=organization, supporter=leaver, phrase="calm", month="2026-03")
    Supervision.objects.create(
        organization=organization,
        supervisor=leaver,
        group=story.world.group,
        site=story.world.site,
        starts_on=today - timedelta(days=9),
    )


def test_what_was_theirs_alone_is_gone_and_whatever_let_them_in_has_ended() -> None:
    story = Story(worlds.make())
    leaver = story.world.owner
    something_of_their_own(story, leaver)
    leaving.leave(member=member(story, "administrator"), person=leaver.pk, now=story.now)
    assert named_in(leaver) <= set(PROOF), named_in(leaver) - set(PROOF)
    assert {row.until for row in RoleGrant.objects.filter(person=leaver)} == {story.now}
    assert {row.ends_on for row in Supervision.objects.filter(supervisor=leaver)} == {story.now.date()}
    assert not Shift.objects.filter(person=leaver, ends_at__gt=story.now).exists()


def test_a_glass_that_was_open_shows_nothing_to_whoever_left() -> None:
    story = Story(worlds.make())
    story.somebody_asks_for_help(urgency="now")
    story.accepts(story.paged_since()[0])
    browser, coordinator = signed_in(story.world.coordinator), member(story, "coordinator")
    assert story.case
    breaking_the_glass.break_the_glass(
        member=coordinator, case=story.case.pk, reason=GlassReason.PERSON_ASKED, calling_number="", now=story.now
    )
    leaving.leave(member=member(story, "administrator"), person=coordinator.person, now=story.now)
    answer = browser.post(f"/o/{story.world.slug}/desk/board/{story.case.pk}/open/")
    assert answer.status_code == 302
    later = story.now + timedelta(minutes=1)
    assert glass.open_until(case=story.case.pk, person=coordinator.person, now=later) is None


def test_no_table_of_ours_is_left_out() -> None:
    assert Reminder in ours()
    assert {model for model in apps.get_models() if model._meta.label.split(".")[0] in {"cases", "people"}} <= set(
        ours()
    )
