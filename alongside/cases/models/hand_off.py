"""A hand-off to a professional: who asked whom, on what ground, and what came of it.

Belongs here: one row for each professional asked, or for somebody outside who was named by a code. Does not belong
here: moving the case (`journeys/handing_to_a_professional.py`), anything that was said.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.cases.models.case import Case
from alongside.people.models import Person
from alongside.tenancy.models import DataClasses, OwnedRow, one_of
from alongside.vocabulary.passing_on import Consent, HandOffState, Outside

OPEN_STATES = (HandOffState.PROPOSED.value, HandOffState.ASKED.value, HandOffState.CONFIRMED.value)


class HandOff(OwnedRow):
    """One professional asked to go on with somebody, or one coded word about somebody outside."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hand_offs")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outside = models.CharField(max_length=32, blank=True, choices=[(one.value, one.value) for one in Outside])
    consent = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in Consent])
    anyone = models.BooleanField(default=False)
    in_touch = models.BooleanField(default=False)
    peer_kept_away = models.BooleanField(default=False)  # The person named whoever made it among those to avoid.
    state = models.CharField(max_length=12, choices=[(one.value, one.value) for one in HandOffState])
    made_at = models.DateTimeField()
    confirm_by = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=OPEN_STATES), name="cases_one_hand_off_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(to__isnull=False, outside="") & ~Q(consent="")
                | Q(to__isnull=True, state=HandOffState.OUTSIDE) & ~Q(outside=""),
                name="cases_hand_off_within_or_outside",
            ),
            models.CheckConstraint(
                condition=~Q(state=HandOffState.ASKED) | Q(confirm_by__isnull=False),
                name="cases_hand_off_confirmed_by_a_time",
            ),
            one_of("state", HandOffState, name="cases_hand_off_state_known"),
        ]
