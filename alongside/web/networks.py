"""Which network a request came from, for counting only (`limits`); never stored, never logged.

Does not belong here: what follows from a count.
"""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the address of whoever asks: the connection's, or what the one proxy of our own added last."""
    if settings.HOUSE.trusted_proxy:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
