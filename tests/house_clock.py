"""The clock of a house in a test: it begins at ten in the morning in New York, whatever hour it really is.

Belongs here: the file by which tests move time, and from which hour its seconds count.
Does not belong here: what is due when. A test that needs the night moves the clock there.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

MORNING = 15
"""This hour in Greenwich is day in New York and in Paris, where the organizations of the tests stand."""

AHEAD = (MORNING - datetime.now(UTC).hour) * 3600  # noqa: TID251  # Before there is a clock to ask.
"""Seconds from this machine's time to that hour of the same day; whole hours, so that minutes stay what they are."""


@dataclass(frozen=True)
class HouseClock:
    """What every process of a house adds to the real time is written in `file`."""

    file: Path

    def begins(self) -> None:
        """Let it be morning, as at the start of every test."""
        self.stands(0)

    def stands(self, seconds: float) -> None:
        """Let it stand so many seconds after the test's beginning, and run on from there."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(AHEAD + float(seconds)))
        fresh.replace(self.file)

    @property
    def moved(self) -> float:
        """Return the seconds by which this test has moved time, from the morning on."""
        return float(self.file.read_text() if self.file.exists() else 0) - AHEAD

    def as_it_is(self) -> None:
        """Go by this machine's own time, for what a browser tells by its clock, which nobody moves."""
        self.file.unlink(missing_ok=True)
