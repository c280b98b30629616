"""Reads of this floor: who can be reached, what is due, a claimed notice in words.

Belongs here: rows and frozen dataclasses. Does not belong here: writes, sending.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import override

from alongside.notices.models import Channel, Notice
from alongside.notices.rules import Letter, Reach, Template
from alongside.notices.texts import Sender, Words, words
from alongside.tenancy.leases import free
from alongside.tenancy.queries import house_of
from alongside.tenancy.words import own_words
from alongside.vocabulary.labels import word


@dataclass(frozen=True)
class ChannelRow:
    """One way to reach a person, as its owner sees it."""

    id: uuid.UUID
    kind: str
    address: str = field(repr=False)
    verified_at: datetime | None
    code_sent_at: datetime | None

    @property
    def verified(self) -> bool:
        """Whether its code was typed back."""
        return self.verified_at is not None


def has_verified_channel(person: uuid.UUID) -> bool:
    """Say whether a person can be reached at all."""
    return Channel.objects.filter(person=person, verified_at__isnull=False).exists()


def reachable(organization: uuid.UUID, people: Iterable[uuid.UUID] | None = None) -> set[uuid.UUID]:
    """Return who has a verified channel, in one query; of `people` only, if given."""
    rows = Channel.objects.of(organization).filter(verified_at__isnull=False)
    if people is not None:
        rows = rows.filter(person__in=list(people))
    return set(rows.values_list("person_id", flat=True))


def channels_of(*, organization: uuid.UUID, person: uuid.UUID) -> list[ChannelRow]:
    """Return a person's channels, verified or not, oldest code first."""
    rows = Channel.objects.of(organization).filter(person=person).order_by("kind", "address")
    return [ChannelRow(row.id, row.kind, row.address, row.verified_at, row.code_sent_at) for row in rows]


def any_channel(kind: str) -> bool:
    """Say whether anybody uses this kind at all."""
    return Channel.objects.filter(kind=kind).exists()


def due(*, kind: str, now: datetime, busy: Sequence[str] = ()) -> QuerySet[Notice, Notice]:
    """Return the notices of one kind that are due and free. `busy` names apprise providers that are being waited for.

    A notice without a channel is an invitation: it goes by email to the person's own address.
    """
    kinds = Q(channel__kind=kind) | Q(channel__isnull=True) if kind == Channel.Kind.EMAIL else Q(channel__kind=kind)
    rows = Notice.objects.filter(kinds, free(now=now), state=Notice.State.DUE, due_at__lte=now)
    for provider in busy:
        scheme, _, host = provider.partition("://")
        theirs = Channel.objects.filter(address__startswith=f"{scheme}://", address__contains=host)
        rows = rows.exclude(Exists(theirs.filter(pk=OuterRef("channel"))))
    return rows.order_by("due_at")


def oldest_due(*, now: datetime) -> datetime | None:
    """Return since when the oldest unsent notice has been due; None when there is none."""
    rows = Notice.objects.filter(state=Notice.State.DUE, due_at__lte=now).order_by("due_at")
    return rows.values_list("due_at", flat=True).first()


def alarms_told(*, organization: uuid.UUID, since: datetime) -> dict[uuid.UUID, list[datetime]]:
    """Return who was, or is about to be, rung by an alarm of its own after a moment, and when each time.

    Whoever has several channels is rung by all of them at once: that is one ring. A page that reads as an alarm is a
    page, and counted as one.
    """
    rows = Notice.objects.of(organization).filter(template=Template.ALARM, rung=None, due_at__gt=since)
    by_channel: dict[tuple[uuid.UUID, uuid.UUID | None], list[datetime]] = {}
    for person, channel, at in rows.exclude(state=Notice.State.VOID).values_list("person_id", "channel_id", "due_at"):
        by_channel.setdefault((person, channel), []).append(at)
    found: dict[uuid.UUID, list[datetime]] = {}
    for (person, _channel), rings in by_channel.items():
        found[person] = max(found.get(person, []), rings, key=len)
    return found


def alarm_waits_for(organization: uuid.UUID, *, now: datetime) -> set[uuid.UUID]:
    """Return who will be rung by an alarm that was put off: nothing is gained by a second one."""
    rows = Notice.objects.of(organization).filter(template=Template.ALARM, state=Notice.State.DUE, due_at__gt=now)
    return set(rows.values_list("person_id", flat=True))


@dataclass(frozen=True)
class Bare:
    """A claimed notice that names no address: whose it is must be asked for now."""

    notice: uuid.UUID
    organization: uuid.UUID
    kind: str
    about: uuid.UUID


def bare(notices: Sequence[uuid.UUID]) -> list[Bare]:
    """Return which of these notices go to somebody who does not work here."""
    rows = Notice.objects.filter(pk__in=notices, about__isnull=False)
    columns = rows.values_list("pk", "organization_id", "about_kind", "about")
    return [Bare(notice, organization, kind, about) for notice, organization, kind, about in columns if about]


def letters(
    notices: Sequence[uuid.UUID], *, origin: str, now: datetime, reached: Mapping[uuid.UUID, Reach] | None = None
) -> list[Letter]:
    """Return claimed notices in words, oldest first. `origin` is the one address people type, with scheme.

    `reached` says where each notice without a person goes; one that is not in it is no letter.
    """
    rows = Notice.objects.filter(pk__in=notices).select_related("channel", "person").order_by("due_at")
    said: dict[tuple[uuid.UUID, str, str], Words] = {}
    found = [(row, (reached or {}).get(row.id) if row.person is None else _of_a_person(row)) for row in rows]
    return [_letter(row, reach, said, origin, now) for row, reach in found if row.lease_until and reach]


def _of_a_person(row: Notice) -> Reach | None:
    if row.channel:
        return Reach(row.channel.address)
    return Reach(row.person.email) if row.person else None


def _letter(
    row: Notice, reach: Reach, said: dict[tuple[uuid.UUID, str, str], Words], origin: str, now: datetime
) -> Letter:
    language = row.person.reads if row.person else row.language
    if reach.link:
        row.slot = {**row.slot, "link": reach.link}
    text = _words(row, language, said, origin, now)
    return Letter(
        id=row.id,
        organization=row.organization_id,
        kind=row.channel.kind if row.channel else Channel.Kind.EMAIL,
        template=Template(row.template),
        address=reach.address,
        subject=text.subject,
        body=text.body,
        short=text.short,
        language=language,
        tries=row.tries,
        made_at=row.made_at,
        lease_until=row.lease_until or now,
        case=row.case,
        about=row.about,
    )


def _words(
    row: Notice, language: str, said: dict[tuple[uuid.UUID, str, str], Words], origin: str, now: datetime
) -> Words:
    template = Template(row.template)
    key = (row.organization_id, template, language)
    if row.slot or key not in said:
        slot = {name: _whole(str(value), origin) for name, value in row.slot.items()}
        sender = _sender(row.organization_id, language, origin, now)
        said[key] = words(template, sender=sender, language=language, slot=slot)
    return said.pop(key) if row.slot else said[key]


def _whole(value: str, origin: str) -> str:
    return f"{origin}{value}" if value.startswith("/") else value


def _sender(organization: uuid.UUID, language: str, origin: str, now: datetime) -> Sender:
    house = house_of(organization)
    own = own_words(organization=organization, language=language, now=now).get("neutral_subject")
    with override(language):
        subject = own or word("neutral_subject")
    return Sender(
        desk=f"{origin}/o/{house.slug}/desk/",
        telephone=house.calling_number or house.fallback_line,
        neutral_subject=subject,
        answered=house.fallback_line,
        back=f"{origin}/o/{house.slug}/back/",
    )
