"""The floor every test stands on: a house with its own keyring, on SQLite unless a PostgreSQL address is given."""

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import django
import pytest
from pytest_django import DjangoDbBlocker

from tests.house_clock import HouseClock

_house = Path(tempfile.mkdtemp(prefix="alongside-tests-"))
atexit.register(shutil.rmtree, _house, ignore_errors=True)
(_house / "static").mkdir()
_clock = HouseClock(_house / "clock")
_clock.begins()
os.environ.update(
    {
        "DJANGO_SETTINGS_MODULE": "alongside.config.settings",  # In pyproject.toml it would be read before the rest.
        "ALONGSIDE_DEMONSTRATION": "true",
        "ALONGSIDE_DATABASE_URL": os.environ.get("ALONGSIDE_TEST_DATABASE_URL") or f"sqlite:///{_house}/house.sqlite3",
        "ALONGSIDE_KEYRING_FILE": str(_house / "keys" / "keyring.json"),
        "ALONGSIDE_ERASURE_LIST": str(_house / "erasures" / "erasures.list"),
        "ALONGSIDE_STATIC_DIR": str(_house / "static"),
        "ALONGSIDE_RUNTIME_DIR": str(_house / "run"),
        "ALONGSIDE_CLOCK_FILE": str(_clock.file),
        "ALONGSIDE_ARGON2_MEMORY_KIB": "64",
        "ALONGSIDE_ARGON2_PASSES": "1",
    }
)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs beside the test.
django.setup()

from django.conf import settings  # noqa: E402  # As below.
from django.test.utils import setup_databases, teardown_databases  # noqa: E402  # As below.

from alongside.vault import keyring  # noqa: E402  # As below.
from alongside.web import kept  # noqa: E402  # As below.
from tests import houses, worlds  # noqa: E402  # Its models need the environment above and Django set up.

_TOUCHING_THE_DATABASE = {"db", "transactional_db", "world", "noise", "template_database", "new_house", "house"}

_SAID_ONCE = {"habits", "demo", "contract"}
"""What a second database would only say again: our own sources, what `make run` shows on SQLite, the form of a door."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let each worker make a house of its own: with this name set, it would read our settings before its own house."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On the second database only what touches a database is run again, and no browser."""
    if os.environ.get("ALONGSIDE_TEST_ONLY") != "database":
        return
    kept = [item for item in items if _touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser") or _SAID_ONCE & set(item.path.parts):
        return False
    return bool(item.get_closest_marker("django_db")) or bool(
        _TOUCHING_THE_DATABASE & set(getattr(item, "fixturenames", ()))
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite lives in a file, as in production: in memory there is no writers' turn and no second process."""
    for database in settings.DATABASES.values():
        if database["ENGINE"].endswith("sqlite3"):
            database.setdefault("TEST", {})["NAME"] = str(_house / "test.sqlite3")


@pytest.fixture(autouse=True, scope="session")
def keyring_file() -> Path:
    """The keyring of the house, made as on first start."""
    path = Path(settings.KEYRING_FILE)
    keyring.create(path, made=worlds.NOW.date())
    return path


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, django_db_modify_db_settings: None
) -> Iterator[None]:
    """Migrate one database for this process, also when every test of the run works on copies of it."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set())
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def pages_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests change rows behind the back of the process; what keeps whole pages has tests of its own."""
    monkeypatch.setattr(kept, "LIFE", timedelta(0))


@pytest.fixture
def now() -> datetime:
    """A Wednesday, ten in the morning in New York."""
    return worlds.NOW


@pytest.fixture
def noise(db: None, now: datetime) -> worlds.World:
    """The stranger organization, as full as ours."""
    return worlds.make_noise(now=now)


@pytest.fixture
def world(noise: object, now: datetime) -> worlds.World:
    """Our organization, with everybody in it, beside the stranger one."""
    return worlds.make(now=now)


@pytest.fixture(scope="session")
def template_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> houses.Template:
    """The migrated database, copied for each house of real processes; never flushed."""
    with django_db_blocker.unblock():
        return houses.Template.of_this_process()


@pytest.fixture
def new_house(
    template_database: houses.Template, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[houses.House]:
    """A house of real processes with its own database, nothing started yet; the test reads and writes the same rows."""
    with django_db_blocker.unblock(), houses.opened(template_database, tmp_path) as house, houses.inside(house):
        yield house


@pytest.fixture
def moved_clock() -> Iterator[HouseClock]:
    """The clock that a test moves; as it was afterwards."""
    house_clock = HouseClock(Path(settings.HOUSE.clock_file))
    house_clock.begins()
    yield house_clock
    house_clock.begins()


@pytest.fixture
def in_one_window() -> None:
    """Begin early enough in a minute that what a limit counts falls into one of its windows."""
    left = 60 - time.time() % 60  # noqa: TID251  # The limits go by the real clock here.
    if left < 20:
        time.sleep(left)
