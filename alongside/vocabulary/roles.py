"""The roles of the house, and which of them open cases.

Belongs here: the words. Does not belong here: what a role may do (`people/access.py`).
"""

from enum import StrEnum


class Role(StrEnum):
    """Who somebody is in a program. There is no role that sees everything."""

    CAREGIVER = "caregiver"
    SUPPORTER = "supporter"
    MENTOR = "mentor"
    COORDINATOR = "coordinator"
    PROFESSIONAL = "professional"
    MANAGER = "manager"
    TRAINER = "trainer"
    ANALYST = "analyst"
    SAFETY_OFFICER = "safety_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @classmethod
    def of_staff(cls) -> tuple["Role", ...]:
        """Every role that a person can be granted; a caregiver needs none."""
        return tuple(role for role in cls if role is not cls.CAREGIVER)

    @classmethod
    def opening_cases(cls) -> frozenset["Role"]:
        """Roles that may read identity, and so sign in with a passkey."""
        return frozenset({cls.SUPPORTER, cls.COORDINATOR, cls.PROFESSIONAL})

    @classmethod
    def on_duty(cls) -> frozenset["Role"]:
        """Roles that may take a call for somebody."""
        return frozenset({cls.SUPPORTER, cls.COORDINATOR, cls.PROFESSIONAL, cls.MENTOR})
