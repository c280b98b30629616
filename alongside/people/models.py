"""Accounts, people, roles, who supervises whom, invitations; and the tokens of machines.

Belongs here: who works in an organization and may do what. A caregiver is never here: asking needs no account.
Does not belong here: training (`training`), shifts (`rota`), or anything about a case.
"""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from alongside.tenancy.models import DataClasses, OwnedRow, Site, Unit, UnitGroup
from alongside.vocabulary.roles import Role


def fresh_seed() -> str:
    """Return what every session of an account is tied to; a new one ends them all."""
    return secrets.token_hex(16)


class AccountManager(BaseUserManager["Account"]):
    """Finds and makes accounts; an account alone may do nothing."""


class Account(AbstractBaseUser):
    """A sign-in, and nothing else: the same person may work in several organizations."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    session_seed = models.CharField(max_length=32, default=fresh_seed)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Tie a session to the password and the seed, so that one write ends them all (the framework calls this)."""
        salt = "alongside.people.models.Account.session"
        return salted_hmac(salt, f"{self.password}|{self.session_seed}", secret=secret, algorithm="sha256").hexdigest()


class Person(OwnedRow):
    """Somebody who works in one organization. Roles hang here, not on the account."""

    class Gender(models.TextChoices):
        """Only so that a wish to talk with a woman or a man can be met; may stay unsaid."""

        WOMAN = "woman"
        MAN = "man"
        UNSAID = "unsaid"

    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="people")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="people")
    profession = models.CharField(max_length=32, default="unsaid")
    gender = models.CharField(max_length=8, choices=Gender.choices, default=Gender.UNSAID)
    languages = models.JSONField(default=list)
    ways_to_talk = models.JSONField(default=list)
    reads = models.CharField(max_length=8, default="en")
    left_at = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "account"], condition=Q(account__isnull=False), name="people_one_person_each"
            ),
            models.UniqueConstraint(
                fields=["organization", "email"], condition=~Q(email=""), name="people_email_once_each"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoleGrant(OwnedRow):
    """A role held by a person, from one moment until another."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role.of_staff()])
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(until__isnull=True), name="people_role_held_once"
            ),
        ]


class RoleProposal(OwnedRow):
    """A role that opens cases, proposed by one person; it grants nothing until another one confirms it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="proposals")
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role.of_staff()])
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "role"], name="people_role_proposed_once"),
            models.CheckConstraint(
                condition=~Q(person=models.F("proposed_by")), name="people_role_not_proposed_for_oneself"
            ),
        ]


class Supervision(OwnedRow):
    """Who supervises in a unit group at a site, and between which days. Several may, and one may in several."""

    supervisor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="supervisions")
    group = models.ForeignKey(UnitGroup, on_delete=models.CASCADE, related_name="supervisions")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="supervisions")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="people_supervision_ends_after_start",
            ),
        ]


class Invitation(OwnedRow):
    """A way in for a person: by link (email) or by a code read out over the telephone. Only a hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    secret_hash = models.CharField(max_length=64, unique=True)
    by_telephone = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}


class MachineKey(OwnedRow):
    """A machine's token: what it may do, and until when. Only a hash is kept; it stands for nobody who works here."""

    name = models.CharField(max_length=40)
    scopes = models.JSONField(default=list)
    secret_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="people_machine_key_expires_later"
            ),
        ]
