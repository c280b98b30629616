"""What can be wrong with an organization or a transaction."""


class TenancyError(Exception):
    """Anything this floor refuses."""


class NotInTransaction(TenancyError):
    """A write was tried outside the journey that should have opened the transaction."""


class UnknownOrganization(TenancyError):
    """No organization has this name in its address."""


class AddressTaken(TenancyError):
    """Another organization has this name in its address."""


class UnknownZone(TenancyError):
    """No such time zone."""


class NoSuchPlace(TenancyError):
    """There is no such site or unit here."""


class NotReadyToGoLive(TenancyError):
    """Conditions of going live are not met; `missing` names them."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class AlreadyThere(TenancyError):
    """A site or unit of this name exists."""
