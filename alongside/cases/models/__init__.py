"""The tables of a case, by what they are about.

Belongs here: which tables there are. Does not belong here: a table, and any verb (`cases.operations` and its siblings).
"""

from alongside.cases.models.case import (
    Case,
    ContactAttempt,
    Draft,
    Entrusted,
    Opening,
    ReturnCode,
    Transition,
    Visit,
)

__all__ = [
    "Case",
    "ContactAttempt",
    "Draft",
    "Entrusted",
    "Opening",
    "ReturnCode",
    "Transition",
    "Visit",
]
