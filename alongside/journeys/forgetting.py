"""Forgetting what was entrusted: the key first, then the rows; a tombstone remains.

The engine calls `erase_next` for cases whose time has come and `sweep_next` for drafts and visits that are over. Danger
holds erasure. Replaying erasures
after a restore, "erase now" and legal hold are not built yet; docs/privacy.md says so.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases import visits
from alongside.cases.models import Case
from alongside.events import operations as events
from alongside.ledger import operations as ledger
from alongside.limits import operations as limits
from alongside.notices import operations as notices
from alongside.offers import operations as offers
from alongside.paging import operations as paging
from alongside.rounds import operations as rounds
from alongside.tenancy import transactions
from alongside.tenancy.transactions import one_transaction
from alongside.vault import erasures
from alongside.vocabulary.stages import ENDED, Stage

SWEEP_EVERY = timedelta(minutes=1)


def erase_next(*, now: datetime) -> bool:
    """Erase one ended case whose time has come; False when none has."""
    with one_transaction(ring=False):
        key = cases.claim_for_erasure(now=now)
    if key is None:
        return False
    with one_transaction(ring=False):
        case = case_queries.held(key)
        if case.stage in ENDED and case.due_at and case.due_at <= now:
            _erase(case=case, now=now)
    return True


def _erase(*, case: Case, now: datetime) -> None:
    erasures.destroy_key(case=case.pk, now=now)
    notices.forget_case(case=case.pk)
    paging.forget_case(case=case)
    ledger.forget_case(case=case.pk)
    was_an_offer = case.stage in {Stage.DECLINED, Stage.LAPSED}
    cases.leave_tombstone(case=case, now=now)
    if was_an_offer:
        return  # Its end stands in the ledger already; an entry more than after a yes would tell a no.
    ledger.write(
        organization=case.organization_id,
        actor_role=cases.ENGINE.role,
        verb="case.erased",
        now=now,
        payload={"quarter": f"{now.year}-{(now.month - 1) // 3 + 1}"},
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
        ledger.prune(now=now)
    return False


def leave_no_trace() -> None:
    """Empty the database's log, so that nothing of what was erased or swept can be read in it; after every sweep."""
    transactions.leave_no_trace()
