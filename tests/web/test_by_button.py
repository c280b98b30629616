"""A page that only a button opens is never an empty one: a phone that comes back from a call asks for its address."""

from uuid import uuid4

import pytest
from django.test import Client

from alongside import clock
from tests import worlds
from tests.web.administering.office import Office

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "stands"),
    [
        ("desk/call-backs/{key}/", "desk/"),
        ("desk/pages/{key}/take/", "desk/"),
        ("desk/settings/machines/make/", "desk/settings/machines/"),
    ],
)
def test_it_says_so_and_leads_to_where_the_button_stands(path: str, stands: str) -> None:
    worlds.make_noise(now=clock.now())
    office, key = Office("professional" if "settings" not in path else "administrator"), uuid4()
    here = f"/o/{office.world.slug}/"
    answer = office.client.get(here + path.format(key=key))
    page = answer.content.decode()
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "This page opens with a button." in page
    assert f'href="{here}{stands.format(key=key)}"' in page
    assert 'href="tel:911"' in page


def test_it_speaks_french() -> None:
    office = Office("professional")
    page = office.client.get(f"/fr/o/{office.world.slug}/desk/call-backs/{uuid4()}/").content.decode()
    assert "Cette page s’ouvre avec un bouton." in page
    assert f'href="/fr/o/{office.world.slug}/desk/"' in page


def test_what_is_not_below_an_organization_is_answered_as_before() -> None:
    assert Client().post("/health/live").content == b""
