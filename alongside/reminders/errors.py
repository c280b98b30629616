"""Named refusals of this floor."""


class ReminderError(Exception):
    """Something about a chosen day that cannot be done."""


class NotAPossibleDay(ReminderError):
    """The day is over, is today, or lies more than five years ahead."""


class NoSuchDay(ReminderError):
    """No chosen day goes by this code (any more); which of the two is not told."""
