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
