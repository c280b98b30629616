"""What can be wrong with telling somebody."""


class NoticeError(Exception):
    """Anything this floor refuses."""


class BadSlot(NoticeError):
    """A template was given something it has no place for: a notice never carries a sentence."""


class BadAddress(NoticeError):
    """The address cannot be one of this kind of channel."""


class TooManyChannels(NoticeError):
    """One person keeps only a handful of channels."""


class TooSoon(NoticeError):
    """A code was sent to this channel less than a minute ago; it may still arrive."""
