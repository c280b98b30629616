"""`alongside organization`: asks nine questions in the terminal and opens a program.

Belongs here: asking, refusing an answer that cannot be one, saying what comes next. Does not belong here: what is made
(`journeys/opening_a_program.py`).
"""

import re
import sys
from collections.abc import Callable

from django.conf import settings
from django.urls import reverse

from alongside import clock
from alongside.config.house import House
from alongside.journeys import opening_a_program
from alongside.journeys.opening_a_program import Program
from alongside.people.errors import AlreadyHere
from alongside.tenancy.errors import AddressTaken, UnknownZone

Question = tuple[str, str, Callable[[str], bool]]

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
QUESTIONS: tuple[Question, ...] = (
    (
        "slug",
        "Name in its address, e.g. north-health",
        lambda said: bool(re.fullmatch(r"[a-z0-9][a-z0-9-]{1,39}", said)),
    ),
    ("name", "Name", bool),
    ("country", "Country, two letters, e.g. US", lambda said: bool(re.fullmatch(r"[A-Z]{2}", said))),
    ("zone", "Time zone, e.g. America/New_York", lambda said: "/" in said or said == "UTC"),
    (
        "languages",
        f"Languages, the first one first, e.g. {' '.join(_LANGUAGES)}",
        lambda said: bool(said.split()) and set(said.split()) <= set(_LANGUAGES),
    ),
    ("administrator", "Name of the first administrator", bool),
    ("email", "Their email address", lambda said: bool(_EMAIL.fullmatch(said))),
    ("coordinator", "Name of the first coordinator, another person", bool),
    ("coordinator_email", "Their email address", lambda said: bool(_EMAIL.fullmatch(said))),
)


def ask_and_open(house: House) -> int:
    """Ask, open the program, print the invitation's address; 1 when its name or zone cannot be used."""
    answers = {name: _answer(question, good) for name, question, good in QUESTIONS}
    program = Program(**{**answers, "languages": tuple(answers["languages"].split())})  # type: ignore[arg-type]  # As asked.

    def address_of(secret: str) -> str:
        return reverse("join-link", kwargs={"organization": program.slug, "secret": secret})

    try:
        address = opening_a_program.open_program(program=program, address_of=address_of, now=clock.now())
    except AddressTaken:
        return _refused(f"There is already an organization named {program.slug} in its address.")
    except UnknownZone:
        return _refused(f"There is no time zone {program.zone}.")
    except AlreadyHere:
        return _refused("Administrator and coordinator are two people, each with an address of their own.")
    sys.stdout.write(f"Opened. {program.administrator} and {program.coordinator} were invited by mail.\n")
    sys.stdout.write(f"The link of {program.administrator}, good for 7 days:\n")
    sys.stdout.write(f"{house.origin}{address}\n")
    return 0


def _answer(question: str, good: Callable[[str], bool]) -> str:
    """Ask until the answer can be one; the end of input ends the command."""
    while True:
        sys.stdout.write(f"{question}: ")
        sys.stdout.flush()
        said = sys.stdin.readline()
        if not said:
            raise SystemExit(1)
        if good(said.strip()):
            return said.strip()


def _refused(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1
