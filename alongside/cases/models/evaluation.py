"""That the short evaluation was offered: so that a case gets one ticket, and the page does not ask twice.

Belongs here: this one fact. Does not belong here: which ticket, when, or whether it was used (`surveys`): nothing
leads from here to an answer.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alongside.cases.models.case import Case
from alongside.tenancy.models import DataClasses, OwnedRow


class EvaluationOffered(OwnedRow):
    """A case whose person was given a ticket. Erased with the case."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="evaluation_offered")

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}
