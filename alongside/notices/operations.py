"""Writes of this floor: telling somebody, claiming what is due, saying what became of it, proving a channel.

Belongs here: the outbox and the channels. Does not belong here: why somebody is told (journeys), sending
(`channels/`), the one transaction. A claim is a lease: when it runs out the notice is due again. So each notice goes
at least once; after a crash between sending and marking it goes twice, which is accepted and counted.
"""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from hmac import compare_digest

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from alongside.notices import queries, rules
from alongside.notices.errors import BadAddress, BadSlot, TooManyChannels, TooSoon
from alongside.notices.models import Channel, Notice
from alongside.notices.rules import Check, Fate, Letter, Result, Template
from alongside.tenancy.transactions import require_transaction


def tell(
    *,
    organization: uuid.UUID,
    person: uuid.UUID,
    template: str,
    now: datetime,
    case: uuid.UUID | None = None,
    rung: int | None = None,
    attempt: int = 1,
    slot: Mapping[str, str] | None = None,
    due_at: datetime | None = None,
) -> int:
    """Put one notice per verified channel into the outbox; return how many channels that is (0: cannot be reached).

    With a case and a rung the same (case, rung, person, channel, template, attempt) is told once, however often this
    is called; a new climb or a repetition takes another `attempt`. An invitation goes to the person's own email
    address and needs no channel. Raises BadSlot where `slot` is not what the template has places for.
    """
    require_transaction()
    what, about = Template(template), {"case": case, "rung": rung, "attempt": attempt}
    same = {"organization_id": organization, "person_id": person, **about, "slot": _filled(what, slot)}
    channels = _channels_for(what, organization=organization, person=person)
    rows = [Notice(**same, template=what, channel=one, made_at=now, due_at=due_at or now) for one in channels]
    return len(Notice.objects.bulk_create(rows, ignore_conflicts=True))


def _filled(template: Template, slot: Mapping[str, str] | None) -> dict[str, str]:
    if set(slot or {}) != rules.SLOTS[template]:
        raise BadSlot(template)
    return dict(slot or {})


def tell_somebody(
    *,
    organization: uuid.UUID,
    about: uuid.UUID,
    kind: str,
    template: str,
    language: str,
    not_before: datetime,
    now: datetime,
) -> None:
    """Put one notice to somebody who does not work here into the outbox: a bare key, and no address.

    `kind` is "case" or "reminder"; where it goes is asked for at the moment of sending (`journeys/delivering.py`).
    While one like it waits nothing is added: nobody is told twice of the same thing. Raises BadSlot for a template
    that needs a slot, ValueError for another kind.
    """
    require_transaction()
    what, whose = Template(template), Notice.About(kind)
    if rules.SLOTS[what]:
        raise BadSlot(template)
    same = {"organization_id": organization, "about": about, "about_kind": whose, "template": what}
    if not Notice.objects.filter(**same, state=Notice.State.DUE).exists():
        due_at = max(not_before, now)
        Notice.objects.create(**same, language=language, made_at=due_at, due_at=due_at)


def put_off(*, notice: uuid.UUID, until: datetime) -> None:
    """Let a claimed notice wait for an hour that its reader did not exclude; the try does not count."""
    require_transaction()
    rows = Notice.objects.filter(pk=notice, state=Notice.State.DUE, tries__gt=0)
    rows.update(due_at=until, made_at=until, lease_until=None, tries=F("tries") - 1)


def let_go(*, notice: uuid.UUID) -> None:
    """Take back a claimed notice that nobody is to get any more."""
    require_transaction()
    rows = Notice.objects.filter(pk=notice, state=Notice.State.DUE)
    rows.update(state=Notice.State.VOID, slot={}, lease_until=None)


def forget_somebody(*, about: uuid.UUID) -> None:
    """Remove every notice that holds this bare key: what it belonged to is being forgotten."""
    require_transaction()
    Notice.objects.filter(about=about).delete()


def forget_person(*, organization: uuid.UUID, person: uuid.UUID) -> None:
    """Remove what was not sent yet to a person: they left, and no link of it is to open anything any more."""
    require_transaction()
    Notice.objects.of(organization).filter(person=person, state=Notice.State.DUE).delete()


def _channels_for(what: Template, *, organization: uuid.UUID, person: uuid.UUID) -> list[Channel | None]:
    """Return by which ways: every verified channel, or (None) the person's own email address."""
    if what in rules.TO_OWN_ADDRESS:
        return [None]
    return list(Channel.objects.of(organization).filter(person=person, verified_at__isnull=False))


def void_for_case(*, case: uuid.UUID, now: datetime) -> int:
    """Take back what was not sent yet about a case; return how many.

    What a provider holds already cannot be taken back.
    """
    require_transaction()
    rows = Notice.objects.filter(case=case, state=Notice.State.DUE, made_at__lte=now)
    return rows.update(state=Notice.State.VOID, slot={}, lease_until=None)


def void_for_person(*, case: uuid.UUID, person: uuid.UUID) -> int:
    """Take back what was not sent yet to one person about a case: they passed, or were stood down."""
    require_transaction()
    rows = Notice.objects.filter(case=case, person=person, state=Notice.State.DUE)
    return rows.update(state=Notice.State.VOID, slot={}, lease_until=None)


def claim_due(*, kind: str, now: datetime, up_to: int = 1, busy: Sequence[str] = ()) -> list[uuid.UUID]:
    """Lease up to `up_to` due notices of one kind to the caller, oldest first; return their keys.

    Two engines never hold the same lease: on PostgreSQL by SKIP LOCKED, on SQLite because the transaction is the only
    writer.
    """
    require_transaction()
    rows = queries.due(kind=kind, now=now, busy=busy)
    rows = rows.select_for_update(skip_locked=True, of=("self",))
    keys = list(rows.values_list("pk", flat=True)[:up_to])
    Notice.objects.filter(pk__in=keys).update(lease_until=now + rules.LEASE, tries=F("tries") + 1)
    return keys


def hand_back(*, notices: Sequence[uuid.UUID]) -> None:
    """End the lease of notices that were claimed and not tried; the try does not count."""
    require_transaction()
    rows = Notice.objects.filter(pk__in=notices, state=Notice.State.DUE, tries__gt=0)
    rows.update(lease_until=None, tries=F("tries") - 1)


def settle(*, letter: Letter, result: Result, now: datetime) -> Fate:
    """Write down what came of one try and return what that means for the notice.

    The secret in its slot goes when it is done; of an offer the whole row goes, since it says who was offered support.
    """
    require_transaction()
    fate = rules.fate(result, template=letter.template, tries=letter.tries, made_at=letter.made_at, now=now)
    rows = Notice.objects.filter(pk=letter.id, state=Notice.State.DUE)
    if letter.template is Template.OFFER and fate in {Fate.DONE, Fate.GIVEN_UP}:
        rows.delete()
    elif fate is Fate.DONE:
        rows.update(state=Notice.State.SENT, sent_at=now, lease_until=None, slot={})
    elif fate is Fate.GIVEN_UP:
        rows.update(state=Notice.State.GIVEN_UP, lease_until=None, slot={}, last_failure=_failure(result))
    else:
        again = now + rules.wait_before_next(letter.tries)
        rows.update(lease_until=again, last_failure=_failure(result))
    return fate


def _failure(result: Result) -> str:
    return getattr(result, "code", "")[:32]


def forget_settled(*, before: datetime, up_to: int = 500) -> int:
    """Remove notices made before a moment that wait for nothing any more; return how many."""
    require_transaction()
    rows = Notice.objects.filter(made_at__lt=before).exclude(state=Notice.State.DUE)
    keys = list(rows.values_list("pk", flat=True)[:up_to])
    Notice.objects.filter(pk__in=keys).delete()
    return len(keys)


def add_channel(*, organization: uuid.UUID, person: uuid.UUID, kind: str, address: str) -> uuid.UUID:
    """Note a way to reach a person, not yet proved; adding it twice gives the same one.

    Raises BadAddress, TooManyChannels.
    """
    require_transaction()
    address = address.strip()
    if not _acceptable(kind, address):
        raise BadAddress
    theirs = Channel.objects.of(organization).filter(person=person)
    known = theirs.filter(kind=kind, address=address).first()
    if known:
        return known.pk
    if theirs.count() >= rules.CHANNELS_PER_PERSON:
        raise TooManyChannels
    return Channel.objects.create(organization_id=organization, person_id=person, kind=kind, address=address).pk


def remove_channel(*, organization: uuid.UUID, person: uuid.UUID, channel: uuid.UUID) -> bool:
    """Forget a way to reach a person, with what was to be sent by it; False when there is none (any more)."""
    require_transaction()
    gone, _by_table = Channel.objects.of(organization).filter(person=person, pk=channel).delete()
    return bool(gone)


def _acceptable(kind: str, address: str) -> bool:
    if kind == Channel.Kind.APPRISE:
        return len(address) <= 500 and rules.carried_by_apprise(address)  # noqa: PLR2004  # The column's width.
    try:
        validate_email(address)
    except ValidationError:
        return False
    return kind == Channel.Kind.EMAIL


def send_code(*, organization: uuid.UUID, person: uuid.UUID, channel: uuid.UUID, now: datetime) -> None:
    """Send six digits to a channel, to be typed back. Only their keyed hash is kept. Raises TooSoon."""
    require_transaction()
    row = Channel.objects.of(organization).select_for_update().get(person=person, pk=channel)
    if row.code_sent_at and now - row.code_sent_at < rules.MINIMUM_BETWEEN_CODES:
        raise TooSoon
    code = f"{secrets.randbelow(1_000_000):06d}"
    row.code_hash, row.code_sent_at, row.code_tries = _hash(row.pk, code), now, 0
    row.save(update_fields=["code_hash", "code_sent_at", "code_tries"])
    Notice.objects.create(
        organization_id=organization,
        person_id=person,
        template=Template.CHANNEL_CODE,
        channel=row,
        slot={"code": code},
        made_at=now,
        due_at=now,
    )


def verify_code(*, organization: uuid.UUID, person: uuid.UUID, channel: uuid.UUID, typed: str, now: datetime) -> Check:
    """Compare the digits typed back. Many wrong ones are slowed, never locked.

    Then WAIT, and the try does not count.
    """
    require_transaction()
    row = Channel.objects.of(organization).select_for_update().get(person=person, pk=channel)
    if not row.code_sent_at or not row.code_hash or now - row.code_sent_at > rules.CODE_LIFETIME:
        return Check.EXPIRED
    if row.code_tries >= rules.tries_allowed(sent_at=row.code_sent_at, now=now):
        return Check.WAIT
    digits = "".join(sign for sign in typed if sign.isdigit())
    if not compare_digest(row.code_hash, _hash(row.pk, digits)):
        Channel.objects.filter(pk=row.pk).update(code_tries=F("code_tries") + 1)
        return Check.WRONG
    Channel.objects.filter(pk=row.pk).update(verified_at=now, code_hash="", code_tries=0)
    return Check.VERIFIED


def _hash(channel: uuid.UUID, code: str) -> str:
    return salted_hmac("alongside.notices.channel", f"{channel.hex}{code}", algorithm="sha256").hexdigest()


def forget_case(*, case: uuid.UUID) -> None:
    """Remove every notice about a case, also those to whoever asked: what was entrusted is being forgotten."""
    require_transaction()
    Notice.objects.filter(Q(case=case) | Q(about=case)).delete()
