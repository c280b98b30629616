"""What can be wrong with a line."""


class DirectoryError(Exception):
    """Anything this room refuses."""


class UnknownCandidate(DirectoryError):  # Named for the fact, read aloud.
    """No candidate has this code."""


class UnknownLine(DirectoryError):  # As above.
    """The organization has no such line, or has withdrawn it."""


class AlreadyAdopted(DirectoryError):  # As above.
    """The organization has this candidate already."""


class NumberNeverShown(DirectoryError):  # As above.
    """The number is closed, superseded or misprinted, and must never be shown."""


class DialedInTheFuture(DirectoryError):  # As above.
    """Nobody can have dialed on a day that has not come."""


class HoursUnreadable(DirectoryError):  # As above.
    """The hours are not written in the way that can be read; the argument is the part in question."""


class NotReadable(DirectoryError):  # As above.
    """The file is not text that can be read as a directory."""


class Refused(DirectoryError):  # As above.
    """The file uses a feature that a directory never needs; the argument is (line, what)."""


class Outdated(DirectoryError):  # As above.
    """Something has changed since the preview."""
