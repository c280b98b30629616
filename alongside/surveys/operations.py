"""Writes of this room: making tickets, giving one away, taking an answer, moving answers in shuffled batches.

Belongs here: these verbs, sealing included. Does not belong here: the one transaction, the ledger (journeys), what may
be shown (`rules`). Nothing here is told a case: whoever asks for a ticket names the supporter only, so that a word of
thanks finds them.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from alongside.surveys import rules
from alongside.surveys.errors import MistypedTicket, NotExpected, NothingSaid
from alongside.surveys.models import Answer, Expected, HandedOn, Thanked, Thanks, Ticket, Waiting
from alongside.tenancy.operations import take_turn
from alongside.tenancy.queries import retention
from alongside.tenancy.transactions import require_transaction
from alongside.vault import erasures, marks, sealing
from alongside.vault.errors import CannotOpen
from alongside.vault.models import WrappedKey
from alongside.vault.sealing import Box
from alongside.vocabulary.evaluating import Helpful, InTime, Recommends, ThankYou, Trusted

log = logging.getLogger("alongside.surveys")

_CELL = {"table": "surveys_waiting", "column": "sealed"}
_THANKED = {"table": "surveys_thanked", "column": "sealed"}
_TICKET, _ANSWERS, _THANKS = "evaluation/ticket", "evaluation/answers", "evaluation/thanks"
_OPENS = "evaluation/opens"
_ORDER = secrets.SystemRandom()

Held = tuple[str, bytes]
"""What waits, opened: its kind, and what is sealed of it."""


@dataclass(frozen=True)
class Said:
    """What somebody says afterwards; every question may be left out."""

    helpful: Helpful | None = None
    in_time: InTime | None = None
    trusted: Trusted | None = None
    recommends: Recommends | None = None

    def codes(self) -> dict[str, str]:
        """Return each question with its answer, or with nothing."""
        return {name: str(value or "") for name, value in asdict(self).items()}


def stock(*, organization: UUID, supporter: UUID) -> None:
    """Make a pool of tickets for a supporter, all at once and in an order of no meaning.

    What recognizes them is laid down anew among that of everybody's tickets: a pool that lay together would tell, by
    what is missing of it, how many of this supporter's have answered.
    """
    take_turn(organization=organization)
    fresh = [Ticket(organization_id=organization, supporter_id=supporter) for _ in range(rules.POOL)]
    texts = [rules.ticket(marks.mark(_TICKET, each.pk.bytes)) for each in fresh]
    Ticket.objects.bulk_create(sorted(fresh, key=lambda each: each.pk.hex))
    answering = [Expected(organization_id=organization, mark=marks.mark(_ANSWERS, text.encode())) for text in texts]
    _lay_among(Expected, organization, answering)
    _lay_among(Thanked, organization, [_thanked(organization, supporter, text) for text in texts])


def _lay_among(model: type[Expected | Thanked], organization: UUID, fresh: Sequence[Expected | Thanked]) -> None:
    rows = model._default_manager.filter(organization=organization)
    whole = sorted([*rows, *fresh], key=lambda each: bytes(each.mark))
    rows.delete()
    model._default_manager.bulk_create(whole)


def _thanked(organization: UUID, supporter: UUID, text: str) -> Thanked:
    """Seal whom a word of thanks would reach under a key that follows from the ticket: only its holder has it."""
    mark = marks.mark(_THANKS, text.encode())
    row = Thanked(organization_id=organization, mark=mark)
    row.sealed = _thanked_box(row, marks.mark(_OPENS, text.encode())).seal(
        **_THANKED, row=row.pk, plain=supporter.bytes
    )
    return row


def _thanked_box(row: Thanked, key: bytes) -> Box:
    return sealing.token_box(token=key, organization=row.organization_id, row=row.pk)


def _whom_it_thanks(organization: UUID, text: str) -> UUID | None:
    """Return the supporter whom the thanks given with a ticket reach, and forget it; None where it cannot be told."""
    row = Thanked.objects.of(organization).filter(mark__in=marks.marks(_THANKS, text.encode())).first()
    if row is None:
        return None
    Thanked.objects.filter(pk=row.pk).delete()
    for key in marks.marks(_OPENS, text.encode()):
        with suppress(CannotOpen):
            found = _thanked_box(row, key).open(**_THANKED, row=row.pk, sealed=bytes(row.sealed))
            return UUID(bytes=found)
    return None


def hand_out(*, organization: UUID, supporter: UUID, now: datetime) -> str:  # noqa: ARG001  # Told the time, keeps none.
    """Give a ticket away and return its text, three groups of four signs: shown once, kept nowhere.

    Whoever calls this sees to it that a case gets one only. Nothing is written but that one row is gone.
    """
    require_transaction()
    mine = Ticket.objects.of(organization).filter(supporter=supporter)
    while True:
        keys = list(mine.values_list("pk", flat=True))
        if not keys:
            stock(organization=organization, supporter=supporter)
            continue
        chosen = _ORDER.choice(keys)
        gone, _ = mine.filter(pk=chosen).delete()
        text = _text_of(organization, chosen)
        if gone and text:
            return text


def _text_of(organization: UUID, key: UUID) -> str:
    """Return the text of a ticket under whichever pepper it was made; nothing when that pepper is gone."""
    for digest in marks.marks(_TICKET, key.bytes):
        text = rules.ticket(digest)
        if is_expected(organization=organization, text=text):
            return text
    return ""


def read(typed: str) -> str:
    """Return the text of a ticket as it was shown. Raises MistypedTicket."""
    text = rules.read(typed)
    if text is None:
        raise MistypedTicket
    return text


def is_expected(*, organization: UUID, text: str) -> bool:
    """Say whether this ticket may still answer."""
    known = marks.marks(_ANSWERS, text.encode())
    return Expected.objects.of(organization).filter(mark__in=known).exists()


def answer(*, organization: UUID, text: str, said: Said, thanks: Iterable[ThankYou]) -> None:
    """Take one answer for a ticket and seal it until others came; the ticket is spent.

    Raises:
        NothingSaid: nothing was chosen at all. The ticket stays good.
        NotExpected: it has answered already, or never was one.
    """
    take_turn(organization=organization)
    phrases = list(dict.fromkeys(thanks))
    if not phrases and not any(said.codes().values()):
        raise NothingSaid
    spent, _ = Expected.objects.of(organization).filter(mark__in=marks.marks(_ANSWERS, text.encode())).delete()
    if not spent:
        raise NotExpected
    supporter = _whom_it_thanks(organization, text)
    new: list[Held] = []
    if any(said.codes().values()):
        new.append((Waiting.Kind.ANSWER, json.dumps(said.codes()).encode()))
    if phrases and supporter is not None:
        content = {"to": supporter.hex, "phrases": [str(each) for each in phrases]}
        new.append((Waiting.Kind.THANKS, json.dumps(content).encode()))
    _join(organization, new)


def _join(organization: UUID, new: Iterable[Held]) -> None:
    """Let it wait: all that waits is written anew, under new keys, in an order drawn by lot.

    Else an answer and the word of thanks given with it would lie side by side, and the keys between those of cases
    would tell when: whoever has the database and the keyring would know whom an answer was about.
    """
    held = list(new)
    for row in Waiting.objects.of(organization).select_for_update():
        with suppress(CannotOpen):  # One whose key is not at hand stays as it is.
            box = sealing.open_box(organization=organization, case=row.pk)
            held.append((row.kind, box.open(**_CELL, row=row.pk, sealed=bytes(row.sealed))))
            WrappedKey.objects.of(organization).filter(case=row.pk).delete()
            row.delete()
    _ORDER.shuffle(held)
    for kind, plain in held:
        key = uuid4()
        box = sealing.make_box(organization=organization, case=key)
        sealed = box.seal(**_CELL, row=key, plain=plain)
        Waiting.objects.create(id=key, organization_id=organization, kind=kind, sealed=sealed)


def mix(*, organization: UUID, now: datetime) -> int:
    """Move what waits once a batch is whole; return how many answers moved, 0 when too few wait.

    All answers of the quarter are dealt anew, under new keys: an answer hides among those of three months, not of five.
    """
    require_transaction()
    rows = _held(organization, Waiting.Kind.ANSWER)
    if len(rows) < rules.BATCH:
        return 0
    moved = rules.quarter(now)
    came = _opened(rows, now)
    there = Answer.objects.of(organization).filter(quarter=moved)
    whole = [*there.values(*(each.name for each in fields(Said))), *came]
    there.delete()
    _ORDER.shuffle(whole)
    Answer.objects.bulk_create(Answer(organization_id=organization, quarter=moved, **content) for content in whole)
    return len(came)


def hand_on_thanks(*, organization: UUID, now: datetime) -> bool:
    """Hand on the words of thanks of the months that are over; False when this month's turn was done already."""
    require_transaction()
    turn = rules.month(now)
    kept, fresh = HandedOn.objects.of(organization).get_or_create(
        organization_id=organization, defaults={"month": turn}
    )
    if fresh or not HandedOn.objects.filter(pk=kept.pk, month__lt=turn).update(month=turn):
        return fresh
    found = [
        Thanks(organization_id=organization, supporter_id=UUID(content["to"]), phrase=phrase, month=turn)
        for content in _opened(_held(organization, Waiting.Kind.THANKS), now)
        for phrase in content["phrases"]
    ]
    _ORDER.shuffle(found)
    Thanks.objects.bulk_create(found)
    return True


def let_go_of(*, organization: UUID, supporter: UUID) -> None:
    """Remove a leaver's words of thanks and the tickets nobody was given; tickets that were given still answer."""
    require_transaction()
    Thanks.objects.of(organization).filter(supporter=supporter).delete()
    Ticket.objects.of(organization).filter(supporter=supporter).delete()


def forget_old(*, organization: UUID, now: datetime) -> None:
    """Let go of words of thanks after a year, and of answers after as many as the organization counts."""
    require_transaction()
    counted = timedelta(days=365 * retention(organization).years)
    Thanks.objects.of(organization).filter(month__lt=rules.month(now - rules.THANKS_KEPT)).delete()
    Answer.objects.of(organization).filter(quarter__lt=rules.quarter(now - counted)).delete()


def _held(organization: UUID, kind: Waiting.Kind) -> list[Waiting]:
    return list(Waiting.objects.of(organization).filter(kind=kind).select_for_update(skip_locked=True))


def _opened(rows: Sequence[Waiting], now: datetime) -> list[dict[str, str]]:
    """Open what waits, then destroy each key and row. What moved before a backup was made cannot be opened again."""
    found = []
    for row in rows:
        try:
            box = sealing.open_box(organization=row.organization_id, case=row.pk)
            found.append(json.loads(box.open(**_CELL, row=row.pk, sealed=bytes(row.sealed))))
        except CannotOpen:
            log.warning("surveys.waiting_cannot_be_opened")
        erasures.destroy_key(case=row.pk, now=now)
    Waiting.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return found
