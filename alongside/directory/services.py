"""The whole directory, ready for a page: inside, who can direct you, outside; in the language that is active.

Belongs here: who stands where, open ones first, the filters. Does not belong here: the help page's numbers
(`queries.py`), how they are drawn. Answers from the last good copy when the database does not.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import Error

from alongside.directory import candidates, queries, rules, words
from alongside.directory.models import Line, LineAtSite
from alongside.directory.queries import Asker, Known, Number
from alongside.directory.rules import Opening, Standing
from alongside.people.known import languages as named
from alongside.tenancy import queries as tenancy
from alongside.tenancy.last_good import LastGood


@dataclass(frozen=True)
class Wanted:
    """What a reader chose to see; "" is everything. `site` is a site's key, `language` two letters."""

    site: str = ""
    audience: str = ""
    language: str = ""
    country: str = ""


@dataclass(frozen=True)
class Entry:
    """One service on the page. Texts are in the active language, "" where nobody wrote them.

    `state` says open or closed in the reader's zone; `true_until` is when it stops being so.
    """

    number: Number
    resource: str
    directs: bool
    what_for: str
    caution: str
    place: str
    audience: str
    professions: tuple[str, ...]
    languages: tuple[str, ...]
    cost: str
    confidentiality: str
    sites: tuple[str, ...]
    opening: Opening
    state: str
    zone_name: str

    @property
    def open_now(self) -> bool:
        """Whether it is known to answer at this moment."""
        return self.opening.open is True


@dataclass(frozen=True)
class Directory:
    """Everything a reader may turn to. `sites` and `spoken` are what may be filtered by, as (value, name)."""

    shown: queries.Shown
    inside: tuple[Entry, ...]
    direct: tuple[Entry, ...]
    outside: tuple[Entry, ...]
    sites: tuple[tuple[str, str], ...]
    spoken: tuple[tuple[str, str], ...]
    hidden: int

    @property
    def dialed(self) -> bool:
        """Whether a person dialed every number that stands here."""
        return all(entry.number.checked_on for entry in (*self.inside, *self.direct, *self.outside))


@dataclass(frozen=True)
class _Places:
    sites: tuple[tuple[str, str], ...] = ()
    of_line: tuple[tuple[str, frozenset[str]], ...] = ()


_kept: LastGood[uuid.UUID, _Places] = LastGood()


def directory(organization: Asker, zone: ZoneInfo, wanted: Wanted, *, now: datetime) -> Directory:
    """Return the directory as `wanted` filters it, open lines first, numbers not dialed for half a year last.

    `zone` is the reader's. Never raises: without a database and without a copy the emergency number alone is there.
    """
    shown = queries.lines_shown(organization, wanted.country or None, now=now)
    places = _places(organization.id, now=now)
    names, of_line = dict(places.sites), dict(places.of_line)
    seen = [
        (line, _entry(line, [names[key] for key in sorted(of_line.get(line.key, ()))], zone, now=now))
        for line in queries.known_lines(organization, shown.country, now=now)
        if line.kind != Line.Kind.EMERGENCY and (line.internal or line.country == shown.country)
    ]
    seen = [(line, entry) for line, entry in seen if queries.may_be_seen(organization, entry.number)]
    fitting = [(line, entry) for line, entry in seen if _fits(line, of_line.get(line.key, frozenset()), wanted)]
    entries = [entry for _line, entry in sorted(fitting, key=_first)]
    return Directory(
        shown=shown,
        inside=tuple(entry for entry in entries if entry.resource and not entry.directs),
        direct=tuple(entry for entry in entries if entry.directs),
        outside=tuple(entry for entry in entries if not entry.resource),
        sites=places.sites if any(of_line.get(line.key) for line, _entry in seen) else (),
        spoken=tuple(_spoken(line for line, _entry in seen)),
        hidden=len(seen) - len(fitting),
    )


def sites_of(organization: uuid.UUID) -> dict[str, frozenset[str]]:
    """Return the keys of the sites that each line is for, by line; a line for every site is not in it."""
    return dict(_read(organization).of_line)


def forget(organization: uuid.UUID) -> None:
    """Read this organization's lines and their sites anew the next time."""
    queries.forget(organization)
    _kept.forget(organization)


def opening_of(line: Known, *, now: datetime) -> Opening:
    """Say whether a line is open at a moment; unknown for hours that are told in words only."""
    if line.always_open:
        return Opening(open=True)
    week = line.week
    if week is None:
        return Opening(open=None)
    return rules.opening(week, ZoneInfo(line.timezone), country=line.country, now=now)


def _entry(line: Known, sites: list[str], zone: ZoneInfo, *, now: datetime) -> Entry:
    french, opening = queries.french(), opening_of(line, now=now)
    facts = candidates.facts(line.resource, line.country) if line.resource else _NO_FACTS
    elsewhere = _elsewhere(line, zone, now=now)
    return Entry(
        number=queries.number(line, today=now.date()),
        resource=line.resource,
        directs=facts.directs,
        what_for=facts.what_for_fr if french else facts.what_for,
        caution=facts.caution_fr if french else facts.caution,
        place=(french and line.place_fr) or line.place,
        audience=line.audience,
        professions=line.professions,
        languages=tuple(name for _code, name in named(line.languages)),
        cost=line.cost,
        confidentiality=(french and line.confidentiality_fr) or line.confidentiality,
        sites=tuple(sites),
        opening=opening,
        state=words.state_in_words(opening, zone, now=now, named=words.zone_in_words(zone) if elsewhere else ""),
        zone_name=words.zone_in_words(ZoneInfo(line.timezone)) if elsewhere else "",
    )


_NO_FACTS = candidates.Facts(directs=False, what_for="", what_for_fr="", caution="", caution_fr="")


def _elsewhere(line: Known, zone: ZoneInfo, *, now: datetime) -> bool:
    """Say whether the line's clock shows another hour than the reader's, so that each must be named."""
    if line.always_open or not line.hours_code:
        return False
    return now.astimezone(ZoneInfo(line.timezone)).utcoffset() != now.astimezone(zone).utcoffset()


def _fits(line: Known, sites: frozenset[str], wanted: Wanted) -> bool:
    return (
        (not wanted.site or not sites or wanted.site in sites)
        and (not wanted.audience or line.audience in {Line.Audience.EVERYONE, wanted.audience})
        and (not wanted.language or wanted.language in line.languages)
    )


def _first(one: tuple[Known, Entry]) -> tuple[bool, int, int, str]:
    """Sort: what a person dialed lately, then what is open now, then what may be, then what is closed."""
    line, entry = one
    openness = {True: 0, None: 1, False: 2}[entry.opening.open]
    return entry.number.standing is Standing.AGEING, openness, line.order, line.name


def _spoken(lines: Iterable[Known]) -> list[tuple[str, str]]:
    codes = {code for line in lines for code in line.languages}
    return sorted(named(codes), key=lambda one: one[1]) if len(codes) > 1 else []


def _places(organization: uuid.UUID, *, now: datetime) -> _Places:
    try:
        return _kept.get(organization, lambda: _read(organization), now=now)
    except Error:
        return _Places()


def _read(organization: uuid.UUID) -> _Places:
    of_line: defaultdict[str, set[str]] = defaultdict(set)
    for line, site in LineAtSite.objects.of(organization).values_list("line_id", "site_id"):
        of_line[str(line)].add(str(site))
    return _Places(
        sites=tuple((str(site.id), site.name) for site in tenancy.sites(organization)),
        of_line=tuple((line, frozenset(sites)) for line, sites in of_line.items()),
    )


@dataclass(frozen=True)
class Waiting:
    """A number to dial again, and when it last answered."""

    name: str
    answered_on: date | None


def to_dial_again(organization: Asker, *, now: datetime) -> list[Waiting]:
    """Return the lines that should be dialed now, those never dialed first, then the oldest."""
    found = [
        Waiting(line.called, line.answered_on)
        for line, _standing in queries.desk_lines(organization, now=now)
        if not line.refused and rules.to_dial_again(line.answered_on, today=now.date())
    ]
    return sorted(found, key=lambda one: (one.answered_on is not None, one.answered_on or now.date(), one.name))
