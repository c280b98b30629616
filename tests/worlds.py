"""A cast that is always at hand: owner, teammate, and a stranger organization whose canaries must never be seen.

Belongs here: making an organization with its people, and a case at any stage, as a test's starting point.
Does not belong here: expectations. Rows that the product makes by a journey are made by that journey.

    world = worlds.make(now=NOW)                     # an organization with everybody in it, on call, reachable
    worlds.make_noise(now=NOW)                       # another organization; `NOISE` must appear in no answer
"""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Model

from alongside import clock
from alongside.notices.models import Channel
from alongside.people.models import Account, Person, RoleGrant, Supervision
from alongside.rota.models import Shift
from alongside.tenancy.models import LimitsText, Organization, Site, Unit, UnitGroup
from alongside.training.models import Designation
from alongside.vocabulary.roles import Role

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
"""A Wednesday, ten in the morning in New York."""

NOISE = "Zzcanary"
"""In every name of the stranger organization; no answer to anybody else may hold it."""

Row = TypeVar("Row", bound=Model)

_numbers = itertools.count(1)


@dataclass(frozen=True)
class World:
    """One organization with two sites, two unit groups and everybody who works in its program."""

    organization: Organization
    site: Site
    other_site: Site
    group: UnitGroup
    other_group: UnitGroup
    unit: Unit
    other_unit: Unit
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        """Name the cast directly: `world.owner`, `world.teammate`, `world.coordinator`, …"""
        try:
            return self.__dict__["people"][name]  # type: ignore[no-any-return]
        except KeyError as missing:
            raise AttributeError(name) from missing

    @property
    def slug(self) -> str:
        """Return what stands in the address."""
        return self.organization.slug


CAST: dict[str, Role] = {
    "owner": Role.SUPPORTER,
    "teammate": Role.SUPPORTER,
    "third": Role.SUPPORTER,
    "chief": Role.SUPPORTER,  # Supervises the unit group: never paged for it.
    "coordinator": Role.COORDINATOR,
    "deputy": Role.COORDINATOR,
    "professional": Role.PROFESSIONAL,
    "mentor": Role.MENTOR,
    "manager": Role.MANAGER,
    "trainer": Role.TRAINER,
    "analyst": Role.ANALYST,
    "safety_officer": Role.SAFETY_OFFICER,
    "auditor": Role.AUDITOR,
    "administrator": Role.ADMINISTRATOR,
}


def make(*, now: datetime = NOW, name: str = "Testing Health", language: str = "en", **given: Any) -> World:
    """Make a live organization: every role held, supporters designated, reachable, on call for 30 days."""
    number = next(_numbers)
    organization = _organization(number, name, language, given)
    world = _places(organization)
    for place, who in enumerate(CAST):
        world.people[who] = _colleague(world, who, place=place, number=number, language=language)
    _everybody_arrives(world, now)
    Supervision.objects.create(
        organization=organization,
        supervisor=world.chief,
        group=world.group,
        site=world.site,
        starts_on=(now - timedelta(days=400)).date(),
    )
    _limits(organization, now)
    return world


def make_noise(*, now: datetime = NOW) -> World:
    """Make the stranger organization: as full as ours, every name a canary."""
    return make(now=now, name=f"{NOISE} Memorial")


def _organization(number: int, name: str, language: str, given: dict[str, Any]) -> Organization:
    french = language == "fr"
    settings: dict[str, Any] = {
        "slug": f"testing-{number}",
        "name": name,
        "country": "FR" if french else "US",
        "timezone": "Europe/Paris" if french else "America/New_York",
        "languages": ["fr", "en"] if french else ["en", "fr"],
        "mode": Organization.Mode.LIVE,
        "fallback_line": "+33155500100" if french else "+12025550100",
        "calling_number": "+33155500101" if french else "+12025550101",
    }
    return Organization.objects.create(**{**settings, **given})


def _places(organization: Organization) -> World:
    own: dict[str, Any] = {"organization": organization}
    mark = organization.name.split()[0]
    site = Site.objects.create(**own, name=f"{mark} Main", timezone=organization.timezone)
    other_site = Site.objects.create(**own, name=f"{mark} North", timezone=organization.timezone)
    group = UnitGroup.objects.create(**own, code="intensive_care")
    other_group = UnitGroup.objects.create(**own, code="emergency")
    return World(
        organization=organization,
        site=site,
        other_site=other_site,
        group=group,
        other_group=other_group,
        unit=Unit.objects.create(**own, site=site, group=group, name=f"{mark} ICU"),
        other_unit=Unit.objects.create(**own, site=other_site, group=other_group, name=f"{mark} ED"),
    )


def _colleague(world: World, who: str, *, place: int, number: int, language: str) -> Person:
    mark = NOISE if world.organization.name.startswith(NOISE) else "Testing"
    email = f"{who}-{number}@{mark.lower()}.example"
    return Person(
        organization=world.organization,
        account=Account(email=email),
        name=f"{who.replace('_', ' ').title()} {mark}",
        email=email,
        unit=world.unit if place % 2 else world.other_unit,
        profession="nurse" if place % 2 else "physician",
        gender=Person.Gender.WOMAN if place % 2 else Person.Gender.MAN,
        languages=["en", "fr"],
        ways_to_talk=["phone_call", "in_person"],
        reads=language,
    )


def _everybody_arrives(world: World, now: datetime) -> None:
    """Write the cast, one statement for each table: most tests begin so."""
    people = list(world.people.values())
    cast = list(zip(people, CAST.values(), strict=True))
    Account.objects.bulk_create([person.account for person in people if person.account])
    Person.objects.bulk_create(people)
    RoleGrant.objects.bulk_create([_granted(person, role, now) for person, role in cast])
    Channel.objects.bulk_create([_channel(person, now) for person in people])
    designated = [(person, role.value) for person, role in cast if role in {Role.SUPPORTER, Role.PROFESSIONAL}]
    on_call = [*designated, *((person, role.value) for person, role in cast if role is Role.COORDINATOR)]
    Designation.objects.bulk_create([_designation(person, kind, now) for person, kind in designated])
    Shift.objects.bulk_create([_shift(person, duty, now, 30) for person, duty in on_call])


def one_more(world: World, who: str, role: Role, *, place: int = 1, now: datetime = NOW) -> Person:
    """Write one more supporter or professional, on call as those of the cast; of the other unit at an even place."""
    person = _colleague(world, who, place=place, number=next(_numbers), language="en")
    assert person.account
    _written(person.account)
    _written(person)
    grant(person, role, now=now)
    make_reachable(person, now=now)
    designate(person, kind=role.value, now=now)
    put_on_call(person, duty=role.value, now=now)
    return person


def _granted(person: Person, role: Role, now: datetime) -> RoleGrant:
    return RoleGrant(organization=person.organization, person=person, role=role.value, since=now - timedelta(days=365))


def grant(person: Person, role: Role, *, now: datetime = NOW) -> RoleGrant:
    """Give a role that began a year ago."""
    return _written(_granted(person, role, now))


def _channel(person: Person, now: datetime) -> Channel:
    return Channel(
        organization=person.organization,
        person=person,
        kind=Channel.Kind.EMAIL,
        address=person.email,
        verified_at=now - timedelta(days=30),
    )


def make_reachable(person: Person, *, now: datetime = NOW) -> Channel:
    """Give a verified email channel."""
    return _written(_channel(person, now))


def _designation(person: Person, kind: str, now: datetime) -> Designation:
    day = now.date()
    return Designation(
        organization=person.organization,
        person=person,
        kind=kind,
        designated_on=day - timedelta(days=300),
        valid_until=day + timedelta(days=400),
        agreement_signed_on=day - timedelta(days=310),
    )


def designate(person: Person, *, kind: str = "supporter", now: datetime = NOW) -> Designation:
    """Designate a person, trained last year, valid for another."""
    return _written(_designation(person, kind, now))


def _shift(person: Person, duty: str, now: datetime, days: int) -> Shift:
    return Shift(
        organization=person.organization,
        person=person,
        duty=duty,
        starts_at=now - timedelta(hours=2),
        ends_at=now + timedelta(days=days),
    )


def put_on_call(person: Person, *, duty: str = "supporter", now: datetime = NOW, days: int = 30) -> Shift:
    """Put a person on call from two hours ago for some days."""
    return _written(_shift(person, duty, now, days))


def _written(row: Row) -> Row:
    row.save(force_insert=True)
    return row


def _limits(organization: Organization, now: datetime) -> None:
    for language, text in (("en", "What you say stays between you."), ("fr", "Ce que vous dites reste entre vous.")):
        LimitsText.objects.create(
            organization=organization,
            language=language,
            version=1,
            text=text,
            signed_by="Counsel",
            signed_role="General counsel",
            signed_on=(now - timedelta(days=40)).date(),
        )


def local(world: World, moment: datetime) -> datetime:
    """Return the moment as the site's own clock shows it."""
    return moment.astimezone(ZoneInfo(world.site.timezone))


def today(world: World) -> date:
    """Return the day it is now where the house stands; in the evening of a western zone UTC is a day ahead."""
    return local(world, clock.now()).date()
