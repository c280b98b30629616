"""Help now: one tap to call from everywhere, by anybody, whatever else is broken; and what a device may keep."""

import io
import json
import re
import tomllib
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from PIL import Image, ImageChops

from alongside import clock
from alongside.directory import candidates, operations
from alongside.directory import queries as directory
from alongside.guidance import queries as guidance
from alongside.guidance import reading
from alongside.guidance.operations import write_own
from alongside.guidance.reading import Words
from alongside.printing import composing
from alongside.tenancy.models import Organization
from alongside.tenancy.transactions import one_transaction
from alongside.tenancy.words import put_word
from alongside.web.helping import keeping
from tests import worlds
from tests.habits.house import ROOT
from tests.icons import DRAWN, IMAGES, drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> worlds.World:
    return worlds.make(now=clock.now())


def adopt(world: worlds.World, code: str, *, days: int = 0) -> Any:
    with one_transaction():
        line = operations.adopt_candidate(organization=world.organization.pk, code=code)
        operations.record_dialing(
            organization=world.organization.pk,
            line=line,
            dialed_by=world.administrator.pk,
            dialed_on=clock.now().date() - timedelta(days=days),
            heard="answered",
            now=clock.now(),
        )
    return line


def opened(world: worlds.World, path: str = "help-now/", language: str = "en", **more: Any) -> str:
    answer = Client().get(f"/{language}/o/{world.slug}/{path}", **more)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_emergency_number_is_one_tap_away(world: worlds.World) -> None:
    page = opened(world)
    assert 'href="tel:911"' in page
    assert page.index('href="tel:911"') < page.index("People who know this work")


def test_a_live_organization_shows_only_dialed_numbers(world: worlds.World) -> None:
    assert 'href="tel:988"' not in opened(world)
    adopt(world, "us-988", days=10)
    page = opened(world)
    assert 'href="tel:988"' in page
    assert "Any hour" in page
    assert "Numbers dialed by a person, the oldest on" in page
    assert "Send a text to 988" in page


def test_every_number_on_the_page_says_its_hours(world: worlds.World) -> None:
    for one in candidates.of_country("US"):
        adopt(world, one.code)
    for language in ("en", "fr"):
        page = opened(world, language=language)
        for number in re.findall(r'<a class="number.*?</a>', page, re.DOTALL):
            hours = re.search(r"<small>(.*?)</small>", number, re.DOTALL)
            assert hours
            assert hours[1].strip()


def test_a_demonstration_says_that_nobody_dialed() -> None:
    world = worlds.make(now=clock.now(), demonstration=True)
    page = opened(world)
    assert 'href="tel:988"' in page
    assert "nobody has dialed these numbers" in page
    assert "personne n’a appelé ces numéros" in opened(world, language="fr")


def test_the_country_is_chosen_never_guessed(world: worlds.World) -> None:
    adopt(world, "fr-3114")
    assert 'href="tel:911"' in opened(world, REMOTE_ADDR="81.2.69.142")
    assert 'href="?country=FR"' in opened(world)
    assert 'href="tel:3114"' in opened(world, "help-now/?country=FR")
    assert 'href="tel:15"' in opened(world, "help-now/?country=FR")
    assert 'href="tel:911"' in opened(world, "help-now/?country=ZZ")


def test_numbers_need_no_cookie_and_set_none(world: worlds.World) -> None:
    client = Client()
    answer = client.get(f"/o/{world.slug}/help-now/")
    assert not answer.cookies
    assert not client.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("mode", Organization.Mode.values)
def test_numbers_are_shown_in_every_mode(mode: str) -> None:
    world = worlds.make(now=clock.now(), mode=mode)
    page = opened(world)
    assert 'href="tel:911"' in page
    assert ("+12025550100" in page) == (mode != "live")


def test_a_number_not_dialed_for_half_a_year_says_so(world: worlds.World) -> None:
    adopt(world, "us-988", days=200)
    assert "Not dialed for half a year." in opened(world)
    assert "If one does not answer, call 911." in opened(world)


def test_numbers_come_without_a_database(world: worlds.World, monkeypatch: pytest.MonkeyPatch) -> None:
    adopt(world, "us-988")
    client = Client()
    assert client.get(f"/o/{world.slug}/help-now/").status_code == 200

    def broken(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr("alongside.tenancy.queries.house", broken)
    monkeypatch.setattr("alongside.tenancy.words.Wording", type("Gone", (), {"objects": property(broken)})())
    monkeypatch.setattr(directory, "_read", broken)
    page = client.get(f"/o/{world.slug}/help-now/").content.decode()
    assert 'href="tel:911"' in page
    assert 'href="tel:988"' in page


def test_the_fingerprint_changes_when_a_number_does(world: worlds.World) -> None:
    before = Client().get(f"/o/{world.slug}/help-now/").headers["X-Numbers"]
    line = adopt(world, "us-988")
    with_it = Client().get(f"/o/{world.slug}/help-now/").headers["X-Numbers"]
    with one_transaction():
        operations.withdraw_line(organization=world.organization.pk, line=line, now=clock.now())
    assert before != with_it
    assert Client().get(f"/o/{world.slug}/help-now/").headers["X-Numbers"] == before


def test_the_mark_of_the_words_changes_when_a_guide_does_and_the_numbers_mark_does_not(world: worlds.World) -> None:
    """A device fetches its guides anew; the numbers it holds stay good."""

    def marks(language: str = "en") -> tuple[str, str]:
        headers = Client().get(f"/{language}/o/{world.slug}/help-now/").headers
        return headers["X-Numbers"], headers["X-Words"]

    before, french = marks(), marks("fr")
    ours = reading.guides("en")["self-check"]
    own = Words(ours.title, ours.summary, ours.markdown, (("questions.sleep", ("My nights are bad.",)),))
    with one_transaction():
        write_own(
            organization=world.organization.pk,
            slug="self-check",
            language="en",
            words=own,
            by="Ada",
            on=clock.now().date(),
        )
    after = marks()
    assert (after[0], marks("fr")) == (before[0], french)
    assert after[1] != before[1]
    with one_transaction():
        put_word(organization=world.organization.pk, key="site.job", language="en", text="Ask HR.")
    assert marks()[1] != after[1]


def kept(world: worlds.World, prefix: str = "") -> dict[str, Any]:
    answer = Client().get(f"{prefix}/o/{world.slug}/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    first = answer.content.decode().split("\n", 1)[0]
    return dict(json.loads(first.removeprefix("self.HOUSE = ").removesuffix(";")))


def test_a_device_keeps_numbers_and_guides_and_nothing_of_a_case(world: worlds.World) -> None:
    told = kept(world)
    assert told["pages"][0].endswith("/help-now/")
    assert len(told["pages"]) == 7 + 15 + 9
    for room in ("directory/", "level/", "worried/", "in-charge/", "understand/"):
        assert f"/o/{world.slug}/{room}" in told["pages"]
    for address in told["pages"] + told["visited"]:
        assert not re.search(r"desk|status|case|return|code|ask|sign", address), address
        assert address.startswith(f"/o/{world.slug}/")


def test_every_kept_page_can_be_read_by_anybody(world: worlds.World) -> None:
    for address in kept(world)["pages"]:
        assert Client().get(address).status_code == 200, address
    for address in kept(world)["visited"]:
        assert Client().get(address).status_code == 302, address


def test_every_language_keeps_its_own_copies(world: worlds.World) -> None:
    french, negotiated = kept(world, "/fr"), kept(world)
    assert all(address.startswith("/fr/o/") for address in french["pages"])
    assert french["cache"] != negotiated["cache"]
    assert not french["cache"].startswith(f"kept {negotiated['scope']} ")


def test_the_manifest_is_neutral(world: worlds.World) -> None:
    told = Client().get(f"/fr/o/{world.slug}/manifest.webmanifest").json()
    assert told["start_url"] == f"/fr/o/{world.slug}/help-now/"
    assert told["name"] == "Prendre de vos nouvelles"
    assert told["scope"] == f"/fr/o/{world.slug}/"


def test_a_telephone_can_put_it_on_its_first_screen(world: worlds.World) -> None:
    assert 'rel="manifest"' in opened(world, "")
    told = Client().get(f"/en/o/{world.slug}/manifest.webmanifest").json()
    assert told["display"] == "standalone"
    assert told["start_url"].startswith(told["scope"])
    sizes = {(icon["sizes"], icon["purpose"]) for icon in told["icons"]}
    assert sizes == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for icon in told["icons"]:
        picture = Image.open(IMAGES / icon["src"].rpartition("/")[2])
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
        assert picture.getpixel((0, 0)) == (253, 249, 240, 255)


@pytest.mark.parametrize("name", DRAWN)
def test_the_pictures_are_those_of_the_mark(name: str) -> None:
    committed = Image.open(IMAGES / f"{name}.png")
    assert ImageChops.difference(committed, Image.open(io.BytesIO(drawn(name)))).getbbox() is None


def test_a_mask_leaves_the_mark_whole() -> None:
    """A telephone may cut an icon to a circle of four fifths; outside it there is only ground."""
    picture = Image.open(IMAGES / "icon-maskable-512.png").convert("RGB")
    for x in range(0, 512, 4):
        for y in range(0, 512, 4):
            if (x - 256) ** 2 + (y - 256) ** 2 > (0.4 * 512) ** 2:
                assert picture.getpixel((x, y)) == (253, 249, 240)


def test_a_built_wheel_takes_the_service_worker_along() -> None:
    taken = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = taken["tool"]["setuptools"]["package-data"]["alongside"]
    needed = [keeping.SCRIPT, *(composing.DATA / "sheets").iterdir(), *(composing.DATA / "fonts").iterdir()]
    assert all(any(f"/{pattern.strip('*/')}/" in str(path) for pattern in patterns) for path in needed)


def test_an_unknown_organization_has_no_numbers_to_guess_from() -> None:
    assert Client().get("/o/nowhere/help-now/").status_code == 404
    assert Client().get("/o/nowhere/sw.js").status_code == 404


def test_help_now_cannot_be_posted_to(world: worlds.World) -> None:
    assert Client().post(f"/o/{world.slug}/help-now/").status_code == 405


def test_every_page_of_a_guide_has_the_two_numbers(world: worlds.World) -> None:
    adopt(world, "us-988")
    slugs = [
        guide.slug for audience in ("caregiver", "manager") for guide in guidance.guides_for(audience, language="en")
    ]
    for path in ("help-now/", "understand/", "worried/", *(f"understand/{slug}/" for slug in slugs)):
        assert 'href="tel:988"' in opened(world, path), path
