"""How a telephone number is written for a reader.

Belongs here: the writing. Does not belong here: which numbers may be shown (`directory`).
"""

import phonenumbers


def written(number: str) -> str:
    """Return "(202) 555-0100" or "01 55 50 01 00"; short or odd numbers stay as they are."""
    try:
        read = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.NATIONAL).replace(" ", "\u00a0")
