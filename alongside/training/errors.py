"""What can be wrong with a designation."""


class TrainingError(Exception):
    """Anything this room refuses."""


class DatesDoNotFit(TrainingError):
    """The end lies before the beginning, or the agreement was signed after the designation."""


class NoSuchDesignation(TrainingError):
    """There is none of this key in the organization."""
