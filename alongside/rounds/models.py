"""Offers that a supporter carries to people, and sessions offered to a whole team.

Belongs here: a round (who carries, how many, by when), what was tried of each offer, a session's place and time.
Does not belong here: whom an offer goes to (sealed in its case, named here by a bare key until it is settled), the
event (there is no column for it), who comes to a session (there is no column for that either).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.people.models import Person
from alongside.rounds.rules import OWN_GUIDES, Reason, Said, State
from alongside.tenancy.models import DataClasses, OwnedRow, Site, UnitGroup, one_of


class Round(OwnedRow):
    """Up to six offers that one supporter carries. Without a carrier the coordinator chooses one.

    The numbers remain when the offers are settled; nobody can tell from them who said what.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    carrier = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    guide = models.CharField(max_length=60, choices=[(slug, slug) for slug in OWN_GUIDES.values()], blank=True)
    people = models.PositiveSmallIntegerField()
    reached = models.PositiveSmallIntegerField(default=0)
    not_reached = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    look_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gte=models.F("reached") + models.F("not_reached")),
                name="rounds_never_more_than_people",
            ),
        ]
        indexes = [
            models.Index(fields=["carrier"], condition=Q(closed_at__isnull=True), name="rounds_open_by_carrier"),
            models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="rounds_to_look_at"),
        ]


class Carried(OwnedRow):
    """One offer of a round until it is settled; then the row is gone and one number has grown.

    `tries` and `rests_until`: how often settling it was begun, and until when it is left alone, lest it hold up others.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="offers")
    case = models.UUIDField(unique=True)
    first_try_at = models.DateTimeField(null=True, blank=True)
    second_try_at = models.DateTimeField(null=True, blank=True)
    said = models.CharField(max_length=12, choices=[(said.value, said.value) for said in Said], blank=True)
    acted_at = models.DateTimeField(null=True, blank=True)
    settles_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    rests_until = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        indexes = [
            models.Index(fields=["settles_at"], condition=Q(settles_at__isnull=False), name="rounds_to_settle"),
        ]


class TeamSession(OwnedRow):
    """A session offered to a team. Who leads it is known until it was held; who comes never is."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    unit_group = models.ForeignKey(UnitGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=20, choices=[(reason.value, reason.value) for reason in Reason])
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    wished_week = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    first_leader = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    second_leader = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    month = models.DateField(null=True, blank=True)
    heads = models.CharField(max_length=8, blank=True)
    proposed_at = models.DateTimeField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            one_of("state", State, name="rounds_session_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=State.PLANNED)
                | (
                    ~Q(place="")
                    & Q(starts_at__isnull=False, first_leader__isnull=False, second_leader__isnull=False)
                    & ~Q(first_leader=models.F("second_leader"))
                ),
                name="rounds_session_has_place_time_and_two",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.HELD)
                | (~Q(heads="") & Q(month__isnull=False, starts_at__isnull=True, first_leader__isnull=True)),
                name="rounds_held_session_keeps_little",
            ),
        ]
