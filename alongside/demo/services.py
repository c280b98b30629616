"""Whom the two invented organizations turn to inside. Twice changes nothing.

Belongs here: who answers when, and entering it. Does not belong here: people (`towns.py`), lines outside, which come
from the house's own data. No number is real: they are from the ranges kept for fiction.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from alongside.directory import operations as directory
from alongside.directory import queries
from alongside.directory.candidates import Candidate
from alongside.tenancy import queries as tenancy


def _inside(resource: str, name: str, name_fr: str, digits: str, **more: object) -> Candidate:
    american = digits.startswith("+1")
    written = f"({digits[2:5]}) {digits[5:8]}-{digits[8:]}" if american else _pairs(f"0{digits[3:]}")
    given = {"note": "", "note_fr": "", "cost": "free", "always_open": "hours_code" not in more, **more}
    return Candidate(
        code="", country="US" if american else "FR", kind="internal", order=100, everywhere=True, name=name,
        name_fr=name_fr, dial=digits, display=written, text_to="", hours="", hours_fr="",
        resource=resource, **given,  # type: ignore[arg-type]  # Fields by their names.
    )  # fmt: skip


def _pairs(digits: str) -> str:
    return " ".join(digits[place : place + 2] for place in range(0, len(digits), 2))


CENTRAL = {"timezone": "America/Chicago", "languages": ("en", "es")}
PARIS = {"timezone": "Europe/Paris", "languages": ("fr",)}

SERVICES: dict[str, tuple[tuple[Candidate, str], ...]] = {
    "northfield": (
        (
            _inside(
                "occupational_health", "Employee health", "Santé au travail", "+12025550150",
                hours_code="Mo-Fr 07:00-16:30; PH off", place="Northfield Hospital, ground floor",
                place_fr="Northfield Hospital, rez-de-chaussée", **CENTRAL,
            ),
            "",
        ),
        (
            _inside("chaplain", "Chaplain on call", "Aumônerie d’astreinte", "+12025550151", languages=("en", "fr"),
                    confidentiality="A talk with clergy stays secret. No notes are taken.",
                    confidentiality_fr="L’échange avec l’aumônerie reste secret. Aucune note n’est prise."),
            "Northfield Hospital",
        ),
        (
            _inside("eap", "Assistance program", "Programme d’aide", "+12025550152", languages=("en", "es"),
                    cost="free_at_first", note="Family may call too.", note_fr="Les proches peuvent appeler aussi."),
            "",
        ),
        (
            _inside("psychology_centre", "Psychology center, Lakeside", "Centre de psychologie de Lakeside",
                    "+12025550153", hours_code="Mo-Th 08:00-12:00,13:00-18:00; PH off", **CENTRAL),
            "Lakeside Hospital",
        ),
        (
            _inside("union", "Union representative", "Représentant syndical", "+12025550154",
                    hours_code="Mo-Su 09:00-21:00", **CENTRAL),
            "",
        ),
        (
            _inside("risk_management", "Patient safety and risk office", "Sécurité des patients et risques",
                    "+12025550155", hours_code="Mo-Fr 08:00-17:00; PH off", **CENTRAL),
            "",
        ),
    ),
    "valbrune": (
        (
            _inside("occupational_health", "Occupational health", "Service de santé au travail", "+33199000150",
                    hours_code="Mo-Fr 08:30-12:30,13:30-17:00; PH off", place="Base de Valbrune, bâtiment B",
                    place_fr="Base de Valbrune, bâtiment B", **PARIS),
            "",
        ),
        (
            _inside("institutional_psychologist", "Staff psychologist", "Psychologue du personnel", "+33199000151",
                    hours_code="Mo 09:00-18:00; We 09:00-18:00; Fr 09:00-18:00; PH off", **PARIS),
            "",
        ),
        (
            _inside("fire_service_psych_unit", "Psychological support unit", "Unité de soutien psychologique",
                    "+33199000152", languages=("fr",)),
            "Antenne de Roquemire",
        ),
        (
            _inside("social_worker", "Staff social worker", "Service social du personnel", "+33199000153",
                    hours_code="Tu-Th 09:00-16:00; PH off", **PARIS),
            "",
        ),
        (
            _inside("quality_risk", "Quality and risk", "Qualité et gestion des risques", "+33199000154",
                    hours_code="Mo-Fr 09:00-17:00; PH off", **PARIS),
            "",
        ),
    ),
}  # fmt: skip
"""By organization: each service, and the one site it is for, "" for all."""


def enter(slug: str, organization: UUID, *, now: datetime) -> None:
    """Add what is missing, by its number."""
    house = tenancy.house_of(organization)
    there = {line.dial for line, _standing in queries.desk_lines(house, now=now)}
    sites = {site.name: site.id for site in tenancy.sites(organization)}
    for order, (service, site) in enumerate(SERVICES.get(slug, ()), start=100):
        if service.dial not in there:
            line = replace(service, order=order)
            directory.add_line(organization=organization, line=line, sites=[sites[site]] if site else [])
