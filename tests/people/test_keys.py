"""What an account proves itself with."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from alongside.people import keys
from alongside.people.errors import LastKey, NotThisCode
from alongside.tenancy.transactions import one_transaction
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = timedelta(seconds=keys.PERIOD)


def code(steps: int = 0) -> str:
    return format_hotp_value(hotp_value(SECRET, int(NOW.timestamp()) // keys.PERIOD + steps))


@pytest.fixture
def account(world: World) -> object:
    return world.auditor.account_id


def set_up(account: object, steps: int = -1) -> None:
    with one_transaction(ring=False):
        keys.set_password_and_codes(account=account, password="a b c d e f", secret=SECRET, code=code(steps), now=NOW)  # type: ignore[arg-type]


def use(account: object, typed: str, at: timedelta = timedelta()) -> str:
    with one_transaction(ring=False):
        return keys.use_code(account=account, code=typed, now=NOW + at)  # type: ignore[arg-type]


def test_codes_are_set_up_only_once_a_first_one_matches(account: object) -> None:
    with pytest.raises(NotThisCode):
        set_up(account, steps=5)
    assert not keys.keys_of(account).complete  # type: ignore[arg-type]
    set_up(account)
    assert keys.keys_of(account).complete  # type: ignore[arg-type]


def test_a_slow_hand_and_a_slow_clock_are_taken_and_nothing_beyond(account: object) -> None:
    set_up(account, steps=-1)
    assert use(account, f" {code(0)[:3]} {code(0)[3:]}") == "totp"
    assert use(account, code(1)) == "totp"
    for steps in (-2, -1, 0, 1, 2, 3):
        with pytest.raises(NotThisCode):
            use(account, code(steps))
    assert use(account, code(2), at=STEP) == "totp"


def test_recovery_codes_work_once_and_new_ones_end_the_old(account: object) -> None:
    set_up(account)
    with one_transaction(ring=False):
        old = keys.new_recovery_codes(account=account, now=NOW)  # type: ignore[arg-type]
        new = keys.new_recovery_codes(account=account, now=NOW)  # type: ignore[arg-type]
    with pytest.raises(NotThisCode):
        use(account, old[0])
    assert use(account, f"{new[0][:4]} {new[0][4:]}") == "recovery_codes"
    with pytest.raises(NotThisCode):
        use(account, new[0])
    assert keys.keys_of(account).recovery_codes_left == 9  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["", "      ", "000000", "abcdef", "1" * 200, "\x00", "١٢٣٤٥٦"])
def test_nonsense_is_only_wrong(account: object, typed: str) -> None:
    set_up(account)
    with pytest.raises(NotThisCode):
        use(account, typed)


def test_a_password_alone_opens_nothing(world: World, account: object) -> None:
    set_up(account)
    email = world.auditor.email
    assert keys.account_with_password(email=email.upper(), password="a b c d e f") == account
    assert keys.account_with_password(email=email, password="wrong") is None
    with one_transaction(ring=False):
        keys.forget_keys(account=account)  # type: ignore[arg-type]
    assert keys.account_with_password(email=email, password="a b c d e f") is None


def test_the_last_key_is_not_removed(account: object) -> None:
    with one_transaction(ring=False):
        first = keys.add_passkey(account=account, name="phone", credential={}, now=NOW)  # type: ignore[arg-type]
        with pytest.raises(LastKey):
            keys.remove_passkey(account=account, key=first)  # type: ignore[arg-type]
        second = keys.add_passkey(account=account, name="key", credential={}, now=NOW)  # type: ignore[arg-type]
        keys.remove_passkey(account=account, key=first)  # type: ignore[arg-type]
    assert [key.id for key in keys.keys_of(account).passkeys] == [second]  # type: ignore[arg-type]


def test_a_foreign_passkey_is_not_removed(world: World, account: object) -> None:
    owner = world.owner.account_id
    assert owner is not None
    with one_transaction(ring=False):
        theirs = keys.add_passkey(account=owner, name="theirs", credential={}, now=NOW)
        keys.add_passkey(account=account, name="mine", credential={}, now=NOW)  # type: ignore[arg-type]
        keys.remove_passkey(account=account, key=theirs)  # type: ignore[arg-type]
    assert len(keys.keys_of(owner).passkeys) == 1
