"""What was deleted can be read nowhere in SQLite's files."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from alongside import clock
from alongside.engine.duties.sweep import sweep
from alongside.tenancy import transactions
from alongside.tenancy.models import Organization
from tests import worlds

MARKER = "Xylographically"


def _bytes() -> bytes:
    name = str(connection.settings_dict["NAME"])
    return b"".join(path.read_bytes() for path in (Path(name), Path(f"{name}-wal")) if path.exists())


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="files of SQLite")
def test_what_was_deleted_is_in_no_file_once_the_engine_has_swept() -> None:
    gone = Organization.objects.create(name=MARKER, slug="gone")
    assert MARKER.encode() in _bytes()
    gone.delete()
    sweep(clock.now())
    assert MARKER.encode() not in _bytes()
    assert worlds.make(now=clock.now()), "writing goes on"


@pytest.mark.django_db
def test_inside_a_transaction_nothing_is_tried() -> None:
    assert transactions.leave_no_trace()
