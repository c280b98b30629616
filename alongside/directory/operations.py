"""Writes: adopting a line, writing down that a person dialed it, taking it away.

Belongs here: these verbs. Does not belong here: which candidates exist (`candidates.py`), what is shown (`queries.py`).
"""

import uuid
from dataclasses import asdict
from datetime import date, datetime

from alongside.directory import candidates, queries
from alongside.directory.candidates import Candidate
from alongside.directory.errors import AlreadyAdopted, DialedInTheFuture, NumberNeverShown, UnknownLine
from alongside.directory.models import Dialing, Line
from alongside.tenancy.transactions import require_transaction


def adopt_candidate(*, organization: uuid.UUID, code: str) -> uuid.UUID:
    """Make a candidate one of the organization's lines; a live organization shows it only once a person has dialed it.

    Raises UnknownCandidate, NumberNeverShown, AlreadyAdopted. A withdrawn line comes back without its dialings.
    """
    require_transaction()
    candidate = candidates.candidate(code)
    before = Line.objects.of(organization).filter(candidate=code).first()
    if before and before.withdrawn_at is None:
        raise AlreadyAdopted(code)
    if before:
        before.delete()
    return add_line(organization=organization, line=candidate)


def add_line(*, organization: uuid.UUID, line: Candidate) -> uuid.UUID:
    """Add a line: a candidate, or a service of the organization's own (its code is ""). Raises NumberNeverShown."""
    require_transaction()
    if candidates.never_shown(line.country, line.dial, line.text_to):
        raise NumberNeverShown(line.name)
    shown = {name: value for name, value in asdict(line).items() if name not in {"code", "everywhere"}}
    row = Line.objects.create(organization_id=organization, candidate=line.code, **shown)
    queries.forget(organization)
    return row.id


def record_dialing(  # One fact, told whole.
    *, organization: uuid.UUID, line: uuid.UUID, dialed_by: uuid.UUID, dialed_on: date, heard: str, now: datetime
) -> uuid.UUID:
    """Write down that a person of this organization dialed a line, and what they heard (`Dialing.Heard`).

    Raises UnknownLine, DialedInTheFuture. A day may be one ahead of UTC: zones run that far.
    """
    require_transaction()
    if (dialed_on - now.date()).days > 1:
        raise DialedInTheFuture
    row = _line(organization, line)
    dialing = Dialing.objects.create(
        organization_id=organization,
        line=row,
        dialed_by_id=dialed_by,
        dialed_on=dialed_on,
        heard=Dialing.Heard(heard),
    )
    queries.forget(organization)
    return dialing.id


def withdraw_line(*, organization: uuid.UUID, line: uuid.UUID, now: datetime) -> None:
    """Take a line off every page at once; devices drop it at their next contact. Raises UnknownLine."""
    require_transaction()
    row = _line(organization, line)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    queries.forget(organization)


def _line(organization: uuid.UUID, line: uuid.UUID) -> Line:
    row = Line.objects.of(organization).filter(pk=line, withdrawn_at=None).first()
    if row is None:
        raise UnknownLine
    return row
