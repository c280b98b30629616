"""H test_canary_sweep, H test_raw_dump_has_no_canary (threats T7, T28): what was entrusted is nowhere but sealed.

A number, an address and a place are entered in a running house; every story is walked, some of it by force (400, 403,
404, 500, a killed worker). Then every byte that the house left anywhere is searched, in five spellings.
"""

import base64
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
import requests
from django.apps import apps
from django.conf import settings
from django.db import connection

from alongside import clock
from alongside.cases.models import Case
from alongside.paging.models import Page
from alongside.tenancy.models import Organization
from tests import worlds
from tests.houses import House
from tests.visiting import Visitor
from tests.web.walking import Walker

pytestmark = pytest.mark.processes

NUMBER, MAIL, PLACE = "202 555 0187", "zqcanary.person@zqcanary.example", "Zqcanary garden bench"
MARKERS = ("2025550187", "202 555 0187", "202-555-0187", "555-0187", "zqcanary", "zqcanary.person", "zqcanary garden")
DESK = ("now/", "board/", "people/", "schedule/", "settings/", "settings/lines/", "take-call/", "me/", "withdrawal/")
LOOKING = ("owner", "teammate", "coordinator", "professional", "manager", "auditor", "administrator")


@pytest.fixture
def walked(new_house: House) -> Iterator[tuple[House, worlds.World]]:
    """A house in which three people asked, one was answered, and much went wrong."""
    new_house.serve()
    world = worlds.make(now=clock.now(), demonstration=True)
    Organization.objects.filter(pk=world.organization.pk).update(demonstration=True)
    return new_house, world


def test_canary_sweep(walked: tuple[House, worlds.World]) -> None:
    house, world = walked
    for reach in (
        {"way": "phone_call", "phone": NUMBER, "may_leave_message": "yes"},
        {"way": "email", "email": MAIL},
        {"way": "in_person", "place": PLACE},
    ):
        _somebody_asks(house, world, reach)
    assert Case.objects.of(world.organization).count() == 3
    told = _everybody_looks(house, world)
    _things_go_wrong(house, world)
    house.minutes_pass(50)
    time.sleep(2)
    assert house.letters.letters
    assert _found(b"".join(told)) == set()
    assert _found(b"".join(letter.raw for letter in house.letters.letters)) == set()
    assert _found(house.output) == set()
    assert _found(b"".join(_rows())) == set()
    house.stop()
    assert {path: found for path in _files(house) if (found := _found(path.read_bytes()))} == {}


def test_it_is_shown_to_the_one_who_carries_it(walked: tuple[House, worlds.World]) -> None:
    """The search above would prove nothing if the number were nowhere: whoever accepts reads it."""
    house, world = walked
    _somebody_asks(house, world, {"way": "phone_call", "phone": NUMBER, "may_leave_message": "yes"})
    page = Page.objects.select_related("person").get(case__organization=world.organization)
    supporter = Visitor(house)
    supporter.sign_in(world.slug, page.person_id)
    desk = f"/o/{world.slug}/desk"
    supporter.post(f"{desk}/pages/{page.pk}/take/")
    assert _found(b"".join(supporter.heard)) == set()
    supporter.post(f"{desk}/cases/{page.case_id}/contact/")
    assert _found(b"".join(supporter.heard)) != set()


def _somebody_asks(house: House, world: worlds.World, reach: dict[str, str]) -> None:
    walker = Walker(world, client=Visitor(house))  # type: ignore[arg-type]  # It walks as the test client does.
    walker.get("")
    walker.post("begin/soon/", {"urgency": "now"})
    walker.post("begin/reach/", reach)
    walker.post("begin/wishes/")
    walker.post("begin/who/")
    house.minutes_pass(0.2)
    walker.send()
    if "begin/wait" in walker.get("begin/check/").url:
        house.minutes_pass(1)
        walker.send()
    walker.come_back(walker.code())
    walker.get("page/")


def _everybody_looks(house: House, world: worlds.World) -> list[bytes]:
    """Let every role open every page that it may; return all they were told."""
    told: list[bytes] = []
    cases = Case.objects.of(world.organization)
    own = [f"{room}/{case.pk}/" for case in cases for room in ("cases", "board")]
    for who in LOOKING:
        visitor = Visitor(house)
        visitor.sign_in(world.slug, world.people[who].pk)
        for page in (*DESK, *own):
            visitor.get(f"/o/{world.slug}/desk/{page}")
        told += visitor.heard
    return told


def _things_go_wrong(house: House, world: worlds.World) -> None:
    clumsy = Visitor(house)
    clumsy.get(f"/o/{world.slug}/{quote(PLACE)}")
    clumsy.get(f"/o/{world.slug}/?q={quote(NUMBER)}", headers={"Host": "zqcanary.example"})
    clumsy.session.post(f"{house.url}/o/{world.slug}/begin/reach/", data={"phone": NUMBER}, timeout=20)
    with suppress(requests.ConnectionError):  # The answer may come, and the door close, before all of it is sent.
        Visitor(house).post(f"/o/{world.slug}/begin/reach/", {"way": "phone_call", "phone": NUMBER * 5000})
    clumsy.post(f"/o/{world.slug}/begin/reach/", {"way": "email", "email": f"{MAIL}\x00"})
    clumsy.post(f"/o/{world.slug}/back/", {"code": PLACE})
    assert _broken(house, world).status_code == 500


def _broken(house: House, world: worlds.World) -> requests.Response:
    """Take a table away while somebody answers, so that the web server truly fails."""
    walker = Walker(world, client=Visitor(house))  # type: ignore[arg-type]  # As above.
    walker.post("begin/soon/", {"urgency": "now"})
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_draft RENAME TO cases_draft_away")
    try:
        return walker.post("begin/reach/", {"way": "phone_call", "phone": NUMBER, "may_leave_message": "no"})  # type: ignore[return-value]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE cases_draft_away RENAME TO cases_draft")


def _rows() -> Iterator[bytes]:
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            for value in row:
                yield bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _files(house: House) -> list[Path]:
    places = (house.folder, house.runtime, settings.HOUSE.keyring_file.parent, settings.HOUSE.erasure_list.parent)
    return [path for place in places for path in Path(place).rglob("*") if path.is_file()]


def _found(content: bytes) -> set[str]:
    lower = content.lower()
    return {marker for marker in MARKERS if any(spelling in lower for spelling in _spellings(marker))}


def _spellings(marker: str) -> Iterator[bytes]:
    yield marker.encode()
    yield quote(marker).lower().encode()
    yield marker.encode().hex().encode()
    yield marker.encode("utf-16-le")
    if len(marker) >= len(NUMBER) - 2:  # A shorter one leaves too few letters: chance would spell it.
        for shift in range(3):
            yield base64.b64encode(b"0" * shift + marker.encode())[4:-4].lower()
