"""What can be wrong with a report of an event. One line each."""


class EventError(Exception):
    """Anything this floor refuses."""


class NotAPossibleTime(EventError):
    """The event lies in the future, or further back than is asked for."""


class KeyUsedDifferently(EventError):
    """This idempotency key came with another body before."""
