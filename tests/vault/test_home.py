"""A copy that answers at another address knows that it is one (hazard H38)."""

import pytest
from django.db import transaction
from pytest_django import Settings

from alongside.config import doctor
from alongside.vault import erasures, home
from alongside.vault.models import ErasureHead

pytestmark = pytest.mark.django_db


def at(settings: Settings, origin: str) -> None:
    settings.HOUSE = settings.HOUSE.model_copy(update={"origin": origin})


def test_a_copy_knows_that_it_is_elsewhere_until_an_operator_says_so(settings: Settings) -> None:
    with transaction.atomic():
        erasures.settle()
        assert home.is_unknown()
        assert not home.is_elsewhere()
        at(settings, "https://support.example.org")
        home.settle_here()
    assert not home.is_unknown()
    at(settings, "http://SUPPORT.example.org:8000")
    assert not home.is_elsewhere()
    at(settings, "https://try-out.example.org")
    assert home.is_elsewhere()
    ill = doctor.CHECKS["at home"]()
    assert ill is not None
    assert "alongside moved" in ill.mend
    with transaction.atomic():
        home.settle_here()
    assert doctor.CHECKS["at home"]() is None
    assert b"example" not in bytes(ErasureHead.objects.get().home)
