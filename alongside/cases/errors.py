"""What can be refused of a case."""


class CaseError(Exception):
    """Anything this floor refuses."""


class MoveRefused(CaseError):  # noqa: N818  # Named for the fact, read aloud.
    """The table of stages does not allow this move, or danger holds it."""


class MovedMeanwhile(CaseError):  # noqa: N818  # As above.
    """Somebody else moved the case first."""


class NoSuchCase(CaseError):  # noqa: N818  # As above.
    """There is no such case here, or it is not theirs."""


class NotTheirs(CaseError):  # noqa: N818  # As above.
    """The case belongs to somebody else now."""


class WaitsForTheirYes(CaseError):  # noqa: N818  # As above.
    """The caregiver asked to be told first who would call, and has not said yes yet."""


class TooLateToUndo(CaseError):  # noqa: N818  # As above.
    """Ten minutes have passed, or there is nothing to undo."""


class UnknownCode(CaseError):  # noqa: N818  # As above.
    """No live case has this code."""


class NoVisit(CaseError):  # noqa: N818  # As above.
    """The visit is over, or there was none."""


class NoDraft(CaseError):  # noqa: N818  # As above.
    """The answers are gone: an hour has passed, or there were none."""
