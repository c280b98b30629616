"""Answering whoever writes back to a notice: `alongside mailbox`, to which the mail server pipes a message.

Belongs here: reading one message from standard input, handing the answer over, the exit code a mail server
understands. Does not belong here: who is answered, and what is said (`journeys/answering_replies.py`).
"""

import os
import smtplib
import sys

from django.conf import settings
from django.core.mail import EmailMessage

from alongside import clock
from alongside.config.house import House
from alongside.journeys import answering_replies

LONGEST = 256 * 1024
"""Of a longer message the rest is read and thrown away: the headers stand first."""


def answer(house: House) -> int:
    """Answer the message on standard input with the numbers; 75 (try again later) when that cannot be handed over."""
    raw = sys.stdin.buffer.read(LONGEST)
    while sys.stdin.buffer.read(LONGEST):
        pass
    languages = tuple(code for code, _ in settings.LANGUAGES)
    found = answering_replies.answer(raw, own=house.email_from, languages=languages, now=clock.now())
    if found is None:
        return 0
    address, subject, body = found
    heads = {"Auto-Submitted": "auto-replied", "Precedence": "bulk"}
    try:
        EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address], headers=heads).send()
    except (smtplib.SMTPException, OSError):
        return os.EX_TEMPFAIL
    return 0
