"""Handing somebody over to another supporter, and who was asked to take over.

Belongs here: the wish and each turn of asking. Does not belong here: giving back at once (paged again, no row), the
hand-off to a professional (`hand_off`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.cases.models.case import Case
from alongside.people.models import Person
from alongside.tenancy.models import DataClasses, OwnedRow, one_of


class HandOver(OwnedRow):
    """A supporter would like somebody else to go on. Until one has said yes, nothing changes for anybody.

    `chosen`: one colleague by name; without, they are asked in turn. `leaves_at`: from then on the giver is away.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed"
        ASKED = "asked"
        TAKEN = "taken"
        REFUSED = "refused"
        NOBODY = "nobody"
        OVER = "over"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hand_overs")
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    chosen = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    leaves_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=["proposed", "asked", "nobody"]), name="cases_one_hand_over"
            ),
            one_of(
                "state", ["proposed", "asked", "taken", "refused", "nobody", "over"], name="cases_hand_over_state_known"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="cases_hand_over_due")]


class HandOverTurn(OwnedRow):
    """One colleague who was asked to take over, and what they said."""

    class Answer(models.TextChoices):
        """What they said."""

        NONE = "none"
        TOOK = "took"
        PASSED = "passed"
        SILENT = "silent"
        STOOD_DOWN = "stood_down"

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="turns")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NONE)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hand_over"], condition=Q(answer="none"), name="cases_one_asked_at_a_time"),
            one_of("answer", ["none", "took", "passed", "silent", "stood_down"], name="cases_turn_answer_known"),
        ]
