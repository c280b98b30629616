"""What a file or a form is read against, and the directory as rows for a file.

Belongs here: gathering words of both languages, places, zones and the lines that stand already. Does not belong here:
deciding what a line means (`rules.sheet`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from uuid import UUID
from zoneinfo import available_timezones

from django.utils.translation import override
from phonenumbers import SUPPORTED_REGIONS

from alongside.directory import candidates, queries, services
from alongside.directory.candidates import Candidate
from alongside.directory.models import Line
from alongside.directory.queries import Asker
from alongside.directory.rules.service import ANY_HOUR, Column, Known, Service
from alongside.directory.rules.service import TEXTS as TEXT_COLUMNS
from alongside.people.import_rules import fold
from alongside.people.known import READ, languages
from alongside.tenancy import queries as tenancy
from alongside.vocabulary import labels

KINDS = (Line.Kind.INTERNAL, Line.Kind.STAFF, Line.Kind.CRISIS)
"""What may be entered. The emergency number comes from the country's data, never from typing."""

PROFESSIONS = tuple(code for code in labels.rows("profession_group") if code != "unsaid")
COUNTRIES = frozenset(SUPPORTED_REGIONS) | frozenset(candidates.countries())


def known(organization: Asker, *, zone: str, now: datetime) -> Known:
    """Gather what lines are read against; `zone` is the organization's."""
    return Known(
        country=organization.country,
        zone=zone,
        kinds={fold(kind.value): kind.value for kind in KINDS},
        resources=_words("internal_resource_kinds"),
        audiences=_words("service_audiences"),
        professions={word: code for word, code in _words("profession_group").items() if code in PROFESSIONS},
        languages=_languages(),
        costs=_words("service_costs"),
        sites={fold(site.name): site.id for site in tenancy.sites(organization.id)},
        countries=COUNTRIES,
        zones=frozenset(available_timezones()),
        there=services_of(organization, now=now),
        never_shown=candidates.never_shown,
    )


def services_of(organization: Asker, *, now: datetime) -> dict[UUID, Service]:
    """Return every line that stands, but for the emergency number, by its key."""
    at = services.sites_of(organization.id)
    return {
        UUID(line.key): _service(line, at.get(line.key, frozenset()))
        for line, _standing in queries.desk_lines(organization, now=now)
        if line.kind != Line.Kind.EMERGENCY
    }


def as_candidate(service: Service, *, code: str = "", order: int = 100) -> Candidate:
    """Return a service as a line to be kept."""
    same = {name.name: getattr(service, name.name) for name in fields(Service) if name.name != "sites"}
    return Candidate(code=code, order=order, everywhere=True, **same)


def code_of(service: Service) -> str:
    """Return the candidate's code that this number is known by, or ""."""
    same = (one.code for one in candidates.of_country(service.country) if _number(one) == service.number)
    return "" if service.kind == Line.Kind.INTERNAL else next(same, "")


def rows(organization: Asker, *, now: datetime) -> Iterator[dict[str, str]]:
    """Yield every line as a file tells it, with who dialed it and when for people to read."""
    names = {site.id: site.name for site in tenancy.sites(organization.id)}
    standing = {UUID(line.key): (line, how) for line, how in queries.desk_lines(organization, now=now)}
    for key, service in services_of(organization, now=now).items():
        line, how = standing[key]
        yield {
            **_row(service, names),
            "key": str(key),
            "dialed_on": _day(line.answered_on),
            "dialed_by": line.dialed_by,
            "standing": how.value,
        }


def _row(service: Service, sites: Mapping[UUID, str]) -> dict[str, str]:
    texts = {column.value: str(getattr(service, name)) for column, (name, _longest) in TEXT_COLUMNS.items()}
    return {
        **texts,
        Column.KIND.value: service.kind,
        Column.RESOURCE.value: service.resource,
        Column.COUNTRY.value: service.country,
        Column.NUMBER.value: service.dial,
        Column.TEXT_TO.value: service.text_to,
        Column.HOURS.value: ANY_HOUR if service.always_open else service.hours_code,
        Column.TIMEZONE.value: service.timezone,
        Column.SITES.value: _joined(sites.get(site, "") for site in service.sites),
        Column.AUDIENCE.value: service.audience,
        Column.PROFESSIONS.value: _joined(service.professions),
        Column.LANGUAGES.value: _joined(service.languages),
        Column.COST.value: service.cost,
    }


def _service(line: queries.Known, sites: Iterable[str]) -> Service:
    same = {one.name: getattr(line, one.name) for one in fields(Service) if hasattr(line, one.name)}
    same |= {name: tuple(sorted(same[name])) for name in ("professions", "languages")}
    return Service(**same, sites=frozenset(UUID(site) for site in sites))


def _number(one: Candidate) -> tuple[str, str, str]:
    return Service(kind="", country=one.country, dial=one.dial, text_to=one.text_to).number


def _joined(words: Iterable[str]) -> str:
    return "; ".join(sorted(filter(None, words)))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _words(list_code: str) -> dict[str, str]:
    """Return every way to write a code of this list: the code itself, its label in English and in French."""
    found = {fold(code): code for code in labels.rows(list_code)}
    for language in READ:
        with override(language):
            found |= {fold(label): code for code, label in labels.choices(list_code)}
    return found


def _languages() -> dict[str, str]:
    found = {code: code for code in candidates.LANGUAGES}
    for language in READ:
        with override(language):
            found |= {fold(name): code for code, name in languages(candidates.LANGUAGES)}
    return found
