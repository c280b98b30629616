"""When a number may be shown: decisions on plain data.

Belongs here: how long a dialing holds, what a telephone needs to dial. Does not belong here: rows, languages, the
clock.
"""

from datetime import date, timedelta
from enum import StrEnum

AGEING_AFTER = timedelta(days=180)
HIDDEN_AFTER = timedelta(days=365)
"""Hazard H23: a number nobody has dialed for half a year carries a warning, after a year it is hidden."""


class Standing(StrEnum):
    """How far a number can be relied on."""

    NOT_DIALED = "not_dialed"
    GOOD = "good"
    AGEING = "ageing"
    TOO_OLD = "too_old"

    @property
    def shown(self) -> bool:
        """Whether a live organization may show it."""
        return self in {Standing.GOOD, Standing.AGEING}


def standing(answered_on: date | None, *, today: date) -> Standing:
    """Say how a line stands whose last dialing was answered on this day; None when it was not, or never dialed."""
    if answered_on is None:
        return Standing.NOT_DIALED
    age = today - answered_on
    if age > HIDDEN_AFTER:
        return Standing.TOO_OLD
    return Standing.AGEING if age > AGEING_AFTER else Standing.GOOD


SHORT_CODE = 6
"""Numbers of so few digits have one form only."""


def digits(number: str) -> str:
    """Return only the digits: the form in which numbers are compared."""
    return "".join(character for character in number if character.isdigit())


def tel(dial: str) -> str:
    """Return the address that makes a telephone call this number, or "" when there is none."""
    return _address("tel", dial)


def sms(text_to: str) -> str:
    """Return the address that opens a text message to this number, or "" when there is none."""
    return _address("sms", text_to)


def _address(scheme: str, number: str) -> str:
    plain = digits(number)
    return f"{scheme}:{'+' if number.strip().startswith('+') else ''}{plain}" if plain else ""


def forms(number: str, *, country_prefix: str) -> frozenset[str]:
    """Return the digit forms under which the same line may be written: at home, with the country's prefix, with 00."""
    plain = digits(number)
    if len(plain) <= SHORT_CODE:
        return frozenset({plain})
    home = plain.removeprefix("00")
    bare = home.removeprefix(country_prefix) if len(home) > len(country_prefix) + 6 else home
    return frozenset({plain, home, bare, f"0{bare}", f"{country_prefix}{bare}", bare.removeprefix("0")})
