"""The only clock. Everything else takes `now` as an argument.

Belongs here: asking what time it is, and the file by which tests move time across real processes.
Does not belong here: calendars, zones, durations, or any rule about when something is due.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

_moved_by_file: Path | None = None


def use_file(path: Path | None) -> None:
    """Add the seconds written in `path` to every reading. Settings refuse this in production."""
    global _moved_by_file  # noqa: PLW0603  # One process has one clock; this is its only setting.
    _moved_by_file = path


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    real = datetime.now(UTC)  # noqa: TID251  # The one place that may ask.
    return real + _moved() if _moved_by_file else real


def _moved() -> timedelta:
    try:
        return timedelta(seconds=float(Path(str(_moved_by_file)).read_text() or 0))
    except (FileNotFoundError, ValueError):
        return timedelta()
