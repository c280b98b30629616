"""Awareness on paper, from the desk: the right numbers, a neutral file, and nothing written down."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from alongside import clock
from alongside.directory import operations as directory
from alongside.printing.rules import Sheet
from alongside.tenancy import words
from alongside.tenancy.models import Organization
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.printing.sheets import words_of
from tests.signed_in import signed_in
from tests.worlds import World

pytestmark = pytest.mark.django_db
PAPER = {"sheet": "poster", "site": "", "language": "en", "paper": "us-letter"}


@pytest.fixture
def world() -> World:
    worlds.make_noise(now=clock.now())
    return worlds.make(now=clock.now())


def adopt(world: World, code: str, *, days: int = 1) -> None:
    with one_transaction():
        line = directory.adopt_candidate(organization=world.organization.pk, code=code)
        directory.record_dialing(
            organization=world.organization.pk,
            line=line,
            dialed_by=world.administrator.pk,
            dialed_on=(clock.now() - timedelta(days=days)).date(),
            heard="answered",
            now=clock.now(),
        )


def printed(world: World, **chosen: str) -> Any:
    address = f"/o/{world.slug}/desk/on-paper/sheet/"
    return signed_in(world.trainer, proof="codes").get(address, {**PAPER, **chosen})


def text_of(world: World, **chosen: str) -> str:
    return words_of(printed(world, **chosen).content)


def test_a_sheet_is_a_file_with_a_neutral_name_that_nobody_keeps(world: World) -> None:
    answer = printed(world, language="fr")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="poster-fr.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Language"] == "fr"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_only_dialed_numbers_are_printed(world: World) -> None:
    assert "988" not in text_of(world)
    adopt(world, "us-988")
    text = text_of(world)
    assert "988" in text
    assert "the oldest on" in text


def test_a_number_nobody_dialed_for_a_year_is_not_printed(world: World) -> None:
    adopt(world, "us-988", days=400)
    text = text_of(world)
    assert "988" not in text
    assert "911" in text


def test_the_line_and_the_address_are_the_organizations_own(world: World) -> None:
    text = text_of(world)
    assert "(202) 555-0100" in text
    assert f"/o/{world.slug}" in text


def test_without_a_line_nothing_is_made_up(world: World) -> None:
    Organization.objects.filter(pk=world.organization.pk).update(fallback_line="")
    assert "or call" not in text_of(world)


def test_day_and_night_is_said_only_where_it_is_true(world: World) -> None:
    assert "day or night" in text_of(world)
    Organization.objects.filter(pk=world.organization.pk).update(now_open_from="08:00", now_open_until="18:00")
    assert "day or night" not in text_of(world)


def test_a_site_and_the_organizations_own_words_stand_on_it(world: World) -> None:
    with one_transaction():
        words.put_word(
            organization=world.organization.pk, key="programme.name", language="en", text="Care for the team"
        )
    text = text_of(world, sheet="leaflet", site=world.site.pk.hex)
    assert "Care for the team" in text
    assert world.site.name in text
    assert world.other_site.name not in text


def test_counsels_limits_stand_on_the_forms_in_their_language(world: World) -> None:
    assert "What you say stays between you." in text_of(world, sheet="asking-on-paper")
    assert "Ce que vous dites reste entre vous." in text_of(world, sheet="call-on-paper", language="fr")
    assert "signed by Counsel" in text_of(world, sheet="asking-on-paper")


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_sheet_can_be_had_from_the_desk(world: World, sheet: Sheet, language: str) -> None:
    assert printed(world, sheet=sheet.value, language=language).content.startswith(b"%PDF")


def test_a_demonstration_prints_its_candidates_and_says_so() -> None:
    text = text_of(worlds.make(now=clock.now(), demonstration=True))
    assert "988" in text
    assert "Do not hang this up." in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"sheet": "diploma"},
        {"language": "de"},
        {"paper": "a0"},
        {"site": "0" * 32},
        {"site": "not a site"},
        {"sheet": ""},
        {"language": "../../etc"},
    ],
)
def test_a_choice_that_cannot_be_read_leads_back_kindly(world: World, wrong: dict[str, str]) -> None:
    answer = printed(world, **wrong)
    assert answer.status_code == 400
    assert "Please look at this again." in answer.content.decode()


def test_another_organizations_site_cannot_be_named(world: World) -> None:
    stranger = worlds.make(now=clock.now(), name="Elsewhere General")
    assert printed(world, site=stranger.site.pk.hex).status_code == 400


def test_the_countrys_paper_and_the_readers_language_are_chosen_already() -> None:
    def opened(world: World) -> str:
        return signed_in(world.coordinator).get(f"/o/{world.slug}/desk/on-paper/").content.decode()

    assert '<option value="us-letter" selected>' in opened(worlds.make(now=clock.now()))
    french = opened(worlds.make(now=clock.now(), language="fr"))
    assert '<option value="a4" selected>' in french
    assert '<option value="fr" selected>' in french


@pytest.fixture
def scripted(world: World) -> World:
    Organization.objects.filter(pk=world.organization.pk).update(name='#panic("x") <script>1</script> 🏥')
    return world


def test_a_script_in_a_name_is_only_a_name(scripted: World) -> None:
    assert '#panic("x") <script>1</script>' in text_of(scripted, sheet="leaflet")


def test_nobody_prints_without_signing_in(world: World) -> None:
    answer = Client().get(f"/o/{world.slug}/desk/on-paper/sheet/", PAPER)
    assert answer.status_code == 302
    assert "sign-in" in answer.headers["Location"]


def test_printing_reads_little_whatever_stands_there(world: World, django_assert_max_num_queries: Any) -> None:
    for code in ("us-988", "us-crisis-text-line", "us-physician-support-line"):
        adopt(world, code)
    client = signed_in(world.trainer, proof="codes")
    client.get(f"/o/{world.slug}/desk/on-paper/")
    with django_assert_max_num_queries(14):
        client.get(f"/o/{world.slug}/desk/on-paper/sheet/", PAPER)
