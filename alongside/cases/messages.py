"""Messages of a case: writing, reading and burning them, and how somebody wants to hear that one came.

Belongs here: verbs and reads on these rows, inside a journey's transaction where they write. Does not belong here: who
may (`people.access`), what may not stand in one (`cases.rules.identifiers`), telling anybody (journeys), the ledger.

Nobody sees whether the other has read theirs. Whoever carries a case later never sees what an earlier one was told: a
message belongs to the colleague who wrote or read it; one that nobody has read yet waits for whoever carries it now.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from alongside.cases.errors import TooManyUnread
from alongside.cases.holds import HOLDING
from alongside.cases.models import Case, Hold, Message, Telling
from alongside.cases.rules import messages as rules
from alongside.tenancy.transactions import require_transaction
from alongside.vault import sealing
from alongside.vault.errors import CannotOpen
from alongside.vocabulary.asking import Quiet

_TEXT = {"table": "cases_message", "column": "text"}
_TELLING = {"table": "cases_telling", "column": "sealed"}


@dataclass(frozen=True)
class Glance:
    """What may be shown before anything is opened: how many there are, and how many are new to this reader."""

    held: int
    new: int


@dataclass(frozen=True)
class Word:
    """One message, opened. `gone_at` is told of what one was sent, and of one's own only the latest it can be.

    `text` is None when it cannot be opened any more. Its repr hides it.
    """

    text: str | None = field(repr=False)
    mine: bool
    at: datetime
    gone_at: datetime


@dataclass(frozen=True)
class HowToTell:
    """How somebody wants to hear that a message came. An empty address means the one they asked to be reached at."""

    quiet: Quiet
    email: str = field(default="", repr=False)


def glance(*, case: Case, reader: UUID | None, now: datetime) -> Glance:
    """Return what a reader may know without opening: None is whoever asked, else the colleague who carries it."""
    counted = _seen_by(case, reader, now=now).aggregate(
        held=Count("pk"), new=Count("pk", filter=Q(read_at=None, from_caregiver=reader is not None))
    )
    return Glance(held=counted["held"], new=counted["new"])


def new_for(*, organization: UUID, person: UUID, now: datetime) -> dict[UUID, int]:
    """Return how many messages wait to be read in each case that this person carries; one query, none where none."""
    unread = Q(from_caregiver=True, read_at=None, burns_at__gt=now, case__owner_id=person)
    rows = Message.objects.of(organization).filter(unread).order_by().values("case_id").annotate(new=Count("pk"))
    return dict(rows.values_list("case_id", "new"))


def _seen_by(case: Case, reader: UUID | None, *, now: datetime) -> QuerySet[Message, Message]:
    rows = Message.objects.filter(case=case, burns_at__gt=now)
    return rows.filter(Q(colleague_id=reader) | Q(colleague=None)) if reader else rows


def write(*, case: Case, box: sealing.Box, writer: UUID | None, text: str, now: datetime) -> bool:
    """Seal and keep a message; `writer` None is whoever asked. Return whether it is the first that waits to be read.

    Raises:
        TooManyUnread: the other has not read the last ones yet.
    """
    require_transaction()
    waiting = Message.objects.filter(case=case, from_caregiver=writer is None, read_at=None, burns_at__gt=now).count()
    if waiting >= rules.UNREAD_AT_MOST:
        raise TooManyUnread
    row, sent_at = uuid.uuid4(), _after_the_last(case, now)
    Message.objects.create(
        id=row,
        organization_id=case.organization_id,
        case=case,
        from_caregiver=writer is None,
        colleague_id=writer,
        text=box.seal(**_TEXT, row=row, plain=text.encode()),
        sent_at=sent_at,
        burns_at=rules.burns_at(sent=sent_at, read=None),
    )
    return not waiting


def _after_the_last(case: Case, now: datetime) -> datetime:
    """Return when this one was sent: two of the same moment, or of two clocks, still stand in the order they came."""
    last = Message.objects.filter(case=case).aggregate(last=Max("sent_at"))["last"]
    return max(now, last + timedelta(microseconds=1)) if last else now


def read(*, case: Case, box: sealing.Box, reader: UUID | None, now: datetime) -> list[Word]:
    """Open what this reader may see, oldest first, and let what is new to them burn sooner."""
    require_transaction()
    rows = list(_seen_by(case, reader, now=now).order_by("sent_at", "id"))
    for row in rows:
        if row.read_at is None and row.from_caregiver == (reader is not None):
            _note_read(row, reader, now)
    return [_word(row, box, reader) for row in rows]


def _note_read(row: Message, reader: UUID | None, now: datetime) -> None:
    row.read_at, row.burns_at = now, rules.burns_at(sent=row.sent_at, read=now)
    row.colleague_id = reader or row.colleague_id
    Message.objects.filter(pk=row.pk).update(read_at=row.read_at, burns_at=row.burns_at, colleague_id=row.colleague_id)


def _word(row: Message, box: sealing.Box, reader: UUID | None) -> Word:
    mine = row.from_caregiver == (reader is None)
    gone_at = rules.burns_at(sent=row.sent_at, read=None) if mine else row.burns_at
    return Word(text=_opened(row, box), mine=mine, at=row.sent_at, gone_at=gone_at)


def _opened(row: Message, box: sealing.Box) -> str | None:
    try:
        return box.open(**_TEXT, row=row.pk, sealed=bytes(row.text)).decode()
    except CannotOpen:
        return None


def waits_for_them(*, case: Case, now: datetime) -> bool:
    """Say whether a colleague wrote something that whoever asked has not read yet."""
    return Message.objects.filter(case=case, from_caregiver=False, read_at=None, burns_at__gt=now).exists()


def next_to_burn(*, now: datetime) -> UUID | None:
    """Return the case whose message should be gone first; None when none is due."""
    return _over(now).order_by("burns_at").values_list("case_id", flat=True).first()


def _over(now: datetime) -> QuerySet[Message, Message]:
    """Return what should be gone. A hold keeps what stood there on its day, shown to nobody; what came later burns."""
    kept = Hold.objects.filter(HOLDING, case=OuterRef("case"), agreed_at__gte=OuterRef("sent_at"))
    return Message.objects.filter(~Exists(kept), burns_at__lte=now)


def burn(*, case: Case, now: datetime) -> int:
    """Destroy what should be gone; return how many. Safe to repeat."""
    require_transaction()
    burned, _ = _over(now).filter(case=case).delete()
    return burned


def choose_to_be_told(*, case: Case, box: sealing.Box, how: HowToTell) -> None:
    """Keep, sealed, that somebody wants to hear when a message came, and when not."""
    require_transaction()
    row = Telling.objects.filter(case=case).values_list("pk", flat=True).first() or uuid.uuid4()
    plain = json.dumps({"quiet": how.quiet.value, "email": how.email}, ensure_ascii=False).encode()
    kept = {"organization_id": case.organization_id, "sealed": box.seal(**_TELLING, row=row, plain=plain)}
    Telling.objects.update_or_create(id=row, case=case, defaults=kept)


def tell_no_more(*, case: Case) -> None:
    """Forget the choice and the address given for it."""
    require_transaction()
    Telling.objects.filter(case=case).delete()


def how_to_tell(*, case: Case, box: sealing.Box) -> HowToTell | None:
    """Return how somebody wants to hear of a message; None when they did not choose to, or it cannot be opened."""
    kept = Telling.objects.filter(case=case).first()
    if kept is None:
        return None
    try:
        plain = box.open(**_TELLING, row=kept.pk, sealed=bytes(kept.sealed))
    except CannotOpen:
        return None
    held = json.loads(plain)
    return HowToTell(quiet=Quiet(held["quiet"]), email=held["email"])
