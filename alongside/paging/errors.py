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


class NotClimbing(PagingError):
    """No climb is under way for this case."""
