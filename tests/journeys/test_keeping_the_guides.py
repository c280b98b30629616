"""Keeping the guides: one change, one entry, no word of a text in the ledger; nothing half done."""

from datetime import date

import pytest
from django.apps import apps
from django.db.models import Model

from alongside.guidance import queries, reading
from alongside.guidance.errors import AlreadySigned, TextMoved, UnknownGuide
from alongside.guidance.models import OwnText, Review
from alongside.guidance.reading import Words
from alongside.guidance.review_rules import Signature
from alongside.journeys import keeping_the_guides
from alongside.journeys.keeping_the_guides import Text
from alongside.ledger.models import Entry
from alongside.people.queries import Member
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db
TEXT = Text("the-worries", "en")
WORDS = Words("Worries here", "Ours.", "## Zebra\n\nAsk the zebra.\n")
KIM = Signature("clinical", "Kim", "Occupational physician", date(2026, 3, 4))


@pytest.fixture
def world() -> World:
    return worlds.make(now=NOW)


def somebody(world: World, role: Role = Role.ADMINISTRATOR) -> Member:
    row = world.administrator
    assert row.account_id
    return Member(row.pk, row.account_id, world.organization.pk, row.name, frozenset({role}), "en")


def entries(world: World) -> list[tuple[str, str]]:
    rows = Entry.objects.filter(organization=world.organization).order_by("seq")
    return [(row.verb, row.actor_role) for row in rows]


def write(world: World, words: Words = WORDS) -> tuple[object, ...]:
    return keeping_the_guides.write_own(member=somebody(world), text=TEXT, words=words, on=NOW.date(), now=NOW)


def sign(world: World, fingerprint: str, role: Role = Role.PROFESSIONAL) -> None:
    keeping_the_guides.sign(member=somebody(world, role), text=TEXT, fingerprint=fingerprint, signature=KIM, now=NOW)


def ledger_tables() -> list[type[Model]]:
    return list(apps.get_app_config("ledger").get_models())


def test_each_change_is_one_entry_with_who_did_it(world: World) -> None:
    keeping_the_guides.fill_in(
        member=somebody(world), answers={("site.job", "en"): "Ask HR.", ("site.job", "fr"): "Les RH."}, now=NOW
    )
    assert write(world) == ()
    keeping_the_guides.go_back_to_ours(member=somebody(world), text=TEXT, on=NOW.date(), now=NOW)
    sign(world, reading.guides("en")["the-worries"].fingerprint)
    assert entries(world) == [
        ("guides.filled", "administrator"),
        ("guide.written", "administrator"),
        ("guide.restored", "administrator"),
        ("guide.reviewed", "professional"),
    ]


def test_no_word_of_a_text_stands_in_the_ledger(world: World) -> None:
    keeping_the_guides.fill_in(member=somebody(world), answers={("site.job", "en"): "Zebra."}, now=NOW)
    write(world)
    assert "ebra" not in str([list(table._default_manager.values()) for table in ledger_tables()])


def test_words_that_must_be_mended_change_nothing(world: World) -> None:
    assert write(world, Words("", "s", "# x")) != ()
    assert not OwnText.objects.exists()
    assert entries(world) == []


def test_a_signature_under_another_text_changes_nothing(world: World) -> None:
    before = reading.guides("en")["the-worries"].fingerprint
    write(world)
    with pytest.raises(TextMoved):
        sign(world, before)
    assert not Review.objects.exists()
    assert [verb for verb, _role in entries(world)] == ["guide.written"]


def test_a_second_signature_of_one_person_changes_nothing(world: World) -> None:
    write(world)
    stands = queries.shelf(organization=world.organization.pk, language="en", now=NOW).guides["the-worries"]
    sign(world, stands.fingerprint)
    with pytest.raises(AlreadySigned):
        sign(world, stands.fingerprint)
    assert Review.objects.count() == 1
    assert [verb for verb, _role in entries(world)].count("guide.reviewed") == 1


@pytest.mark.parametrize("text", [Text("nothing", "en"), Text("the-worries", "de"), Text("", "")])
def test_what_is_no_guide_is_refused(world: World, text: Text) -> None:
    member = somebody(world)
    with pytest.raises(UnknownGuide):
        keeping_the_guides.write_own(member=member, text=text, words=WORDS, on=NOW.date(), now=NOW)
    with pytest.raises(UnknownGuide):
        keeping_the_guides.go_back_to_ours(member=member, text=text, on=NOW.date(), now=NOW)
    with pytest.raises(UnknownGuide):
        keeping_the_guides.sign(member=member, text=text, fingerprint="", signature=KIM, now=NOW)
