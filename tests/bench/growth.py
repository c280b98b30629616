"""`make growth`: a PostgreSQL of its own for `grown.py`, which measures before and after years have passed.

Belongs here: the database and the environment. Does not belong here: measuring.
"""

import os
import subprocess
import sys
import tempfile

from tests import postgres

NO_HASH = {"ALONGSIDE_ARGON2_MEMORY_KIB": "64", "ALONGSIDE_ARGON2_PASSES": "1"}
"""The code's hash takes the same whatever has grown; without it the rest shows."""


def main() -> int:
    """Run the measurement on a fresh cluster; return its exit code."""
    with postgres.running() as address, tempfile.TemporaryDirectory(prefix="alongside-growth-") as folder:
        environment = {
            **os.environ,
            **NO_HASH,
            "DJANGO_SETTINGS_MODULE": "alongside.config.settings",
            "ALONGSIDE_DEMONSTRATION": "true",
            "ALONGSIDE_DATABASE_URL": f"{address}postgres",
            "ALONGSIDE_KEYRING_FILE": f"{folder}/keys/keyring.json",
            "ALONGSIDE_ERASURE_LIST": f"{folder}/erasures/erasures.list",
            "ALONGSIDE_RUNTIME_DIR": f"{folder}/run",
        }
        command = [sys.executable, "-m", "tests.bench.grown", folder]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
