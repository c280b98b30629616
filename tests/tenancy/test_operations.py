from datetime import date

import pytest
from django.db import transaction

from alongside.tenancy import operations, queries
from alongside.tenancy.errors import AddressTaken, NoSuchPlace, NotInTransaction, UnknownZone
from tests import worlds
from tests.houses import House


@pytest.fixture
def opened(db: None) -> object:
    with transaction.atomic():
        return operations.open_organization(
            slug="harbor", name="Harbor Health", country="US", zone="America/Chicago", languages=("en", "fr")
        )


def test_a_new_organization_is_setting_up(opened: object) -> None:
    house = queries.house("harbor")
    assert not house.open
    assert not house.withdrawn


def test_the_mode_opens_and_closes(opened: object) -> None:
    house = queries.house("harbor")
    operations.set_mode(organization=house.id, mode="live")
    assert queries.house("harbor").open
    operations.set_mode(organization=house.id, mode="withdrawn")
    assert queries.house("harbor").withdrawn
    with pytest.raises(ValueError, match="half_open"):
        operations.set_mode(organization=house.id, mode="half_open")


def test_an_address_is_given_once(opened: object) -> None:
    with pytest.raises(AddressTaken):
        operations.open_organization(slug="harbor", name="Other", country="US", zone="UTC", languages=("en",))


def test_an_unknown_zone_is_refused(opened: object) -> None:
    house = queries.house("harbor")
    with pytest.raises(UnknownZone):
        operations.add_site(organization=house.id, name="Moon", zone="Moon/Tranquility")


def test_a_unit_stands_on_a_site_of_its_own_organization(opened: object, noise: worlds.World) -> None:
    house = queries.house("harbor")
    with pytest.raises(NoSuchPlace):
        operations.add_unit(organization=house.id, site=noise.site.pk, group="emergency", name="ED")
    site = operations.add_site(organization=house.id, name="Main", zone="America/Chicago")
    operations.add_unit(organization=house.id, site=site, group="emergency", name="ED")
    operations.add_unit(organization=house.id, site=site, group="emergency", name="Triage")
    assert [unit.name for unit in queries.units(house.id)] == ["ED", "Triage"]


def test_each_text_of_limits_is_a_new_version(opened: object) -> None:
    house = queries.house("harbor")
    for text in ("First.", "Second."):
        operations.write_limits(
            organization=house.id,
            language="en",
            text=text,
            signed_by="Counsel",
            signed_role="Counsel",
            on=date(2026, 1, 2),
        )
    shown = queries.limits(house.id, "en")
    assert shown is not None
    assert (shown.version, shown.text) == (2, "Second.")


def test_numbers_are_kept(opened: object) -> None:
    house = queries.house("harbor")
    operations.set_numbers(organization=house.id, fallback_line="+12025550100", calling_number="+12025550101")
    assert queries.house("harbor").fallback_line == "+12025550100"


def test_nothing_is_written_outside_a_journey(new_house: House) -> None:
    with pytest.raises(NotInTransaction):
        operations.open_organization(slug="x", name="X", country="US", zone="UTC", languages=("en",))
