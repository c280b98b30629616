"""Somebody who has spoken with a colleague goes on with another: what they were told still holds.

A day they agreed to holds, whoever calls. Once a day has passed since they first spoke, the hurry of that day is past:
nobody is rung for them at night, and nobody rings them then. Danger waits for neither.
Belongs here: by when, for journeys that find somebody else. Does not belong here: finding them.
"""

from __future__ import annotations

from datetime import datetime

from alongside.cases import follow_ups
from alongside.cases import operations as cases
from alongside.cases import rules as case_rules
from alongside.cases.models import Case
from alongside.cases.rules import hand_overs as rules
from alongside.paging import queries as paging_queries
from alongside.vocabulary.asking import Urgency


def wait_for_somebody(*, case: Case, now: datetime) -> None:
    """Nobody goes on with them yet: promise anew, by the day they agreed to where there is one."""
    agreed = _agreed_day(case, now)
    if case.urgency == Urgency.NOW and (agreed or rules.hurry_is_past(first_contact_at=case.first_contact_at, now=now)):
        cases.hasten(case=case, urgency=Urgency.TODAY)
    cases.set_times(case=case, contact_due=agreed.ends_at if agreed else _promise(case, asked=now, accepted=None))


def keep_to_the_day(*, case: Case, now: datetime) -> None:
    """They chose a day while nobody goes on with them yet: that is what they are promised."""
    if agreed := _agreed_day(case, now):
        cases.set_times(case=case, contact_due=agreed.ends_at)


def times(*, case: Case, asked: datetime, now: datetime) -> tuple[datetime, datetime]:
    """Return by when whoever goes on from now is in touch, and when they are reminded of it.

    `asked` is when the search for them began.
    """
    agreed = _agreed_day(case, now)
    if agreed and agreed.starts_at > now:
        return agreed.ends_at, agreed.starts_at
    promise = agreed.ends_at if agreed else _promise(case, asked=asked, accepted=now)
    return promise, case_rules.half_time(accepted=now, contact_due=promise)


def _agreed_day(case: Case, now: datetime) -> follow_ups.Planned | None:
    plan = follow_ups.planned(case=case) if case.first_contact_at and not case.danger else None
    return plan if plan and plan.agreed and not plan.no_more and plan.ends_at > now else None


def _promise(case: Case, *, asked: datetime, accepted: datetime | None) -> datetime:
    return paging_queries.promise(
        organization=case.organization_id,
        site=case.site_id,
        urgency=Urgency(case.urgency),
        asked=asked,
        accepted=accepted,
    )
