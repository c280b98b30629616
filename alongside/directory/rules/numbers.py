"""What makes an address that a telephone calls, and when two numbers are the same.

Belongs here: digits. Does not belong here: which numbers must never be shown (`candidates.py`).
"""

import phonenumbers

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


def line_of(number: str, *, country: str) -> str:
    """Return what makes two writings the same line, or "" when there is no number.

    With or without the country's prefix is one line: "(202) 555-0100" and "+1 202 555 0100" are the same in "US". A
    short code stays as it is; another extension is another line.
    """
    plain = digits(number)
    if len(plain) <= SHORT_CODE:
        return plain
    try:
        read = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return plain
    if not phonenumbers.is_possible_number(read):
        return plain
    whole = phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)
    return f"{whole};{read.extension}" if read.extension else whole


def forms(number: str, *, country_prefix: str) -> frozenset[str]:
    """Return the digit forms under which the same line may be written: at home, with the country's prefix, with 00."""
    plain = digits(number)
    if len(plain) <= SHORT_CODE:
        return frozenset({plain})
    home = plain.removeprefix("00")
    bare = home.removeprefix(country_prefix) if len(home) > len(country_prefix) + 6 else home
    return frozenset({plain, home, bare, f"0{bare}", f"{country_prefix}{bare}", bare.removeprefix("0")})
