"""Whether an incoming message is answered, and to which address (threat T27).

Belongs here: reading the few headers that say so (RFC 3834). Does not belong here: what is answered (a journey), and
anything the message says: its body is never read. A machine is never answered, or two would write to each other for
ever.
"""

from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

_NOBODY = frozenset({"mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "bounce", "bounces"})
_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})


def whom_to_answer(raw: bytes, *, own: str) -> str | None:
    """Return the address of the person who wrote, or None when a machine did, or we ourselves (`own`)."""
    heads = message_from_bytes(raw, policy=compat32)
    address = parseaddr(_first(heads, "Return-Path", "From"))[1]
    if _by_a_machine(heads) or _local_part(address) in _NOBODY or address.lower() == parseaddr(own)[1].lower():
        return None
    try:
        validate_email(address)
    except ValidationError:
        return None
    return address


def _by_a_machine(heads: Message) -> bool:
    automatic = str(heads.get("Auto-Submitted", "no")).strip().lower()
    return automatic != "no" or str(heads.get("Precedence", "")).lower() in _BULK or "List-Id" in heads


def _first(heads: Message, *names: str) -> str:
    """Return the first of these headers that is there: an empty Return-Path means that nobody is to be answered."""
    return next((str(heads[name]) for name in names if name in heads), "")


def _local_part(address: str) -> str:
    return address.partition("@")[0].partition("+")[0].lower()
