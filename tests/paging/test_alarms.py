"""An alarm reaches somebody, but not whoever may not know of that request, and nobody too often."""

from datetime import datetime, timedelta

import pytest

from alongside.cases import operations as cases
from alongside.cases.entrusted import ContactWish, MatchingFacts
from alongside.cases.models import Case
from alongside.notices.models import Channel, Notice
from alongside.paging import alarms, candidates
from alongside.paging.models import Alarm, Page
from alongside.people.models import Supervision
from alongside.rota.models import Shift
from alongside.tenancy.transactions import one_transaction
from alongside.vault.models import WrappedKey
from alongside.vocabulary.asking import Source, Urgency, Way
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.paging.cases import asked
from tests.worlds import World

pytestmark = pytest.mark.django_db


def sealed(world: World, now: datetime, *, urgency: Urgency = Urgency.NOW) -> Case:
    """A request of somebody of our unit group, with what they entrusted."""
    request = cases.Request(
        site=world.site.pk,
        urgency=urgency,
        source=Source.SELF,
        language="en",
        contact=ContactWish(Way.BY_CODE),
        facts=MatchingFacts(unit_group=world.group.pk, site=world.site.pk),
    )
    with one_transaction(ring=False):
        case, _ = cases.open_case(
            organization=world.organization.pk, request=request, contact_due=now, by=cases.CAREGIVER, now=now
        )
    return case


def supervises(world: World, *who: str, now: datetime) -> None:
    for name in who:
        Supervision.objects.create(
            organization=world.organization,
            supervisor=world.people[name],
            group=world.group,
            site=world.site,
            starts_on=(now - timedelta(days=3)).date(),
        )


def raised(world: World, case: Case | None, now: datetime, kind: str = "nobody_came") -> set[str]:
    """Raise an alarm; return who is told, by name in the cast."""
    before = set(Notice.objects.values_list("pk", flat=True))
    with one_transaction(ring=False):
        alarms.raise_alarm(organization=world.organization.pk, kind=kind, case=case, now=now)
    fresh = Notice.objects.exclude(pk__in=before).filter(template="alarm")
    known = {person.pk: who for who, person in world.people.items()}
    return {known[person] for person in fresh.values_list("person_id", flat=True)}


def test_a_coordinator_who_supervises_there_is_not_told_while_another_can_be(world: World, now: datetime) -> None:
    case = sealed(world, now)
    supervises(world, "coordinator", now=now)
    assert raised(world, case, now) == {"deputy"}
    assert raised(world, None, now) == {"coordinator", "deputy"}, "what is about no request goes to all"


def test_also_where_the_only_other_one_is_not_on_call(world: World, now: datetime) -> None:
    supervises(world, "coordinator", now=now)
    Shift.objects.filter(person=world.deputy).delete()
    assert raised(world, sealed(world, now), now) == {"deputy"}


def test_an_alarm_always_reaches_somebody(world: World, now: datetime) -> None:
    supervises(world, "coordinator", "deputy", now=now)
    assert raised(world, sealed(world, now), now) == {"coordinator", "deputy"}


def test_whoever_cannot_be_reached_is_nobody_else(world: World, now: datetime) -> None:
    supervises(world, "coordinator", now=now)
    Channel.objects.filter(person=world.deputy).delete()
    assert raised(world, sealed(world, now), now) == {"coordinator"}


def test_in_danger_professionals_are_told_and_their_own_chief_is_not(world: World, now: datetime) -> None:
    world.people["second"] = worlds.one_more(world, "second", Role.PROFESSIONAL, now=now)
    supervises(world, "professional", now=now)
    assert raised(world, sealed(world, now), now, kind="danger") == {"coordinator", "deputy", "second"}


def test_a_lost_key_bars_nobody(world: World, now: datetime) -> None:
    case = sealed(world, now)
    WrappedKey.objects.all().delete()
    assert raised(world, case, now) == {"coordinator", "deputy"}


def test_nobody_is_rung_more_than_three_times_in_ten_minutes(world: World, now: datetime) -> None:
    case = sealed(world, now)
    for minute in range(3):
        assert raised(world, case, now + timedelta(minutes=minute)) == {"coordinator", "deputy"}
    late = now + timedelta(minutes=4)
    raised(world, case, late)
    assert not Notice.objects.filter(made_at=late, due_at__lte=late).exists(), "what comes then waits"
    waiting = set(Notice.objects.filter(made_at=late).values_list("due_at", flat=True))
    assert waiting == {now + candidates.WITHIN}
    assert raised(world, case, late) == set(), "and is not put off twice"
    assert Alarm.objects.count() == 5, "the board shows each of them"


def test_pages_and_alarms_are_counted_together(world: World, now: datetime) -> None:
    case = sealed(world, now)
    for minute in range(3):
        raised(world, case, now + timedelta(minutes=minute))
    walked = asked(world, now=now + timedelta(minutes=3), urgency="danger")
    coordinators = Page.objects.filter(case=walked.case, role="coordinator")
    assert [page.rang for page in coordinators] == [False, False], "in their inbox, unrung"


def test_two_channels_ring_once(world: World, now: datetime) -> None:
    Channel.objects.create(
        organization=world.organization,
        person=world.coordinator,
        kind=Channel.Kind.EMAIL,
        address="second@testing.example",
        verified_at=now,
    )
    case = sealed(world, now)
    for minute in range(2):
        raised(world, case, now + timedelta(minutes=minute))
    third = now + timedelta(minutes=2)
    raised(world, case, third)
    assert Notice.objects.filter(person=world.coordinator, made_at=third, due_at=third).count() == 2


def test_in_danger_somebody_who_was_not_rung_just_now_is_told_at_once(world: World, now: datetime) -> None:
    Shift.objects.filter(person=world.deputy).delete()
    case = sealed(world, now)
    for minute in range(3):
        assert raised(world, case, now + timedelta(minutes=minute)) == {"coordinator"}
    late = now + timedelta(minutes=4)
    assert "deputy" in raised(world, case, late, kind="danger")
    assert Notice.objects.filter(person=world.deputy, due_at=late).exists()


def test_the_same_alarm_is_raised_once_until_somebody_saw_it(world: World, now: datetime) -> None:
    case = sealed(world, now)
    for _ in range(3):
        with one_transaction(ring=False):
            alarms.raise_once(organization=world.organization.pk, kind="cannot_open", case=case, now=now)
    assert Alarm.objects.count() == 1
    Alarm.objects.update(seen_at=now)
    with one_transaction(ring=False):
        alarms.raise_once(organization=world.organization.pk, kind="cannot_open", case=case, now=now)
    assert Alarm.objects.count() == 2
