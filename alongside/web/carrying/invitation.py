"""The invitation to a team session: constant words, with a place and a time, and nobody's name.

Belongs here: the sentences. Does not belong here: who is invited (everybody there, in the same words), who leads, why.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _

from alongside.rounds.sessions import SessionRow
from alongside.web import times
from alongside.web.place import Place


@dataclass(frozen=True)
class Invitation:
    """What is printed or sent. `letter` is a mailto: address without anybody in it."""

    title: str
    when: str
    where: str
    lines: tuple[str, ...]
    letter: str


def text(row: SessionRow, *, place: Place) -> Invitation:
    """Return the invitation in the language that is active. The session must be planned."""
    if row.starts_at is None:
        raise ValueError("Only a planned session has an invitation.")
    when = _("%(weekday)s, %(day)s, %(time)s (%(zone)s)") % {
        "weekday": times.weekday(row.starts_at, row.zone),
        "day": times.day(row.starts_at, row.zone),
        "time": times.clock_time(row.starts_at, row.zone),
        "zone": times.zone_name(row.zone),
    }
    where = f"{row.place}, {row.site_name}"
    title = _("An hour for the team")
    lines = tuple(_grief() if row.own_guide else _usual())
    body = "\n\n".join([f"{when}\n{where}", *lines, place.organization.name])
    return Invitation(title, when, where, lines, f"mailto:?subject={quote(title)}&body={quote(body)}")


def _usual() -> list[str]:
    return [
        _("Something has been hard for many of us. Two trained colleagues will be there, and so may you."),
        *_always(),
    ]


def _grief() -> list[str]:
    return [
        _("We have lost a colleague. Two trained colleagues will be there, and a professional can be reached."),
        _("Grief, anger, guilt, or nothing: all of it is allowed. There is rarely one simple reason; none is sought."),
        *_always(),
    ]


def _always() -> list[str]:
    return [
        _("It is voluntary. You may come. You may listen only. You may leave."),
        _("It is not a review. Nobody asks what happened, who did what, or why, and nobody goes through it again."),
        _("We talk about what such times do to people, what helps, and where to find support."),
        _("Nobody notes who comes and who does not. There is no list of names."),
        _("What is said stays in the room, with limits: danger to anyone, and what the law or a court requires."),
        _("You would rather talk alone? Peer support is there for you, whether you come or not."),
    ]
