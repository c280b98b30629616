"""Writes of this floor: opening an organization, its sites and units, its limits of confidentiality, its mode.

Belongs here: these verbs. Does not belong here: whether an organization may go live (a journey looks at every floor).
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from alongside.tenancy import last_good
from alongside.tenancy.errors import AddressTaken, AlreadyThere, NoSuchPlace, UnknownZone
from alongside.tenancy.models import GoLiveCheck, LimitsText, Organization, Retention, Site, Unit, UnitGroup
from alongside.tenancy.queries import Kept
from alongside.tenancy.transactions import require_transaction


def take_turn(*, organization: UUID) -> None:
    """Let nobody else who takes turns in this organization on until the transaction ends: what was read stays so.

    Taken first in a transaction, before other rows are held.
    """
    require_transaction()
    list(Organization.objects.select_for_update(no_key=True).filter(pk=organization).values_list("pk"))


@dataclass(frozen=True)
class Settings:
    """What an organization chooses for itself. Times of day are wall time in `timezone`."""

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


def open_organization(
    *, slug: str, name: str, country: str, zone: str, languages: tuple[str, ...], demonstration: bool = False
) -> UUID:
    """Make an organization that is setting up: guidance and numbers are shown, asking is closed.

    `country` is ISO 3166 alpha-2, `zone` an IANA name. Raises AddressTaken, UnknownZone.
    """
    require_transaction()
    _known(zone)
    if Organization.objects.filter(slug=slug).exists():
        raise AddressTaken
    made = Organization.objects.create(
        slug=slug, name=name, country=country, timezone=zone, languages=list(languages), demonstration=demonstration
    )
    return made.pk


def change_settings(*, organization: UUID, settings: Settings) -> None:
    """Replace an organization's choices. Raises UnknownZone."""
    require_transaction()
    _known(settings.timezone)
    values = {**settings.__dict__, "languages": list(settings.languages)}
    Organization.objects.filter(pk=organization).update(**values)
    last_good.changed()


def set_numbers(*, organization: UUID, fallback_line: str, calling_number: str) -> None:
    """Note the line that answers when nobody else does, and the number that calls show."""
    require_transaction()
    Organization.objects.filter(pk=organization).update(fallback_line=fallback_line, calling_number=calling_number)
    last_good.changed()


def set_mode(*, organization: UUID, mode: str) -> None:
    """Open asking, or close it. Whether that may be done is the journey's question."""
    require_transaction()
    Organization.objects.filter(pk=organization).update(mode=Organization.Mode(mode))
    last_good.changed()


def add_site(*, organization: UUID, name: str, zone: str) -> UUID:
    """Add a place with its own zone. Raises UnknownZone, AlreadyThere."""
    require_transaction()
    if Site.objects.of(organization).filter(name=name).exists():
        raise AlreadyThere(name)
    last_good.changed()
    return Site.objects.create(organization_id=organization, name=name, timezone=_known(zone)).pk


def add_unit(*, organization: UUID, site: UUID, group: str, name: str) -> UUID:
    """Add a unit to a site; `group` is a code of the vocabulary's unit groups. Raises NoSuchPlace."""
    require_transaction()
    if not Site.objects.of(organization).filter(pk=site).exists():
        raise NoSuchPlace
    if Unit.objects.of(organization).filter(site=site, name=name).exists():
        raise AlreadyThere(name)
    row, _ = UnitGroup.objects.get_or_create(organization_id=organization, code=group)
    return Unit.objects.create(organization_id=organization, site_id=site, group=row, name=name).pk


def write_limits(*, organization: UUID, language: str, text: str, signed_by: str, signed_role: str, on: date) -> int:
    """Keep a new version of the limits of confidentiality, signed on a day; return its number."""
    require_transaction()
    newest = LimitsText.objects.of(organization).filter(language=language).order_by("-version").first()
    version = newest.version + 1 if newest else 1
    LimitsText.objects.create(
        organization_id=organization,
        language=language,
        version=version,
        text=text,
        signed_by=signed_by,
        signed_role=signed_role,
        signed_on=on,
    )
    last_good.changed()
    return version


def sign_retention(*, organization: UUID, kept: Kept, now: datetime) -> int:
    """Keep a new version of how long what was entrusted is kept; return its number. Cases that ended keep their day."""
    require_transaction()
    newest = Retention.objects.of(organization).order_by("-version").first()
    version = newest.version + 1 if newest else 1
    Retention.objects.create(organization_id=organization, version=version, since=now, **kept.__dict__)
    return version


def note_check(*, organization: UUID, kind: GoLiveCheck.Kind, seen_by: str, seen_on: date, detail: str = "") -> None:
    """Write down that a named person saw a condition of going live hold."""
    require_transaction()
    GoLiveCheck.objects.create(organization_id=organization, kind=kind, seen_by=seen_by, seen_on=seen_on, detail=detail)


def _known(zone: str) -> str:
    if zone not in available_timezones():
        raise UnknownZone(zone)
    return str(ZoneInfo(zone))
