"""What the page where things stand says right after somebody changed something, so that nobody wonders whether it took.

Belongs here: one sentence for each such change. Does not belong here: what changed (the page itself), refusals.

An address stays in a browser's history, so it carries a number there and no word of what was done.
"""

from __future__ import annotations

from enum import Enum

from django.utils.translation import gettext, gettext_noop


class Told(Enum):
    """Each change that is said again; its value is all that stands in the address."""

    ANSWERED = "1"
    REACHED_ANOTHER_WAY = "2"
    AVOIDED = "3"
    SPOKE = "4"
    NOBODY_YET = "5"
    NOBODY_CAME = "6"
    BACK_WITH_PEERS = "7"
    NEW_CODE = "8"


SENTENCES: dict[Told, str] = {
    Told.ANSWERED: gettext_noop("Thank you. Your answer is saved."),
    Told.REACHED_ANOTHER_WAY: gettext_noop("Saved. From now on, that is how we reach you."),
    Told.AVOIDED: gettext_noop("Saved. Whoever you ticked is not called."),
    Told.SPOKE: gettext_noop("Thank you. It is noted that you spoke."),
    Told.NOBODY_YET: gettext_noop(
        "Nobody here has said yes so far, so colleagues are still being asked. If you need nobody any more, you can "
        "take your request back below."
    ),
    Told.NOBODY_CAME: gettext_noop("They have been told, and the coordinators with them."),
    Told.BACK_WITH_PEERS: gettext_noop("You are back with peer support. The professional has been told."),
    Told.NEW_CODE: gettext_noop("Your new code counts from now on. The one before opens nothing any more."),
}


def sentence(number: str) -> str:
    """Return what to say, in the language that is active; "" for a number that stands for nothing."""
    known = {told.value: said for told, said in SENTENCES.items()}
    return gettext(known[number]) if number in known else ""
