"""Pages that are the same for everybody are kept for a second, and never a second too long."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.directory import queries as directory
from alongside.paging.models import Beat
from alongside.tenancy import operations, words
from alongside.tenancy.models import Organization
from alongside.tenancy.transactions import one_transaction
from alongside.web import kept
from tests import worlds
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def for_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    still = clock.now()
    monkeypatch.setattr(kept, "LIFE", timedelta(seconds=1))
    monkeypatch.setattr(clock, "now", lambda: still)


class Visitor:
    """Somebody without a cookie, who looks at pages."""

    def __init__(self, world: worlds.World) -> None:
        self.base = f"/o/{world.slug}/"
        self.client = Client()

    def reads(self, path: str = "", **headers: str) -> tuple[str, int]:
        """Return the page, and how many times the database was asked for it."""
        self.client.cookies.clear()
        with CaptureQueriesContext(connection) as asked:
            answer = self.client.get(self.base + path, headers=headers)
        assert answer.status_code == 200
        return answer.content.decode(), len(asked)


@pytest.fixture
def town() -> worlds.World:
    return worlds.make(now=clock.now())


@pytest.fixture
def visitor(town: worlds.World) -> Visitor:
    return Visitor(town)


@pytest.mark.parametrize("path", ["", "help-now/", "begin/", "understand/"])
def test_a_second_reader_costs_nothing(visitor: Visitor, path: str) -> None:
    first, _ = visitor.reads(path)
    again, queries = visitor.reads(path)
    assert queries == 0
    assert again == first


def test_a_copy_has_every_header(visitor: Visitor) -> None:
    answers = [visitor.client.get(f"{visitor.base}help-now/") for _ in range(2)]
    assert dict(answers[0].headers) == dict(answers[1].headers)
    assert "Content-Security-Policy" in answers[1].headers
    assert answers[1].headers["X-Numbers"]


def test_each_language_has_its_own_copy(visitor: Visitor) -> None:
    english, _ = visitor.reads(**{"Accept-Language": "en-US,en;q=0.9"})
    french, _ = visitor.reads(**{"Accept-Language": "fr-FR,en;q=0.5"})
    assert 'lang="en"' in english
    assert 'lang="fr"' in french
    assert visitor.reads(**{"Accept-Language": "en-US,en;q=0.9"}) == (english, 0)


def test_after_a_second_it_is_made_anew(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor.reads()
    monkeypatch.setattr(kept, "LIFE", timedelta(0))
    assert visitor.reads()[1] > 0


def test_the_withdrawal_switch_is_seen_at_once(visitor: Visitor, town: worlds.World) -> None:
    assert "A trained colleague here" in visitor.reads("help-now/")[0]
    signed_in(town.coordinator).post(f"{visitor.base}desk/withdrawal/now/")
    assert "A trained colleague here" not in visitor.reads("help-now/")[0]
    assert "Please call this number." in visitor.reads("begin/")[0]


def test_a_changed_word_or_number_is_seen_at_once(visitor: Visitor, town: worlds.World) -> None:
    visitor.reads()
    with one_transaction():
        words.put_word(organization=town.organization.pk, key="door.talk", language="en", text="Call Ada")
    assert "Call Ada" in visitor.reads()[0]
    visitor.reads("help-now/")
    directory.forget(town.organization.pk)
    assert visitor.reads("help-now/")[1] > 0


def test_what_another_process_changed_is_seen_after_the_second(
    visitor: Visitor, town: worlds.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.reads("begin/")
    Organization.objects.filter(pk=town.organization.pk).update(mode=Organization.Mode.WITHDRAWN)
    later = clock.now() + kept.LIFE
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "Please call this number." in visitor.reads("begin/")[0]


def test_a_late_engine_is_said_after_the_second(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    Beat.objects.create(at=clock.now())
    assert "Please call this number now." not in visitor.reads("begin/")[0]
    later = clock.now() + timedelta(seconds=62)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "Please call this number now." in visitor.reads("begin/")[0]


@pytest.mark.parametrize("path", ["begin/soon/", "back/", "begin/sheet/"])
def test_what_is_not_named_is_never_kept(visitor: Visitor, path: str) -> None:
    visitor.reads(path)
    assert visitor.reads(path)[1] > 0


def test_whoever_brings_a_cookie_gets_a_page_of_their_own(visitor: Visitor) -> None:
    visitor.reads("begin/")
    visitor.client.cookies[settings.DRAFT_COOKIE_NAME] = "anything"
    with CaptureQueriesContext(connection) as asked:
        visitor.client.get(f"{visitor.base}begin/")
    assert len(asked) > 0


def test_a_question_in_the_address_is_answered_anew(visitor: Visitor) -> None:
    visitor.reads("help-now/?country=FR")
    assert visitor.reads("help-now/?country=FR")[1] > 0


def test_another_host_gets_no_copy(visitor: Visitor) -> None:
    visitor.reads()
    assert visitor.client.get(visitor.base, headers={"Host": "elsewhere.example"}).status_code == 400


def test_only_so_many_copies(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 1)
    visitor.reads()
    visitor.reads("begin/")
    assert visitor.reads("begin/")[1] == 0
    assert visitor.reads()[1] > 0


def test_settings_of_an_organization_are_seen_at_once(visitor: Visitor, town: worlds.World) -> None:
    visitor.reads("begin/")
    with one_transaction():
        operations.set_mode(organization=town.organization.pk, mode=Organization.Mode.WITHDRAWN)
    assert "Please call this number." in visitor.reads("begin/")[0]
