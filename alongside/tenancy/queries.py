"""Reads of this floor: whom the house is run for, where, in which words.

Belongs here: frozen rows ready for a door. Does not belong here: writes, or anything about a person or a case.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.tenancy import rules
from alongside.tenancy.errors import UnknownOrganization
from alongside.tenancy.models import GoLiveCheck, LimitsText, Organization, Retention, Site, Unit, UnitGroup


@dataclass(frozen=True)
class House:
    """An organization as the doors see it. Times of day are wall time in `zone`."""

    id: UUID
    slug: str
    name: str
    country: str
    zone: ZoneInfo
    languages: tuple[str, ...]
    mode: str
    demonstration: bool
    fallback_line: str
    calling_number: str
    exit_address: str
    now_open_from: time | None
    now_open_until: time | None
    small_agency: bool
    names_of_supporters_shown: bool

    @property
    def open(self) -> bool:
        """Whether asking is open: not while setting up, not while withdrawn."""
        return self.mode == Organization.Mode.LIVE

    @property
    def withdrawn(self) -> bool:
        """Whether somebody turned asking into "call this number"."""
        return self.mode == Organization.Mode.WITHDRAWN

    def answers_now(self, *, now: datetime) -> bool:
        """Say whether "now" may be asked for at `now` (aware); hours may cross midnight."""
        if self.now_open_from is None or self.now_open_until is None:
            return True
        here = now.astimezone(self.zone).time()
        if self.now_open_from <= self.now_open_until:
            return self.now_open_from <= here < self.now_open_until
        return here >= self.now_open_from or here < self.now_open_until


@dataclass(frozen=True)
class Place:
    """A site or a unit, by name. `zone` is the site's own; `group` is a unit group's code or empty for a site."""

    id: UUID
    name: str
    zone: ZoneInfo
    group: str = ""
    site: UUID | None = None


@dataclass(frozen=True)
class Group:
    """A unit group: its key, and its code in the vocabulary's list `unit_groups`."""

    id: UUID
    code: str


@dataclass(frozen=True)
class Limits:
    """The limits of confidentiality in one language, and who answers for the words."""

    language: str
    version: int
    text: str
    signed_by: str
    signed_role: str
    signed_on: date | None


def house(slug: str) -> House:
    """Return the organization with this name in its address, or raise UnknownOrganization."""
    row = Organization.objects.filter(slug=slug).first()
    if row is None:
        raise UnknownOrganization
    return _house(row)


def house_of(organization: UUID) -> House:
    """Return the organization by its key, or raise UnknownOrganization."""
    row = Organization.objects.filter(pk=organization).first()
    if row is None:
        raise UnknownOrganization
    return _house(row)


def houses() -> list[House]:
    """Return every organization, by name."""
    return [_house(row) for row in Organization.objects.order_by("name")]


def _house(row: Organization) -> House:
    return House(
        id=row.id,
        slug=row.slug,
        name=row.name,
        country=row.country,
        zone=ZoneInfo(row.timezone),
        languages=tuple(row.languages),
        mode=row.mode,
        demonstration=row.demonstration,
        fallback_line=row.fallback_line,
        calling_number=row.calling_number,
        exit_address=row.exit_address,
        now_open_from=row.now_open_from,
        now_open_until=row.now_open_until,
        small_agency=row.small_agency,
        names_of_supporters_shown=row.names_of_supporters_shown,
    )


def sites(organization: UUID) -> list[Place]:
    """Return the organization's sites, by name."""
    rows = Site.objects.of(organization).order_by("name")
    return [Place(id=row.id, name=row.name, zone=ZoneInfo(row.timezone)) for row in rows]


def units(organization: UUID) -> list[Place]:
    """Return the organization's units with their group's code and site, by name."""
    rows = Unit.objects.of(organization).select_related("group", "site").order_by("name")
    return [
        Place(id=row.id, name=row.name, zone=ZoneInfo(row.site.timezone), group=row.group.code, site=row.site_id)
        for row in rows
    ]


def unit_groups(organization: UUID) -> list[Group]:
    """Return the organization's unit groups, by code."""
    rows = UnitGroup.objects.of(organization).order_by("code").values_list("id", "code")
    return [Group(id=key, code=code) for key, code in rows]


def limits(organization: UUID, language: str) -> Limits | None:
    """Return the newest limits of confidentiality in this language; a signed version goes before an unsigned one."""
    rows = LimitsText.objects.of(organization).filter(language=language).order_by("-version")
    row = rows.exclude(signed_by="").first() or rows.first()
    if row is None:
        return None
    return Limits(
        language=row.language,
        version=row.version,
        text=row.text,
        signed_by=row.signed_by,
        signed_role=row.signed_role,
        signed_on=row.signed_on,
    )


@dataclass(frozen=True)
class Kept:
    """How long what was entrusted is kept after support ends, in days, and what names nobody, in years.

    Unsigned, it is what holds for everybody.
    """

    days: int = rules.RETENTION.days
    years: int = rules.YEARS
    schedule: str = ""
    signed_by: str = ""
    signed_role: str = ""
    signed_on: date | None = None


def retention(organization: UUID) -> Kept:
    """Return how long an organization keeps what was entrusted to it."""
    row = Retention.objects.of(organization).order_by("-version").first()
    if row is None:
        return Kept()
    return Kept(row.days, row.years, row.schedule, row.signed_by, row.signed_role, row.signed_on)


def days_kept(organization: UUID, *, asked_at: datetime) -> int:
    """Return for how many days after its end a request is kept: never longer than at any time since it was made.

    A shorter time that was signed later counts for everybody, a longer one only for whoever asks from then on.
    """
    told = []
    for days, since in Retention.objects.of(organization).order_by("-version").values_list("days", "since"):
        told.append(days)
        if since is None or since <= asked_at:
            break
    else:
        told.append(Kept().days)
    return min(told)


@dataclass(frozen=True)
class Check:
    """A condition of going live that a named person saw hold."""

    kind: str
    seen_on: date
    seen_by: str
    detail: str


def checks(organization: UUID) -> list[Check]:
    """Return what named persons saw to, the newest first."""
    rows = GoLiveCheck.objects.of(organization).order_by("-seen_on", "kind")
    return [Check(row.kind, row.seen_on, row.seen_by, row.detail) for row in rows]


def limits_signed_in(organization: UUID) -> frozenset[str]:
    """Return the languages in which counsel signed the limits of confidentiality."""
    signed = LimitsText.objects.of(organization).exclude(signed_by="").values_list("language", flat=True)
    return frozenset(signed)
