"""Who opened my request: every act has its words, whoever did it, in every language."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils.translation import override

from alongside.cases.models import Opening
from alongside.cases.queries import Seen
from alongside.vocabulary.breaking import GlassReason
from alongside.vocabulary.roles import Role
from alongside.web.returning import seen

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
LANGUAGES = [code for code, _ in settings.LANGUAGES]


def of(what: str, role: str, reason: str = "") -> Seen:
    return Seen(at=NOW, role=role, what=what, yourself=role == Role.CAREGIVER, reason=reason)


def test_every_act_has_its_words_and_no_words_are_without_an_act() -> None:
    assert set(seen.SAID) == set(Opening.What.values)
    assert all("" in by_role for by_role in seen.SAID.values())
    assert {role for by_role in seen.SAID.values() for role in by_role} <= {"", *Role}


@pytest.mark.parametrize("what", Opening.What.values)
def test_every_act_by_every_role_is_said_in_every_language(what: str) -> None:
    reasons = [reason.value for reason in GlassReason] if what == "glass" else [""]
    for role in Role:
        for reason in reasons:
            said = {}
            for language in LANGUAGES:
                with override(language):
                    said[language] = seen.said(of(what, role, reason))
            assert all(words and "%(" not in words for words in said.values())
            assert len(set(said.values())) == len(LANGUAGES), f"{what} by {role} is not translated: {said}"


def test_you_and_they_are_told_apart() -> None:
    assert seen.said(of("messages", Role.CAREGIVER)) != seen.said(of("messages", Role.SUPPORTER))
    assert seen.said(of("danger_taken", Role.COORDINATOR)) != seen.said(of("danger_taken", Role.PROFESSIONAL))


def test_what_is_not_usual_stands_out() -> None:
    broken, usual = seen.lines([of("contact", Role.SUPPORTER), of("glass", Role.COORDINATOR, "legal_duty")])
    assert (usual.loud, broken.loud) == (False, True)
    assert "Legal duty" in broken.words
    assert "second person" in broken.words


def test_within_one_minute_acts_stand_in_their_order() -> None:
    anyhow = [of("visit", Role.CAREGIVER), of("asked", Role.CAREGIVER), of("paged", Role.SUPPORTER)]
    for given in (anyhow, anyhow[::-1]):
        assert [line.words.split(",")[0] for line in seen.lines(given)][-1] == "You"
        assert "code" in seen.lines(given)[0].words


def test_an_act_without_words_is_not_passed_over() -> None:
    with pytest.raises(KeyError):
        seen.said(of("something_new", Role.SUPPORTER))
