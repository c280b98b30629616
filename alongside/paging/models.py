"""Climbing the ladder until a human answers.

Belongs here: an organization's clocks, each climb with its frozen policy, each page and its answer, alarms, calls back
to whoever raised the level, the engine's beat.
Does not belong here: what the person entrusted (`cases`), how a page is delivered (`notices`).
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.cases.models import Case
from alongside.people.models import Person
from alongside.tenancy.models import DataClasses, OwnedRow, one_of
from alongside.vault.fields import SealedField
from alongside.vocabulary.asking import Urgency


class ClockSetting(OwnedRow):
    """One urgency's clock as an organization chose it; absent means the preset of `paging.rules`."""

    urgency = models.CharField(max_length=12, choices=[(urgency.value, urgency.value) for urgency in Urgency])
    minutes = models.PositiveIntegerField()
    weekend_minutes = models.PositiveIntegerField()
    rung_minutes = models.PositiveIntegerField()
    day_starts = models.TimeField(null=True, blank=True)
    day_ends = models.TimeField(null=True, blank=True)
    working_days_only = models.BooleanField(default=False)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "urgency"], name="paging_clock_once"),
            models.CheckConstraint(
                condition=Q(minutes__gt=0, weekend_minutes__gte=models.F("minutes"), rung_minutes__gt=0),
                name="paging_clock_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(day_starts__isnull=True, day_ends__isnull=True)
                | Q(day_starts__isnull=False, day_ends__isnull=False, day_ends__gt=models.F("day_starts")),
                name="paging_day_hours_whole",
            ),
        ]


class LadderSetting(OwnedRow):
    """How wide each rung is, and how much one supporter carries, as an organization chose."""

    widening = models.PositiveSmallIntegerField(default=5)
    load_cap = models.PositiveSmallIntegerField(default=3)
    rest_hours = models.PositiveSmallIntegerField(default=48)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="paging_one_ladder")]


class Climb(OwnedRow):
    """One climb for one case. The policy is frozen here; who is on call is resolved at each rung."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="climbs")
    policy = models.JSONField()
    started_at = models.DateTimeField()
    rung = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    alarm_raised_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="paging_one_climb_a_case"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(ended_at__isnull=True), name="paging_climb_due")]


class Page(OwnedRow):
    """One person asked to take one case."""

    class Answer(models.TextChoices):
        """What became of it."""

        NONE = "none"
        ACCEPTED = "accepted"
        PASSED = "passed"
        STOOD_DOWN = "stood_down"
        RELEASED = "released"
        CONFLICT = "conflict"

    climb = models.ForeignKey(Climb, on_delete=models.CASCADE, related_name="pages")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pages")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pages")
    role = models.CharField(max_length=16)
    rung = models.PositiveSmallIntegerField()
    paged_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = models.CharField(max_length=12, choices=Answer.choices, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True, blank=True)
    rang = models.BooleanField(default=True)  # False: in the inbox only, since three rang within ten minutes.

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["climb", "rung", "person"], name="paging_page_once_a_rung"),
            models.UniqueConstraint(fields=["climb"], condition=Q(answer="accepted"), name="paging_one_winner_a_climb"),
            one_of(
                "answer",
                ["none", "accepted", "passed", "stood_down", "released", "conflict"],
                name="paging_answer_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(answer="none"), name="paging_open_by_person"),
            models.Index(fields=["organization", "paged_at"], name="paging_by_time"),
        ]


class Alarm(OwnedRow):
    """Something a coordinator must know: nobody answered, nobody could be paged, a promise slipped."""

    class Kind(models.TextChoices):
        """What happened, coded."""

        NOBODY_ANSWERED = "nobody_answered"
        NOBODY_CAN = "nobody_can"
        CONTACT_OVERDUE = "contact_overdue"
        NOBODY_CAME = "nobody_came"
        CHANNEL_FAILED = "channel_failed"
        DANGER = "danger"
        FLOOD = "flood"
        CANNOT_OPEN = "cannot_open"
        HAND_OFF_OVERDUE = "hand_off_overdue"
        KEYS_REMADE = "keys_remade"
        NOT_REAL = "not_real"
        EVENT_HIGH_RISK = "event_high_risk"
        EVENT_HELD = "event_held"
        EVENT_UNCARRIED = "event_uncarried"
        ROUND_UNTOUCHED = "round_untouched"
        TEAM_SESSION = "team_session"
        QUESTION_OVERDUE = "question_overdue"
        CALL_BACK = "call_back"
        NUMBERS_TO_DIAL = "numbers_to_dial"
        HAND_OFF_BACK = "hand_off_back"
        DANGER_UNTAKEN = "danger_untaken"
        DANGER_REVIEW = "danger_review"
        DANGER_AGREE = "danger_agree"
        SECOND_LOOK = "second_look"
        FOLLOW_UP_LATE = "follow_up_late"
        HAND_OVER = "hand_over"
        STUCK = "stuck"
        RESTORED = "restored"
        TALK_OVERDUE = "talk_overdue"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, blank=True, related_name="alarms")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}


ABOUT_DANGER = frozenset(
    {
        Alarm.Kind.DANGER,
        Alarm.Kind.DANGER_UNTAKEN,
        Alarm.Kind.DANGER_REVIEW,
        Alarm.Kind.DANGER_AGREE,
        Alarm.Kind.SECOND_LOOK,
    }
)
"""What stands on the board because somebody may be in danger; it comes first there."""


class CallBack(OwnedRow):
    """Somebody raised the level and waits for a professional's call: a sealed number and a time, nothing else.

    No name, neither theirs nor the colleague's, and no reason: there is no column for it. The number's key is destroyed
    when somebody called, at the latest after a day; then the row goes too.
    """

    class Outcome(models.TextChoices):
        """What came of the last try."""

        CALLED = "called"
        NO_ANSWER = "no_answer"

    once_hash = models.BinaryField(max_length=32)
    number = SealedField(null=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    rung = models.PositiveSmallIntegerField(default=0)
    alarm_raised_at = models.DateTimeField(null=True, blank=True)
    fallback_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B", "number": "A"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "once_hash"], name="paging_call_back_sent_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, number__isnull=False) | Q(ended_at__isnull=False, number=None),
                name="paging_call_back_ended_holds_no_number",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at__isnull=True) | (~Q(outcome="") & Q(outcome_at__isnull=False)),
                name="paging_call_back_outcome_has_time",
            ),
        ]


class CallBackPage(OwnedRow):
    """One professional or coordinator asked to call back."""

    call_back = models.ForeignKey(CallBack, on_delete=models.CASCADE, related_name="pages")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16)
    rung = models.PositiveSmallIntegerField()
    paged_at = models.DateTimeField()
    rang = models.BooleanField(default=True)  # False: on their screen only, since three rang within ten minutes.

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call_back", "rung", "person"], name="paging_call_back_once_a_rung"),
        ]


class Beat(models.Model):
    """When an engine was last alive, and the oldest thing it found overdue."""

    engine = models.UUIDField(primary_key=True, default=uuid.uuid4)
    at = models.DateTimeField(db_index=True)
    oldest_overdue = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}
