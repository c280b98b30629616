"""Writes: adopting a line, adding and changing one, writing down that a person dialed it, taking it away.

Belongs here: these verbs. Does not belong here: which candidates exist (`candidates.py`), what is shown (`queries.py`,
`services.py`).
"""

import uuid
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date, datetime

from alongside.directory import candidates, services
from alongside.directory.candidates import Candidate
from alongside.directory.errors import AlreadyAdopted, DialedInTheFuture, NumberNeverShown, UnknownLine
from alongside.directory.models import Dialing, Line, LineAtSite, Reminder
from alongside.directory.rules.service import number_of
from alongside.tenancy.transactions import require_transaction

_NOT_KEPT = {"code", "everywhere"}


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


def add_line(*, organization: uuid.UUID, line: Candidate, sites: Iterable[uuid.UUID] = ()) -> uuid.UUID:
    """Add a line: a candidate, or a service of the organization's own (its code is ""). No sites means all of them.

    Raises NumberNeverShown.
    """
    require_transaction()
    _refuse_what_is_never_shown(line)
    row = Line.objects.create(organization_id=organization, candidate=line.code, **_columns(line))
    _keep_sites(organization, row.id, sites)
    services.forget(organization)
    return row.id


def change_line(
    *, organization: uuid.UUID, line: uuid.UUID, details: Candidate, sites: Iterable[uuid.UUID] = ()
) -> bool:
    """Replace what is known of a line; return whether it must be dialed anew.

    Another number is another line: nobody has dialed it, and it is no candidate any more. Raises UnknownLine,
    NumberNeverShown.
    """
    require_transaction()
    row = _line(organization, line)
    _refuse_what_is_never_shown(details)
    before = number_of(row.country, row.dial, row.text_to)
    another = before != number_of(details.country, details.dial, details.text_to)
    if another:
        Dialing.objects.of(organization).filter(line=row).delete()
    code = "" if another else row.candidate
    Line.objects.filter(pk=row.pk).update(candidate=code, **_columns(replace(details, order=row.order)))
    LineAtSite.objects.of(organization).filter(line=row).delete()
    _keep_sites(organization, row.pk, sites)
    services.forget(organization)
    return another


def _columns(line: Candidate) -> dict[str, object]:
    columns = {name: value for name, value in asdict(line).items() if name not in _NOT_KEPT}
    return columns | {name: list(columns[name]) for name in ("professions", "languages")}


def _keep_sites(organization: uuid.UUID, line: uuid.UUID, sites: Iterable[uuid.UUID]) -> None:
    LineAtSite.objects.bulk_create(
        LineAtSite(organization_id=organization, line_id=line, site_id=site) for site in dict.fromkeys(sites)
    )


def _refuse_what_is_never_shown(line: Candidate) -> None:
    if candidates.never_shown(line.country, line.dial, line.display, line.text_to):
        raise NumberNeverShown(line.name)


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
    services.forget(organization)
    return dialing.id


def withdraw_line(*, organization: uuid.UUID, line: uuid.UUID, now: datetime) -> None:
    """Take a line off every page at once; devices drop it at their next contact. Raises UnknownLine."""
    require_transaction()
    row = _line(organization, line)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    services.forget(organization)


def _line(organization: uuid.UUID, line: uuid.UUID) -> Line:
    row = Line.objects.of(organization).filter(pk=line, withdrawn_at=None).first()
    if row is None:
        raise UnknownLine
    return row


def note_reminder(*, organization: uuid.UUID, now: datetime) -> None:
    """Write down that this organization was reminded to dial again."""
    require_transaction()
    Reminder.objects.update_or_create(organization_id=organization, defaults={"reminded_at": now})
