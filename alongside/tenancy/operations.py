"""Writes about an organization itself: its settings, places, limits text, and whether asking is open.

Belongs here: these verbs. Does not belong here: who may use them (`people.access`), the conditions of going live
(`tenancy.rules`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Max

from alongside.tenancy.errors import AlreadyThere, BadZone, UnknownPlace
from alongside.tenancy.models import GoLiveCheck, LimitsText, Organization, Site, Unit, UnitGroup
from alongside.tenancy.transactions import require_transaction


@dataclass(frozen=True)
class Settings:
    """What an organization chooses for itself. Times of day are wall time at the site."""

    name: str
    timezone: str
    languages: tuple[str, ...]
    fallback_line: str
    calling_number: str
    exit_address: str
    now_open_from: time | None = None
    now_open_until: time | None = None
    small_agency: bool = False
    names_of_supporters_shown: bool = False


def change_settings(*, organization: UUID, settings: Settings) -> None:
    """Replace an organization's choices. Raises BadZone."""
    require_transaction()
    _require_zone(settings.timezone)
    values = {**settings.__dict__, "languages": list(settings.languages)}
    Organization.objects.filter(pk=organization).update(**values)


def switch(*, organization: UUID, mode: Organization.Mode) -> None:
    """Open asking, or turn it into "call this number"."""
    require_transaction()
    Organization.objects.filter(pk=organization).update(mode=mode)


def add_site(*, organization: UUID, name: str, timezone: str) -> UUID:
    """Add a site with its own zone. Raises BadZone, AlreadyThere."""
    require_transaction()
    _require_zone(timezone)
    site, made = Site.objects.get_or_create(
        organization_id=organization, name=name.strip(), defaults={"timezone": timezone}
    )
    if not made:
        raise AlreadyThere(name)
    return site.pk


def add_unit(*, organization: UUID, site: UUID, group_code: str, name: str) -> UUID:
    """Add a unit at a site; its group is made when it is the first of its code. Raises UnknownPlace, AlreadyThere."""
    require_transaction()
    if not Site.objects.of(organization).filter(pk=site).exists():
        raise UnknownPlace
    group, _ = UnitGroup.objects.get_or_create(organization_id=organization, code=group_code)
    unit, made = Unit.objects.get_or_create(
        organization_id=organization, site_id=site, name=name.strip(), defaults={"group": group}
    )
    if not made:
        raise AlreadyThere(name)
    return unit.pk


def sign_limits(
    *, organization: UUID, language: str, text: str, signed_by: str, signed_role: str, signed_on: date
) -> int:
    """Keep counsel's words as a new version and return its number; earlier versions stay as they were signed."""
    require_transaction()
    before = LimitsText.objects.of(organization).filter(language=language).aggregate(last=Max("version"))["last"] or 0
    LimitsText.objects.create(
        organization_id=organization,
        language=language,
        version=before + 1,
        text=text,
        signed_by=signed_by,
        signed_role=signed_role,
        signed_on=signed_on,
    )
    return before + 1


def note_check(*, organization: UUID, kind: GoLiveCheck.Kind, seen_by: str, seen_on: date, detail: str = "") -> None:
    """Write down that a named person saw a condition of going live hold."""
    require_transaction()
    GoLiveCheck.objects.create(organization_id=organization, kind=kind, seen_by=seen_by, seen_on=seen_on, detail=detail)


def _require_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise BadZone(name) from problem
