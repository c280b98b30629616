"""How many asked, and when: what tells a flood from a busy night.

Belongs here: counts of requests that came by the open form. Does not belong here: what follows from a count
(`paging.flooding`), anything about one request. Erased cases are not counted: of them only a quarter is known.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncHour

from alongside.cases.models import Case
from alongside.vocabulary.asking import Source
from alongside.vocabulary.stages import Stage

BY_THE_FORM = (Source.SELF, Source.OFFER)


def since(*, organization: UUID, moment: datetime) -> int:
    """Return how many asked since then."""
    return _came(organization).filter(asked_at__gt=moment).count()


def by_hour(*, organization: UUID, after: datetime, before: datetime) -> list[int]:
    """Return how many asked in each hour in which anybody did."""
    hours = _came(organization).filter(asked_at__gt=after, asked_at__lte=before).annotate(hour=TruncHour("asked_at"))
    return list(hours.values("hour").annotate(asked=Count("pk")).values_list("asked", flat=True))


def unanswered(*, organization: UUID) -> list[UUID]:
    """Return the requests that nobody has taken yet."""
    return list(_came(organization).filter(stage=Stage.WAITING).values_list("pk", flat=True))


def _came(organization: UUID) -> QuerySet[Case]:
    return Case.objects.of(organization).filter(source__in=BY_THE_FORM).exclude(stage=Stage.ERASED).order_by()
