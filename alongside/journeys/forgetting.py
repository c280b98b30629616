"""Forgetting what was entrusted: the list first, then the key, then the rows; a tombstone remains.

The engine calls `erase_next` for cases whose time has come and `sweep_next` for drafts and visits that are over;
`erase_now` is for whoever asked. Danger holds erasure, and so do two people by law (`journeys/holding.py`). After a
restore `journeys/recovering.py` does it again.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from alongside.cases import erasing, glass, holds, openings, visits
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.errors import ErasureHeld
from alongside.cases.models import Case
from alongside.events import operations as events
from alongside.journeys import until_a_human_answers as ladder
from alongside.ledger import operations as ledger
from alongside.limits import operations as limits
from alongside.notices import operations as notices
from alongside.offers import operations as offers
from alongside.paging import operations as paging
from alongside.rounds import operations as rounds
from alongside.tenancy import transactions
from alongside.tenancy.transactions import one_transaction
from alongside.vault import erasures
from alongside.vault.sealing import Box
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import OPEN, Stage


def erase_next(*, now: datetime) -> bool:
    """Erase one ended case whose time has come; False when none has.

    Killed between any two steps it begins anew when its lease has run out: what is listed already is not listed twice.
    """
    with one_transaction(ring=False):
        key = erasing.claim(now=now)
    if key is None:
        return False
    _erase_if_due(key, now=now)
    return True


def erase_now(*, organization: UUID, token: bytes, now: datetime) -> None:
    """Whoever asked wants it forgotten at once: it ends for everybody, and nothing of it is left.

    Raises:
        NoVisit: the visit is over.
        ErasureHeld: they may be in danger, or a court wants it kept; nothing has changed then.
    """
    with one_transaction():
        case = ladder.hold_visited(organization=organization, token=token, now=now)
        _refuse_while_held(case)
        box = case_queries.box_or_none(case)
        if case.stage in OPEN:
            to = Stage.CLOSED if case.stage == Stage.WITH_PROFESSIONAL else Stage.WITHDRAWN
            cases.move(case=case, to=to, by=cases.CAREGIVER, now=now)
            ladder.stop(case=case, now=now)
        if erasing.make_due(case=case, now=now):
            _note(case=case, box=box, now=now)
    _erase_if_due(case.pk, now=now)
    leave_no_trace()


def _refuse_while_held(case: Case) -> None:
    """Danger comes first, whatever else holds."""
    if case.danger:
        raise ErasureHeld(by_law=False)
    if holds.standing(case=case) is not None:
        raise ErasureHeld(by_law=True)


def _note(*, case: Case, box: Box | None, now: datetime) -> None:
    ledger.write(
        organization=case.organization_id,
        actor_role=Role.CAREGIVER,
        verb="case.erase_now",
        now=now,
        payload={},
        case=case.pk,
        box=box,
    )


def _erase_if_due(key: UUID, *, now: datetime) -> None:
    with one_transaction(ring=False):
        case = ladder.hold(case=key)
        if erasing.due(now=now).filter(pk=key).exists():
            was_an_offer = case.stage in {Stage.DECLINED, Stage.LAPSED}
            opened = openings.by_actor(case=case)
            erase(case=case, now=now)
            if not was_an_offer:  # An offer's end stands in the ledger already; an entry more would tell a no.
                _say_erased(case=case, opened=opened, now=now)


def erase(*, case: Case, now: datetime, again: bool = False) -> None:
    """The steps of erasure in their order (threat model, 5.5), each safe to repeat; the ledger's entry comes after.

    The list of erasures first, durably, for it is what a restored backup is held against; then the key, without which
    nothing can be read; then what points to the case, wherever it stands; then the tombstone. `again`: a backup brought
    it back, and the list names it already.
    """
    if again:
        erasures.destroy_again(case=case.pk)
    else:
        erasures.destroy_key(case=case.pk, now=now)
    notices.forget_case(case=case.pk)
    paging.forget_case(case=case)
    ledger.forget_case(case=case.pk)
    cases.leave_tombstone(case=case, now=now)


def _say_erased(*, case: Case, opened: dict[str, int], now: datetime) -> None:
    """Who opened something of it, and how often, stays in clear: erasing in haste hides no abuse (threat T35)."""
    ledger.write(
        organization=case.organization_id,
        actor_role=cases.ENGINE.role,
        verb="case.erased",
        now=now,
        payload={"quarter": f"{now.year}-{(now.month - 1) // 3 + 1}", "opened": opened},
    )


def sweep_next(*, now: datetime) -> bool:
    """Delete drafts, visits, buckets, marks of offers, receipts of events and clear parts that are over.

    Always False: once is enough until the next minute.
    """
    with one_transaction(ring=False):
        visits.sweep(now=now)
        limits.sweep(now=now)
        offers.sweep(now=now)
        events.sweep(now=now)
        rounds.sweep(now=now)
        glass.sweep(now=now)
        ledger.prune(now=now)
    return False


def write_file_anew(*, now: datetime) -> bool:
    """Write the database's file anew if that was not done this week; always False: once is enough."""
    transactions.write_file_anew(week=now.toordinal() // 7)
    return False


def leave_no_trace() -> None:
    """Empty the database's log, so that nothing of what was erased or swept can be read in it; after every sweep."""
    transactions.leave_no_trace()
