"""Where a request came from, for counting (`limits`) and for what is told on this machine only; never stored or logged.

Does not belong here: what follows from a count.
"""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the address of whoever asks: the connection's, or what the one proxy of our own added last."""
    if settings.HOUSE.trusted_proxy:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def on_this_machine(request: HttpRequest) -> bool:
    """Say whether somebody on this machine asks directly: no proxy has passed it on."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False
