"""What each line of "who opened my request" says: every act, and who did it by role, never by name.

Belongs here: the sentences, one for each act, and more than one where it matters who acted. Does not belong here:
noting
an opening (journeys), reading the list (`cases.queries`). A test tries every act with every role.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_noop

from alongside.cases.queries import Seen
from alongside.vocabulary import labels
from alongside.vocabulary.roles import Role

_YOU = Role.CAREGIVER.value
ANYBODY = ""

SAID: dict[str, dict[str, str]] = {
    "asked": {"": gettext_noop("You, when you asked")},
    "call_taken": {"": gettext_noop("A colleague wrote your request down for you")},
    "paged": {
        "": gettext_noop("Someone was paged. They saw how soon, by which way and your wishes. Not how to reach you.")
    },
    "offered": {"": gettext_noop("A colleague was asked to offer you support")},
    "contact": {
        "": gettext_noop("Your colleague saw how to reach you"),
        Role.PROFESSIONAL: gettext_noop("The professional saw how to reach you"),
        Role.COORDINATOR: gettext_noop("The coordinator who is your colleague in this saw how to reach you"),
    },
    "visit": {"": gettext_noop("Opened with the code")},
    "contact_changed": {"": gettext_noop("You changed how we reach you")},
    "helped_choose": {
        "": gettext_noop("The coordinator helped to choose. They saw your kind of unit and your profession.")
    },
    "handed_over": {"": gettext_noop("Another colleague took over, as you agreed. They can see how to reach you.")},
    "asked_anew": {
        "": gettext_noop(
            "The coordinator asked other colleagues to go on with you. The coordinator did not see how to reach you."
        )
    },
    "messages": {
        "": gettext_noop("Your colleague opened the messages"),
        _YOU: gettext_noop("The messages were opened with the code"),
        Role.PROFESSIONAL: gettext_noop("The professional opened the messages"),
    },
    "new_code": {"": gettext_noop("A new code was taken on this page")},
    "code_by_phone": {"": gettext_noop("Your colleague read a new code to you")},
    "handed_on": {
        "": gettext_noop("A professional was asked to go on with you. They see how to reach you once they take over.")
    },
    "danger_taken": {
        "": gettext_noop(
            "Somebody looks after your safety now, with your colleague. They did not see how to reach you."
        ),
        Role.PROFESSIONAL: gettext_noop(
            "A professional looks after your safety now, with your colleague. They did not see how to reach you."
        ),
        Role.COORDINATOR: gettext_noop(
            "A coordinator looks after your safety now, with your colleague. They did not see how to reach you."
        ),
    },
    "glass": {
        "": gettext_noop(
            "The coordinator opened how to reach you, outside the usual way. They gave this reason: %(reason)s. A "
            "second person was told, and asked to look at it."
        )
    },
}
"""By act, in the order in which acts follow each other, then by role; "" is whoever else.

Codes of `cases.Opening.What`.
"""

_ACTS = list(SAID)


@dataclass(frozen=True)
class Line:
    """One line, ready to be shown. `loud`: it is not a usual one, and stands out."""

    at: datetime
    words: str
    loud: bool


def lines(seen: list[Seen]) -> list[Line]:
    """Return every line in the language that is active, the latest first; within one minute in the order of acts."""
    latest_first = sorted(seen, key=lambda one: (one.at, _ACTS.index(one.what)), reverse=True)
    return [Line(one.at, said(one), loud=one.what == "glass") for one in latest_first]


def said(seen: Seen) -> str:
    """Return one line's words. Raises KeyError for an act without any."""
    by_role = SAID[seen.what]
    chosen = by_role.get(seen.role) or by_role[ANYBODY]
    words = gettext(chosen)
    return words % {"reason": labels.label("break_glass_reasons", seen.reason, "caregiver")} if seen.reason else words
