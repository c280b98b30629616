"""How often each person opened something of a case: what outlives it, so that a quick erasure hides no abuse (T35).

Belongs here: counting. Does not belong here: noting an opening (`cases.operations`), the sentences whoever asked reads
(`web/returning/seen.py`), and any list by person: the counts stand in the ledger's clear part, for an investigation.
"""

from __future__ import annotations

from django.db.models import Count

from alongside.cases.models import Case, Opening

SEEN = frozenset(
    {
        Opening.What.CONTACT,
        Opening.What.MESSAGES,
        Opening.What.HELPED_CHOOSE,
        Opening.What.HANDED_OVER,
        Opening.What.HANDED_ON,
        Opening.What.DANGER_TAKEN,
        Opening.What.CODE_BY_PHONE,
        Opening.What.CALL_TAKEN,
        Opening.What.GLASS,
    }
)
"""Acts by which somebody learns how to reach a person, or reads their words."""


def by_actor(*, case: Case) -> dict[str, int]:
    """Return how often each person opened something of a case, by their key; nothing of what, or when."""
    rows = Opening.objects.filter(case=case, person__isnull=False, what__in=SEEN)
    counted = rows.values("person_id").annotate(times=Count("id")).values_list("person_id", "times")
    return {str(person): times for person, times in sorted(counted, key=lambda one: str(one[0]))}
