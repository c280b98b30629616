"""What danger needs must be there before asking is opened (hazards H25, H29)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alongside.tenancy.rules import Condition, Facts, missing

TODAY = date(2026, 3, 4)
READY = Facts(
    fallback_line="+12025550100",
    fallback_answered_on=TODAY,
    lines_not_dialed=0,
    professional_rota_whole=True,
    partner_agreed_on=None,
    partner_answered_on=None,
    languages=frozenset({"en", "fr"}),
    limits_signed_in=frozenset({"en", "fr"}),
    requests_answered=10,
    small_agency=False,
    coordinators_reachable=1,
    supporters_reachable=2,
)


@pytest.mark.parametrize("agreed", [None, TODAY])
@pytest.mark.parametrize("answered", [None, TODAY, TODAY - timedelta(days=2000)])
def test_without_a_professional_or_a_partner_that_answered_nothing_opens(
    agreed: date | None, answered: date | None
) -> None:
    alone = replace(READY, professional_rota_whole=False, partner_agreed_on=agreed, partner_answered_on=answered)
    wanted = [] if agreed and answered == TODAY else [Condition.PROFESSIONALS]
    assert missing(alone, today=TODAY) == wanted


@pytest.mark.parametrize("signed", [set(), {"en"}, {"fr"}])
def test_without_counsels_signed_words_in_every_language_nothing_opens(signed: set[str]) -> None:
    """When secrecy ends is said in counsel's words, or the program is not open."""
    unsigned = replace(READY, limits_signed_in=frozenset(signed))
    assert missing(unsigned, today=TODAY) == [Condition.LIMITS_SIGNED]
    assert missing(READY, today=TODAY) == []
