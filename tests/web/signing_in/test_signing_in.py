"""Signing in: known and unknown alike, slowed and never locked, each code once."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from alongside import clock
from alongside.people import keys
from alongside.people.models import Account, Person
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role
from tests.house_clock import HouseClock
from tests.signed_in import signed_in
from tests.stories.story import Story
from tests.worlds import World, grant

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "four words in a row"

pytestmark = pytest.mark.django_db


def code_at(steps: int = 0) -> str:
    return format_hotp_value(hotp_value(SECRET, int(clock.now().timestamp()) // keys.PERIOD + steps))


def with_codes(person: Person) -> None:
    assert person.account_id
    with one_transaction(ring=False):
        keys.set_password_and_codes(
            account=person.account_id, password=PASSWORD, secret=SECRET, code=code_at(-1), now=clock.now()
        )


def at(world: World, path: str = "") -> str:
    return f"/o/{world.slug}/desk/{path}"


@pytest.fixture
def auditor(world: World) -> Person:
    with_codes(world.auditor)
    return world.auditor


def give_password(client: Client, world: World, email: str, password: str = PASSWORD) -> str:
    answer = client.post(at(world, "sign-in/"), {"email": email, "password": password})
    return answer.headers.get("Location", "") or answer.content.decode()


def test_a_password_and_a_code_open_the_desk(client: Client, world: World, auditor: Person) -> None:
    assert give_password(client, world, auditor.email) == at(world, "sign-in/code/")
    assert client.get(at(world)).headers["Location"] == at(world, "sign-in/"), "A password alone opens nothing."
    assert client.post(at(world, "sign-in/code/"), {"code": code_at()}).headers["Location"] == at(world)
    assert client.get(at(world, "me/")).status_code == 200


def test_the_same_code_opens_nothing_twice(client: Client, world: World, auditor: Person) -> None:
    seen = code_at()
    give_password(client, world, auditor.email)
    client.post(at(world, "sign-in/code/"), {"code": seen})
    again = Client()
    give_password(again, world, auditor.email)
    assert again.post(at(world, "sign-in/code/"), {"code": seen}).status_code == 200
    assert again.get(at(world, "me/")).status_code == 302


def test_a_code_without_a_password_leads_back(client: Client, world: World, auditor: Person) -> None:
    assert client.post(at(world, "sign-in/code/"), {"code": code_at()}).headers["Location"] == at(world, "sign-in/")


def test_half_a_sign_in_ends_after_ten_minutes(
    client: Client, world: World, auditor: Person, moved_clock: HouseClock
) -> None:
    give_password(client, world, auditor.email)
    moved_clock.stands(601)
    assert client.post(at(world, "sign-in/code/"), {"code": code_at()}).headers["Location"] == at(world, "sign-in/")


def test_twins(client: Client, world: World, noise: World, auditor: Person) -> None:
    """Unknown, known with a wrong password, known without a password, known elsewhere: one answer (T21)."""
    with_codes(noise.auditor)
    answers = {
        (_without_tokens(give_password(Client(), world, email, password)).replace(email, "…"))
        for email, password in (
            ("nobody@testing.example", PASSWORD),
            (auditor.email, "another four words"),
            (world.owner.email, PASSWORD),
            (noise.auditor.email, PASSWORD),
        )
    }
    assert len(answers) == 1


def test_twins_do_the_same_work(world: World, auditor: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[bool] = []
    real = keys.check_password
    monkeypatch.setattr(keys, "check_password", lambda *given: checked.append(True) or real(*given))
    for email in ("nobody@testing.example", auditor.email, world.owner.email):
        keys.account_with_password(email=email, password="wrong")
    assert len(checked) == 3


def test_twins_when_asking_for_help(world: World, auditor: Person) -> None:
    answers = {
        _without_tokens(Client().post(at(world, "sign-in/help/"), {"email": email}).content.decode())
        for email in (auditor.email, "nobody@testing.example")
    }
    assert len(answers) == 1


@pytest.mark.usefixtures("in_one_window")
def test_many_tries_are_slowed_and_then_let_through(
    client: Client, world: World, auditor: Person, moved_clock: HouseClock
) -> None:
    for _ in range(10):
        give_password(client, world, auditor.email, "wrong")
    slowed = client.post(at(world, "sign-in/"), {"email": auditor.email, "password": PASSWORD})
    assert slowed.status_code == 200
    assert "Please wait" in slowed.content.decode()
    ticket = slowed.context["form"]["ticket"].value()
    moved_clock.stands(21)
    answer = client.post(at(world, "sign-in/"), {"email": auditor.email, "password": PASSWORD, "ticket": ticket})
    assert answer.headers["Location"] == at(world, "sign-in/code/")


def test_a_stranger_cannot_lock_a_colleague_out(client: Client, world: World, auditor: Person) -> None:
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(30):
        give_password(stranger, world, auditor.email, "wrong")
    colleague = Client(REMOTE_ADDR="198.51.100.7")
    assert give_password(colleague, world, auditor.email) == at(world, "sign-in/code/")


def test_a_recovery_code_stands_in_once(client: Client, world: World, auditor: Person) -> None:
    with one_transaction(ring=False):
        made = keys.new_recovery_codes(account=auditor.account_id, now=clock.now())  # type: ignore[arg-type]
    assert len(set(made)) == 10
    give_password(client, world, auditor.email)
    assert client.post(at(world, "sign-in/code/"), {"code": made[3]}).headers["Location"] == at(world)
    again = Client()
    give_password(again, world, auditor.email)
    assert again.post(at(world, "sign-in/code/"), {"code": made[3]}).status_code == 200


def test_a_supporter_with_only_password_and_code_reaches_only_their_sign_in(client: Client, world: World) -> None:
    with_codes(world.owner)
    give_password(client, world, world.owner.email)
    client.post(at(world, "sign-in/code/"), {"code": code_at()})
    assert client.get(at(world, "me/")).headers["Location"] == at(world, "me/sign-in/")
    page = client.get(at(world, "me/sign-in/"))
    assert page.status_code == 200
    assert "needs a passkey" in page.content.decode()


def test_signing_out_ends_the_session(client: Client, world: World, auditor: Person) -> None:
    give_password(client, world, auditor.email)
    client.post(at(world, "sign-in/code/"), {"code": code_at()})
    assert client.get(at(world, "sign-out/")).status_code == 405
    client.post(at(world, "sign-out/"))
    assert client.get(at(world, "me/")).headers["Location"] == at(world, "sign-in/")


def test_a_session_ends_when_idle(client: Client, world: World, auditor: Person, moved_clock: HouseClock) -> None:
    give_password(client, world, auditor.email)
    client.post(at(world, "sign-in/code/"), {"code": code_at()})
    client.get(at(world, "me/"))
    moved_clock.stands(timedelta(minutes=16).total_seconds())
    assert client.get(at(world, "me/")).headers["Location"] == at(world, "sign-in/")


def test_redirects_closed(client: Client, world: World, auditor: Person) -> None:
    """No address given from outside is ever followed (T25)."""
    away = "https://evil.example/"
    client.post(f"{at(world, 'sign-in/')}?next={away}", {"email": auditor.email, "password": PASSWORD, "next": away})
    answer = client.post(f"{at(world, 'sign-in/code/')}?next={away}", {"code": code_at(), "next": away})
    assert answer.headers["Location"] == at(world)


def test_a_false_passkey_answer_is_a_kind_page(client: Client, world: World) -> None:
    client.post(at(world, "sign-in/passkey/challenge/"))
    for answer in ("", "{", "[]", "null", '{"id": 1}', '{"response": {"userHandle": "AAAA"}}', "x" * 20_000):
        page = client.post(at(world, "sign-in/passkey/"), {"credential": answer})
        assert page.status_code in {200, 400}, answer
        assert not client.session.get("_auth_user_id")


def test_nobody_is_named_in_a_challenge(client: Client, world: World) -> None:
    asked = client.post(at(world, "sign-in/passkey/challenge/")).json()["publicKey"]
    assert asked["allowCredentials"] == []
    assert asked["userVerification"] == "required"


def test_secrets_in_the_database_are_sealed(world: World, auditor: Person) -> None:
    rows = Authenticator.objects.filter(user=auditor.account)
    assert all(SECRET not in str(row.data) for row in rows)
    assert Account.objects.get(pk=auditor.account_id).password.startswith("argon2")


def _without_tokens(page: str) -> str:
    return re.sub(r'(name="(?:csrfmiddlewaretoken|ticket)" value=")[^"]*', r"\1", page)


def test_who_coordinates_lands_on_the_board_unless_they_are_asked(world: World) -> None:
    """Else "nobody needs you right now" would be read while somebody waits on the board."""
    client = signed_in(world.coordinator)
    assert client.get(at(world)).headers["Location"] == at(world, "board/")
    grant(world.deputy, Role.SUPPORTER)
    assert signed_in(world.deputy).get(at(world)).headers["Location"] == at(world, "now/")
    assert signed_in(world.owner).get(at(world)).headers["Location"] == at(world, "now/")
    story = Story(world, now=clock.now())
    story.somebody_asks_for_help(urgency="danger")
    assert client.get(at(world)).headers["Location"] == at(world, "now/")
