"""A word on a day that somebody chose: tied to nothing, ended by silence, by a tap, or by leaving (hazard H40)."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models

from alongside.cases.errors import NotTheirs, SentAlready
from alongside.cases.models import Case
from alongside.cases.visits import new_token
from alongside.journeys import delivering, forgetting, leaving, remembering_a_day
from alongside.ledger import queries as ledger
from alongside.notices.models import Notice
from alongside.notices.rules import Letter, Sent
from alongside.people import queries as people
from alongside.people.queries import Member
from alongside.reminders import operations
from alongside.reminders import queries as reminders
from alongside.reminders.errors import NoSuchDay, NotAPossibleDay
from alongside.reminders.models import Reminder
from alongside.reminders.operations import Wish
from alongside.tenancy.transactions import one_transaction
from alongside.vault import erasures
from alongside.vault.models import WrappedKey
from tests import worlds
from tests.stories.story import Story

pytestmark = pytest.mark.django_db
ADDRESS = "quiet.place@mail.example"
DAY = date(2026, 6, 4)


@pytest.fixture
def story() -> Story:
    worlds.make_noise()
    told = Story(worlds.make())
    told.somebody_asks_for_help(urgency="now")
    told.they_come_back_with_their_code()
    return told


def wish(*, yearly: bool = False, email: str = ADDRESS, day: date = DAY) -> Wish:
    return Wish(day=day, yearly=yearly, email=email, language="fr")


def they_choose(story: Story, asked: Wish | None = None, once: bytes = b"") -> str:
    return remembering_a_day.they_choose(
        organization=story.world.organization.pk,
        token=story.visit,
        wish=asked or wish(),
        once=once or new_token(),
        now=story.now,
    )


def time_goes_to(story: Story, day: date) -> list[Letter]:
    """Let the engine work through the day; return the letters it sent."""
    story.now = story.now.replace(year=day.year, month=day.month, day=day.day, hour=20)
    while remembering_a_day.tell_next(now=story.now):
        pass
    letters = delivering.take(kind="email", origin="https://here.example", now=story.now, up_to=50)
    mine = [letter for letter in letters if letter.about]
    for letter in letters:
        delivering.settle(letter=letter, result=Sent(), now=story.now)
    return mine


def member(story: Story, who: str) -> Member:
    account = story.world.people[who].account_id
    assert account
    found = people.member(account=account, organization=story.world.organization.pk, now=story.now)
    assert found
    return found


def test_a_word_comes_on_the_day_and_everything_is_gone_after_it(story: Story) -> None:
    secret = they_choose(story)
    assert time_goes_to(story, DAY - timedelta(days=1)) == []
    (letter,) = time_goes_to(story, DAY)
    assert letter.address == ADDRESS
    assert letter.language == "fr"
    assert f"/o/{story.world.slug}/day/{secret}/" in letter.body
    assert story.world.organization.name not in letter.body
    time_goes_to(story, DAY + timedelta(days=5))
    assert not Reminder.objects.exists()
    assert not Notice.objects.filter(about_kind="reminder").exists()


def test_each_year_only_while_they_say_so(story: Story) -> None:
    secret = they_choose(story, wish(yearly=True))
    assert len(time_goes_to(story, DAY)) == 1
    comes = remembering_a_day.keep(organization=story.world.organization.pk, secret=secret, now=story.now)
    assert comes == DAY.replace(year=2027)
    assert len(time_goes_to(story, comes)) == 1
    time_goes_to(story, comes + timedelta(days=31))
    assert not Reminder.objects.exists(), "nobody answered"


def test_a_day_far_away_is_asked_about_once_a_year(story: Story) -> None:
    they_choose(story, wish(day=date(2029, 6, 4)))
    (asked,) = time_goes_to(story, date(2027, 3, 1))
    assert "Si vous ne faites rien" in asked.body
    assert time_goes_to(story, date(2027, 4, 2)) == []
    assert not Reminder.objects.exists()


def test_it_outlives_the_request_and_nothing_leads_back_to_it(story: Story) -> None:
    they_choose(story)
    story.they_say("withdraw")
    Case.objects.update(due_at=story.now)
    assert forgetting.erase_next(now=story.now)
    assert len(time_goes_to(story, DAY)) == 1


def test_the_row_holds_a_day_and_nothing_of_a_request_or_a_person(story: Story) -> None:
    before = ledger.lines(organization=story.world.organization.pk)
    they_choose(story)
    columns = {field.name for field in Reminder._meta.concrete_fields}
    assert columns == {
        "id", "organization", "day", "yearly", "language", "state", "confirm_by", "due_at", "lease_until",
        "secret_hash", "addressee", "sealed",
    }  # fmt: skip
    keys = [field for field in Reminder._meta.get_fields() if isinstance(field, models.ForeignKey)]
    assert [field.name for field in keys] == ["organization"]
    pointing = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is Reminder
    ]
    assert pointing == []
    row = Reminder.objects.get()
    assert ADDRESS.encode() not in bytes(row.sealed) + bytes(row.addressee) + bytes(row.secret_hash)
    assert ledger.lines(organization=story.world.organization.pk) == before, "no hour stands beside the visits"


def test_neither_the_place_of_a_day_nor_of_its_key_tells_when_it_was_chosen(story: Story) -> None:
    """The measure: of six chosen in a known order the last lies last once in six times, as by chance."""
    rounds, days, kept = 40, 6, {"rows": 0, "keys": 0}
    for _ in range(rounds):
        for _day in range(days):
            before = set(Reminder.objects.values_list("pk", flat=True))
            they_choose(story)
        (last,) = set(Reminder.objects.values_list("pk", flat=True)) - before
        kept["rows"] += _as_stored("reminders_reminder", "id")[-1] == last
        keys = [owner for owner in _as_stored("vault_wrappedkey", '"case"') if owner in {*before, last}]
        kept["keys"] += keys[-1] == last
        WrappedKey.objects.filter(case__in=[*before, last]).delete()
        Reminder.objects.all().delete()
    assert max(kept.values()) < rounds / days + 5 * (rounds / days) ** 0.5  # Five standard deviations above chance.


def _as_stored(table: str, column: str) -> list[UUID]:
    """Return a column in the order in which the database holds its rows."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {place}")  # noqa: S608  # Our own tables' names.
        return [each if isinstance(each, UUID) else UUID(each) for (each,) in cursor.fetchall()]


def test_the_address_is_asked_for_only_when_it_is_sent(story: Story) -> None:
    they_choose(story)
    story.now = story.now.replace(month=DAY.month, day=DAY.day, hour=20)
    assert remembering_a_day.tell_next(now=story.now)
    notice = Notice.objects.get(about_kind="reminder")
    assert (notice.person, notice.channel, notice.slot) == (None, None, {})


def test_the_code_ends_it_at_once_also_what_waits_to_be_sent(story: Story) -> None:
    secret = they_choose(story)
    story.now = story.now.replace(month=DAY.month, day=DAY.day, hour=20)
    assert remembering_a_day.tell_next(now=story.now)
    typed = secret.replace("-", " ").upper()
    remembering_a_day.stop(organization=story.world.organization.pk, secret=typed, now=story.now)
    assert delivering.take(kind="email", origin="https://here.example", now=story.now, up_to=50) == [] or not (
        Notice.objects.filter(about_kind="reminder").exists()
    )
    assert not Reminder.objects.exists()
    remembering_a_day.stop(organization=story.world.organization.pk, secret=secret, now=story.now)
    with pytest.raises(NoSuchDay):
        remembering_a_day.keep(organization=story.world.organization.pk, secret=secret, now=story.now)


def test_leaving_ends_it_without_a_reason(story: Story) -> None:
    they_choose(story, wish(email=f" {story.world.owner.email.upper()} "))
    they_choose(story, wish(email="someone.else@mail.example"))
    leaving.leave(member=member(story, "administrator"), person=story.world.owner.pk, now=story.now)
    assert Reminder.objects.count() == 1
    line = ledger.lines(organization=story.world.organization.pk)[0]
    assert (line.verb, line.payload) == ("person.left", {"person": str(story.world.owner.pk)})


def test_an_address_can_be_ended_by_whoever_hears_of_a_death_and_they_learn_nothing(story: Story) -> None:
    they_choose(story)
    by = member(story, "administrator")
    for email in (ADDRESS, "nobody@mail.example", ""):
        remembering_a_day.stop_to_address(member=by, email=email, now=story.now)
    assert not Reminder.objects.exists()
    lines = ledger.lines(organization=story.world.organization.pk)[:3]
    assert {(line.verb, str(line.payload)) for line in lines} == {("day.address_ended", "{}")}


def test_another_organizations_code_opens_nothing(story: Story) -> None:
    secret = they_choose(story)
    stranger = worlds.make_noise()
    assert reminders.by_code(organization=stranger.organization.pk, typed=secret) is None
    remembering_a_day.stop(organization=stranger.organization.pk, secret=secret, now=story.now)
    assert Reminder.objects.count() == 1


def test_a_second_tap_keeps_one(story: Story) -> None:
    once = new_token()
    they_choose(story, once=once)
    with pytest.raises(SentAlready):
        they_choose(story, once=once)
    assert Reminder.objects.count() == 1


@pytest.mark.parametrize("day", [date(2026, 3, 4), date(2025, 1, 1), date(2040, 1, 1)])
def test_a_day_that_cannot_be_is_refused(story: Story, day: date) -> None:
    with pytest.raises(NotAPossibleDay):
        they_choose(story, wish(day=day))
    assert not Reminder.objects.exists()


def test_a_colleague_writes_one_down_only_for_whom_they_carry(story: Story) -> None:
    who = story.paged_since()[0]
    assert story.case
    given = {"case": story.case.pk, "wish": wish(), "now": story.now}
    with pytest.raises(NotTheirs):
        remembering_a_day.we_choose(member=member(story, who), once=new_token(), **given)  # type: ignore[arg-type]
    story.accepts(who)
    remembering_a_day.we_choose(member=member(story, who), once=new_token(), **given)  # type: ignore[arg-type]
    assert Reminder.objects.count() == 1


def test_its_key_is_its_own_and_goes_on_the_list_of_erasures(story: Story) -> None:
    secret = they_choose(story)
    row = Reminder.objects.get()
    assert WrappedKey.objects.filter(case=row.pk).count() == 1
    remembering_a_day.stop(organization=story.world.organization.pk, secret=secret, now=story.now)
    assert not WrappedKey.objects.filter(case=row.pk).exists()
    assert not erasures.came_back()


def test_without_its_key_nothing_is_sent(story: Story) -> None:
    """After a restore the list of erasures destroys the key again: then nobody is written to."""
    they_choose(story)
    WrappedKey.objects.filter(case=Reminder.objects.get().pk).delete()
    assert time_goes_to(story, DAY) == []


def test_an_engine_that_died_half_way_tells_once(story: Story) -> None:
    they_choose(story)
    story.now = story.now.replace(month=DAY.month, day=DAY.day, hour=20)
    with one_transaction(ring=False):
        assert operations.claim_due(now=story.now)
    assert not remembering_a_day.tell_next(now=story.now), "leased"
    story.now += timedelta(minutes=2)
    assert remembering_a_day.tell_next(now=story.now)
    assert not remembering_a_day.tell_next(now=story.now)
    assert Notice.objects.filter(about_kind="reminder").count() == 1
