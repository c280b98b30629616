from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.db import transaction

from alongside.cases import messages
from alongside.cases.models import Message
from alongside.demo import seed, walks
from alongside.demo.towns import TOWNS
from alongside.directory import services
from alongside.journeys import an_event_happened, returning, writing_to_each_other
from alongside.notices.models import Channel, Notice
from alongside.people.models import Account, Person
from alongside.questions import queries as questions
from alongside.rota import queries as rota
from alongside.rota.models import Shift
from alongside.rounds.models import Round, TeamSession
from alongside.tenancy import queries as tenancy
from alongside.training.models import Designation
from tests.worlds import NOW

pytestmark = pytest.mark.django_db

BEFORE_CLOCKS_CHANGE = datetime(2026, 10, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def seeded(db: None) -> None:
    with transaction.atomic():
        seed.seed(now=NOW)


def _counts() -> list[int]:
    return [model.objects.count() for model in (Person, Account, Channel, Notice, Shift, Designation)]


def test_twice_changes_nothing(seeded: None) -> None:
    before = _counts()
    seed.seed(now=NOW)
    assert _counts() == before


def test_a_week_later_the_rota_is_filled_up(seeded: None) -> None:
    before = Shift.objects.count()
    seed.seed(now=NOW + timedelta(days=7))
    assert Shift.objects.count() > before


def test_both_organizations_are_open_and_speak_both_languages(seeded: None) -> None:
    for house in map(tenancy.house, (town.slug for town in TOWNS)):
        assert house.open
        assert house.demonstration
        assert all(tenancy.limits(house.id, language) for language in ("en", "fr"))


@pytest.mark.parametrize("now", [NOW, BEFORE_CLOCKS_CHANGE], ids=["march", "clocks change"])
def test_somebody_is_on_call_round_the_clock(db: None, now: datetime) -> None:
    seed.seed(now=now)
    for town, duty in product(TOWNS, ("supporter", "coordinator", "professional")):
        house = tenancy.house(town.slug)
        found = rota.coverage(organization=house.id, duty=duty, starts=now, ends=now + timedelta(days=29))
        assert found.gaps == ()


def test_every_channel_is_proved_and_no_code_is_left_to_send(seeded: None) -> None:
    assert not Channel.objects.filter(verified_at=None).exists()
    assert not Notice.objects.filter(state=Notice.State.DUE, template="channel_code").exists()


def test_everybody_can_sign_in(seeded: None) -> None:
    assert not Person.objects.filter(account=None).exists()


def test_nothing_in_it_is_real() -> None:
    assert all(town.mail.endswith(".example") for town in TOWNS)
    assert all(town.fallback_line.startswith(("+1202555", "+331990")) for town in TOWNS)


def test_both_organizations_have_services_of_their_own(seeded: None) -> None:
    seed.seed(now=NOW)
    for slug, first in (("northfield", "risk_management"), ("valbrune", "quality_risk")):
        house = tenancy.house(slug)
        found = services.directory(house, house.zone, services.Wanted(), now=NOW)
        assert len(found.inside) >= 4
        assert [entry.resource for entry in found.direct] == [first]
        assert found.outside
        assert not found.dialed
        numbers = [entry.number.digits for entry in (*found.inside, *found.direct)]
        assert len(set(numbers)) == len(numbers)
        assert all("555-01" in one or one.startswith("01 99 00 01") for one in numbers)


def test_everybody_can_read_who_leads(seeded: None) -> None:
    for town in TOWNS:
        leader = questions.leader(tenancy.house(town.slug).id)
        assert leader is not None
        assert leader.email.endswith(".example")
        assert leader.role_in("fr") != leader.role_in("en")


def test_a_supporter_has_an_offer_to_carry(seeded: None) -> None:
    while an_event_happened.hand_out_next(now=NOW):
        pass
    rounds = Round.objects.all()
    assert {one.organization_id for one in rounds} == {tenancy.house(town.slug).id for town in TOWNS}
    assert sum(one.people for one in rounds) == 9
    assert all(one.carrier_id for one in rounds)
    assert TeamSession.objects.count() == 1


def test_somebody_is_walked_with_and_both_have_something_new_to_read(seeded: None) -> None:
    for town in TOWNS:
        organization = tenancy.house(town.slug).id
        visit = returning.enter(organization=organization, typed=walks.code(town.slug), now=NOW)
        talk = writing_to_each_other.their_talk(organization=organization, token=visit, now=NOW)
        assert (talk.glance.held, talk.glance.new, talk.may_write) == (4, 1, True)
        assert returning.where_things_stand(organization=organization, token=visit, now=NOW).stage == "alongside"
        carrier = Message.objects.of(organization).filter(from_caregiver=False).values_list("colleague", flat=True)[0]
        assert list(messages.new_for(organization=organization, person=carrier, now=NOW).values()) == [1]
