"""Finding the site and the unit that a machine names.

Belongs here: by key or by name, within one organization. Does not belong here: anything about who works there: an
answer never depends on that.
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from uuid import UUID

from alongside.api.plain import PlainEvent
from alongside.api.refusals import Refused, complaint
from alongside.events.entrusted import Colleague, Report
from alongside.tenancy import queries
from alongside.tenancy.queries import Place


class Places:
    """The sites and units of one organization."""

    def __init__(self, organization: UUID) -> None:
        self._sites = queries.sites(organization)
        self._units = queries.units(organization)

    def report(self, event: PlainEvent) -> Report:
        """Return the event with its places found. Raises Refused."""
        unit = self._unit(event.unit, "unit") if event.unit and not self._is_site(event.unit) else None
        return Report(
            kind=event.kind,
            occurred_at=event.occurred,
            site=self._site(event, unit),
            unit=unit.id if unit else None,
            people=tuple(self._colleague(event, number) for number in range(len(event.people))),
            came_by="machine",
        )

    def _colleague(self, event: PlainEvent, number: int) -> Colleague:
        person = event.people[number]
        unit = self._unit(person.unit, f"people[{number}].unit") if person.unit else None
        return Colleague(
            name=person.name,
            email=person.email,
            phone=person.phone,
            unit=unit.id if unit else None,
            profession=person.profession or "unsaid",
            language=person.language,
        )

    def _is_site(self, said: str) -> bool:
        return _one(self._sites, said) is not None and _one(self._units, said) is None

    def _site(self, event: PlainEvent, unit: Place | None) -> UUID:
        said = event.site or ("" if unit else event.unit)
        if said:
            site = _one(self._sites, said)
            if site is None or (unit and unit.site != site.id):
                raise _refused("site", "unknown_place")
            return site.id
        if unit and unit.site:
            return unit.site
        if len(self._sites) == 1:
            return self._sites[0].id
        raise _refused("site", "site_needed")

    def _unit(self, said: str, field: str) -> Place:
        found = _one(self._units, said)
        if found is None:
            raise _refused(field, "unknown_place")
        return found


def _one(places: Iterable[Place], said: str) -> Place | None:
    """Return the one place with this key or name; None when there is none or several."""
    wanted = " ".join(said.split()).casefold()
    found = [each for each in places if wanted in {str(each.id), each.id.hex, each.name.casefold()}]
    return found[0] if len(found) == 1 else None


def _refused(field: str, code: str) -> Refused:
    return Refused(HTTPStatus.UNPROCESSABLE_ENTITY, [complaint(field, code)])
