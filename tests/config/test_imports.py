"""What a web process carries: never the channels library, never a channel (T29)."""

import subprocess
import sys

CODE = """
import os, sys
import alongside.config.wsgi
from django.urls import get_resolver
def walk(patterns):
    for pattern in patterns:
        walk(getattr(pattern, "url_patterns", []))
walk(get_resolver().url_patterns)
print(sorted(name for name in sys.modules if name.split(".")[0] in {"apprise", "requests", "aiosmtpd", "granian"}
             or name.startswith(("alongside.notices.channels", "alongside.engine"))))
"""


def test_web_never_imports_channels() -> None:
    """H test_web_never_imports_channels: neither the library nor our carriers, with every page's view loaded."""
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    loaded = [name for name in eval(done.stdout) if not name.startswith("aiosmtpd")]  # noqa: S307  # Our own list.
    assert loaded == []
