"""A page that only a button opens is never an empty one: a phone that comes back from a call asks for its address."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from alongside import clock
from tests import worlds
from tests.habits.test_permission_matrix import addresses
from tests.web.administering.office import Office

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "stands"),
    [
        ("desk/call-backs/{key}/", "desk/"),
        ("desk/pages/{key}/take/", "desk/"),
        ("desk/settings/machines/make/", "desk/settings/machines/"),
        ("desk/rest/end/", "desk/"),
        ("desk/rest/", "desk/"),
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


def test_where_it_leads_can_be_read_whichever_page_it_was() -> None:
    """No page that only a button opens leads to another one: /desk/rest/end/ does not lead to /desk/rest/."""
    office = Office("administrator")
    slug, only_buttons = office.world.slug, 0
    for name, pattern in addresses():
        if "<slug:organization>" not in pattern or name is None:
            continue
        path = re.sub(r"<uuid:[^>]+>", str(uuid4()), pattern.replace("<slug:organization>", slug))
        answer = office.client.get("/" + re.sub(r"<[^>]+>", "1", path))
        if answer.status_code == 405:
            only_buttons += 1
            (back,) = re.findall(r'class="button[^"]*" href="(/o/[^"]+)"', answer.content.decode())
            assert office.client.get(back).status_code != 405, (name, back)
    assert only_buttons > 10


def test_it_speaks_french() -> None:
    office = Office("professional")
    page = office.client.get(f"/fr/o/{office.world.slug}/desk/call-backs/{uuid4()}/").content.decode()
    assert "Cette page s’ouvre avec un bouton." in page
    assert f'href="/fr/o/{office.world.slug}/desk/"' in page


def test_what_is_not_below_an_organization_is_answered_as_before() -> None:
    assert Client().post("/health/live").content == b""
