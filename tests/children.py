"""Real child processes that run one function of a test module in a house.

Belongs here: starting them with the house's rows, clock and keyring. Does not belong here: the commands of the product
(`tests/houses.py` starts those).
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.houses import House

ROOT = Path(__file__).resolve().parent.parent
_START = (
    "import sys, importlib, django; django.setup(); "
    "getattr(importlib.import_module(sys.argv[1]), sys.argv[2])(*sys.argv[3:])"
)


def start(house: House, function: str, *words: str, **environment: str) -> "subprocess.Popen[str]":
    """Start "module:function" with words as its arguments; what it prints can be read from its `stdout`."""
    return subprocess.Popen(
        [sys.executable, "-c", _START, *function.split(":"), *words],
        env={**os.environ, **house.environment, **environment},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def finish(children: "list[subprocess.Popen[str]]") -> list[str]:
    """Wait for all and return what each printed; fail when one of them failed."""
    said = [child.communicate(timeout=60)[0] for child in children]
    assert [child.returncode for child in children] == [0] * len(children)
    return said
