"""What an organization chose for its clocks and its ladder.

Belongs here: reading and writing those choices, the promise that follows from them. Does not belong here: the presets
(`paging.rules`), a climb under way (its policy is frozen).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.paging.models import ClockSetting, LadderSetting
from alongside.paging.rules import PRESETS, ClockPreset, contact_due
from alongside.paging.rules.clocks import Hours
from alongside.tenancy.models import Site
from alongside.tenancy.transactions import require_transaction
from alongside.vocabulary.asking import Urgency

_WHOLE_DAY = (time(0), time(23, 59))


@dataclass(frozen=True)
class Ground:
    """What the promise of a request and its first climb both stand on: its site, and the clock of its urgency."""

    site: Site
    clock: ClockPreset


def clocks(*, organization: UUID) -> dict[Urgency, ClockPreset]:
    """Return the clock of every urgency: as the organization chose it, else the preset; one query."""
    chosen = {Urgency(row.urgency): _as_clock(row) for row in ClockSetting.objects.of(organization)}
    return {urgency: chosen.get(urgency, PRESETS[urgency]) for urgency in Urgency}


def clock(*, organization: UUID, urgency: Urgency) -> ClockPreset:
    """Return one urgency's clock."""
    row = ClockSetting.objects.of(organization).filter(urgency=urgency).first()
    return _as_clock(row) if row else PRESETS[urgency]


def ladder(*, organization: UUID) -> LadderSetting:
    """Return how wide each rung is and how much one supporter carries; unsaved defaults where nothing was chosen."""
    return LadderSetting.objects.of(organization).first() or LadderSetting(organization_id=organization)


def promise(
    *, organization: UUID, site: UUID, urgency: Urgency, asked: datetime, accepted: datetime | None
) -> datetime:
    """Return by when somebody will have been in touch: what the caregiver is promised. UTC."""
    _, due = begin(organization=organization, site=site, urgency=urgency, asked=asked, accepted=accepted)
    return due


def begin(
    *, organization: UUID, site: UUID, urgency: Urgency, asked: datetime, accepted: datetime | None = None
) -> tuple[Ground, datetime]:
    """Return what a climb that begins now stands on, and the promise that follows; two queries."""
    ground = Ground(Site.objects.of(organization).get(pk=site), clock(organization=organization, urgency=urgency))
    zone = ZoneInfo(ground.site.timezone)
    return ground, contact_due(asked=asked, accepted=accepted, clock=ground.clock, zone=zone)


def promises(*, organization: UUID, zone: ZoneInfo, asked: datetime) -> dict[Urgency, datetime]:
    """Return what each urgency would promise a site in this zone if it were asked now; one query."""
    chosen = clocks(organization=organization)
    return {urgency: contact_due(asked=asked, accepted=None, clock=chosen[urgency], zone=zone) for urgency in chosen}


def choose_clock(*, organization: UUID, clock: ClockPreset) -> None:
    """Keep an organization's own clock for one urgency. Climbs under way are not touched.

    Raises:
        IntegrityError: the minutes do not run forward, or only one of the day's hours is given.
    """
    require_transaction()
    ClockSetting.objects.update_or_create(
        organization_id=organization,
        urgency=clock.urgency,
        defaults={
            "minutes": clock.minutes,
            "weekend_minutes": clock.weekend_minutes,
            "rung_minutes": clock.rung_minutes,
            "day_starts": clock.hours.starts,
            "day_ends": clock.hours.ends,
            "working_days_only": clock.hours.working_days_only,
        },
    )


def choose_ladder(*, organization: UUID, widening: int, load_cap: int, rest_hours: int) -> None:
    """Keep how wide each rung is, how many cases one supporter carries, and the rest after a hard one."""
    require_transaction()
    LadderSetting.objects.update_or_create(
        organization_id=organization,
        defaults={"widening": widening, "load_cap": load_cap, "rest_hours": rest_hours},
    )


def _as_clock(row: ClockSetting) -> ClockPreset:
    starts, ends = row.day_starts, row.day_ends
    if row.working_days_only and starts is None:
        starts, ends = _WHOLE_DAY
    hours = Hours(starts, ends, row.working_days_only)
    return ClockPreset(Urgency(row.urgency), row.minutes, row.weekend_minutes, row.rung_minutes, hours)
