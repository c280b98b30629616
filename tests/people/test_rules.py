"""Invitations: how long they live, how a code is heard."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from alongside.people.rules import CODE_LENGTH, CROCKFORD, expires_at, heard, new_telephone_code, spelled
from tests.worlds import NOW


def test_a_link_lives_a_week_and_a_telephone_code_a_day() -> None:
    assert expires_at(by_telephone=False, now=NOW) - NOW == timedelta(days=7)
    assert expires_at(by_telephone=True, now=NOW) - NOW == timedelta(hours=24)


def test_codes_are_eight_characters_that_are_not_mistaken_for_others() -> None:
    made = {new_telephone_code() for _ in range(200)}
    assert len(made) == 200
    assert all(len(code) == CODE_LENGTH and set(code) <= set(CROCKFORD) for code in made)


@given(st.text(CROCKFORD, min_size=8, max_size=8))
def test_a_code_is_heard_however_it_is_typed(code: str) -> None:
    for typed in (spelled(code), code.lower(), f" {code[:4]} – {code[4:]}.", code.replace("0", "o").replace("1", "l")):
        assert heard(typed) == code
