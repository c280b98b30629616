"""Getting in touch again, as it is planned and agreed.

Belongs here: one row for each time that is planned, and the days that an organization chose for its course. Does not
belong here: the tries themselves (`ContactAttempt`), windows (`cases.rules.follow_ups`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.cases.models.case import Case
from alongside.cases.rules.follow_ups import BOUNDS, Kind
from alongside.tenancy.models import DataClasses, OwnedRow, one_of


class FollowUp(OwnedRow):
    """One time to get in touch again. `agreed`: the person themselves said so; with kind "none", that they want none.

    `step` is the place in the course of three. Whoever is walked with always has one open row.
    """

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open"
        DONE = "done"
        MOVED = "moved"
        NO_MORE = "no_more"
        STOPPED = "stopped"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="follow_ups")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    step = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    agreed = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="open"), name="cases_one_open_follow_up"),
            one_of("state", ["open", "done", "moved", "no_more", "stopped"], name="cases_follow_up_state_known"),
        ]


class FollowUpCourse(OwnedRow):
    """When an organization proposes the three talks, in days after the first one."""

    first_from = models.PositiveSmallIntegerField()
    first_until = models.PositiveSmallIntegerField()
    second_from = models.PositiveSmallIntegerField()
    second_until = models.PositiveSmallIntegerField()
    third_from = models.PositiveSmallIntegerField()
    third_until = models.PositiveSmallIntegerField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization"], name="cases_one_course"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}_from__gte": bounds.first, f"{name}_until__lte": bounds.last})
                    & Q(**{f"{name}_from__lte": models.F(f"{name}_until")}),
                    name=f"cases_{name}_talk_within_bounds",
                )
                for name, bounds in zip(("first", "second", "third"), BOUNDS, strict=True)
            ),
        ]
