"""A way in: once, for a while, only a hash kept, and never into what another organization holds."""

from datetime import timedelta

import pytest

from alongside.people import operations
from alongside.people.errors import InvitationOver, SignsInElsewhere
from alongside.people.models import Account, Invitation, Person
from alongside.people.operations import Invited
from alongside.people.rules import Details, spelled
from alongside.tenancy.transactions import one_transaction
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(world: World) -> Person:
    with one_transaction(ring=False):
        key = operations.add_person(organization=world.organization.pk, details=Details("New", "new@a.example"))
    return Person.objects.get(pk=key)


def invite(person: Person, *, by_telephone: bool = False) -> Invited:
    with one_transaction(ring=False):
        return operations.make_invitation(
            organization=person.organization_id, person=person.pk, by_telephone=by_telephone, now=NOW
        )


def open_it(world: World, secret: str, *, signed_in: object = None, after: timedelta = timedelta()) -> object:
    with one_transaction(ring=False):
        return operations.open_invitation(
            organization=world.organization.pk,
            secret=secret,
            signed_in=signed_in,  # type: ignore[arg-type]
            now=NOW + after,
        )


def test_only_a_hash_is_kept(newcomer: Person) -> None:
    for by_telephone in (False, True):
        made = invite(newcomer, by_telephone=by_telephone)
        row = Invitation.objects.get(pk=made.invitation)
        assert made.secret not in str(vars(row))
        assert made.secret not in repr(made)


def test_it_opens_an_account_and_stays_until_a_key_was_made(world: World, newcomer: Person) -> None:
    made = invite(newcomer)
    account = open_it(world, made.secret)
    assert open_it(world, made.secret, after=timedelta(days=6)) == account, "A browser that failed may try again."
    assert Account.objects.get(pk=account).email == "new@a.example"
    with one_transaction(ring=False):
        operations.use_invitation(account=account, now=NOW)  # type: ignore[arg-type]
    with pytest.raises(InvitationOver):
        open_it(world, made.secret)


def test_a_code_heard_is_taken_however_it_is_spelled(world: World, newcomer: Person) -> None:
    made = invite(newcomer, by_telephone=True)
    assert open_it(world, spelled(made.secret).lower().replace("0", "o"))


@pytest.mark.parametrize(("by_telephone", "life"), [(False, timedelta(days=7)), (True, timedelta(hours=24))])
def test_it_runs_out(world: World, newcomer: Person, *, by_telephone: bool, life: timedelta) -> None:
    made = invite(newcomer, by_telephone=by_telephone)
    assert open_it(world, made.secret, after=life - timedelta(seconds=1))
    with pytest.raises(InvitationOver):
        open_it(world, made.secret, after=life)


def test_a_newer_one_ends_it(world: World, newcomer: Person) -> None:
    old, new = invite(newcomer), invite(newcomer)
    with pytest.raises(InvitationOver):
        open_it(world, old.secret)
    assert open_it(world, new.secret)


def test_it_opens_nothing_elsewhere_and_nothing_made_up_opens(world: World, noise: World, newcomer: Person) -> None:
    made = invite(newcomer)
    for house, secret in ((noise, made.secret), (world, "made-up"), (world, ""), (world, "00000000"), (world, "\x00")):
        with pytest.raises(InvitationOver):
            open_it(house, secret)
        assert not operations.invitation_stands(organization=house.organization.pk, secret=secret, now=NOW)


def test_a_person_without_email_gets_an_account_too(world: World) -> None:
    with one_transaction(ring=False):
        key = operations.add_person(organization=world.organization.pk, details=Details("Phone only"))
    account = open_it(world, invite(Person.objects.get(pk=key), by_telephone=True).secret)
    assert Account.objects.get(pk=account).email.endswith(f"@{operations.NO_MAIL}")


def test_an_administrator_cannot_invite_themselves_into_somebodys_account_elsewhere(world: World, noise: World) -> None:
    """Adding a colleague of another organization by their address must not hand over their sign-in there."""
    theirs = noise.owner.account
    assert theirs is not None
    with one_transaction(ring=False):
        key = operations.add_person(organization=world.organization.pk, details=Details("Trap", theirs.email))
    made = invite(Person.objects.get(pk=key), by_telephone=True)
    for signed_in in (None, world.administrator.account_id):
        with pytest.raises(SignsInElsewhere):
            open_it(world, made.secret, signed_in=signed_in)
    assert open_it(world, made.secret, signed_in=theirs.pk) == theirs.pk, "The owner of the account may."
    again = invite(Person.objects.get(pk=key), by_telephone=True)
    with pytest.raises(SignsInElsewhere):
        open_it(world, again.secret, signed_in=None)


def test_a_changed_address_does_not_lead_into_an_account_that_works_elsewhere(world: World, noise: World) -> None:
    shared = noise.owner.account
    assert shared is not None
    Person.objects.filter(pk=world.owner.pk).update(account=shared, email="trap@testing.example")
    made = invite(world.owner)
    with pytest.raises(SignsInElsewhere):
        open_it(world, made.secret)
    Person.objects.filter(pk=world.owner.pk).update(email=shared.email)
    assert open_it(world, made.secret) == shared.pk, "Its own mailbox may."


def test_whoever_left_is_not_let_in(world: World) -> None:
    made = invite(world.auditor)
    Person.objects.filter(pk=world.auditor.pk).update(left_at=NOW)
    with pytest.raises(InvitationOver):
        open_it(world, made.secret)
