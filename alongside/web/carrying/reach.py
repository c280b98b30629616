"""One person of a round, ready to be shown once: how to reach them, and the words that everybody gets.

Belongs here: shaping what `open_names` returned; the same words for each. Does not belong here: opening it, or who may.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import override

from alongside.journeys.carrying_an_offer import Named
from alongside.rounds.queries import OfferRow
from alongside.rounds.rules import Again
from alongside.tenancy import words
from alongside.vocabulary import labels
from alongside.web import telephones
from alongside.web.place import Place
from alongside.web.supporting import spoken
from alongside.web.supporting.contact import number_at_home


@dataclass(frozen=True)
class Door:
    """Where somebody finds peer support by themselves: a number (may be empty) and an address to type."""

    phone: str
    address: str


@dataclass(frozen=True)
class Reach:
    """One row of the list. `call` and `write` are tel:, sms: or mailto: addresses, or ""."""

    row: OfferRow
    name: str
    number: str
    email: str
    call: str
    write: str
    language: str
    again: Again


def door_of(place: Place, *, language: str, host: str, now: datetime) -> Door:
    """Return number and address as the organization says them in this language, else what the house knows."""
    own = words.own_words(organization=place.organization.id, language=language, now=now)
    number = own.get("site.phone") or telephones.written(place.organization.fallback_line)
    return Door(number, own.get("site.web_address") or f"{host}{place.url('home')}")


def message(door: Door, *, name: str, language: str) -> str:
    """Return the one message that may be written, in the reader's language: nothing of an event, a unit or a date."""
    with override(language):
        said = _(
            "Hello, this is %(name)s, a colleague. I’m touching base with everyone. If you would like to talk, "
            "I have time, today or later. You need not answer."
        ) % {"name": name}
        also = _("Peer support: %(phone)s, %(address)s") % {"phone": door.phone, "address": door.address}
    return f"{said} {also}" if door.phone else f"{said} {door.address}"


def shown(named: Named, *, place: Place, sender: str, host: str, now: datetime) -> Reach:
    """Shape one opened name for the screen."""
    to = named.to
    text = message(door_of(place, language=named.language, host=host, now=now), name=sender, language=named.language)
    spoken_here = named.language == place.language
    return Reach(
        row=named.row,
        name=to.name,
        number=number_at_home(to.phone, place.organization.country) if to.phone else "",
        email=to.email,
        call=f"tel:{quote(to.phone, safe='+')}" if to.phone else "",
        write=_write(to.phone, to.email, text, _subject(place, named.language, now)),
        language="" if spoken_here else spoken.language(named.language),
        again=named.again,
    )


def _write(phone: str, email: str, text: str, subject: str) -> str:
    if email:
        return f"mailto:{quote(email, safe='@')}?subject={quote(subject)}&body={quote(text)}"
    return f"sms:{quote(phone, safe='+')}?body={quote(text)}" if phone else ""


def _subject(place: Place, language: str, now: datetime) -> str:
    own = words.own_words(organization=place.organization.id, language=language, now=now)
    with override(language):
        return own.get("neutral_subject") or labels.word("neutral_subject")
