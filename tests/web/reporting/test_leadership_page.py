"""The leadership page: who reads it, what it never says, and that a released page stays."""

from datetime import date
from uuid import UUID

import pytest
from django.test import Client

from alongside import clock
from alongside.ledger.models import ClearPart
from alongside.reports import page as pages
from alongside.reports.models import Counting, Report
from alongside.reports.rules import Span
from alongside.tenancy.models import Organization
from tests import worlds
from tests.printing.sheets import words_of
from tests.reports.pages import make_report, page, withheld_page
from tests.signed_in import signed_in
from tests.worlds import World

pytestmark = pytest.mark.django_db
YEAR, QUARTER = date(2025, 1, 1), date(2026, 1, 1)


@pytest.fixture
def world() -> World:
    worlds.make_noise(now=clock.now())
    return worlds.make(now=clock.now())


@pytest.fixture
def leader(world: World) -> Client:
    return signed_in(world.analyst)


@pytest.fixture
def coordinator(world: World) -> Client:
    return signed_in(world.coordinator)


def at(world: World, path: str = "", *, language: str = "en") -> str:
    return f"/{language}/o/{world.slug}/desk/figures/{path}"


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def released(world: World, **changes: object) -> UUID:
    return make_report(
        world.organization.pk, starts_on=YEAR, span=Span.YEAR, released_on=YEAR.replace(year=2026), **changes
    )  # type: ignore[arg-type]


def test_before_the_first_release_it_says_what_will_stand_there(world: World, leader: Client) -> None:
    make_report(world.organization.pk, starts_on=QUARTER)
    said = read(leader, at(world))
    assert "No page has been released yet." in said
    assert "143 times" not in said


def test_a_released_page_is_read_by_leaders(world: World, leader: Client) -> None:
    released(world)
    said = read(leader, at(world))
    assert "Colleagues were supported 143 times." in said
    assert "Staff: 4,180." in said
    assert "Release it" not in said


def test_in_french(world: World, leader: Client) -> None:
    released(world)
    said = read(leader, at(world, language="fr"))
    assert "Des collègues ont reçu un soutien 143 fois." in said
    assert "Heures avec quelqu’un d’astreinte" in said


def test_what_is_withheld_has_one_wording_and_no_number(world: World, leader: Client) -> None:
    key = released(world, told=withheld_page())
    said = read(leader, at(world))
    assert said.count("withheld") == 2
    assert "Too few to show without pointing at someone. That is on purpose." in said
    assert "Colleagues were supported" not in said
    paper = words_of(leader.get(at(world, f"{key}/sheet/")).content)
    assert "withheld" in paper


def test_a_year_earlier_stands_beneath(world: World, leader: Client) -> None:
    make_report(world.organization.pk, starts_on=date(2024, 1, 1), span=Span.YEAR, released_on=YEAR)
    released(world)
    assert "A year earlier: 143." in read(leader, at(world))


def test_what_waits_is_seen_by_whoever_releases_it_and_nobody_else(
    world: World, leader: Client, coordinator: Client
) -> None:
    key = make_report(world.organization.pk, starts_on=QUARTER)
    assert "Release it to leaders" in read(coordinator, at(world, f"{key}/"))
    assert "quarter 1 of 2026" in read(coordinator, at(world)).lower()
    assert leader.get(at(world, f"{key}/")).status_code == 404
    assert leader.get(at(world, f"{key}/sheet/")).status_code == 404


def test_releasing_is_once_and_stands_in_the_ledger_with_its_digest(
    world: World, leader: Client, coordinator: Client
) -> None:
    key = make_report(world.organization.pk, starts_on=QUARTER)
    for _tap in range(2):
        assert coordinator.post(at(world, f"{key}/release/"), follow=True).status_code == 200
    row = Report.objects.get(pk=key)
    (entry,) = ClearPart.objects.of(world.organization).filter(payload__has_key="sha256")
    assert entry.payload["sha256"] == pages.digest(row.figures)
    assert "143 times" in read(leader, at(world))


def test_another_organizations_page_does_not_exist(world: World, leader: Client, coordinator: Client) -> None:
    elsewhere = Organization.objects.exclude(pk=world.organization.pk).values_list("pk", flat=True)[0]
    other = make_report(elsewhere, starts_on=QUARTER, released_on=date(2026, 4, 5))
    assert leader.get(at(world, f"{other}/")).status_code == 404
    assert coordinator.post(at(world, f"{other}/release/")).status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"staff": "", "smallest": "5"}, "Please write a number, such as 850."),
        ({"staff": "many", "smallest": "5"}, "Please write a whole number, such as 850."),
        ({"staff": "850", "smallest": "4"}, "Below 5 a count can point at somebody."),
        ({"staff": "850", "smallest": ""}, "Please write a number, 5 or more."),
    ],
)
def test_bad_choices_are_said_beside_their_field(
    world: World, coordinator: Client, typed: dict[str, str], said: str
) -> None:
    answer = coordinator.post(at(world, "choices/"), typed)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert f'value="{typed["staff"]}"' in answer.content.decode() or not typed["staff"]
    assert not Counting.objects.exists()


def test_choices_are_kept(world: World, coordinator: Client) -> None:
    coordinator.post(at(world, "choices/"), {"staff": "850", "smallest": "9"})
    kept = Counting.objects.of(world.organization).get()
    assert (kept.staff, kept.smallest) == (850, 9)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sheet_says_what_the_screen_says(world: World, leader: Client, language: str) -> None:
    key = released(world, told=page())
    answer = leader.get(at(world, f"{key}/sheet/", language=language))
    assert answer.headers["Content-Type"] == "application/pdf"
    paper = words_of(answer.content)
    assert "143" in paper
    assert pages.digest(Report.objects.get(pk=key).figures)[:32] in paper


def test_a_list_of_pages_costs_the_same_however_long(
    world: World, leader: Client, django_assert_max_num_queries: object
) -> None:
    released(world)
    for year in range(2010, 2024):
        make_report(world.organization.pk, starts_on=date(year, 1, 1), span=Span.YEAR, released_on=date(year + 1, 1, 5))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        read(leader, at(world))
