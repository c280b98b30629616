"""What is looked for every few seconds is found by an index, among however many cases have ended."""

import pytest
from django.conf import settings

from alongside.cases import erasing
from alongside.cases.models import Case
from alongside.cases.operations import IN_HANDS
from tests.worlds import NOW

ON_SQLITE = "sqlite" in settings.DATABASES["default"]["ENGINE"]


@pytest.mark.django_db
@pytest.mark.skipif(not ON_SQLITE, reason="PostgreSQL reads a few rows whole, whatever index there is")
def test_cases_to_be_erased_and_cases_overdue_are_found_by_when_they_are_due() -> None:
    overdue = Case.objects.filter(stage__in=IN_HANDS, due_at__lte=NOW)
    for due in (erasing.due(now=NOW), overdue):
        assert "cases_due_at" in due.order_by("due_at").explain()
