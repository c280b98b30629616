"""Coming in by invitation: a link that a scanner does not use up, a code heard, the first key."""

import pytest
from django.test import Client

from alongside import clock
from alongside.journeys import joining
from alongside.notices import operations as notices
from alongside.notices.models import Channel, Notice
from alongside.people import keys, queries
from alongside.people.models import Account, Invitation
from alongside.people.queries import Member
from alongside.people.rules import Details
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role
from tests.web.signing_in.test_signing_in import PASSWORD, at, code_at, with_codes
from tests.worlds import World

pytestmark = pytest.mark.django_db


def member_of(world: World, who: str = "administrator") -> Member:
    person = world.people[who]
    assert person.account_id
    found = queries.member(account=person.account_id, organization=world.organization.pk, now=clock.now())
    assert found
    return found


@pytest.fixture
def link(world: World) -> str:
    """The link sent to a newcomer who will be an auditor."""
    me, now = member_of(world), clock.now()
    person = joining.add(member=me, details=Details("New", "new@a.example"), roles=[Role.AUDITOR], now=now)
    joining.invite_by_mail(member=me, person=person, address_of=lambda secret: at(world, f"join/{secret}/"), now=now)
    notice = Notice.objects.get(person=person)
    assert (notice.template, notice.channel) == ("invitation", None)
    return str(notice.slot["link"])


def set_up_codes(client: Client, world: World) -> None:
    page = client.get(at(world, "me/sign-in/codes/"))
    secret = page.context["secret"].replace(" ", "")
    code = keys.format_hotp_value(keys.hotp_value(secret, int(clock.now().timestamp()) // keys.PERIOD))
    done = client.post(at(world, "me/sign-in/codes/"), {"password": PASSWORD, "code": code})
    assert done.headers["Location"] == at(world, "me/sign-in/"), done.content.decode()


def test_whoever_had_keys_is_told_by_their_own_ways_when_an_invitation_replaces_them(
    client: Client, world: World
) -> None:
    """An administrator could open the invitation themselves: the colleague learns of it."""
    with_codes(world.auditor)
    with one_transaction():
        channel = notices.add_channel(
            organization=world.organization.pk, person=world.auditor.pk, kind="email", address="own@elsewhere.example"
        )
    Channel.objects.filter(pk=channel).update(verified_at=clock.now())
    code = joining.invite_by_telephone(member=member_of(world), person=world.auditor.pk, now=clock.now())
    client.post(at(world, "join/"), {"code": code})
    assert not Notice.objects.filter(template="new_keys").exists()
    set_up_codes(client, world)
    assert channel in set(Notice.objects.filter(template="new_keys").values_list("channel", flat=True))


def test_looking_at_a_link_uses_nothing_up(client: Client, world: World, link: str) -> None:
    for _ in range(3):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert Invitation.objects.get().used_at is None
    assert not Account.objects.filter(email="new@a.example").exists()
    assert "s" not in client.cookies, "No session before the button."


def test_a_newcomer_sets_a_password_and_codes_and_is_in(client: Client, world: World, link: str) -> None:
    assert client.post(link).headers["Location"] == at(world, "me/sign-in/")
    assert client.get(at(world, "me/")).headers["Location"] == at(world, "me/sign-in/"), "Nothing else opens yet."
    set_up_codes(client, world)
    assert not Notice.objects.filter(template="new_keys").exists(), "A newcomer had no keys."
    assert client.get(at(world, "me/")).status_code == 200
    assert Invitation.objects.get().used_at is not None
    assert "over" in Client().get(link).content.decode()
    shown = client.post(at(world, "me/sign-in/recovery/"))
    assert len(shown.context["codes"]) == 10


def test_a_short_or_common_password_is_refused_with_a_reason(client: Client, world: World, link: str) -> None:
    client.post(link)
    for password in ("short", "password1234"):
        page = client.post(at(world, "me/sign-in/codes/"), {"password": password, "code": "123456"})
        assert page.status_code == 200
        assert page.context["form"].errors["password"]


def test_the_secret_stays_while_the_page_is_looked_at(client: Client, world: World, link: str) -> None:
    client.post(link)
    first, second = (client.get(at(world, "me/sign-in/codes/")).context["secret"] for _ in range(2))
    assert first == second


def test_a_code_heard_opens_too(client: Client, world: World) -> None:
    me, now = member_of(world), clock.now()
    person = joining.add(member=me, details=Details("No mail"), roles=[Role.MANAGER], now=now)
    code = joining.invite_by_telephone(member=me, person=person, now=now)
    assert "opens nothing" in client.post(at(world, "join/"), {"code": "0000-0000"}).content.decode()
    answer = client.post(at(world, "join/"), {"code": f"{code[:4].lower()} {code[4:]}"})
    assert answer.headers["Location"] == at(world, "me/sign-in/")
    assert client.get(at(world, "me/sign-in/")).status_code == 200


def test_help_replaces_every_key_and_ends_every_session(client: Client, world: World) -> None:
    with_codes(world.auditor)
    old = Client()
    old.post(at(world, "sign-in/"), {"email": world.auditor.email, "password": PASSWORD})
    old.post(at(world, "sign-in/code/"), {"code": code_at()})
    assert old.get(at(world, "me/")).status_code == 200
    client.post(at(world, "sign-in/help/"), {"email": world.auditor.email.upper()})
    link = Notice.objects.get(person=world.auditor, template="sign_in_help").slot["link"]
    client.post(link)
    assert old.get(at(world, "me/")).status_code == 200, "Opening a link ends nothing yet."
    set_up_codes(client, world)
    assert old.get(at(world, "me/")).headers["Location"] == at(world, "sign-in/")
    assert client.get(at(world, "me/")).status_code == 200


def test_help_for_nobody_sends_nothing(client: Client, world: World, noise: World) -> None:
    for email in ("nobody@a.example", noise.auditor.email):
        assert client.post(at(world, "sign-in/help/"), {"email": email}).status_code == 200
    assert not Notice.objects.exists()
    assert not Invitation.objects.exists()


def test_somebody_of_another_organization_keeps_their_keys(world: World, noise: World) -> None:
    me, now = member_of(world), clock.now()
    with_codes(noise.auditor)
    details = Details("Shared", noise.auditor.email)
    person = joining.add(member=me, details=details, roles=[Role.AUDITOR], now=now)
    code = joining.invite_by_telephone(member=me, person=person, now=now)
    client = Client()
    assert "another organization" in client.post(at(world, "join/"), {"code": code}).content.decode()
    client.post(at(noise, "sign-in/"), {"email": noise.auditor.email, "password": PASSWORD})
    client.post(at(noise, "sign-in/code/"), {"code": code_at()})
    assert client.post(at(world, "join/"), {"code": code}).headers["Location"] == at(world)
    assert client.get(at(world, "me/")).status_code == 200
    assert client.get(at(noise, "me/")).status_code == 200


def test_a_half_proof_makes_no_key_beside_an_existing_passkey(client: Client, world: World) -> None:
    """A password and a code must not climb to a passkey where one exists: that would be the weaker door."""
    with_codes(world.owner)
    account = world.owner.account_id
    assert account
    with one_transaction(ring=False):
        keys.add_passkey(account=account, name="phone", credential={}, now=clock.now())
    client.post(at(world, "sign-in/"), {"email": world.owner.email, "password": PASSWORD})
    client.post(at(world, "sign-in/code/"), {"code": code_at()})
    assert client.post(at(world, "me/sign-in/passkey/challenge/")).status_code == 404
    assert client.post(at(world, "me/sign-in/passkey/"), {"credential": "{}"}).status_code == 404
    assert client.get(at(world, "me/sign-in/codes/")).status_code == 404
