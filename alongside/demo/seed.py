"""Entering the two invented organizations, by the same operations that a real one uses. Twice changes nothing.

Belongs here: the order of entering. Does not belong here: who and what (`towns.py`).
"""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.demo import brought_in, caring, figures, handed_over, happening, kept, opened, services, talks, walks
from alongside.demo.answers import ANSWERS
from alongside.demo.towns import CHANGE, CREWS, LIMITS, SIGNED, TOWNS, Colleague, Town
from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.notices import queries as outbox
from alongside.notices.rules import Sent
from alongside.people import operations as people
from alongside.people import queries as people_queries
from alongside.people.rules import Details
from alongside.questions import operations as questions
from alongside.questions import queries as questions_queries
from alongside.questions.operations import WhoLeads
from alongside.rota import operations as rota
from alongside.rota import queries as rota_queries
from alongside.tenancy import operations as tenancy
from alongside.tenancy import queries as tenancy_queries
from alongside.tenancy import words
from alongside.tenancy.errors import UnknownOrganization
from alongside.tenancy.transactions import one_transaction
from alongside.training import operations as training
from alongside.vocabulary.roles import Role

DAYS_AHEAD = 30
LIVE = "live"
ON_CALL = {Role.SUPPORTER: "supporter", Role.COORDINATOR: "coordinator", Role.PROFESSIONAL: "professional"}


class Turn(NamedTuple):
    """A crew's stretch on call; moments are aware, UTC."""

    crew: str
    starts: datetime
    ends: datetime


def seed(*, now: datetime) -> None:
    """Enter what is missing; keep the rota filled for the next 30 days."""
    for town in TOWNS:
        with one_transaction(ring=False):
            known = _found(town)
            organization = known or _enter(town, now)
            _fill_rota(town, organization, now)
            services.enter(town.slug, organization, now=now)
            _say_who_leads(town, organization)
        if known is None:
            happening.enter(town, organization, now=now)
            talks.enter(town, organization, now=now)
            caring.enter(town, organization, now=now)
            walks.enter(town, organization, now=now)
            handed_over.enter(town, organization, now=now)
            brought_in.enter(town, organization, now=now)
            figures.enter(town, organization, now=now)
            kept.enter(town, organization, now=now)
            opened.enter(organization, now=now)


def _say_who_leads(town: Town, organization: UUID) -> None:
    if questions_queries.leader(organization) is not None:
        return
    leads = next(one for one in town.colleagues if Role.COORDINATOR in one.roles)
    who = WhoLeads(
        leads.name,
        role="Peer support lead",
        role_fr="Direction du soutien par les pairs",
        telephone=town.calling_number,
        email=town.email(leads),
        hours="Weekdays, 9 to 5",
        hours_fr="En semaine, de 9 h à 17 h",
    )
    questions.say_who_leads(organization=organization, who=who)


def _found(town: Town) -> UUID | None:
    try:
        return tenancy_queries.house(town.slug).id
    except UnknownOrganization:
        return None


def _enter(town: Town, now: datetime) -> UUID:
    organization = tenancy.open_organization(
        slug=town.slug,
        name=town.name,
        country=town.country,
        zone=town.zone,
        languages=town.languages,
        demonstration=True,
    )
    tenancy.set_numbers(organization=organization, fallback_line=town.fallback_line, calling_number=town.calling_number)
    _write_limits(organization, now.date())
    units = _places(town, organization)
    for colleague in town.colleagues:
        _take_in(town, organization, colleague, units, now)
    _prove_channels(organization, now)
    _appoint_supervisors(town, organization, now)
    _answer_in_the_guides(town, organization)
    tenancy.set_mode(organization=organization, mode=LIVE)
    ledger.write(organization=organization, actor_role="administrator", verb="organization.opened", now=now, payload={})
    return organization


def _write_limits(organization: UUID, today: date) -> None:
    for language, text in LIMITS.items():
        tenancy.write_limits(
            organization=organization,
            language=language,
            text=text,
            signed_by=SIGNED[language][0],
            signed_role=SIGNED[language][1],
            on=today,
        )


def _answer_in_the_guides(town: Town, organization: UUID) -> None:
    for language in town.languages:
        for key, text in ANSWERS[language].items():
            words.put_word(organization=organization, key=key, language=language, text=text)


def _places(town: Town, organization: UUID) -> dict[str, UUID]:
    sites = {name: tenancy.add_site(organization=organization, name=name, zone=town.zone) for name in town.sites}
    return {
        unit.name: tenancy.add_unit(organization=organization, site=sites[unit.site], group=unit.group, name=unit.name)
        for unit in town.units
    }


def _take_in(town: Town, organization: UUID, colleague: Colleague, units: dict[str, UUID], now: datetime) -> None:
    details = Details(
        name=colleague.name,
        email=town.email(colleague),
        unit=units[colleague.unit],
        profession=colleague.profession,
        gender=colleague.gender,
        languages=("en", "fr"),
        ways_to_talk=("phone_call", "text_message", "email", "in_person", "by_code"),
        reads=town.reads,
    )
    person = people.add_person(organization=organization, details=details)
    for role in colleague.roles:
        people.grant_role(organization=organization, person=person, role=role, now=now)
    invited = people.make_invitation(organization=organization, person=person, by_telephone=False, now=now)
    account = people.open_invitation(organization=organization, secret=invited.secret, signed_in=None, now=now)
    people.use_invitation(account=account, now=now)
    channel = notices.add_channel(organization=organization, person=person, kind="email", address=details.email)
    notices.send_code(organization=organization, person=person, channel=channel, now=now)
    _designate(organization, person, colleague, now.date())


def _designate(organization: UUID, person: UUID, colleague: Colleague, today: date) -> None:
    for role in {Role.SUPPORTER, Role.PROFESSIONAL} & set(colleague.roles):
        training.designate(
            organization=organization,
            person=person,
            kind=role.value,
            designated_on=today - timedelta(days=200),
            valid_until=today + timedelta(days=500),
            agreement_signed_on=today - timedelta(days=210),
        )


def _prove_channels(organization: UUID, now: datetime) -> None:
    """Read the codes from the outbox as their receivers would read them from their mail, and type them back."""
    people_at = {row.email: row.id for row in people_queries.people_of(organization=organization, now=now)}
    keys = notices.claim_due(kind="email", now=now, up_to=500)
    for letter in outbox.letters(keys, origin="", now=now):
        person, found = people_at.get(letter.address), re.search(r"\b(\d{6})\b", letter.body)
        if person and found:
            for channel in outbox.channels_of(organization=organization, person=person):
                notices.verify_code(
                    organization=organization, person=person, channel=channel.id, typed=found.group(1), now=now
                )
        notices.settle(letter=letter, result=Sent(), now=now)


def _appoint_supervisors(town: Town, organization: UUID, now: datetime) -> None:
    heads = {town.email(colleague) for colleague in town.colleagues if colleague.supervises}
    for row in people_queries.people_of(organization=organization, now=now):
        if row.email in heads and row.group and row.site:
            people.set_supervision(
                organization=organization,
                supervisor=row.id,
                group=row.group,
                site=row.site,
                starts_on=now.date() - timedelta(days=300),
            )


def _fill_rota(town: Town, organization: UUID, now: datetime) -> None:
    there = {
        (row.person, row.starts_at)
        for row in rota_queries.shifts(
            organization=organization, starts=now - timedelta(days=15), ends=now + timedelta(days=DAYS_AHEAD + 28)
        )
    }
    crew_of = {town.email(colleague): colleague for colleague in town.colleagues if colleague.crew}
    for row in people_queries.people_of(organization=organization, now=now):
        colleague = crew_of.get(row.email)
        if colleague is None:
            continue
        for turn in turns(ZoneInfo(town.zone), now):
            if turn.crew == colleague.crew and (row.id, turn.starts) not in there:
                _put_on_call(organization, row.id, colleague, turn)


def _put_on_call(organization: UUID, person: UUID, colleague: Colleague, turn: Turn) -> None:
    for role in colleague.roles:
        rota.add_shift(
            organization=organization, person=person, duty=ON_CALL[role], starts_at=turn.starts, ends_at=turn.ends
        )


def turns(zone: ZoneInfo, now: datetime) -> list[Turn]:
    """Return who is on call until 30 days ahead, a week each, without a gap: wall time, also where clocks change."""
    here = now.astimezone(zone).date()
    monday = here - timedelta(days=here.weekday() + 7)
    mondays = [monday + timedelta(weeks=number) for number in range(DAYS_AHEAD // 7 + 4)]
    edges = [datetime.combine(day, CHANGE, zone).astimezone(UTC) for day in mondays]
    crews = [CREWS[day.toordinal() // 7 % len(CREWS)] for day in mondays]
    return [Turn(crew, start, end) for crew, (start, end) in zip(crews, pairwise(edges), strict=False)]
