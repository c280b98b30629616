"""What the directory decides, on plain data: no database, no web, no clock of its own.

`dialed` (how long a dialing holds), `numbers` (what is the same number), `hours` with `holidays` (open now?),
`service` and `sheet` (what each line of a file would do).
"""

from alongside.directory.rules.dialed import (
    AGEING_AFTER,
    DIAL_AGAIN_AFTER,
    HIDDEN_AFTER,
    REMIND_EVERY,
    Standing,
    is_daytime,
    may_remind,
    standing,
    to_dial_again,
)
from alongside.directory.rules.hours import Opening, Span, Week, opening
from alongside.directory.rules.numbers import digits, forms, line_of, sms, tel

__all__ = [
    "AGEING_AFTER",
    "DIAL_AGAIN_AFTER",
    "HIDDEN_AFTER",
    "REMIND_EVERY",
    "Opening",
    "Span",
    "Standing",
    "Week",
    "digits",
    "forms",
    "is_daytime",
    "line_of",
    "may_remind",
    "opening",
    "sms",
    "standing",
    "tel",
    "to_dial_again",
]
