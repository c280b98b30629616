"""A request and what follows: the identified, sealed, short-lived record.

Belongs here: the case, what was entrusted (sealed), its moves, who opened it, the return code, the visit. Does not
belong here: the event (there is nowhere to put
it), who is paged (`paging`), what is counted (`encounters`).
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.people.models import Person
from alongside.tenancy.models import DataClasses, Organization, OwnedRow, Site, one_of
from alongside.vault.fields import SealedField
from alongside.vocabulary.asking import Outcome, Source, Urgency
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import OPEN, Stage


class Case(OwnedRow):
    """A request. Clear columns hold no identity: a made-up designation, a stage, clocks."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    designation = models.CharField(max_length=40)
    stage = models.CharField(max_length=20, choices=[(stage.value, stage.value) for stage in Stage])
    urgency = models.CharField(max_length=12, choices=[(urgency.value, urgency.value) for urgency in Urgency])
    source = models.CharField(max_length=16, choices=[(source.value, source.value) for source in Source])
    language = models.CharField(max_length=8)
    danger = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    contact_due = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    first_contact_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    owner_role = models.CharField(max_length=16, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    coordinator_may_help = models.BooleanField(default=False)
    tell_me_who_first = models.BooleanField(default=False)
    who_confirmed_at = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            one_of("stage", Stage, name="cases_stage_is_known"),
            models.CheckConstraint(
                condition=~Q(stage__in=sorted(OPEN)) | (Q(due_at__isnull=False) & ~Q(owner_role="")),
                name="cases_open_has_owner_and_due_time",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.ACCEPTED) | Q(owner__isnull=False), name="cases_accepted_has_a_person"
            ),
            models.UniqueConstraint(
                fields=["organization", "designation"], condition=~Q(stage=Stage.ERASED), name="cases_designation_once"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="cases_due_at"),
            models.Index(fields=["organization", "stage"], name="cases_by_stage"),
        ]


class Entrusted(OwnedRow):
    """What the person entrusted to us, sealed under the case's key."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="entrusted")
    contact = SealedField()
    matching = SealedField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B", "contact": "A", "matching": "A"}


class Transition(OwnedRow):
    """One move, never changed: who, when, from, to."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="transitions")
    at = models.DateTimeField()
    from_stage = models.CharField(max_length=20, blank=True)
    to_stage = models.CharField(max_length=20)
    actor_role = models.CharField(max_length=16)
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}


class ContactAttempt(OwnedRow):
    """A try to reach the person. Undone within ten minutes, it no longer counts."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attempts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=[(outcome.value, outcome.value) for outcome in Outcome])
    undone_at = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}


class Opening(OwnedRow):
    """Somebody saw something of the case. The caregiver reads these: "who opened my request"."""

    class What(models.TextChoices):
        """What was seen."""

        ASKED = "asked"
        PAGED = "paged"
        CONTACT = "contact"
        VISIT = "visit"
        CONTACT_CHANGED = "contact_changed"
        CALL_TAKEN = "call_taken"
        HELPED_CHOOSE = "helped_choose"
        OFFERED = "offered"
        HANDED_OVER = "handed_over"
        MESSAGES = "messages"
        NEW_CODE = "new_code"
        CODE_BY_PHONE = "code_by_phone"
        HANDED_ON = "handed_on"
        DANGER_TAKEN = "danger_taken"
        GLASS = "glass"
        ASKED_ANEW = "asked_anew"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="openings")
    at = models.DateTimeField()
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=16, choices=What.choices)
    reason = models.CharField(max_length=32, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}


class ReturnCode(OwnedRow):
    """What recognizes a return code without keeping it."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="return_code")
    lookup = models.CharField(max_length=4)
    salt = models.BinaryField(max_length=16)
    parameters = models.CharField(max_length=40)
    pepper = models.CharField(max_length=40)
    verifier = models.BinaryField(max_length=32)
    handed_over = models.BooleanField(default=False)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "lookup"], name="cases_lookup_once"),
        ]


class Visit(OwnedRow):
    """A returning caregiver's session: never the staff session, no address, no browser."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="visits")
    token_hash = models.BinaryField(max_length=32, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}


class Draft(models.Model):
    """Answers not yet sent, sealed under a key that only the browser's cookie holds; gone within the hour."""

    token_hash = models.BinaryField(max_length=32, primary_key=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    row = models.UUIDField(default=uuid.uuid4)
    sealed = SealedField()
    sent = models.BooleanField(default=False)
    expires_at = models.DateTimeField(db_index=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B", "sealed": "A"}
