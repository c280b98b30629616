"""A database in which years have passed: as many rows as an aim names, made by the database itself.

Belongs here: laying rows down beside those of real organizations. Does not belong here: measuring (`growth.py`).

What is made up is only what nobody opens: tombstones and what the ledger says of them (not chained, so such a ledger
does not verify), sheets of encounters, answers. Whatever is measured is made by journeys.
"""

from dataclasses import dataclass

from django.db import connection

from alongside.reports.rules import SMALLEST
from tests.worlds import World

YEARS = 5
"""Over how many years, back from now, sheets of encounters are spread."""

_TOMBSTONES = """
    INSERT INTO cases_case (id, organization_id, site_id, designation, stage, urgency, source, language, danger,
        asked_at, contact_due, ended_at, owner_role, coordinator_may_help, tell_me_who_first)
    SELECT gen_random_uuid(), %(organization)s, %(site)s, '', 'erased', 'today', 'self', '', false,
        quarter, quarter, quarter, '', false, false
    FROM generate_series(1, %(cases)s) AS n,
        LATERAL (SELECT date_trunc('quarter', now() - n %% (4 * %(years)s) * interval '3 months') AS quarter) AS q
"""
_ENTRIES = """
    INSERT INTO ledger_entry (id, organization_id, seq, hour, actor_role, verb, prev, commitment, digest)
    SELECT gen_random_uuid(), %(organization)s, h.seq + n, date_trunc('hour', now() - n * interval '30 minutes'),
        'engine', 'case.paged', h.digest, decode(md5(n::text) || md5(h.seq::text), 'hex'), h.digest
    FROM ledger_head AS h, generate_series(1, %(entries)s) AS n WHERE h.organization_id = %(organization)s
"""
_HEAD = "UPDATE ledger_head SET seq = seq + %(entries)s WHERE organization_id = %(organization)s"
_MONTH = "to_char(now() - (1 + n %% (12 * %(years)s)) * interval '1 month', 'YYYY-MM')"
_SHEETS = (
    f"""
    INSERT INTO encounters_encounter (id, organization_id, month, kind, minutes, role_group, unit_group, event_kind,
        group_size)
    SELECT gen_random_uuid(), %(organization)s, {_MONTH}, 'one_to_one', '15_to_30', 'nursing', 'intensive_care', '', ''
    FROM generate_series(1, %(encounters)s) AS n
    """,  # noqa: S608  # Its only parts are constants of this file.
    f"""
    INSERT INTO encounters_course (id, organization_id, month, kind, shift, outcome, interactions, source,
        time_to_contact)
    SELECT gen_random_uuid(), %(organization)s, {_MONTH}, 'one_to_one', 'night', 'spoke',
        CASE WHEN n %% 3 = 0 THEN 'i1' ELSE 'i2' END, 'self', 'up_to_30m'
    FROM generate_series(1, %(encounters)s) AS n
    """,  # noqa: S608  # As above.
    f"""
    INSERT INTO encounters_leaf (id, organization_id, month, about, code)
    SELECT gen_random_uuid(), %(organization)s, {_MONTH}, 'tier', 'one'
    FROM generate_series(1, %(encounters)s) AS n
    """,  # noqa: S608  # As above.
)
_STAFF = """
    INSERT INTO reports_counting (id, organization_id, staff, smallest)
    SELECT gen_random_uuid(), %(organization)s, %(staff)s, %(smallest)s
    ON CONFLICT (organization_id) DO UPDATE SET staff = excluded.staff
"""


@dataclass(frozen=True)
class Size:
    """How much there is of everything, in all organizations together."""

    staff: int = 1_000_000
    cases: int = 200_000
    encounters: int = 1_000_000
    entries: int = 2_000_000


def grow(towns: list[World], size: Size) -> None:
    """Lay it all down, evenly, and let the database learn how its tables look. PostgreSQL only."""
    share = len(towns)
    with connection.cursor() as cursor:
        for town in towns:
            given = {
                "organization": town.organization.pk,
                "site": min(town.site.pk, town.other_site.pk),
                "years": YEARS,
                "staff": size.staff // share,
                "smallest": SMALLEST,
                "cases": size.cases // share,
                "encounters": size.encounters // share,
                "entries": size.entries // share,
            }
            for statement in (_TOMBSTONES, _ENTRIES, _HEAD, *_SHEETS, _STAFF):
                cursor.execute(statement, given)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")  # Else writing it all down is measured with what comes next.
