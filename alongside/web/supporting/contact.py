"""How to reach a person, ready to be shown once: never a number without the rule that belongs to it (hazard H16).

Belongs here: shaping what `open_contact` returned. Does not belong here: opening it, or who may.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

import phonenumbers
from django.utils.translation import gettext as _

from alongside.cases.entrusted import ContactWish
from alongside.journeys.answering_a_page import ContactCard
from alongside.tenancy.queries import House
from alongside.vocabulary import labels
from alongside.vocabulary.asking import Way
from alongside.web.supporting import spoken


@dataclass(frozen=True)
class CallRule:
    """What must or may be done if nobody answers, and what else to mind."""

    said: str
    more: str
    allowed: bool = False


@dataclass(frozen=True)
class Shown:
    """The card. `link` is a tel:, sms: or mailto: address or "". The rule is always there."""

    way: Way
    how: str
    address: str
    link: str
    rule: CallRule
    times: tuple[str, ...]
    announced: str

    def __post_init__(self) -> None:
        if not self.rule.said:
            raise ValueError("A contact is never shown without its rule.")


def shown(card: ContactCard, *, house: House, subject: str) -> Shown:
    """Shape a contact for the screen; `subject` is the neutral subject line of a first message."""
    wish = card.contact
    return Shown(
        way=wish.way,
        how=spoken.way(wish.way),
        address=_address(wish, house.country),
        link=_link(wish, subject),
        rule=_rule(wish, subject),
        times=tuple(labels.label("time", code) for code in wish.times),
        announced=number_at_home(card.calling_number, house.country) if wish.way is Way.PHONE_CALL else "",
    )


def _address(wish: ContactWish, country: str) -> str:
    if wish.phone:
        return number_at_home(wish.phone, country)
    return wish.email or wish.place


def number_at_home(number: str, country: str) -> str:
    """Return a number as it is written in the organization's country, or as it stands if it cannot be read."""
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return number
    at_home = phonenumbers.region_code_for_number(parsed) == country
    kind = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, kind)


def _link(wish: ContactWish, subject: str) -> str:
    match wish.way:
        case Way.PHONE_CALL:
            return f"tel:{quote(wish.phone, safe='+')}"
        case Way.TEXT_MESSAGE:
            return f"sms:{quote(wish.phone, safe='+')}"
        case Way.EMAIL:
            return f"mailto:{quote(wish.email, safe='@')}?subject={quote(subject)}"
    return ""


def _rule(wish: ContactWish, subject: str) -> CallRule:
    match wish.way:
        case Way.PHONE_CALL if wish.may_leave_message:
            more = _("Say only “call from a colleague”, and your name.")
            return CallRule(_("You may leave a message"), more, allowed=True)
        case Way.PHONE_CALL:
            return CallRule(_("Do not leave a message"), _("Others may hear it. Try again later instead."))
        case Way.TEXT_MESSAGE:
            return CallRule(_("Write only neutral words"), _neutral_text(wish))
        case Way.EMAIL:
            more = _("Others may read it. The subject is “%(subject)s”.") % {"subject": subject}
            return CallRule(_("Write only neutral words"), more)
        case Way.IN_PERSON:
            more = _("Say nothing of why until you can talk freely.")
            return CallRule(_("Meet where other people are around"), more)
    return CallRule(_("Do not look for them elsewhere"), _("They chose to be reached only here, by their code."))


def _neutral_text(wish: ContactWish) -> str:
    if wish.may_leave_message:
        return _("Others may read it: your name, and “is this a good time?”.")
    return _("Others may read it: your name, and “is this a good time?”. Leave no voice message.")
