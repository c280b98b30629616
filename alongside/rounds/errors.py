"""What can be refused of a round or a session."""


class RoundError(Exception):
    """Anything this floor refuses."""


class NoSuchRound(RoundError):
    """There is no such round, it is not theirs, or it is over."""


class NoSuchOffer(RoundError):
    """The offer is settled, or somebody else carries it."""


class NotYet(RoundError):
    """The one follow-up is made on another day and at another hour; `again` says what is missing."""

    def __init__(self, again: str) -> None:
        super().__init__(again)
        self.again = again


class TooLateToUndo(RoundError):
    """Ten minutes have passed, or there is nothing to undo."""


class MayNotCarry(RoundError):
    """A hard rule keeps them away."""


class NoWayToReach(RoundError):
    """Nothing is known by which they could be reached in the way they chose."""


class NoSuchSession(RoundError):
    """There is no such session, or not for them."""


class NotNow(RoundError):
    """A session in this state cannot be changed like that."""


class TwoAreNeeded(RoundError):
    """Two different supporters lead a session."""
