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
from alongside.cases.models.danger import Danger, DangerAsked
from alongside.cases.models.evaluation import EvaluationOffered
from alongside.cases.models.follow_up import FollowUp, FollowUpCourse
from alongside.cases.models.glass import Glass, Witness
from alongside.cases.models.hand_off import HandOff
from alongside.cases.models.hand_over import HandOver, HandOverTurn
from alongside.cases.models.hold import Hold
from alongside.cases.models.talk import Message, Telling

__all__ = [
    "Case",
    "ContactAttempt",
    "Danger",
    "DangerAsked",
    "Draft",
    "Entrusted",
    "EvaluationOffered",
    "FollowUp",
    "FollowUpCourse",
    "Glass",
    "HandOff",
    "HandOver",
    "HandOverTurn",
    "Hold",
    "Message",
    "Opening",
    "ReturnCode",
    "Telling",
    "Transition",
    "Visit",
    "Witness",
]
