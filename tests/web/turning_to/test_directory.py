"""Whom to turn to: anybody may read it, three taps to call, inside first, open now told in the right zone."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.directory import candidates, operations, queries, services
from alongside.directory.candidates import Candidate
from alongside.directory.models import Line
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.house_clock import HouseClock

pytestmark = pytest.mark.django_db

BLANK = replace(candidates.candidate("us-988"), code="", hours="", hours_fr="", note="", note_fr="")
OWN = replace(
    BLANK,
    kind="internal", resource="chaplain", name="Chaplains on call", name_fr="Aumônerie d’astreinte",
    dial="+12025550160", display="(202) 555-0160", text_to="", order=100, languages=("en", "fr"), cost="free",
    confidentiality="", confidentiality_fr="", place="Chapel, ground floor", always_open=True,
)  # fmt: skip
OFFICE = {"always_open": False, "hours_code": "Mo-Fr 08:00-17:00; PH off", "timezone": "America/New_York"}


@pytest.fixture
def world() -> worlds.World:
    return worlds.make(now=clock.now())


@pytest.fixture
def on_monday_at_noon(moved_clock: HouseClock) -> None:
    """A Monday of no holiday, at noon in New York."""
    now = clock.now()
    ahead = next(
        day for day in (now.date() + timedelta(days=n) for n in range(1, 30)) if day.weekday() == 0 and day.day > 12
    )
    at = now.replace(year=ahead.year, month=ahead.month, day=ahead.day, hour=17, minute=0)
    moved_clock.stands((at - now).total_seconds())


def add(world: worlds.World, line: Candidate = OWN, *, days: int | None = 0, sites: tuple[UUID, ...] = ()) -> UUID:
    """Add a line, dialed by the administrator so many days ago, or not at all."""
    with one_transaction():
        key = operations.add_line(organization=world.organization.pk, line=line, sites=sites)
        if days is not None:
            operations.record_dialing(
                organization=world.organization.pk, line=key, dialed_by=world.administrator.pk,
                dialed_on=clock.now().date() - timedelta(days=days), heard="answered", now=clock.now(),
            )  # fmt: skip
    return key


def own(name: str, **more: Any) -> Candidate:
    number = f"+1202555{sum(map(ord, name)) % 9000 + 1000}"
    return replace(OWN, name=name, name_fr="", dial=number, display=number, **more)


def opened(world: worlds.World, asked: str = "", language: str = "en") -> str:
    answer = Client().get(f"/{language}/o/{world.slug}/directory/{asked}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode().replace("\u00a0", " ")


def order(page: str, *names: str) -> list[str]:
    return sorted(names, key=page.index)


def test_inside_comes_first_then_who_can_direct_you_then_outside(world: worlds.World) -> None:
    add(world, candidates.candidate("us-988"))
    add(world, own("Quality office", resource="risk_management"))
    add(world)
    page = opened(world)
    assert order(page, "Suicide and crisis lifeline", "Quality office", "Chaplains on call") == [
        "Chaplains on call", "Quality office", "Suicide and crisis lifeline",
    ]  # fmt: skip
    assert 'href="tel:+12025550160"' in page
    assert page.index('href="tel:911"') < page.index("Chaplains on call")


def test_a_call_is_three_taps_from_home(world: worlds.World) -> None:
    add(world)
    home = Client().get(f"/o/{world.slug}/").content.decode()
    (link,) = re.findall(r'href="([^"]+)">Whom to turn to', home)
    page = Client().get(link).content.decode()
    assert re.search(r'<a class="number[^>]+href="tel:\+12025550160"', page)
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_quality_and_risk_staff_are_never_confidants(world: worlds.World) -> None:
    add(world, own("Quality office", resource="risk_management"))
    page = opened(world)
    before, after = page.split("They can direct you", 1)
    assert "Quality office" not in before
    assert "Quality office" in after
    assert "what is said may be kept" in after
    assert "have to be handed over in court" in after


def test_only_what_a_person_dialed_is_shown(world: worlds.World) -> None:
    add(world, own("Never dialed"), days=None)
    add(world, own("Dialed long ago"), days=366)
    page = opened(world)
    assert "Never dialed" not in page
    assert "Dialed long ago" not in page
    assert 'href="tel:911"' in page


def test_a_stale_entry_steps_back_marked_then_goes_and_the_emergency_number_never(
    world: worlds.World, moved_clock: HouseClock
) -> None:
    add(world, own("Aged line", order=1), days=170)
    add(world, own("Young line", order=99), days=5)
    assert order(opened(world), "Aged line", "Young line") == ["Aged line", "Young line"]
    moved_clock.stands(timedelta(days=20).total_seconds())
    page = opened(world)
    assert order(page, "Aged line", "Young line") == ["Young line", "Aged line"]
    assert page.count("Not dialed for half a year.") == 1
    moved_clock.stands(timedelta(days=400).total_seconds())
    page = opened(world)
    assert "Aged line" not in page
    assert "Young line" not in page
    assert 'href="tel:911"' in page


def test_open_now_comes_first_and_says_until_when(world: worlds.World, on_monday_at_noon: None) -> None:
    add(world, own("Night line", order=1, **{**OFFICE, "hours_code": "Mo-Su 20:00-02:00"}))
    add(world, own("Office line", order=2, **OFFICE))
    add(world, own("In words", order=3, always_open=False, hours="Ask at the desk", hours_fr="Demandez à l’accueil"))
    page = opened(world)
    assert order(page, "Night line", "Office line", "In words") == ["Office line", "In words", "Night line"]
    assert "Open now, until 5:00 pm" in page
    assert "Closed, opens 8:00 pm" in page
    assert "Monday to Friday, 8:00 am to 5:00 pm. Closed on public holidays" in page
    assert "Ask at the desk" in page


def test_a_line_in_another_zone_names_both_clocks(world: worlds.World, on_monday_at_noon: None) -> None:
    add(world, own("Far line", **{**OFFICE, "timezone": "America/Los_Angeles"}))
    page = opened(world)
    assert "Open now, until 8:00 pm (New York time)" in page
    assert "8:00 am to 5:00 pm. Closed on public holidays (Los Angeles time)" in page


def test_on_friday_evening_the_day_is_named(
    world: worlds.World, on_monday_at_noon: None, moved_clock: HouseClock
) -> None:
    add(world, own("Office line", **OFFICE))
    moved_clock.stands(moved_clock.moved + timedelta(days=4, hours=8).total_seconds())
    assert "Closed, opens Monday 8:00 am" in opened(world)
    assert "Fermé, ouvre lundi à 8 h" in opened(world, language="fr")


def test_filters_are_plain_links(world: worlds.World) -> None:
    add(world, own("Here only"), sites=(world.site.pk,))
    add(world, own("There only", languages=("es",)), sites=(world.other_site.pk,))
    add(world, own("For leaders", audience="manager"))
    page = opened(world)
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(\?[^"]*)"', page)]
    assert f"?site={world.site.pk}" in links
    assert "?for=manager" in links
    assert "?language=es" in links
    here = opened(world, f"?site={world.site.pk}")
    assert "Here only" in here
    assert "There only" not in here
    assert "For leaders" in here
    assert "1 more is left out by what you chose." in here
    assert "For leaders" not in opened(world, "?for=caregiver")
    assert "Here only" not in opened(world, "?language=es")
    assert f"?site={world.site.pk}&amp;for=manager" in opened(world, "?for=manager")


@pytest.mark.parametrize(
    "asked", ["?site=nowhere", "?for=everyone'--", "?language=zz", "?country=ZZ", "?site=%00&language=%F0%9F", "?x=1"]
)
def test_what_cannot_be_chosen_filters_nothing(world: worlds.World, asked: str) -> None:
    add(world)
    assert "Chaplains on call" in opened(world, asked)


def test_lines_of_another_country_are_one_link_away(world: worlds.World) -> None:
    add(world)
    add(world, candidates.candidate("fr-3114"))
    assert "3114" not in opened(world)
    french = opened(world, "?country=FR")
    assert 'href="tel:3114"' in french
    assert 'href="tel:15"' in french
    assert "Chaplains on call" in french


def test_it_speaks_french(world: worlds.World) -> None:
    add(world)
    page = opened(world, language="fr")
    assert "Aumônerie d’astreinte" in page
    assert "Une écoute d’astreinte" in page
    assert "À toute heure" in page
    assert "Gratuit" in page


def test_a_demonstration_says_that_nobody_dialed() -> None:
    world = worlds.make(now=clock.now(), demonstration=True)
    add(world, days=None)
    page = opened(world)
    assert "Chaplains on call" in page
    assert 'href="tel:988"' in page
    assert "nobody has dialed these numbers" in page
    assert "Not yet, in this demonstration." in page


def test_nobody_who_dialed_is_named_in_public(world: worlds.World) -> None:
    add(world)
    page = opened(world)
    assert "By a person of the program, on" in page
    assert world.administrator.name not in page


def test_another_organizations_services_never_show(world: worlds.World) -> None:
    noise = worlds.make_noise(now=clock.now())
    add(noise, own(f"{worlds.NOISE} chaplain"), sites=(noise.site.pk,))
    assert worlds.NOISE not in opened(world)
    assert worlds.NOISE not in opened(world, f"?site={noise.site.pk}")


def test_no_cookie_no_script_needed_and_no_post(world: worlds.World) -> None:
    client = Client()
    answer = client.get(f"/o/{world.slug}/directory/")
    assert not client.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert client.post(f"/o/{world.slug}/directory/").status_code == 405


def test_a_number_that_goes_changes_the_mark_on_both_pages(world: worlds.World) -> None:
    def marks() -> set[str]:
        return {Client().get(f"/en/o/{world.slug}/{path}/").headers["X-Numbers"] for path in ("directory", "help-now")}

    before = marks()
    line = add(world)
    with_it = marks()
    with one_transaction():
        operations.withdraw_line(organization=world.organization.pk, line=line, now=clock.now())
    assert len(before) == len(with_it) == 1
    assert before != with_it
    assert marks() == before
    assert "Chaplains on call" not in opened(world)


def test_services_inside_never_stand_on_the_help_page(world: worlds.World) -> None:
    add(world)
    page = Client().get(f"/en/o/{world.slug}/help-now/").content.decode()
    assert "Chaplains on call" not in page


@pytest.mark.parametrize("lines", [1, 30])
def test_the_page_asks_few_questions_however_long_it_is(world: worlds.World, lines: int) -> None:
    for number in range(lines):
        add(world, own(f"Service {number}"), sites=(world.site.pk,))
    client = Client()
    address = f"/en/o/{world.slug}/directory/"
    client.get(address)
    services.forget(world.organization.pk)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) == 4, [query["sql"][:90] for query in asked]
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{address}?site={world.site.pk}&for=manager")
    assert len(asked) == 1, "only whose house it is"


def test_it_is_answered_without_a_database(world: worlds.World, monkeypatch: pytest.MonkeyPatch) -> None:
    add(world)
    client = Client()
    assert client.get(f"/o/{world.slug}/directory/").status_code == 200

    def broken(*_: object) -> None:
        raise OperationalError

    services.forget(world.organization.pk)
    monkeypatch.setattr("alongside.tenancy.queries.house", broken)
    monkeypatch.setattr(queries, "_read", broken)
    monkeypatch.setattr(services, "_read", broken)
    page = client.get(f"/o/{world.slug}/directory/").content.decode()
    assert "Chaplains on call" in page
    assert 'href="tel:911"' in page


def test_a_number_that_becomes_forbidden_is_gone_whatever_was_dialed(
    world: worlds.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(world, replace(BLANK, kind="staff", name="Old line", dial="8665850445", display="866-585-0445", text_to=""))
    assert "Old line" in opened(world)
    Line.objects.update(country="CA")
    world.organization.__class__.objects.update(country="CA")
    services.forget(world.organization.pk)
    for path in ("directory/", "help-now/"):
        assert "Old line" not in Client().get(f"/en/o/{world.slug}/{path}").content.decode()


def test_what_an_organization_typed_is_only_text(world: worlds.World) -> None:
    evil = "<script>alert(1)</script>"
    add(world, own(evil, place=evil, note=evil, confidentiality=evil, always_open=False, hours=evil))
    page = opened(world)
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;") >= 5


def test_dates_are_told_as_days(world: worlds.World) -> None:
    add(world, own("Closed line", **{**OFFICE, "hours_code": f"Mo-Su 00:00-24:00; {date(2031, 1, 2)} off"}))
    assert "Every day, all day. Closed on January 2, 2031" in opened(world)
