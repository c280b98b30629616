"""What can be wrong with a rota."""


class RotaError(Exception):
    """Anything this room refuses."""


class EndsBeforeItStarts(RotaError):
    """A shift or leave would end before it starts."""


class AlreadyOnCall(RotaError):
    """The same person has the same duty in part of this time."""


class NoSuchShift(RotaError):
    """There is none of this key in the organization."""


class NotWorkingHere(RotaError):
    """The person is not of this organization, or has left."""


class NotAheadEnough(RotaError):
    """The day is past, or too far off."""


class TooManyNotes(RotaError):
    """More notes than can be told apart without names."""
