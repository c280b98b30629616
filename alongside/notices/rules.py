"""Decisions about telling people, on plain data: how long to wait, when to give up, which addresses are taken.

Belongs here: templates, results of a delivery, waiting times, tries of a code. Does not belong here: the words
(`texts.py`), sending (`channels/`).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID


class Template(StrEnum):
    """What may be said. Each is one constant text per channel and language."""

    PAGE = "page"
    ALARM = "alarm"
    INVITATION = "invitation"
    CHANNEL_CODE = "channel_code"
    SIGN_IN_HELP = "sign_in_help"
    NEW_KEYS = "new_keys"
    OFFER = "offer"
    MESSAGE = "message"
    CHOSEN_DAY = "chosen_day"
    STILL_WANTED = "still_wanted"


SLOTS: dict[Template, frozenset[str]] = {
    Template.PAGE: frozenset(),
    Template.ALARM: frozenset(),
    Template.INVITATION: frozenset({"link"}),
    Template.CHANNEL_CODE: frozenset({"code"}),
    Template.SIGN_IN_HELP: frozenset({"link"}),
    Template.NEW_KEYS: frozenset(),
    Template.OFFER: frozenset({"link"}),
    Template.MESSAGE: frozenset(),
    Template.CHOSEN_DAY: frozenset(),
    Template.STILL_WANTED: frozenset(),
}
"""What each template has a place for: a link or a code, never a sentence."""

LIFETIMES: dict[Template, timedelta] = {
    Template.PAGE: timedelta(hours=24),
    Template.ALARM: timedelta(hours=24),
    Template.INVITATION: timedelta(hours=72),
    Template.CHANNEL_CODE: timedelta(minutes=30),
    Template.SIGN_IN_HELP: timedelta(hours=1),
    Template.NEW_KEYS: timedelta(hours=72),
    Template.OFFER: timedelta(hours=72),
    Template.MESSAGE: timedelta(hours=72),
    Template.CHOSEN_DAY: timedelta(hours=24),
    Template.STILL_WANTED: timedelta(hours=72),
}
"""How long a notice is worth trying again.

A page stays worth it for a day, unless its case was answered and it was voided.
"""

TO_OWN_ADDRESS = frozenset({Template.INVITATION, Template.SIGN_IN_HELP, Template.OFFER})
"""What goes to a person's own email address, whether or not they have proved a channel."""

TO_WHOEVER_ASKED = frozenset({Template.MESSAGE, Template.CHOSEN_DAY, Template.STILL_WANTED})
"""What goes to somebody who has no account: its link leads to where a code is typed, never to the desk."""

LEASE = timedelta(seconds=60)
"""How long a claimed notice belongs to one engine. Longer than the slowest provider is waited for."""

PROVIDER_TIMEOUT = 10.0
"""Seconds any provider may take to answer."""

STRUGGLING_AFTER = 4
"""Tries after which an alarm tells by another way that a channel is failing."""

_FIRST_WAIT = 5
_LONGEST_WAIT = 60

CODE_LIFETIME = LIFETIMES[Template.CHANNEL_CODE]
_TRIES_AT_ONCE = 5
_ONE_MORE_TRY_EVERY = 20
CHANNELS_PER_PERSON = 6
MINIMUM_BETWEEN_CODES = timedelta(minutes=1)


@dataclass(frozen=True)
class Letter:
    """One notice, ready to be carried: already in the reader's language, for one address. Its repr hides both."""

    id: UUID
    organization: UUID
    kind: str
    template: Template
    address: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)
    short: str = field(repr=False)
    language: str
    tries: int
    made_at: datetime
    lease_until: datetime
    case: UUID | None = None
    about: UUID | None = None


@dataclass(frozen=True)
class Reach:
    """Where a notice to somebody who does not work here goes, asked for when it is sent; a path may stand as `link`.

    Its repr hides both.
    """

    address: str = field(repr=False)
    link: str = field(default="", repr=False)


@dataclass(frozen=True)
class Later:
    """Not now: they excluded this hour."""

    at: datetime


@dataclass(frozen=True)
class Nobody:
    """Nobody is to be told any more: it was read, taken back or erased meanwhile, or the address cannot be opened."""


Resolved = Reach | Later | Nobody


@dataclass(frozen=True)
class Sent:
    """The provider took it."""


@dataclass(frozen=True)
class Retry:
    """The provider could not take it now; `code` is short and names no one."""

    code: str


@dataclass(frozen=True)
class Permanent:
    """The provider will never take it; `code` is short and names no one."""

    code: str


Result = Sent | Retry | Permanent


def provider_in_trouble(result: Result) -> bool:
    """Say whether a failure is the provider's and not one address's: then the next letter would fail as well."""
    one_address = isinstance(result, Retry) and result.code.startswith("smtp_4") and result.code != "smtp_421"
    return isinstance(result, Retry) and not one_address


class Fate(StrEnum):
    """What becomes of a notice after a try."""

    DONE = "done"
    AGAIN = "again"
    STRUGGLING = "struggling"
    GIVEN_UP = "given_up"


class Check(StrEnum):
    """What came of typing a channel's code."""

    VERIFIED = "verified"
    WRONG = "wrong"
    WAIT = "wait"
    EXPIRED = "expired"


def wait_before_next(tries: int) -> timedelta:
    """Return how long to wait after try number `tries` (from 1): 5, 10, 20, 40, then 60 seconds."""
    return timedelta(seconds=min(_FIRST_WAIT * 2 ** min(tries - 1, 10), _LONGEST_WAIT))


def fate(result: Result, *, template: Template, tries: int, made_at: datetime, now: datetime) -> Fate:
    """Decide what a try's result means for the notice."""
    if isinstance(result, Sent):
        return Fate.DONE
    if isinstance(result, Permanent) or now - made_at >= LIFETIMES[template]:
        return Fate.GIVEN_UP
    return Fate.STRUGGLING if tries == STRUGGLING_AFTER else Fate.AGAIN


def enough_lease(letter: Letter, *, now: datetime) -> bool:
    """Say whether a provider's time-out still fits twice into the lease; else another engine might send meanwhile."""
    return letter.lease_until - now > 2 * timedelta(seconds=PROVIDER_TIMEOUT)


def tries_allowed(*, sent_at: datetime, now: datetime) -> int:
    """Return how many codes may have been typed so far: five at once, then one more every twenty seconds.

    Never a lock.
    """
    return _TRIES_AT_ONCE + int((now - sent_at).total_seconds()) // _ONE_MORE_TRY_EVERY


def provider(address: str) -> str:
    """Return the part of an apprise address that names the provider: addresses that share it fail together."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2] if parts.scheme in _OWN_SERVERS else ""
    return f"{parts.scheme}://{host}"


_OWN_SERVERS = frozenset(
    """
    form forms gotify gotifys hassio hassios json jsons matrix matrixs mmost mmosts mqtt mqtts nctalk nctalks
    ntfy ntfys rocket rockets signal signals smseagle smseagles synology synologys xml xmls
    """.split()  # noqa: SIM905  # Read as words.
)
"""Services that an organization may run by itself: there the host is the provider."""

SCHEMES: frozenset[str] = _OWN_SERVERS | set(
    """
    46elks bulksms burstsms clickatell clicksend cliq d7sms discord exotel fcm freemobile gchat goalert
    goalerts httpsms ilert infobip kavenegar line msg91 msgbird nexmo octopush onesignal opsgenie pagerduty
    pbul plivo pover prowl pushy ringc seven sfr signl4 simplepush sinch slack smsc smsmanager sns spike
    splunk squadcast telesign telnyx tgram threema twilio vapid victorops voipms vonage webex whatsapp
    workflows wxteams zulip
    """.split()  # noqa: SIM905  # Read as words.
)
"""Which services are taken: text, voice and push that reach a person.

Nothing that acts on this machine, nothing that publishes.
"""


def carried_by_apprise(address: str) -> bool:
    """Say whether an address looks like one of a service we take, and leaves time-outs and certificates to us."""
    parts = urlsplit(address)
    options = {part.partition("=")[0].lower() for part in parts.query.split("&")}
    return (
        parts.scheme.lower() in SCHEMES
        and bool(parts.netloc)
        and not options & {"verify", "cto", "rto", "overflow", "format"}
    )
