"""Every code a person could meet has a label in every language, and the catalogue says what the YAML says."""

import re

import pytest
import yaml
from django.conf import settings
from django.utils import translation

from alongside.vocabulary import asking, breaking, evaluating, forgetting, labels, roles, stages
from alongside.vocabulary.errors import UnknownCode, UnknownList

ENUMS = {
    "urgency": asking.Urgency,
    "way": asking.Way,
    "quiet_hours": asking.Quiet,
    "wish": asking.Wish,
    "outcome": asking.Outcome,
    "source": asking.Source,
    "role": roles.Role,
    "stage": stages.Stage,
    "turn": stages.Turn,
    "clock": stages.Clock,
    "encounter.felt_helpful": evaluating.Helpful,
    "encounter.supporter_weight": evaluating.Weight,
    "evaluation.in_time": evaluating.InTime,
    "evaluation.trusted": evaluating.Trusted,
    "evaluation.recommends": evaluating.Recommends,
    "evaluation.thanks": evaluating.ThankYou,
    "break_glass_reasons": breaking.GlassReason,
    "hold_reasons": forgetting.HoldReason,
    "debrief_reasons": evaluating.DebriefReason,
    "talk_outcomes": evaluating.TalkOutcome,
}
LANGUAGES = [code for code, _ in settings.LANGUAGES]
NARROW_SPACE_BEFORE = re.compile(r"(?<![\u00a0\u202f])[;:?!»]|«(?![\u00a0\u202f])")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ENUMS)
def test_every_member_of_every_list_has_a_label(name: str, language: str) -> None:
    with translation.override(language):
        for member in ENUMS[name]:
            assert labels.label(name, member).strip()


def test_every_list_in_the_code_is_tried_above() -> None:
    written = {
        thing
        for module in (asking, breaking, evaluating, forgetting, roles, stages)
        for thing in vars(module).values()
        if isinstance(thing, type) and thing.__module__ == module.__name__ and hasattr(thing, "__members__")
    }
    assert written == set(ENUMS.values())


@pytest.mark.parametrize(("context", "english", "french"), list(labels.messages()), ids=lambda value: value[:40])
def test_the_catalogue_says_what_the_yaml_says(context: str, english: str, french: str) -> None:
    with translation.override("fr"):
        assert translation.pgettext(context, english) == french
    with translation.override("en"):
        assert translation.pgettext(context, english) == english


def test_contexts_are_unique() -> None:
    contexts = [context for context, _, _ in labels.messages()]
    assert len(contexts) == len(set(contexts))


def test_no_label_is_unkind_or_shouts() -> None:
    for context, english, french in labels.messages():
        assert not re.search(r"\b(victim|error|blame)\b|!", english, re.IGNORECASE), context
        assert not re.search(r"\b(victime|erreur|faute)\b|!", french, re.IGNORECASE), context


def test_french_keeps_its_spaces_and_apostrophes() -> None:
    for context, _, french in labels.messages():
        assert not NARROW_SPACE_BEFORE.search(french), (context, french)
        assert "'" not in french, (context, french)


def test_labels_are_written_in_us_english() -> None:
    british = re.compile(
        r"programme|centre\b|behaviour|organis|colour|anaesth|paediat|licence|counsell|neighbour", re.IGNORECASE
    )
    for context, english, _ in labels.messages():
        assert not british.search(english), (context, english)


def test_choices_keep_the_order_of_the_list() -> None:
    assert [code for code, _ in labels.choices("urgency")] == ["danger", "now", "today", "this_week"]


def test_a_stage_has_the_sentence_its_person_sees() -> None:
    with translation.override("fr"):
        assert "{time}" in labels.label("stage", "accepted", "caregiver")
    assert all(labels.label("stage", stage, "caregiver") for stage in stages.Stage)


def test_an_alias_and_its_list_are_one() -> None:
    assert labels.rows("outcome") == labels.rows("encounter.contact_outcomes")
    assert all(labels.rows(name) for name in labels.ALIASES)


def test_words_include_the_roles_in_both_numbers() -> None:
    assert labels.word("role.supporter.one") == "peer supporter"
    assert labels.word("role.supporter.many") == "peer supporters"
    assert labels.word("door.talk") == "Talk to someone"
    assert {"door.talk", "role.caregiver.one"} <= set(labels.word_keys())
    assert all(labels.word(key) for key in labels.word_keys())


def test_what_is_unknown_is_named() -> None:
    with pytest.raises(UnknownList, match="nothing"):
        labels.label("nothing", "x")
    with pytest.raises(UnknownCode, match=r"urgency\.whenever"):
        labels.label("urgency", "whenever")
    with pytest.raises(UnknownCode):
        labels.label("urgency", "now", "caregiver")
    with pytest.raises(UnknownCode):
        labels.word("door.nowhere")


def test_codes_are_unique_within_a_list() -> None:
    def walk(tree: object) -> None:
        for value in tree.values() if isinstance(tree, dict) else []:
            if isinstance(value, list) and value and isinstance(value[0], dict):
                codes = [row["code"] for row in value]
                assert len(codes) == len(set(codes))
            walk(value)

    walk(yaml.safe_load(labels.SOURCE.read_text(encoding="utf-8")))
