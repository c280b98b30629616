"""What can be refused of a report."""


class ReportError(Exception):
    """Anything this floor refuses."""


class NoSuchReport(ReportError):
    """There is none, or it is not this organization's."""


class ReleasedAlready(ReportError):
    """It was released before: a released page is never changed."""
