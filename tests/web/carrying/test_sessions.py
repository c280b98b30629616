"""Team sessions on screen, and the constant words of the invitation in both languages (H20)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import translation

from alongside import clock
from alongside.rounds import sessions
from alongside.rounds.models import TeamSession
from alongside.rounds.rules import Reason
from alongside.rounds.sessions import SessionRow
from alongside.tenancy import queries as tenancy
from alongside.tenancy.transactions import one_transaction
from alongside.web.carrying import invitation
from alongside.web.place import Place
from tests import worlds
from tests.signed_in import signed_in
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Return our organization beside a stranger one."""
    worlds.make_noise(now=clock.now())
    return worlds.make(now=clock.now())


def planned(world: World, *, reason: Reason = Reason.HARD_TIME, starts_at: datetime | None = None) -> SessionRow:
    """Return a planned session that the manager asked for."""
    own = world.organization.pk
    with one_transaction(ring=False):
        key = sessions.propose(
            organization=own, site=world.site.pk, unit_group=None, reason=reason, asked_by=world.manager.pk,
            now=clock.now(),
        )  # fmt: skip
        held = sessions.hold(organization=own, session=key)
        leaders = (world.owner.pk, world.teammate.pk)
        sessions.plan(session=held, plan=sessions.Plan("Room 4", starts_at or clock.now(), leaders))
    row = sessions.session_row(organization=own, session=key)
    assert row
    return row


def at(world: World, name: str, **more: object) -> str:
    """Return an address."""
    return reverse(name, kwargs={"organization": world.slug, **more})


def text(answer: Any) -> str:
    """Return a page as text."""
    return str(answer.content.decode())


USUAL = {
    "en": [
        "Something has been hard for many of us. Two trained colleagues will be there, and so may you.",
        "It is voluntary. You may come. You may listen only. You may leave.",
        "It is not a review. Nobody asks what happened, who did what, or why, and nobody goes through it again.",
        "We talk about what such times do to people, what helps, and where to find support.",
        "Nobody notes who comes and who does not. There is no list of names.",
        "What is said stays in the room, with limits: danger to anyone, and what the law or a court requires.",
        "You would rather talk alone? Peer support is there for you, whether you come or not.",
    ],
    "fr": [
        (
            "Quelque chose a été dur pour beaucoup d’entre nous. "
            "Deux personnes formées parmi vos collègues seront là, et vous pouvez venir."
        ),
        "C’est volontaire. Vous pouvez venir. Vous pouvez seulement écouter. Vous pouvez partir.",
        (
            "Ce n’est pas une analyse. Personne ne demande ce qui s’est passé, qui a fait quoi, ni pourquoi, et "
            "personne n’y revient en détail."
        ),
        "Nous parlons de ce que de tels moments font aux gens, de ce qui aide, et d’où trouver du soutien.",
        "Personne ne note qui vient et qui ne vient pas. Il n’y a pas de liste de noms.",
        (
            "Ce qui se dit reste dans la pièce, avec des limites\u00a0: un danger pour qui que ce soit, et ce que "
            "la loi ou un tribunal exige."
        ),
        "Vous préférez parler à deux\u00a0? Le soutien par les pairs est là pour vous, que vous veniez ou non.",
    ],
}
GRIEF = {
    "en": [
        "We have lost a colleague. Two trained colleagues will be there, and a professional can be reached.",
        "Grief, anger, guilt, or nothing: all of it is allowed. There is rarely one simple reason; none is sought.",
    ],
    "fr": [
        (
            "Nous avons perdu un ou une collègue. Deux personnes formées parmi vos collègues seront là, "
            "et on peut aussi joindre une ou un professionnel."
        ),
        (
            "Chagrin, colère, culpabilité, ou rien\u00a0: tout est permis. Il y a rarement une seule raison "
            "simple\u00a0; personne n’en cherche."
        ),
    ],
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_invitation_has_constant_words(world: World, language: str) -> None:
    """H20: voluntary, no review, nobody goes through it again, nobody notes who comes; the same in both languages."""
    place = Place(tenancy.house_of(world.organization.pk), language, fixed=True)
    with translation.override(language):
        said = invitation.text(planned(world), place=place)
        loss = invitation.text(planned(world, reason=Reason.COLLEAGUE_SUICIDE), place=place)
    assert list(said.lines) == USUAL[language]
    assert list(loss.lines) == GRIEF[language] + USUAL[language][1:]
    names = [person.name for person in world.people.values()]
    assert not any(name in said.letter + " ".join(said.lines) for name in names)
    assert not re.search("suicid", " ".join(loss.lines), re.IGNORECASE)


def test_the_time_is_the_sites_own_and_named(world: World) -> None:
    row = planned(world, starts_at=datetime(2027, 7, 1, 18, 30, tzinfo=UTC))
    page = text(signed_in(world.coordinator).get(at(world, "team-session-invitation", session=row.session)))
    assert "2:30" in page
    assert "New York" in page
    assert "Room 4" in page


@pytest.mark.parametrize(("who", "status"), [("manager", 200), ("owner", 200), ("third", 404), ("coordinator", 200)])
def test_who_sees_the_invitation(world: World, who: str, status: int) -> None:
    row = planned(world)
    answer = signed_in(world.people[who]).get(at(world, "team-session-invitation", session=row.session))
    assert answer.status_code == status


def ask(world: World, **more: str) -> Any:
    """The manager asks for a session."""
    browser = signed_in(world.manager)
    page = text(browser.get(at(world, "team-session-ask")))
    week = re.findall(r'value="(\d{4}-\d\d-\d\d)"', page)[1]
    typed = {"reason": "hard_time", "site": world.site.pk.hex, "unit_group": world.group.pk.hex, "week": week}
    return browser.post(at(world, "team-session-ask"), {**typed, **more})


def test_a_manager_asks_and_sees_it_stand_there(world: World) -> None:
    assert ask(world).status_code == 302
    page = text(signed_in(world.manager).get(at(world, "team-sessions")))
    assert "To be planned" in page
    assert "Testing Main" in page


def test_a_manager_cannot_write_a_sentence_anywhere(world: World) -> None:
    page = text(signed_in(world.manager).get(at(world, "team-session-ask")))
    assert "<textarea" not in page
    assert not re.search(r'<input[^>]+type="text"', page)


@pytest.mark.parametrize(
    "wrong", [{"reason": "many_people"}, {"week": "2020-01-06"}, {"site": ""}, {"unit_group": "x"}]
)
def test_what_is_not_on_the_list_is_refused_kindly(world: World, wrong: dict[str, str]) -> None:
    answer = ask(world, **wrong)
    assert answer.status_code == 200
    assert "field-error" in text(answer)
    assert not TeamSession.objects.exists()


def plan(world: World, row: TeamSession, **more: str) -> Any:
    """The coordinator plans it."""
    day = (clock.now() + timedelta(days=7)).date()
    typed = {
        "place": "Room 9",
        "starts_at": f"{day}T10:00",
        "first": world.owner.pk.hex,
        "second": world.third.pk.hex,
        **more,
    }
    return signed_in(world.coordinator).post(at(world, "team-session-plan", session=row.pk), typed)


def test_the_coordinator_plans_it(world: World) -> None:
    ask(world)
    row = TeamSession.objects.get()
    assert plan(world, row).status_code == 302
    row.refresh_from_db()
    assert row.starts_at
    assert row.starts_at.astimezone(ZoneInfo("America/New_York")).hour == 10
    page = text(signed_in(world.owner).get(at(world, "desk-offers")))
    assert "Team sessions you lead" in page


def test_the_chief_cannot_be_chosen_and_the_past_not_planned(world: World) -> None:
    ask(world)
    row = TeamSession.objects.get()
    page = text(signed_in(world.coordinator).get(at(world, "team-session-plan", session=row.pk)))
    assert world.chief.name not in page
    for wrong in (
        {"first": world.chief.pk.hex},
        {"second": world.owner.pk.hex},
        {"starts_at": "2020-01-01T10:00"},
        {"starts_at": "2027-03-14T02:30"},  # The clocks skip this hour.
        {"place": ""},
    ):
        answer = plan(world, row, **wrong)
        assert answer.status_code == 200, wrong
        assert "field-error" in text(answer), wrong


def test_afterwards_only_a_band_is_asked_for(world: World) -> None:
    row = planned(world, starts_at=clock.now() - timedelta(hours=2))
    browser = signed_in(world.owner)
    page = text(browser.get(at(world, "desk-offers")))
    assert "It was held. How many came?" in page
    assert "Individual offers follow" in page
    browser.post(at(world, "team-session-held", session=row.session), {"heads": "seven people and Anna"})
    assert TeamSession.objects.get().state == "planned"
    browser.post(at(world, "team-session-held", session=row.session), {"heads": "g6_10"})
    assert TeamSession.objects.get().state == "held"
    assert "6 to 10 people" in text(signed_in(world.coordinator).get(at(world, "team-sessions")))


def test_not_me_and_not_at_all(world: World) -> None:
    row = planned(world)
    signed_in(world.owner).post(at(world, "team-session-not-me", session=row.session))
    assert TeamSession.objects.get().state == "proposed"
    signed_in(world.coordinator).post(at(world, "team-session-drop", session=row.session))
    assert TeamSession.objects.get().state == "dropped"
