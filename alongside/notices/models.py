"""Telling people: the channels they chose, and the outbox.

Belongs here: addresses, proof that they work, what is to be sent and whether it was. Does not belong here: why somebody
is told (journeys know), or any body of text: a notice holds a template and a slot, never a sentence about a case.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.people.models import Person
from alongside.tenancy.models import DataClasses, OwnedRow, one_of


class Channel(OwnedRow):
    """One way to reach a person: an email address, or an apprise address of their own."""

    class Kind(models.TextChoices):
        """Which library carries it."""

        EMAIL = "email"
        APPRISE = "apprise"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    address = models.CharField(max_length=500)
    verified_at = models.DateTimeField(null=True, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "address"], name="notices_channel_once")]


class Notice(OwnedRow):
    """A message to one reader, written in the transaction that makes it due.

    To somebody who works here it goes by one channel of theirs. To somebody who does not (`about`) it holds a bare key
    and no address: the address is asked for at the moment of sending, and may be gone by then.
    """

    class State(models.TextChoices):
        """What became of it. A lease that ran out means retry, never failed."""

        DUE = "due"
        SENT = "sent"
        GIVEN_UP = "given_up"
        VOID = "void"

    class About(models.TextChoices):
        """Whose address is asked for when the notice is sent, where it goes to nobody who works here."""

        CASE = "case"
        REMINDER = "reminder"

    template = models.CharField(max_length=32)
    slot = models.JSONField(default=dict)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="notices", null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices", null=True, blank=True)
    about = models.UUIDField(null=True, blank=True, db_index=True)
    about_kind = models.CharField(max_length=8, choices=About.choices, blank=True)
    language = models.CharField(max_length=8, blank=True)
    case = models.UUIDField(null=True, blank=True, db_index=True)
    rung = models.PositiveSmallIntegerField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_failure = models.CharField(max_length=32, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rung", "person", "channel", "template", "attempt"],
                condition=Q(case__isnull=False) & ~Q(state="void"),
                name="notices_told_once",
            ),
            one_of("state", ["due", "sent", "given_up", "void"], name="notices_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent"), name="notices_sent_has_time"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, about__isnull=True, about_kind="")
                | (Q(person__isnull=True, channel__isnull=True, about__isnull=False) & ~Q(about_kind="")),
                name="notices_to_one_reader",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="due"), name="notices_due")]
