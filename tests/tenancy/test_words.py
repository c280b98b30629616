"""An organization's own words come first, cheaply, and survive a database that does not answer."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.template import Context, Engine
from django.utils import translation

from alongside.tenancy import words
from alongside.tenancy.errors import NotInTransaction
from alongside.tenancy.last_good import FRESH, LastGood
from alongside.tenancy.models import Organization, Wording
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.errors import UnknownCode

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
ENGINE = Engine(libraries={"house": "alongside.web.components.templatetags.house"})


@pytest.fixture
def hospital(db: None) -> Organization:
    return Organization.objects.create(
        slug="north", name="North", country="US", timezone="America/Chicago", languages=["en"]
    )


def say(source: str, hospital: Organization | None = None, language: str = "en") -> str:
    request = SimpleNamespace()
    if hospital:
        request.place = SimpleNamespace(organization=hospital, language=language)
    with translation.override(language):
        return ENGINE.from_string("{% load house %}" + source).render(Context({"request": request}))


def test_the_default_word_is_the_vocabularys(hospital: Organization) -> None:
    assert say('{% word "door.talk" %}', hospital) == "Talk to someone"
    assert say('{% word "door.talk" %}', hospital, "fr") == "Parler à quelqu’un"
    assert say('{% word "door.talk" %}') == "Talk to someone"


def test_an_organizations_own_word_comes_first(hospital: Organization) -> None:
    with one_transaction():
        words.put_word(organization=hospital.id, key="door.talk", language="en", text=" Call a buddy ")
    assert say('{% word "door.talk" %}', hospital) == "Call a buddy"
    assert say('{% word "door.talk" %}', hospital, "fr") == "Parler à quelqu’un"


def test_an_empty_word_goes_back_to_the_default(hospital: Organization) -> None:
    for text in ("Call a buddy", "Call a friend", ""):
        with one_transaction():
            words.put_word(organization=hospital.id, key="door.talk", language="en", text=text)
    assert say('{% word "door.talk" %}', hospital) == "Talk to someone"
    assert not Wording.objects.of(hospital).exists()


def test_another_organizations_word_never_shows(hospital: Organization) -> None:
    other = Organization.objects.create(
        slug="south", name="South", country="FR", timezone="Europe/Paris", languages=["fr"]
    )
    with one_transaction():
        words.put_word(organization=other.id, key="door.talk", language="en", text="Elsewhere")
    assert say('{% word "door.talk" %}', hospital) == "Talk to someone"


def test_words_are_escaped(hospital: Organization) -> None:
    with one_transaction():
        words.put_word(organization=hospital.id, key="door.talk", language="en", text="<b>Talk</b>")
    assert say('{% word "door.talk" %}', hospital) == "&lt;b&gt;Talk&lt;/b&gt;"


def test_a_mistyped_key_is_an_error_at_once(hospital: Organization) -> None:
    with pytest.raises(UnknownCode):
        say('{% word "door.tlak" %}', hospital)


def test_writing_needs_a_journeys_transaction(hospital: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.tenancy.transactions.connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(NotInTransaction):
        words.put_word(organization=hospital.id, key="door.talk", language="en", text="x")


def test_many_words_on_a_page_cost_one_query(hospital: Organization, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):
        say('{% word "door.talk" %}{% word "door.worried" %}{% word "help_now" %}', hospital)
    with django_assert_num_queries(0):
        say('{% word "door.talk" %}', hospital)


def test_a_copy_is_read_anew_when_old_and_kept_when_reading_fails() -> None:
    kept: LastGood[str, int] = LastGood()
    answers = iter([1, 2])

    def read() -> int:
        try:
            return next(answers)
        except StopIteration:
            raise OperationalError from None

    assert kept.get("k", read, now=NOW) == 1
    assert kept.get("k", read, now=NOW + FRESH / 2) == 1
    assert kept.get("k", read, now=NOW + FRESH) == 2
    assert kept.get("k", read, now=NOW + timedelta(days=1)) == 2
    kept.forget("k")
    assert kept.get("k", read, now=NOW + FRESH) == 2


def test_without_a_copy_a_failing_database_is_not_hidden() -> None:
    def read() -> int:
        raise OperationalError

    with pytest.raises(OperationalError):
        LastGood[str, int]().get("k", read, now=NOW)
