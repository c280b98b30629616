"""Writing designations.

Belongs here: designating, and ending a designation. Does not belong here: who may do so (`people.access`), the course
that comes before.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from alongside.tenancy.transactions import require_transaction
from alongside.training.errors import DatesDoNotFit, NoSuchDesignation
from alongside.training.models import Designation


def designate(
    *, organization: UUID, person: UUID, kind: str, designated_on: date, valid_until: date, agreement_signed_on: date
) -> Designation:
    """Name somebody as a peer supporter or professional.

    Raises:
        DatesDoNotFit: it would end before it begins, or the confidentiality agreement is younger than the designation.
    """
    require_transaction()
    if not agreement_signed_on <= designated_on <= valid_until:
        raise DatesDoNotFit
    return Designation.objects.create(
        organization_id=organization,
        person_id=person,
        kind=kind,
        designated_on=designated_on,
        valid_until=valid_until,
        agreement_signed_on=agreement_signed_on,
    )


def end(*, organization: UUID, person: UUID, kind: str, on: date) -> int:
    """End every designation of this kind from this day on; return how many ended. Nobody is paged as such any more.

    A designation that began on or after this day never held and is removed.
    """
    require_transaction()
    held = Designation.objects.of(organization).filter(person=person, kind=kind, valid_until__gte=on)
    unheld, _ = held.filter(designated_on__gte=on).delete()
    return unheld + held.update(valid_until=on - timedelta(days=1))


def renew(*, organization: UUID, designation: UUID, valid_until: date) -> None:
    """Prolong a designation after a refresher.

    Raises:
        NoSuchDesignation: not in this organization.
        DatesDoNotFit: it would end before it begins.
    """
    require_transaction()
    found = Designation.objects.of(organization).filter(pk=designation).first()
    if found is None:
        raise NoSuchDesignation
    if valid_until < found.designated_on:
        raise DatesDoNotFit
    Designation.objects.filter(pk=found.pk).update(valid_until=valid_until)
