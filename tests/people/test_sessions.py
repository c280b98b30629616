"""A staff session cannot be taken over by whoever reads the table."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from alongside.people.sessions import SessionStore, kept
from tests.signed_in import signed_in
from tests.worlds import World

pytestmark = pytest.mark.django_db


def test_the_table_opens_no_session(world: World) -> None:
    mine = signed_in(world.owner)
    home = f"/o/{world.slug}/desk/me/"
    assert mine.get(home).status_code == 200
    row = Session.objects.get()
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = row.session_key
    assert thief.get(home).status_code == 302
    assert mine.cookies[settings.SESSION_COOKIE_NAME].value not in f"{row.session_key}{row.session_data}"


def test_a_session_is_found_changed_renewed_and_ended() -> None:
    store = SessionStore()
    store["word"] = "one"
    store.save()
    first = str(store.session_key)
    assert SessionStore(first)["word"] == "one"
    assert store.exists(first)
    store["word"] = "two"
    store.save()
    assert SessionStore(first)["word"] == "two"
    store.cycle_key()
    assert (store.session_key == first, store.exists(first), store["word"]) == (False, False, "two")
    store.flush()
    assert not Session.objects.exists()
    assert SessionStore(first).get("word") is None
    SessionStore().delete()


def test_what_is_kept_fits_the_column() -> None:
    assert len(kept("a" * 32)) == Session._meta.get_field("session_key").max_length
