"""Running the program: going live is refused until its conditions hold; clocks, words and numbers within bounds."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.cases import follow_ups
from alongside.cases.rules.follow_ups import USUAL, Window
from alongside.directory import candidates
from alongside.directory.models import Dialing, Line
from alongside.ledger.models import Entry
from alongside.paging import settings as paging
from alongside.tenancy.models import GoLiveCheck, LimitsText, Organization, Site, Unit, Wording
from alongside.vocabulary.asking import Urgency
from tests import worlds
from tests.web.administering.office import Office, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    worlds.make_noise(now=clock.now())
    return Office()


def setting_up() -> Office:
    return Office(world=worlds.make(now=clock.now(), mode="setting_up"))


def mode(office: Office) -> str:
    return Organization.objects.get(pk=office.world.organization.pk).mode


# Going live


def test_going_live_is_refused_and_says_what_is_missing() -> None:
    office = setting_up()
    words = office.refused("settings/go-live/")
    assert "Not yet" in words
    assert "The fallback line answered a test" in words
    assert mode(office) == "setting_up"


def test_every_condition_has_its_screen_and_then_it_opens() -> None:
    """One walk over every screen of setting up, as an administrator would do it."""
    office = setting_up()
    office.done(
        "settings/checks/fallback_answered/", seen_on=worlds.today(office.world).isoformat(), detail="Switchboard"
    )
    for _ in range(10):
        office.done("settings/checks/test_request_answered/", seen_on=worlds.today(office.world).isoformat())
    for one in ("emergency-us", next(one.code for one in candidates.of_country("US") if one.kind == "crisis")):
        office.done(f"settings/lines/adopt/{one}/")
    for line in Line.objects.of(office.world.organization):
        office.done(f"settings/lines/{line.pk}/dialed/", heard="answered")
    shift = office.world.professional.shifts.get()
    shift.ends_at += timedelta(days=5)
    shift.save()
    assert "Everything is ready to open it" in office.text("settings/")
    assert "Asking is open." in office.done("settings/go-live/")
    assert mode(office) == "live"


def test_a_partner_stands_in_for_a_rota_of_professionals() -> None:
    office = setting_up()
    office.world.professional.shifts.all().delete()
    today = worlds.today(office.world).isoformat()
    before = office.text("settings/").count("Missing")
    for kind in ("partner_agreed", "partner_answered"):
        office.done(f"settings/checks/{kind}/", seen_on=today)
    assert office.text("settings/").count("Missing") == before - 1


def test_what_was_withdrawn_opens_again_only_when_all_holds(office: Office) -> None:
    assert "Asking is closed" in office.done("withdrawal/now/")
    assert mode(office) == "withdrawn"
    assert "Open asking again" in office.text("settings/")
    office.refused("settings/go-live/")
    assert mode(office) == "withdrawn"


def test_a_check_carries_the_name_of_who_saw_it(office: Office) -> None:
    today = worlds.today(office.world)
    office.done("settings/checks/fallback_answered/", seen_on=today.isoformat(), detail="Night desk")
    assert GoLiveCheck.objects.get(organization=office.world.organization).seen_by == office.person.name
    ahead = (today + timedelta(days=3)).isoformat()
    assert "has not come yet" in office.refused("settings/checks/fallback_answered/", seen_on=ahead)
    assert office.get("settings/checks/nonsense/").status_code == 404


# Basics and places


def basics(**other: Any) -> dict[str, Any]:
    typed = {"name": "Testing Health", "timezone": "America/Chicago", "languages": ["en", "fr"]}
    numbers = {"fallback_line": "(202) 555-0111", "calling_number": ""}
    return {**typed, **numbers, "exit_address": "https://www.example.org/", **other}


def test_the_basics_are_kept(office: Office) -> None:
    office.done("settings/basics/", **basics(now_open_from="07:00", now_open_until="22:00", small_agency="on"))
    row = Organization.objects.get(pk=office.world.organization.pk)
    assert (row.timezone, row.fallback_line, row.small_agency) == ("America/Chicago", "+12025550111", True)
    assert Entry.objects.filter(organization=row, verb="settings.changed").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"fallback_line": "12"}, "cannot be dialed"),
        ({"exit_address": "nowhere"}, "Please write a whole address"),
        ({"exit_address": "javascript:alert(1)"}, "Please write a whole address"),
        ({"now_open_from": "07:00"}, "Please give both hours, or neither."),
        ({"timezone": "Mars/Base"}, "Please choose one of these."),
        ({"languages": []}, "Please answer this."),
        ({"name": ""}, "Please answer this."),
    ],
)
def test_basics_that_must_be_mended(office: Office, typed: dict[str, Any], said: str) -> None:
    assert said in office.refused("settings/basics/", **basics(**typed))


def test_a_number_on_the_deny_list_is_never_a_fallback(office: Office) -> None:
    denied = next(number for number in candidates.forbidden_numbers("US") if len(number) in {10, 11})
    words = office.refused("settings/basics/", **basics(fallback_line=f"+1{denied[-10:]}"))
    assert "must not be shown" in words or "cannot be dialed" in words


def test_sites_and_units_are_added_once(office: Office) -> None:
    office.done("settings/places/", what="site", name="South", timezone="America/Denver")
    site = Site.objects.get(name="South")
    office.done("settings/places/", what="unit", name="ICU 2", site=site.pk, group="intensive_care")
    assert Unit.objects.filter(name="ICU 2", site=site).exists()
    assert "already" in office.refused("settings/places/", what="site", name="South", timezone="America/Denver")
    assert "already" in office.refused(
        "settings/places/", what="unit", name="ICU 2", site=site.pk, group="intensive_care"
    )
    stranger = Site.objects.exclude(organization=office.world.organization).first()
    assert stranger
    assert "choose one of these" in office.refused(
        "settings/places/", what="unit", name="X", site=stranger.pk, group="intensive_care"
    )


# Clocks


def clock_of(urgency: str, **other: Any) -> dict[str, Any]:
    typed = {"minutes": 45, "weekend_minutes": 60, "rung_minutes": 10, **other}
    return {"what": urgency, **{f"{urgency}-{name}": value for name, value in typed.items()}}


def test_a_clock_is_chosen_and_the_others_stay(office: Office) -> None:
    office.done("settings/clocks/", **clock_of("now"))
    chosen = paging.clocks(organization=office.world.organization.pk)
    assert (chosen[Urgency.NOW].minutes, chosen[Urgency.TODAY].minutes) == (45, 720)


@pytest.mark.parametrize(
    ("urgency", "typed", "said"),
    [
        ("now", {"minutes": 0}, "from 10 to 120"),
        ("now", {"minutes": 9999}, "from 10 to 120"),
        ("danger", {"minutes": 61, "weekend_minutes": 61}, "from 5 to 60"),
        ("now", {"weekend_minutes": 30}, "Please write a number from 45"),
        ("now", {"rung_minutes": 0}, "from 1 to 30"),
        ("danger", {"minutes": 0, "weekend_minutes": 0, "rung_minutes": 0}, "from 1 to 5"),
        ("now", {"minutes": "soon"}, "Please write a number."),
        ("now", {"day_starts": "07:00", "day_ends": "20:00"}, "These pages go out at any hour."),
        ("today", {"minutes": 600, "weekend_minutes": 600, "day_starts": "07:00"}, "both hours, or neither"),
        (
            "today",
            {"minutes": 600, "weekend_minutes": 600, "day_starts": "20:00", "day_ends": "07:00"},
            "before the first one",
        ),
    ],
)
def test_a_clock_stays_within_its_bounds(office: Office, urgency: str, typed: dict[str, Any], said: str) -> None:
    assert said in office.refused("settings/clocks/", **clock_of(urgency, **typed))
    assert paging.clocks(organization=office.world.organization.pk)[Urgency.NOW].minutes == 30


def test_the_ladder_is_chosen_within_bounds(office: Office) -> None:
    office.done("settings/clocks/", what="ladder", widening=3, load_cap=2, rest_hours=72)
    assert paging.ladder(organization=office.world.organization.pk).widening == 3
    said = office.refused("settings/clocks/", what="ladder", widening=500, load_cap=0, rest_hours=72)
    assert "Please write 10 or less." in said
    assert "Please write 1 or more." in said


COURSE = {"first_from": 2, "first_until": 5, "second_from": 10, "second_until": 20, "third_from": 60, "third_until": 90}


def test_when_talks_are_proposed_is_the_organizations_to_choose(office: Office) -> None:
    here = office.world.organization.pk
    assert follow_ups.course(organization=here) == USUAL
    office.done("settings/clocks/", what="course", **COURSE)
    assert follow_ups.course(organization=here) == (Window(2, 5), Window(10, 20), Window(60, 90))
    assert 'value="60"' in office.text("settings/clocks/")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"first_from": 0}, "from 1 to 7"),
        ({"first_until": 8}, "from 2 to 7"),
        ({"first_until": 1}, "from 2 to 7"),
        ({"second_from": 7}, "from 8 to 42"),
        ({"third_until": 121}, "from 60 to 120"),
        ({"third_from": 999}, "from 43 to 120"),
        ({"third_from": "spring"}, "Please write a number."),
        ({"second_until": ""}, "id_second_until"),
    ],
)
def test_the_talks_stay_within_their_bounds(office: Office, typed: dict[str, Any], said: str) -> None:
    page = office.refused("settings/clocks/", what="course", **{**COURSE, **typed})
    assert said in page
    assert 'value="5"' in page or "first_until" in typed, "what was typed stays"
    assert follow_ups.course(organization=office.world.organization.pk) == USUAL


def test_the_talks_are_chosen_in_french() -> None:
    office = Office(language="fr")
    assert "Les échanges suivants" in office.text("settings/clocks/")
    assert "Écrivez un nombre de 1 à 7" in office.refused(
        "settings/clocks/", what="course", **{**COURSE, "first_from": 0}
    )


# Words and limits


def test_own_words_stand_beside_the_houses_and_go_back(office: Office) -> None:
    assert "Talk to someone" in office.text("settings/words/")
    words = office.done("settings/words/", key="door.talk", en="Talk with a colleague", fr="")
    assert "Talk with a colleague" in words
    assert "Parler à quelqu’un" in words
    assert "Talk with a colleague" in plain(office.client.get(f"/en/o/{office.world.slug}/"))
    office.done("settings/words/", key="door.talk", en="", fr="")
    assert not Wording.objects.exists()
    assert Entry.objects.filter(verb="word.chosen").count() == 2, "only what changed is written down"


def test_words_that_are_too_long_or_unknown(office: Office) -> None:
    assert "Please make this shorter." in office.refused("settings/words/", key="door.talk", en="x" * 401)
    assert office.get("settings/words/?key=nonsense").status_code == 404


def test_limits_are_kept_as_a_new_version_with_a_signature(office: Office) -> None:
    typed = {"language": "en", "text": "New words.", "signed_by": "R. Cole", "signed_role": "Counsel"}
    words = office.done("settings/limits/", **typed, signed_on="2026-02-01")
    assert "Version 2, signed by R. Cole, Counsel, on February 1, 2026." in words
    assert LimitsText.objects.of(office.world.organization).filter(language="en").count() == 2, "older ones are kept"
    unsigned = office.refused("settings/limits/", **{**typed, "signed_by": ""}, signed_on="2026-02-01")
    assert "Please answer this." in unsigned
    assert "New words." in unsigned
    ahead = (worlds.today(office.world) + timedelta(days=2)).isoformat()
    assert "has not come yet" in office.refused("settings/limits/", **typed, signed_on=ahead)


# Numbers


@pytest.fixture
def line(office: Office) -> Line:
    office.done(
        f"settings/lines/adopt/{next(one.code for one in candidates.of_country('US') if one.kind == 'crisis')}/"
    )
    return Line.objects.get(organization=office.world.organization)


def test_a_line_is_shown_once_a_named_person_dialed_it(office: Office, line: Line) -> None:
    assert "Not shown" in office.text("settings/lines/")
    words = office.done(f"settings/lines/{line.pk}/dialed/", heard="answered")
    assert f"dialed by {office.person.name}" in words
    assert Dialing.objects.get(line=line).dialed_by == office.person


@pytest.mark.parametrize("heard", ["closed", "wrong"])
def test_a_line_that_did_not_answer_is_not_shown(office: Office, line: Line, heard: str) -> None:
    assert "It is not shown until it answers." in office.done(f"settings/lines/{line.pk}/dialed/", heard=heard)
    assert "Not shown" in office.text("settings/lines/")


def test_dialing_needs_an_answer(office: Office, line: Line) -> None:
    assert "Please say what you heard." in office.done(f"settings/lines/{line.pk}/dialed/", heard="a voice")
    assert not Dialing.objects.exists()


def test_a_line_is_withdrawn_at_once_and_may_come_back(office: Office, line: Line) -> None:
    code = line.candidate
    assert "off every page" in office.done(f"settings/lines/{line.pk}/withdraw/")
    assert office.post(f"settings/lines/{line.pk}/withdraw/").status_code == 404
    assert office.post(f"settings/lines/{line.pk}/dialed/", heard="answered").status_code == 404
    assert "Please dial it now" in office.done(f"settings/lines/adopt/{code}/")
    assert "already in your list" in office.done(f"settings/lines/adopt/{code}/")


def test_no_candidate_is_a_number_that_must_never_be_shown(office: Office) -> None:
    words = office.text("settings/lines/")
    assert not [
        one for one in candidates.of_country("US") if candidates.never_shown("US", one.dial) and one.name in words
    ]


def test_a_line_of_elsewhere_or_of_nowhere_is_not_taken_up(office: Office) -> None:
    french = candidates.of_country("FR")[0].code
    assert office.post(f"settings/lines/adopt/{french}/").status_code == 404
    assert office.post("settings/lines/adopt/nonsense/").status_code == 404


def test_the_coordinator_dials_too() -> None:
    office = Office("coordinator")
    assert "Take up" in office.text("settings/lines/")
    assert office.get("settings/").status_code == 404


@pytest.mark.parametrize(
    "path", ["settings/", "settings/lines/", "settings/words/", "settings/places/", "settings/clocks/"]
)
def test_each_screen_asks_few_questions(office: Office, path: str) -> None:
    office.text(path)
    with CaptureQueriesContext(connection) as asked:
        office.text(path)
    assert len(asked) <= 40, [query["sql"][:90] for query in asked]
