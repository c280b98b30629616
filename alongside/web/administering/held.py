"""A previewed spreadsheet between its preview and its taking over.

Belongs here: keeping the very table that was looked at. Does not belong here: what it means (`people.import_rules`).

A small table travels with the page, signed and compressed, so the house keeps nothing of a preview that is abandoned.
A request's fields are bounded to 16 kB, so a larger one waits in the member's own session, at most one at a time, until
it is taken over, replaced, or the session ends.
"""

from __future__ import annotations

from django.core import signing

from alongside.people.spreadsheet import Table
from alongside.web.gate import MemberRequest

IN_SESSION = "table"
IN_THE_PAGE = 12_000
"""Characters. The rest of the 16 kB is for the other fields."""

LIVES = 60 * 60
"""Seconds. After an hour the file is asked for again."""


def keep(request: MemberRequest, table: Table, *, what: str = "people") -> str:
    """Return what the page sends back to name this table; `what` it is a table of."""
    request.session.pop(IN_SESSION, None)
    signed = signing.dumps([table.header, table.rows], salt=_salt(request, what), compress=True)
    if len(signed) <= IN_THE_PAGE:
        return signed
    request.session[IN_SESSION] = signed
    return IN_SESSION


def take(request: MemberRequest, sent: str, *, what: str = "people") -> Table | None:
    """Return the table that was previewed; None when changed, somebody else's, of other things, or too old."""
    signed = request.session.get(IN_SESSION, "") if sent == IN_SESSION else sent
    try:
        header, rows = signing.loads(signed, salt=_salt(request, what), max_age=LIVES)
    except signing.BadSignature:
        return None
    return Table(tuple(header), tuple((number, cells) for number, cells in rows))


def forget(request: MemberRequest) -> None:
    """Let go of it."""
    request.session.pop(IN_SESSION, None)


def _salt(request: MemberRequest, what: str) -> str:
    return f"alongside.{what}.table.{request.member.organization}.{request.member.person}"
