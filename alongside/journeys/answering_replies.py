"""Somebody writes back to a notice: the numbers answer, and what they wrote is not kept.

The mail server hands each message that reaches the sender's address to `alongside mailbox`, which calls `answer`. Of
the message only the headers are read that say where an answer goes; nothing is stored, noted or counted. The answer is
one constant text, so that it tells nothing about whoever gets it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import override

from alongside.directory import queries as directory
from alongside.notices import replies
from alongside.tenancy import queries as tenancy
from alongside.tenancy.queries import House
from alongside.vocabulary import labels

ANYWHERE = ("112", "911")
"""Answered in most countries; said when not even the organizations can be read."""


def answer(raw: bytes, *, own: str, languages: tuple[str, ...], now: datetime) -> tuple[str, str, str] | None:
    """Return (address, subject, body) of the answer to a message, in each language; None when nobody is answered."""
    address = replies.whom_to_answer(raw, own=own)
    if address is None:
        return None
    houses = _houses()
    with override(languages[0]):
        subject = labels.word("neutral_subject")
    return address, subject, "\n\n--\n\n".join(_said(houses, language, now) for language in languages) + "\n"


def _houses() -> list[House]:
    try:
        return tenancy.houses()
    except DatabaseError:
        return []


def _said(houses: list[House], language: str, now: datetime) -> str:
    with override(language):
        lines = [_("Nobody reads this mailbox, and your message was not kept."), _("Please call:"), ""]
        return "\n".join([*lines, *_numbers(houses, now)])


def _numbers(houses: list[House], now: datetime) -> list[str]:
    """Return every country's numbers once, then the lines that a person answers at any hour."""
    if not houses:
        return [_("%(number)s if a life is in danger") % {"number": number} for number in ANYWHERE]
    shown = [directory.first_numbers(house, now=now) for house in houses]
    first = [_("%(number)s if a life is in danger") % {"number": one.emergency.digits} for one in shown]
    crisis = [f"{one.crisis.digits} {one.crisis.name}, {one.crisis.hours}" for one in shown if one.crisis]
    lines = [
        _("%(number)s is answered by a person, at any hour") % {"number": house.fallback_line}
        for house in houses
        if house.fallback_line
    ]
    return list(dict.fromkeys([*first, *crisis, *lines]))
