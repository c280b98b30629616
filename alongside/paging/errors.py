"""What can be wrong with a page."""


class PagingError(Exception):
    """Anything this room refuses."""


class AlreadyTaken(PagingError):
    """Somebody else was quicker, or nobody is asked for this case any more."""


class NoSuchPage(PagingError):
    """There is none of this key for this person."""


class NotDesignated(PagingError):
    """Without a designation valid today one may only have somebody else paged."""


class MayNotBePaged(PagingError):
    """A hard rule forbids paging this person for this case; which one is never told."""


class NobodyOnCall(PagingError):
    """No professional is on call who could be reached: a number must be called instead, and the page says so."""


class NoSuchCallBack(PagingError):
    """There is none of this key that this person was asked to make, or it has ended."""


class NotClimbing(PagingError):
    """No climb is under way for this case."""


class MayNotTake(PagingError):
    """By now a hard rule keeps this person from the case they were asked to take; which one is never told."""


class NotNow(PagingError):
    """They are away, rest, or carry as many as was agreed: about themselves, so they may be told."""


class NumberLost(PagingError):
    """The key of a number to call back is lost: nobody can read it."""
