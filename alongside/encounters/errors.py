"""What can be wrong with an encounter. One line each."""


class EncounterError(Exception):
    """Something about an encounter cannot be done."""


class NotACode(EncounterError):
    """An answer is not from its list, or one is missing."""
