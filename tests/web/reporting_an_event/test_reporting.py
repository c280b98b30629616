"""The safety officer's form: kind, when, where, who; a look at the names; "received", and nothing else ever."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from alongside import clock
from alongside.events import queries
from alongside.events.models import Event
from alongside.people.models import Person
from alongside.tenancy.models import Organization, Site
from tests import worlds
from tests.house_clock import HouseClock
from tests.web.supporting.desk import Desk, plain

pytestmark = pytest.mark.django_db
PATH = "events/report/"


@pytest.fixture
def world() -> worlds.World:
    return worlds.make(now=clock.now())


@pytest.fixture
def desk(world: worlds.World) -> Desk:
    return Desk(world, "safety_officer")


def here(world: worlds.World, *, hours_ago: float = 2) -> datetime:
    return (clock.now() - timedelta(hours=hours_ago)).astimezone(ZoneInfo(world.site.timezone))


def written(world: worlds.World, **changed: Any) -> dict[str, Any]:
    """Return everything that is filled in, as a browser sends it; a value of None leaves a field out."""
    at = here(world)
    given = {
        "kind": "near_miss",
        "day": f"{at:%Y-%m-%d}",
        "time": f"{at:%H:%M}",
        "site": str(world.site.pk),
        "unit": str(world.unit.pk),
        "rows": "3",
        "once": "ab" * 16,
        "p0-name": "Ana Example",
        "p0-email": "ana@town.example",
        **changed,
    }
    return {name: value for name, value in given.items() if value is not None}


def posted(desk: Desk, do: str = "check", **changed: Any) -> Any:
    return desk.post(PATH, do=do, **written(desk.world, **changed))


def involved() -> list[Any]:
    return sorted(queries.involved_in(Event.objects.get()), key=lambda one: one.name)


def messages_of(answer: Any) -> str:
    assert answer.status_code == 422, answer.status_code
    return plain(answer)


def test_the_form_has_no_field_for_anything_else(desk: Desk) -> None:
    """T9, T19: nowhere a narrative, a patient, a cause could be written."""
    names = set(re.findall(r'name="(?:p\d+-)?([a-z]+)"', desk.text(PATH)))
    ours = {"kind", "day", "time", "site", "unit", "rows", "once", "name", "email", "phone", "language", "do"}
    assert names - {"viewport", "csrfmiddlewaretoken", "color", "format", "htmx"} <= ours
    assert "<textarea" not in desk.text(PATH)


def test_checked_then_sent_then_only_received(desk: Desk) -> None:
    checked = posted(desk)
    assert "Nothing is sent yet" in plain(checked)
    assert "ana@town.example" in plain(checked)
    assert not Event.objects.exists()
    answer = posted(desk, "send")
    assert answer.url.endswith("/desk/events/received/")
    text = desk.text("events/received/")
    assert "Received." in text
    assert "Ana" not in text
    kept = Event.objects.get()
    assert (kept.kind, kept.came_by, kept.unit_id) == ("near_miss", "form", desk.world.unit.pk)
    assert [one.email for one in involved()] == ["ana@town.example"]


def test_the_check_page_sends_back_what_was_written(desk: Desk) -> None:
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', plain(posted(desk))))
    hidden.pop("csrfmiddlewaretoken", None)
    desk.post(PATH, do="send", **hidden)
    assert [one.name for one in involved()] == ["Ana Example"]


def test_two_taps_report_once(desk: Desk) -> None:
    posted(desk, "send")
    posted(desk, "send")
    assert Event.objects.count() == 1


def test_the_time_is_the_sites(desk: Desk) -> None:
    Site.objects.filter(pk=desk.world.other_site.pk).update(timezone="America/Los_Angeles")
    at = here(desk.world).astimezone(ZoneInfo("America/Los_Angeles")).replace(second=0, microsecond=0)
    posted(
        desk,
        "send",
        site=str(desk.world.other_site.pk),
        unit="",
        day=f"{at:%Y-%m-%d}",
        time=f"{at:%H:%M}",
    )
    assert Event.objects.get().occurred_at == at


# --- people ----------------------------------------------------------------------------------------------------------


def test_a_name_is_found_in_the_directory(desk: Desk) -> None:
    named = desk.world.manager
    text = plain(posted(desk, **{"p0-name": f"  {named.name.lower()} ", "p0-email": ""}))
    assert "In the directory" in text
    assert named.email not in text
    posted(desk, "send", **{"p0-name": named.name, "p0-email": ""})
    assert [one.person for one in involved()] == [named.pk]


def test_homonyms_are_asked_by_unit(desk: Desk) -> None:
    """H14: the offer reaches the right person."""
    world = desk.world
    Person.objects.filter(pk__in=(world.owner.pk, world.teammate.pk)).update(name="Ana Twin")
    twins = {world.owner.unit_id, world.teammate.unit_id}
    assert len(twins) == 2
    told = {"p0-name": "Ana Twin", "p0-email": ""}
    assert "Several people have this name" in messages_of(posted(desk, **told))
    posted(desk, "send", **told, **{"p0-unit": str(world.teammate.unit_id)})
    assert [one.person for one in involved()] == [world.teammate.pk]


def test_twins_in_one_unit_need_a_way_to_reach_them(desk: Desk) -> None:
    world = desk.world
    Person.objects.filter(pk__in=(world.owner.pk, world.teammate.pk)).update(name="Ana Twin", unit=world.unit)
    told = {"p0-name": "Ana Twin", "p0-email": "", "p0-unit": str(world.unit.pk)}
    assert "write an email or a number" in messages_of(posted(desk, **told))
    assert posted(desk, **told, **{"p0-phone": "202 555 0177"}).status_code == 200


def test_a_name_in_another_organization_is_nobody_here(desk: Desk) -> None:
    noise = worlds.make_noise(now=clock.now())
    text = messages_of(posted(desk, **{"p0-name": noise.owner.name, "p0-email": ""}))
    assert "nobody of this name" in text


def test_somebody_in_the_directory_without_a_way_to_be_reached(desk: Desk) -> None:
    Person.objects.filter(pk=desk.world.manager.pk).update(email="", phone="")
    told = {"p0-name": desk.world.manager.name, "p0-email": ""}
    assert "no way to reach them" in messages_of(posted(desk, **told))


def test_rows_grow_without_judging_and_keep_what_was_typed(desk: Desk) -> None:
    answer = posted(desk, "more", kind="", **{"p1-name": "Half a na"})
    text = plain(answer)
    assert answer.status_code == 200
    assert "Please look at this again" not in text
    assert 'value="Half a na"' in text
    assert 'name="p5-name"' in text
    assert 'name="p6-name"' not in text


def test_never_more_than_thirty_rows(desk: Desk) -> None:
    for said in ("29", "30", "99999999999", "-4", "x"):
        text = plain(posted(desk, "more", rows=said))
        assert 'name="p30-name"' not in text
        assert 'name="p0-name"' in text


def test_thirty_people_at_once(desk: Desk) -> None:
    crew = {f"p{number}-{field}": value for number in range(30) for field, value in _one(number).items()}
    assert posted(desk, "send", rows="30", **crew).status_code == 302
    assert len(involved()) == 30


def _one(number: int) -> dict[str, str]:
    name = f"Ana {'abcdefghijklmnopqrstuvwxyzåäöé'[number]}"
    return {"name": name, "unit": "", "email": f"a{number}@town.example", "phone": "", "language": ""}


def test_empty_rows_are_nobody_and_one_person_is_needed(desk: Desk) -> None:
    assert "Please write their name" in messages_of(posted(desk, **{"p0-name": "", "p0-email": ""}))
    assert "Please write their name" in messages_of(posted(desk, **{"p0-name": ""}))


# --- what must be mended ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": ""}, "Please answer this."),
        ({"kind": "nonsense"}, "Please choose one of these."),
        ({"day": ""}, "Please answer this."),
        ({"day": "2019-01-01"}, "more than 30 days back"),
        ({"day": "2999-01-01"}, "in the future"),
        ({"time": "25:00"}, "Please write a time"),
        ({"site": ""}, "Please answer this."),
        ({"site": "nonsense"}, "Please choose one of these."),
        ({"unit": "nonsense"}, "Please choose one of these."),
        ({"p0-name": "Ana: fell at 9, wrong dose"}, "Only the name, please"),
        ({"p0-name": "x" * 81}, "Please make this shorter."),
        ({"p0-email": "nonsense"}, "name@place.org"),
        ({"p0-phone": "12"}, "cannot be dialed"),
        ({"p0-language": "xx"}, "Please choose one of these."),
        ({"p0-unit": "nonsense"}, "Please choose one of these."),
    ],
)
def test_what_must_be_mended_is_said_beside_the_field_and_kept(desk: Desk, changed: dict[str, str], said: str) -> None:
    text = messages_of(posted(desk, **changed))
    assert said in text
    assert "ana@town.example" in text or "p0-email" in changed
    assert not Event.objects.exists()


def test_a_unit_of_another_site_is_noticed(desk: Desk) -> None:
    assert "at another site" in messages_of(posted(desk, unit=str(desk.world.other_unit.pk)))


# --- around it -------------------------------------------------------------------------------------------------------


def test_a_hard_kind_reminds_of_everybody_and_a_suicide_of_its_guide(desk: Desk) -> None:
    assert "Is anybody missing" not in plain(posted(desk))
    assert "Is anybody missing" in plain(posted(desk, kind="child_death"))
    text = plain(posted(desk, kind="colleague_suicide"))
    assert "understand/after-a-colleague-dies-by-suicide/" in text
    assert "A session for the team is proposed" in text
    assert "understand/after-a-colleague-dies-by-suicide/" in desk.text(PATH)


def test_while_asking_is_closed_the_page_says_what_becomes_of_it(desk: Desk) -> None:
    Organization.objects.filter(pk=desk.world.organization.pk).update(mode="withdrawn")
    assert "waits sealed for up to seven days" in desk.text(PATH)


def test_without_a_site_there_is_no_form(desk: Desk) -> None:
    Event.objects.all().delete()
    empty = Organization.objects.create(slug="empty", name="Empty", country="US", timezone="UTC", languages=["en"])
    Person.objects.filter(pk=desk.person.pk).update(organization=empty, unit=None)
    desk.person.grants.update(organization=empty)
    answer = desk.client.get("/en/o/empty/desk/events/report/")
    assert "No site is set up yet." in plain(answer)


def test_in_french(world: worlds.World) -> None:
    text = Desk(world, "safety_officer", language="fr").text(PATH)
    assert "Something happened" not in text
    assert "Personne 1" in text


# --- held ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def held(desk: Desk) -> Desk:
    """A coordinator's desk with one held report of two people."""
    from alongside.events import operations  # noqa: PLC0415  # Only here.
    from alongside.tenancy.transactions import one_transaction  # noqa: PLC0415  # As above.

    with one_transaction(ring=False):
        operations.choose(organization=desk.world.organization.pk, people_an_hour=1, alarming=[])
    posted(desk, "send", kind="child_death", **{"p1-name": "Ben Sample", "p1-email": "ben@town.example"})
    return Desk(desk.world, "coordinator")


def test_the_board_leads_to_what_is_held(held: Desk) -> None:
    assert "/desk/events/held/" in held.text("board/")


def test_the_coordinator_sees_numbers_only(held: Desk) -> None:
    text = held.text("events/held/")
    assert "<dd>2</dd>" in text
    for secret in ("Ana", "Ben", "town.example", "Death of a child", held.world.unit.name):
        assert secret not in text


def test_released_or_discarded(held: Desk) -> None:
    held.post("events/held/machine/discard/")
    assert Event.objects.get().state == "held"
    held.post("events/held/form/release/")
    assert Event.objects.get().state == "due"
    Event.objects.update(state="held")
    held.post("events/held/form/discard/")
    assert not Event.objects.exists()
    assert "Nothing is held." in held.text("events/held/")
    assert held.post("events/held/nonsense/release/").status_code == 404


# --- looking names up -----------------------------------------------------------------------------------------------


def names(desk: Desk, count: int, **more: Any) -> dict[str, Any]:
    """Return a form that names so many colleagues by their name alone."""
    person = desk.world.people["owner"]
    names = [person.name, *(f"Nobody Known {chr(65 + number)}" for number in range(1, count))]
    rows = {f"p{number}-name": name for number, name in enumerate(names)}
    return {**rows, "p0-email": None, "rows": str(count), **more}


def test_whoever_looks_up_many_names_is_asked_for_patience_and_learns_nothing_meanwhile(
    desk: Desk, moved_clock: HouseClock
) -> None:
    page = messages_of(posted(desk, **names(desk, 12)))
    assert "The directory has nobody of this name." in page
    slow = posted(desk, **names(desk, 12))
    page = plain(slow)
    assert slow.status_code == 200
    assert "You looked up many names. Please press again in 20 seconds." in page
    assert "The directory has nobody" not in page
    assert "Nobody Known D" in page, "what was typed is kept"
    (ticket,) = re.findall(r'name="ticket" value="([^"]+)"', slow.content.decode())
    assert "Please press again in" in plain(posted(desk, ticket=ticket, **names(desk, 12)))
    moved_clock.stands(21)
    assert "The directory has nobody" in messages_of(posted(desk, ticket=ticket, **names(desk, 12)))
    assert "Please press again in" in plain(posted(desk, ticket=ticket, **names(desk, 12))), "a ticket opens once"


def test_who_was_let_through_to_the_names_sends_them_without_waiting_again(desk: Desk) -> None:
    for _ in range(12):
        posted(desk, **names(desk, 1, **{"p0-name": "Nobody Known"}))
    alone = {"p0-name": desk.world.people["owner"].name, "p0-email": "", "rows": "1"}
    assert "Please press again in" in plain(posted(desk, **alone))
    assert not Event.objects.exists()


def test_a_step_that_was_let_through_opens_the_next_one_once(desk: Desk) -> None:
    alone = {"p0-name": desk.world.people["owner"].name, "p0-email": "", "rows": "1"}
    for _ in range(11):
        posted(desk, **names(desk, 1, **{"p0-name": "Nobody Known"}))
    check = posted(desk, **alone)
    (through,) = re.findall(r'name="pass" value="([^"]+)"', check.content.decode())
    assert posted(desk, "send", **alone, **{"pass": through}).status_code == 302
    assert "Please press again in" in plain(posted(desk, "send", **alone, **{"pass": through}))
    assert Event.objects.count() == 1


def test_whoever_writes_addresses_never_waits(desk: Desk) -> None:
    for _ in range(14):
        assert posted(desk).status_code == 200
    assert "Is this the right person?" in plain(posted(desk))
