"""What a spreadsheet of people is read against: this organization's places and people, the words of both languages.

Belongs here: gathering them. Does not belong here: deciding what a line means (`import_rules.py`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext, gettext_noop, override

from alongside.people.import_rules import Existing, Known, fold
from alongside.people.queries import PersonRow, people_of, proposals
from alongside.people.rules import Details
from alongside.tenancy import queries as places
from alongside.vocabulary import labels
from alongside.vocabulary.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

READ = ("en", "fr")
"""The languages the house writes notices in."""

SPOKEN = ("en", "fr", "es", "pt", "de", "it", "nl", "pl", "ar", "ru", "uk", "tr", "vi", "hi", "ko", "ja", "zh")
"""The languages a colleague may say they can talk in."""


def languages(codes: Iterable[str] = SPOKEN) -> list[tuple[str, str]]:
    """Return (code, name) in the language that is active, ready for a form."""
    return [(code, gettext(_english(code)).capitalize()) for code in codes]


def details_of(row: PersonRow) -> Details:
    """Return what is known of a person, as a change starts from it."""
    return Details(
        name=row.name,
        email=row.email,
        phone=row.phone,
        unit=row.unit,
        profession=row.profession,
        gender=row.gender,
        languages=row.languages,
        ways_to_talk=row.ways_to_talk,
        reads=row.reads,
    )


def known(*, organization: UUID, importer: UUID, default_reads: str, now: datetime) -> Known:
    """Gather what lines are read against; `importer` is the person who imports.

    A proposed role is not proposed twice.
    """
    rows = people_of(organization=organization, now=now)
    waits: defaultdict[UUID, set[Role]] = defaultdict(set)
    for proposed in proposals(organization=organization):
        waits[proposed.person].add(proposed.role)
    return Known(
        sites=frozenset(fold(site.name) for site in places.sites(organization)),
        units=_units(organization),
        professions=_by_label("profession"),
        languages=_by_language(),
        roles={word: Role(code) for word, code in _by_label("role").items() if Role(code) in Role.of_staff()},
        people={row.email: Existing(row.id, details_of(row), row.roles | waits[row.id]) for row in rows if row.email},
        own_email=next((row.email for row in rows if row.id == importer), ""),
        reads=frozenset(READ),
        default_reads=default_reads,
    )


def _units(organization: UUID) -> dict[tuple[str, str], UUID]:
    """Return units by site and name; without a site too, where only one unit has that name."""
    sites = {site.id: fold(site.name) for site in places.sites(organization)}
    units = places.units(organization)
    names = [fold(unit.name) for unit in units]
    found = {(sites[unit.site], fold(unit.name)): unit.id for unit in units if unit.site}
    alone = {("", fold(unit.name)): unit.id for unit in units if names.count(fold(unit.name)) == 1}
    return found | alone


def _by_label(list_code: str) -> dict[str, str]:
    """Return every way to write a code of this list: the code itself, its label in English and in French."""
    found = {fold(code): code for code in labels.rows(list_code)}
    for language in READ:
        with override(language):
            found |= {fold(label): code for code, label in labels.choices(list_code)}
    return found


def _by_language() -> dict[str, str]:
    found = {code: code for code in SPOKEN}
    for language in READ:
        with override(language):
            found |= {fold(name): code for code, name in languages()}
    return found


def _english(code: str) -> str:
    return gettext_noop("Chinese") if code == "zh" else str(LANG_INFO[code]["name"])
