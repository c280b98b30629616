"""Writes of this room: one record into the mixer, one batch out of it, old sheets away.

Belongs here: sealing, dealing, keeping. Does not belong here: when (the engine), who may (`people.access`), the ledger.

Nothing is kept of when or by whom: a record joins those that wait, all of them sealed and written anew in an order
drawn by lot. When enough wait, or the month is over, they are taken apart into sheets, and the sheets of the whole
month are dealt anew under new keys. So neither the place of a row nor its key tells which batch it came with.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from alongside.encounters import rules
from alongside.encounters.errors import NotACode
from alongside.encounters.models import Batch, Course, Encounter, Leaf, Sheet, Spent, Waiting
from alongside.encounters.rules import Record
from alongside.tenancy.models import Organization
from alongside.tenancy.queries import house_of, retention
from alongside.tenancy.transactions import require_transaction
from alongside.vault import marks, sealing
from alongside.vault.errors import CannotOpen
from alongside.vault.models import WrappedKey
from alongside.vault.sealing import Box
from alongside.vocabulary import labels

Row = TypeVar("Row")

_CELL = {"table": "encounters_waiting", "column": "sealed"}
_SENT = "encounter/sent"

_SHEETS: tuple[tuple[type[Sheet], tuple[str, ...]], ...] = (
    (Encounter, ("kind", "minutes", "role_group", "unit_group", "event_kind", "group_size")),
    (Course, ("kind", "shift", "outcome", "interactions", "source", "time_to_contact")),
    (Leaf, ("about", "code")),
)


@dataclass(frozen=True)
class Moved:
    """What left the mixer, in numbers."""

    organization: UUID
    month: str
    records: int


def record(*, organization: UUID, record: Record, now: datetime, once: str = "") -> None:
    """Put one encounter into the mixer. The same `once` in this month or the next is the same encounter, sent again.

    Raises:
        NotACode: an answer is not from its list, or one that the kind needs is missing.
    """
    require_transaction()
    _check(record)
    month = rules.month_of(now, zone=house_of(organization).zone)
    if once and _was_sent(organization, once):
        return
    batch, box = _open_batch(organization, month)
    if once and not _spend(organization, month, once):
        return
    held = [*_opened(batch, box), rules.tidy(record)]
    Waiting.objects.filter(batch=batch).delete()
    Waiting.objects.bulk_create(_sealed(each, batch, box) for each in _dealt(held))
    Batch.objects.filter(pk=batch.pk).update(waiting=len(held))


def _was_sent(organization: UUID, once: str) -> bool:
    return Spent.objects.of(organization).filter(mark__in=marks.marks(_SENT, once.encode())).exists()


def _spend(organization: UUID, month: str, once: str) -> bool:
    """Let a form count once; False when it did. Whoever asks holds the month's batch: two at one moment ask in turn.

    The digests of a month are laid down anew in their own order: neither place nor transaction tells when one came.
    """
    if _was_sent(organization, once):
        return False
    of_the_month = Spent.objects.of(organization).filter(month=month)
    known = [bytes(each) for each in of_the_month.values_list("mark", flat=True)]
    whole = sorted([*known, marks.mark(_SENT, once.encode())])
    of_the_month.delete()
    Spent.objects.bulk_create(Spent(organization_id=organization, month=month, mark=each) for each in whole)
    return True


def _check(record: Record) -> None:
    """Refuse what is no code. `tidy` cannot make a good record of a bad one."""
    if rules.missing(record):
        raise NotACode
    for name, code in asdict(record).items():
        if code and str(code) not in labels.rows(rules.LISTS[name]):
            raise NotACode(name)


def _open_batch(organization: UUID, month: str) -> tuple[Batch, Box]:
    """Hold this month's batch, or begin one; two who begin a month at one moment begin one batch."""
    found = _batch_at_hand(organization, month)
    if found is None:
        Organization.objects.select_for_update(no_key=True).get(pk=organization)
        found = _batch_at_hand(organization, month)
    if found is None:
        batch = Batch.objects.create(organization_id=organization, month=month)
        found = batch, sealing.make_box(organization=organization, case=batch.pk)
    return found


def _batch_at_hand(organization: UUID, month: str) -> tuple[Batch, Box] | None:
    """Hold the first batch of a month. One whose key is not at hand is left alone: it may come back."""
    for batch in Batch.objects.of(organization).select_for_update().filter(month=month).order_by("pk"):
        with suppress(CannotOpen):
            return batch, sealing.open_box(organization=organization, case=batch.pk)
    return None


def _opened(batch: Batch, box: Box) -> list[Record]:
    return [
        Record.from_bytes(box.open(**_CELL, row=row.pk, sealed=bytes(row.sealed)))
        for row in Waiting.objects.filter(batch=batch)
    ]


def _sealed(record: Record, batch: Batch, box: Box) -> Waiting:
    row = uuid4()
    sealed = box.seal(**_CELL, row=row, plain=record.to_bytes())
    return Waiting(id=row, organization_id=batch.organization_id, batch=batch, sealed=sealed)


def _dealt(rows: Collection[Row]) -> list[Row]:
    return rules.deal(rows, [secrets.token_bytes(rules.TICKET) for _row in rows])


def move_next(*, now: datetime, left_alone: Collection[UUID] = ()) -> Moved | None:
    """Move one batch that may be moved out of the mixer; None when there is none. Safe to run beside itself.

    Raises:
        CannotOpen: its key is lost; its `args` name the batch, so that the caller leaves it alone and goes on.
    """
    require_transaction()
    batch = _due(now, left_alone)
    if batch is None:
        return None
    try:
        box = sealing.open_box(organization=batch.organization_id, case=batch.pk)
        records = _opened(batch, box)
    except CannotOpen as lost:
        raise CannotOpen(batch.pk) from lost
    _lay_down(batch.organization_id, batch.month, records)
    WrappedKey.objects.of(batch.organization_id).filter(case=batch.pk).delete()
    batch.delete()
    return Moved(batch.organization_id, batch.month, len(records))


def _due(now: datetime, left_alone: Collection[UUID]) -> Batch | None:
    rows = Batch.objects.select_related("organization").exclude(pk__in=list(left_alone)).filter(waiting__gt=0)
    for seen in rows.order_by("month", "pk"):
        this_month = rules.month_of(now, zone=ZoneInfo(seen.organization.timezone))
        if rules.may_move(waiting=seen.waiting, month=seen.month, this_month=this_month):
            held = Batch.objects.select_for_update(skip_locked=True).filter(pk=seen.pk).first()
            if held is not None:
                return held
    return None


def _lay_down(organization: UUID, month: str, records: list[Record]) -> None:
    """Take the records apart and deal the month anew; one batch at a time, or two would double what lies there."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization)
    new: dict[type[Sheet], list[tuple[str, ...]]] = {
        Encounter: [rules.about_whom(each) for each in records],
        Course: [rules.how_it_went(each) for each in records],
        Leaf: [leaf for each in records for leaf in rules.leaves(each)],
    }
    for sheet, columns in _SHEETS:
        _deal_anew(sheet, columns, organization, month, new[sheet])


def _deal_anew(
    sheet: type[Sheet], columns: tuple[str, ...], organization: UUID, month: str, new: Iterable[tuple[str, ...]]
) -> None:
    """Take up every row of the month, add the new ones, and lay all of them down in an order drawn by lot."""
    rows: Any = sheet._default_manager.filter(organization=organization, month=month)
    laid = list(rows.values_list(*columns))
    dealt = _dealt([*laid, *(tuple(str(code) for code in row) for row in new)])
    rows.delete()
    own = {"organization_id": organization, "month": month}
    sheet._default_manager.bulk_create(sheet(**own, **dict(zip(columns, row, strict=True))) for row in dealt)


def forget_old(*, organization: UUID, now: datetime) -> int:
    """Delete the sheets that were kept long enough; return how many. What recognizes a form goes after a month."""
    require_transaction()
    month = rules.month_of(now, zone=house_of(organization).zone)
    Spent.objects.of(organization).filter(month__lt=rules.oldest_recognized(month)).delete()
    kept = rules.oldest_kept(month, years=retention(organization).years)
    gone = 0
    for sheet, _columns in _SHEETS:
        gone += sheet._default_manager.filter(organization=organization, month__lt=kept).delete()[0]
    return gone
