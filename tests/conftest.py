"""The floor every test stands on: a house of its own, with its own keyring, on SQLite unless a PostgreSQL address is given."""

import os
import tempfile
from pathlib import Path

_house = Path(tempfile.mkdtemp(prefix="alongside-tests-"))
os.environ.update(
    {
        "ALONGSIDE_DEMONSTRATION": "true",
        "ALONGSIDE_DATABASE_URL": os.environ.get("ALONGSIDE_TEST_DATABASE_URL") or f"sqlite:///{_house}/house.sqlite3",
        "ALONGSIDE_KEYRING_FILE": str(_house / "keys" / "keyring.json"),
        "ALONGSIDE_ERASURE_LIST": str(_house / "erasures" / "erasures.list"),
        "ALONGSIDE_RUNTIME_DIR": str(_house / "run"),
        "ALONGSIDE_CLOCK_FILE": str(_house / "clock"),
        "ALONGSIDE_ARGON2_MEMORY_KIB": "64",
        "ALONGSIDE_ARGON2_PASSES": "1",
    }
)
