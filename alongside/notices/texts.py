"""The words of every notice: one constant text per template, channel and language, whatever happened.

Belongs here: the sentences, and where an address or a telephone number stands in them. Does not belong here: who is
told, or why. Page and alarm are equally long, so that not even a length tells them apart. No case, no urgency, no
name.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext, gettext_noop, override

from alongside.notices.rules import TO_WHOEVER_ASKED, Template


@dataclass(frozen=True)
class Sender:
    """What an organization puts into its notices.

    The address of its desk, a telephone number (may be empty), its neutral subject, the number that a person
    answers at any hour (may be empty), and the address where a code is typed.
    """

    desk: str
    telephone: str
    neutral_subject: str
    answered: str = ""
    back: str = ""


@dataclass(frozen=True)
class Words:
    """One notice in words: `subject` and `body` for email, `short` for a text message or a push."""

    subject: str
    body: str
    short: str


def words(template: Template, *, sender: Sender, language: str, slot: dict[str, str]) -> Words:
    """Return the constant text in the reader's language, with its link or code if the template has a place for one."""
    with override(language):
        facts = {"subject": sender.neutral_subject, "code": slot.get("code", "")}
        opening = gettext(_OPENINGS[template]) % facts
        link = slot.get("link") or (sender.back if template in TO_WHOEVER_ASKED else sender.desk)
        return Words(
            subject=sender.neutral_subject,
            body=_body(opening, link, sender),
            short=f"{opening}. {_typed(link)}",
        )


_OPENINGS = {
    Template.PAGE: gettext_noop("%(subject)s: please open the app"),
    Template.ALARM: gettext_noop("%(subject)s: please see the desk"),
    Template.INVITATION: gettext_noop("%(subject)s: this link is yours, and opens once"),
    Template.CHANNEL_CODE: gettext_noop("%(subject)s: your code is %(code)s"),
    Template.SIGN_IN_HELP: gettext_noop("%(subject)s: this link lets you sign in again"),
    Template.OFFER: gettext_noop(
        "%(subject)s: how are you? If you would like to talk, today or in a month, this page is yours. There is no "
        "hurry, and you need not answer. Everyone gets these same words"
    ),
    Template.MESSAGE: gettext_noop("%(subject)s: you have a message"),
    Template.CHOSEN_DAY: gettext_noop(
        "%(subject)s: you asked for a few words around this day. We are thinking of you. If you would like to talk, or "
        "want no more of these words, this page is yours"
    ),
    Template.STILL_WANTED: gettext_noop(
        "%(subject)s: you once asked for a few words on a day to come. Should they still come? If you do nothing, none "
        "will"
    ),
    Template.NEW_KEYS: gettext_noop("%(subject)s: your sign-in was set up anew. If it was not you, please call"),
}


def _body(opening: str, link: str, sender: Sender) -> str:
    lines = [f"{opening}.", "", link, "", gettext("Or type this address: %(address)s") % {"address": _typed(link)}]
    if sender.telephone:
        lines.append(gettext("Telephone: %(number)s") % {"number": sender.telephone})
    return "\n".join([*lines, "", _to_whoever_answers(sender), ""])


def _to_whoever_answers(sender: Sender) -> str:
    """Whoever writes back in distress must know that it is not read, and whom to call instead (threat T27)."""
    unread = gettext("Nobody reads answers to this message.")
    if not sender.answered:
        return unread
    answered = gettext("A person answers at %(number)s, at any hour.") % {"number": sender.answered}
    return f"{unread} {answered}"


def _typed(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.netloc}{parts.path}"
