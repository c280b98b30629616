"""What can be wrong with an organization or a transaction."""


class TenancyError(Exception):
    """Anything this floor refuses."""


class NotInTransaction(TenancyError):  # noqa: N818  # Named for the fact, read aloud.
    """A write was tried outside the journey that should have opened the transaction."""


class UnknownOrganization(TenancyError):  # noqa: N818  # As above.
    """No organization has this name in its address."""
