"""What the ledger refuses."""


class LedgerError(Exception):
    """Anything this floor refuses."""


class BoxWithoutCase(LedgerError):
    """A proof was to be sealed without saying whose it is."""


class TooManyEntries(LedgerError):
    """One case has had more acts than its key may safely seal."""
