"""People and their roles: found, added, changed, invited, and let go; kindly where something must be mended."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.notices.models import Notice
from alongside.people.models import Invitation, Person, RoleGrant, Supervision
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.web.administering.office import Office, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    worlds.make_noise(now=clock.now())
    return Office()


def details(**other: Any) -> dict[str, Any]:
    typed = {"name": "Ana Duarte", "email": "ana@testing.example", "profession": "nurse", "gender": "woman"}
    return {**typed, "languages": ["en"], "reads": "en", **other}


def test_the_list_shows_everybody_here_and_nobody_else(office: Office) -> None:
    words = office.text("people/")
    assert all(row.name in words for row in office.world.people.values())
    assert worlds.NOISE not in words


def test_somebody_is_found_by_part_of_a_name(office: Office) -> None:
    words = office.text("people/?q=safety")
    assert office.world.safety_officer.name in words
    assert office.world.owner.name not in words
    assert "Nobody of this name" in office.text("people/?q=nobodyatall")


def test_adding_leads_to_the_person(office: Office) -> None:
    words = office.done("people/add/", **details(phone="(202) 555-0177"))
    assert "Ana Duarte" in words
    assert Person.objects.get(email="ana@testing.example").phone == "+12025550177"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Please answer this."),
        ({"email": "ana@"}, "name@place.org"),
        ({"phone": "12"}, "cannot be dialed"),
        ({"name": "x" * 200}, "Please make this shorter."),
        ({"profession": "wizard"}, "Please choose one of these."),
    ],
)
def test_what_must_be_mended_is_said_and_the_rest_stays(office: Office, typed: dict[str, Any], said: str) -> None:
    words = office.refused("people/add/", **details(**typed))
    assert said in words
    assert 'class="error-summary"' in words
    assert typed.get("name", "Ana Duarte")[:10] in words


def test_an_address_that_is_taken_is_said(office: Office) -> None:
    assert "already has this address" in office.refused("people/add/", **details(email=office.world.owner.email))
    changed = office.refused(f"people/{office.world.third.pk}/", **details(email=office.world.owner.email))
    assert "already has this address" in changed


def test_odd_letters_are_kept_and_unseen_ones_dropped(office: Office) -> None:
    office.done("people/add/", **details(name="\u202eمريم\x00 O’Néill"))
    assert Person.objects.filter(name="مريم O’Néill").exists()


def test_changing_keeps_ways_to_talk(office: Office) -> None:
    owner = office.world.owner
    office.done(f"people/{owner.pk}/", **details(email=owner.email))
    owner.refresh_from_db()
    assert owner.name == "Ana Duarte"
    assert owner.ways_to_talk == ["phone_call", "in_person"]


def test_giving_and_taking_back_a_role(office: Office) -> None:
    person = f"people/{office.world.manager.pk}/"
    office.done(f"{person}role/", role="trainer")
    held = RoleGrant.objects.filter(person=office.world.manager, role="trainer", until=None)
    assert held.exists()
    office.done(f"{person}role/trainer/end/")
    assert not held.exists()
    assert office.post(f"{person}role/professional/end/").status_code == 404


def test_a_role_that_opens_cases_is_proposed_and_waits(office: Office) -> None:
    person = f"people/{office.world.manager.pk}/"
    words = office.done(f"{person}role/", role="supporter")
    assert "Proposed." in words
    assert "Waits for a second person." in words
    assert not RoleGrant.objects.filter(person=office.world.manager, role="supporter").exists()
    assert "One role waits for a second person" in office.text("people/")
    listed = office.text("roles/")
    assert "Somebody else must confirm this." in listed
    proposal = office.world.manager.proposals.get()
    assert "Somebody else must confirm this:" in office.done(f"roles/{proposal.pk}/confirm/")
    office.done(f"roles/{proposal.pk}/drop/")
    assert not office.world.manager.proposals.exists()
    assert "Somebody else has answered" in office.done(f"roles/{proposal.pk}/drop/")


def test_nobody_gives_themselves_a_role_that_opens_cases(office: Office) -> None:
    words = office.refused(f"people/{office.person.pk}/role/", role="supporter")
    assert "Nobody gives themselves" in words
    assert not RoleGrant.objects.filter(person=office.person, role="supporter").exists()


def test_nobody_takes_back_their_own_administration(office: Office) -> None:
    assert "Somebody else" in office.done(f"people/{office.person.pk}/role/administrator/end/")
    assert RoleGrant.objects.filter(person=office.person, role="administrator", until=None).exists()


def test_where_somebody_supervises_is_added_and_ended(office: Office) -> None:
    world, person = office.world, f"people/{office.world.manager.pk}/"
    typed = {"group": world.group.pk, "site": world.site.pk, "starts_on": "2026-01-01"}
    assert "Since January 1, 2026" in office.done(f"{person}supervises/", **typed)
    wrong = office.refused(f"{person}supervises/", **typed, ends_on="2025-01-01")
    assert "before the first one" in wrong
    row = Supervision.objects.get(supervisor=world.manager)
    office.done(f"{person}supervises/{row.pk}/end/")
    row.refresh_from_db()
    assert row.ends_on is not None


def test_an_invitation_goes_by_mail(office: Office) -> None:
    words = office.done(f"people/{office.world.manager.pk}/invite/", way="mail")
    assert "on its way" in words
    letter = Notice.objects.get(template="invitation")
    assert letter.slot["link"].startswith(f"/en/o/{office.world.slug}/")


def test_without_an_address_the_telephone_is_offered(office: Office) -> None:
    Person.objects.filter(pk=office.world.manager.pk).update(email="")
    assert "invite by telephone" in office.done(f"people/{office.world.manager.pk}/invite/", way="mail")
    answer = office.post(f"people/{office.world.manager.pk}/invite/", way="telephone")
    assert answer.status_code == 200
    assert "code-ticket" in plain(answer)
    assert Invitation.objects.filter(person=office.world.manager, by_telephone=True).exists()
    assert "code-ticket" not in office.text(f"people/{office.world.manager.pk}/"), "it is shown once"


def test_leaving_asks_once_and_says_what_ends(office: Office) -> None:
    page = f"people/{office.world.mentor.pk}/leave/"
    assert "cannot be undone" in office.text(page)
    assert office.world.mentor.name not in office.done(page)
    assert office.get(f"people/{office.world.mentor.pk}/").status_code == 404
    assert office.get(page).status_code == 404


def test_somebody_else_must_let_one_leave(office: Office) -> None:
    assert "Somebody else must do this" in office.done(f"people/{office.person.pk}/leave/")


def test_people_of_elsewhere_do_not_exist(office: Office) -> None:
    stranger = worlds.make_noise(now=clock.now()).owner
    for path in ("", "role/", "invite/", "leave/", "supervises/"):
        assert office.post(f"people/{stranger.pk}/{path}", role="mentor").status_code == 404


def test_the_list_asks_the_same_number_of_questions_however_long(office: Office) -> None:
    office.text("people/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        office.text("people/")
    for number in range(40):
        person = Person.objects.create(organization=office.world.organization, name=f"One {number}")
        worlds.grant(person, Role.MENTOR)
    with CaptureQueriesContext(connection) as many:
        office.text("people/")
    assert len(many) == len(few)


def test_a_long_list_comes_in_pages(office: Office) -> None:
    rows = [Person(organization=office.world.organization, name=f"Zz {number:03}") for number in range(120)]
    Person.objects.bulk_create(rows)
    assert "Zz 119" not in office.text("people/")
    assert "Zz 119" in office.text("people/?page=2")
    assert office.get("people/?page=banana").status_code == 200
