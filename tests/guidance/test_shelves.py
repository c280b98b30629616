"""An organization's own guides: laid over the house's, signed text by text, readable without a database."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from alongside.guidance import operations, queries, reading, shelves
from alongside.guidance.errors import AlreadySigned, UnknownGuide
from alongside.guidance.models import OwnText
from alongside.guidance.queries import Shelf
from alongside.guidance.reading import Words
from alongside.guidance.review_rules import Signature
from alongside.tenancy.errors import NotInTransaction
from alongside.tenancy.models import LimitsText
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db
SLUG = "why-we-pull-away"
WORDS = Words("Why we hide", "In our own words.", "## Here\n\nAsk at {{ site.liaison }}.\n")
KIM = Signature("clinical", "Kim", "Occupational physician", date(2026, 3, 4))


@pytest.fixture
def world() -> World:
    worlds.make_noise(now=NOW)
    return worlds.make(now=NOW)


def shelf(world: World, language: str = "en", now: datetime = NOW) -> Shelf:
    return queries.shelf(organization=world.organization.pk, language=language, now=now)


def write(world: World, words: Words = WORDS, *, slug: str = SLUG, language: str = "en") -> None:
    with one_transaction():
        operations.write_own(
            organization=world.organization.pk, slug=slug, language=language, words=words, by="Ada", on=NOW.date()
        )


def sign(world: World, signature: Signature = KIM, *, slug: str = SLUG, language: str = "en") -> None:
    with one_transaction():
        operations.sign(
            organization=world.organization.pk,
            slug=slug,
            language=language,
            fingerprint=shelf(world, language).guides[slug].fingerprint,
            signature=signature,
        )


def test_without_own_words_the_houses_stand(world: World) -> None:
    assert shelf(world).guides == reading.guides("en")
    assert not shelf(world).standing(SLUG).reviewed


def test_own_words_stand_in_their_language_and_place_alone(world: World) -> None:
    write(world)
    other = worlds.make(now=NOW, name="Elsewhere")
    assert shelf(world).guide(SLUG).title == "Why we hide"
    assert shelf(world).guide(SLUG).own
    assert shelf(world, "fr").guide(SLUG) == reading.guides("fr")[SLUG]
    assert shelf(other).guide(SLUG) == reading.guides("en")[SLUG]


def test_the_newest_version_stands_and_the_history_stays(world: World) -> None:
    write(world)
    write(world, replace(WORDS, title="Hiding"))
    with one_transaction():
        operations.go_back_to_ours(
            organization=world.organization.pk, slug=SLUG, language="en", by="Ada", on=NOW.date()
        )
    assert not shelf(world).guide(SLUG).own
    told = queries.history(organization=world.organization.pk, slug=SLUG, language="en")
    assert [(one.number, one.ours, one.words.title) for one in told] == [
        (3, True, ""),
        (2, False, "Hiding"),
        (1, False, "Why we hide"),
    ]


def test_a_changed_text_loses_its_signature(world: World) -> None:
    """H30: whoever changes a word opens the review again, and the old text's signature comes back with the old text."""
    sign(world)
    assert shelf(world).standing(SLUG).reviewed
    write(world)
    assert not shelf(world).standing(SLUG).reviewed
    assert shelf(world).standing(SLUG).signatures == ()
    write(world, replace(WORDS, markdown=WORDS.markdown + "\nOne more word.\n"))
    sign(world)
    assert shelf(world).standing(SLUG).reviewed
    write(world)
    assert not shelf(world).standing(SLUG).reviewed


def test_a_text_that_ships_anew_is_open_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sign(world)
    shipped = {**reading.guides("en"), SLUG: replace(reading.guides("en")[SLUG], summary="Another sentence.")}
    monkeypatch.setattr(reading, "guides", lambda _language: shipped)
    shelves.forget(organization=world.organization.pk, language="en")
    assert not shelf(world).standing(SLUG).reviewed


def test_a_safety_text_needs_two_in_each_language(world: World) -> None:
    for signature in (KIM, replace(KIM, signed_by="Noa", kind="reader")):
        sign(world, signature, slug="red-flags")
    assert shelf(world).standing("red-flags").reviewed
    assert shelf(world, "fr").standing("red-flags").missing == ("clinical", "reader")


def test_nobody_signs_one_text_twice(world: World) -> None:
    sign(world)
    with pytest.raises(AlreadySigned):
        sign(world, replace(KIM, signed_by="KIM", kind="reader"))


def test_own_words_that_a_newer_house_cannot_show_give_way_to_ours(world: World) -> None:
    write(world)
    OwnText.objects.update(text="{{ site.gone }}")
    shelves.forget(organization=world.organization.pk, language="en")
    assert shelf(world).guide(SLUG) == reading.guides("en")[SLUG]
    OwnText.objects.update(slug="a-guide-that-is-gone")
    shelves.forget(organization=world.organization.pk, language="en")
    assert "a-guide-that-is-gone" not in shelf(world).guides


def test_it_is_seen_when_ours_changed_since(world: World) -> None:
    write(world)
    assert queries.ours_changed_since(organization=world.organization.pk, language="en") == frozenset()
    OwnText.objects.update(based_on_hash="0" * 64)
    assert queries.ours_changed_since(organization=world.organization.pk, language="en") == {SLUG}
    assert queries.ours_changed_since(organization=world.organization.pk, language="fr") == frozenset()


def test_only_limits_that_counsel_signed_stand_in_the_guides(world: World) -> None:
    assert "What you say stays between you." in shelf(world).limits
    LimitsText.objects.update(signed_by="", signed_on=None)
    shelves.forget(organization=world.organization.pk, language="en")
    assert shelf(world).limits == ""


def test_a_shelf_costs_three_queries_and_then_none(world: World) -> None:
    for number in range(6):
        write(world, slug=sorted(reading.guides("en"))[number])
    with CaptureQueriesContext(
        connection,
    ) as first:
        shelf(world)
    with CaptureQueriesContext(connection) as second:
        shelf(world)
    assert (len(first), len(second)) == (3, 0)


def test_guides_are_read_when_the_database_does_not_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    write(world)
    shelf(world)

    def silent(*_: object) -> Shelf:
        raise OperationalError

    monkeypatch.setattr(shelves, "_read", silent)
    assert shelf(world, now=NOW + timedelta(days=1)).guide(SLUG).title == "Why we hide"


def test_who_may_read_what(world: World) -> None:
    assert shelf(world).audience_of("red-flags") == "supporter"
    assert shelf(world).audience_of("nothing") == ""
    with pytest.raises(UnknownGuide):
        shelf(world).guide("red-flags")


@pytest.mark.django_db(transaction=True)
def test_writing_needs_a_transaction(world: World) -> None:
    with pytest.raises(NotInTransaction):
        operations.write_own(
            organization=world.organization.pk, slug=SLUG, language="en", words=WORDS, by="Ada", on=NOW.date()
        )
