"""Drafts before Send and visits after it: the two short-lived doors of a person without an account.

Belongs here: making, finding and ending them; each is known by a cookie of which only a hash is stored. Does not belong
here: cookies themselves (`web`),
or any tie to a staff sign-in.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.cases import rules
from alongside.cases.errors import NoDraft, NoVisit, SentAlready
from alongside.cases.models import Case, Draft, Visit
from alongside.tenancy.transactions import require_transaction
from alongside.vault import sealing
from alongside.vault.errors import CannotOpen

_CELL = {"table": "cases_draft", "column": "sealed"}


def new_token() -> bytes:
    """Return 32 random bytes for a cookie."""
    return secrets.token_bytes(32)


def _hash(token: bytes) -> bytes:
    return hashlib.sha256(token).digest()


def save_draft(*, organization: UUID, token: bytes, answers: dict[str, Any], now: datetime, sent: bool = False) -> None:
    """Seal the answers under the cookie's key, so that nobody but this browser can read them."""
    require_transaction()
    row = uuid.uuid4()
    box = sealing.token_box(token=token, organization=organization, row=row)
    draft = Draft(
        token_hash=_hash(token),
        organization_id=organization,
        row=row,
        sealed=box.seal(**_CELL, row=row, plain=json.dumps(answers, ensure_ascii=False).encode()),
        sent=sent,
        expires_at=now + rules.DRAFT_LIVES,
    )
    anew = ["organization_id", "row", "sealed", "sent", "expires_at"]
    Draft.objects.bulk_create([draft], update_conflicts=True, unique_fields=["token_hash"], update_fields=anew)


def read_draft(*, organization: UUID, token: bytes, now: datetime) -> tuple[dict[str, Any], bool]:
    """Return the answers and whether they were sent.

    Raises:
        NoDraft: an hour has passed, or the cookie is not one of ours.
    """
    draft = Draft.objects.filter(token_hash=_hash(token), organization_id=organization, expires_at__gt=now).first()
    if draft is None:
        raise NoDraft
    box = sealing.token_box(token=token, organization=organization, row=draft.row)
    try:
        plain = box.open(**_CELL, row=draft.row, sealed=bytes(draft.sealed))
    except CannotOpen as problem:
        raise NoDraft from problem
    return json.loads(plain), draft.sent


def was_sent(*, organization: UUID, token: bytes, now: datetime) -> bool:
    """Say whether this draft was sent within the hour: it holds a code now, and no answers."""
    mine = Draft.objects.filter(token_hash=_hash(token), organization_id=organization, sent=True)
    return mine.filter(expires_at__gt=now).exists()


def claim_send(*, organization: UUID, token: bytes) -> bool:
    """Mark the draft as sent; False when another tab or a second tap was first."""
    require_transaction()
    mine = Draft.objects.filter(token_hash=_hash(token), organization_id=organization, sent=False)
    return bool(mine.update(sent=True))


def claim_once(*, organization: UUID, token: bytes, now: datetime) -> None:
    """Note that the form which holds this token is being sent; of two taps at the same moment one gets through.

    Raises:
        SentAlready: it was sent within the last hour.
    """
    require_transaction()
    row = uuid.uuid4()
    box = sealing.token_box(token=token, organization=organization, row=row)
    nothing_yet = box.seal(**_CELL, row=row, plain=b"{}")
    try:
        with transaction.atomic():
            Draft.objects.create(
                token_hash=_hash(token),
                organization_id=organization,
                row=row,
                sealed=nothing_yet,
                sent=True,
                expires_at=now + rules.DRAFT_LIVES,
            )
    except IntegrityError as second:
        raise SentAlready from second


def drop_draft(*, token: bytes) -> None:
    """Forget the answers now."""
    require_transaction()
    Draft.objects.filter(token_hash=_hash(token)).delete()


def begin_visit(*, case: Case, now: datetime) -> bytes:
    """Open the door to a case for this browser; other visits stay as they are."""
    require_transaction()
    token = new_token()
    Visit.objects.create(
        organization_id=case.organization_id, case=case, token_hash=_hash(token), began_at=now, seen_at=now
    )
    return token


def find_visit(*, organization: UUID, token: bytes, now: datetime) -> Visit:
    """Return a visit that still lasts.

    Raises:
        NoVisit: it was left, an hour has passed, or the case is gone.
    """
    visit = (
        Visit.objects.of(organization)
        .filter(token_hash=_hash(token), ended_at=None)
        .select_related("case", "case__site", "case__owner")
        .first()
    )
    if visit is None or rules.visit_is_over(began=visit.began_at, seen=visit.seen_at, now=now):
        raise NoVisit
    return visit


def touch_visit(*, visit: Visit, now: datetime) -> None:
    """Note that the visit goes on; at most once a minute, so that reading writes almost nothing."""
    if now - visit.seen_at >= rules.VISIT_SEEN_EVERY:
        Visit.objects.filter(pk=visit.pk).update(seen_at=now)


def end_other_visits(*, case: Case, now: datetime, token: bytes) -> None:
    """End every visit of the case but this one: whoever came in by an earlier code is out."""
    require_transaction()
    Visit.objects.filter(case=case, ended_at=None).exclude(token_hash=_hash(token)).update(ended_at=now)


def end_visits(*, case: Case, now: datetime, token: bytes | None = None) -> None:
    """End one visit, or all of the case's."""
    require_transaction()
    visits = Visit.objects.filter(case=case, ended_at=None)
    if token is not None:
        visits = visits.filter(token_hash=_hash(token))
    visits.update(ended_at=now)


def sweep(*, now: datetime) -> int:
    """Delete drafts past their hour and visits long over; return how many."""
    require_transaction()
    drafts, _ = Draft.objects.filter(expires_at__lte=now).delete()
    visits, _ = Visit.objects.filter(began_at__lte=now - 7 * 24 * rules.VISIT_LONGEST).delete()
    return drafts + visits
