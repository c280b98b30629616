"""What can be wrong with an organization or a transaction."""


class TenancyError(Exception):
    """Anything this floor refuses."""


class NotInTransaction(TenancyError):
    """A write was tried outside the journey that should have opened the transaction."""


class UnknownOrganization(TenancyError):
    """No organization has this name in its address."""


class NotReadyToGoLive(TenancyError):
    """Conditions of going live are not met; `missing` names them."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class AlreadyThere(TenancyError):
    """A site, unit or unit group of this name exists."""
