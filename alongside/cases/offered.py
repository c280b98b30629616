"""Support that is offered: a case that nobody asked for, until the person says yes.

Belongs here: opening it, who carries it, what is sealed meanwhile, ending it at once. Does not belong here: choosing
who carries it, what was said (`rounds`), the way of the yes (journeys). Nobody is paged for it; no board, load or list
of people shows it. There is no link to the event: only whom it concerned, among those who might be paged.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from alongside.cases import operations as cases
from alongside.cases.entrusted import ContactWish, MatchingFacts
from alongside.cases.errors import NoSuchCase
from alongside.cases.models import Case, Entrusted, Opening
from alongside.cases.operations import Actor
from alongside.tenancy.leases import lease_first_key
from alongside.tenancy.transactions import require_transaction
from alongside.vault import sealing
from alongside.vocabulary.asking import Source, Urgency, Way
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage

_TABLE = "cases_entrusted"


@dataclass(frozen=True, repr=False)
class OfferedTo:
    """Whom an offer is carried to, while it is carried: sealed in the place of the contact, and gone with it."""

    name: str
    phone: str = ""
    email: str = ""
    person: UUID | None = None

    def __repr__(self) -> str:
        return "OfferedTo(…)"

    def to_bytes(self) -> bytes:
        """Return compact JSON, to be sealed."""
        held = {**self.__dict__, "person": self.person.hex if self.person else ""}
        return json.dumps(held, separators=(",", ":"), ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, plain: bytes) -> OfferedTo:
        """Read what `to_bytes` wrote."""
        held = json.loads(plain)
        return cls(**{**held, "person": UUID(held["person"]) if held["person"] else None})

    def as_contact(self) -> ContactWish:
        """Return how to reach them, without their name: what a request holds when nothing else was said."""
        if self.phone:
            return ContactWish(way=Way.PHONE_CALL, phone=self.phone)
        if self.email:
            return ContactWish(way=Way.EMAIL, email=self.email)
        return ContactWish(way=Way.IN_PERSON, place=self.name)


@dataclass(frozen=True)
class Offer:
    """One offer to be carried. `carrier` None: nobody is free, and the coordinator chooses."""

    site: UUID
    language: str
    to: OfferedTo
    facts: MatchingFacts
    carrier: UUID | None
    lapses_at: datetime


def open_offered(*, organization: UUID, offer: Offer, by: Actor, now: datetime) -> tuple[Case, sealing.Box]:
    """Save an offer as a case in stage `offered`; return it with the box that opens what it holds."""
    require_transaction()
    case = cases.create_named(
        organization=organization,
        site_id=offer.site,
        stage=Stage.OFFERED,
        urgency=Urgency.THIS_WEEK,
        source=Source.CARRIED,
        language=offer.language,
        asked_at=now,
        contact_due=offer.lapses_at,
        due_at=offer.lapses_at,
        owner_id=offer.carrier,
        owner_role=_role_of(offer.carrier),
    )
    box = cases.entrust(case=case, contact=offer.to.to_bytes(), facts=offer.facts)
    cases.note_move(case=case, start="", end=Stage.OFFERED, by=by, now=now)
    cases.note_opening(case=case, role=by.role, person=by.person, what=Opening.What.OFFERED, now=now)
    return case, box


def _role_of(carrier: UUID | None) -> str:
    return Role.SUPPORTER if carrier else Role.COORDINATOR


def held_anywhere(*, case: UUID) -> Case:
    """Return an offer of whichever organization and hold it until the transaction ends; for the engine.

    Raises:
        NoSuchCase: it is over, or they said yes.
    """
    require_transaction()
    rows = Case.objects.select_for_update(of=("self",), no_key=True).select_related("site")
    found = rows.filter(pk=case, stage=Stage.OFFERED).first()
    if found is None:
        raise NoSuchCase
    return found


def held(*, organization: UUID, case: UUID) -> Case:
    """Return an offer and hold it until the transaction ends.

    Raises:
        NoSuchCase: it is over, or they said yes.
    """
    found = held_anywhere(case=case)
    if found.organization_id != organization:
        raise NoSuchCase
    return found


def whom(*, case: Case, box: sealing.Box) -> OfferedTo:
    """Unseal whom an offer is carried to. Whoever shows it notes the opening."""
    kept = Entrusted.objects.only("id", "contact").get(case=case)
    return OfferedTo.from_bytes(box.open(table=_TABLE, column="contact", row=kept.pk, sealed=bytes(kept.contact)))


def give_to(*, case: Case, carrier: UUID | None) -> None:
    """Let somebody else carry an offer; None: the coordinator chooses who."""
    require_transaction()
    role = _role_of(carrier)
    Case.objects.filter(pk=case.pk, stage=Stage.OFFERED).update(owner_id=carrier, owner_role=role, lease_until=None)
    case.owner_id, case.owner_role = carrier, role


def keep_away(*, case: Case, box: sealing.Box, facts: MatchingFacts, person: UUID, involved: bool) -> MatchingFacts:
    """Remember, sealed, that somebody is not to be asked for this person: they are close, or were there."""
    if involved:
        wider = replace(facts, involved=facts.involved | {person})
    else:
        wider = replace(facts, avoid=facts.avoid | {person})
    cases.change_facts(case=case, box=box, facts=wider)
    return wider


def entrust(*, case: Case, box: sealing.Box, contact: ContactWish) -> None:
    """Seal how they want to be reached in place of what was known of them: from here on it is a request."""
    cases.seal_anew(case=case, box=box, column="contact", plain=contact.to_bytes())


def end_at_once(*, case: Case, to: Stage, by: Actor, now: datetime) -> None:
    """End an offer as declined or lapsed; it is erased at once, not after a fortnight: nobody asked for it."""
    cases.move(case=case, to=to, by=by, now=now)
    cases.set_times(case=case, due_at=now)


def claim_lapsed(*, now: datetime) -> UUID | None:
    """Lease the offer whose time was over first; None when none is."""
    return lease_first_key(Case.objects.filter(stage=Stage.OFFERED, due_at__lte=now), now=now)
