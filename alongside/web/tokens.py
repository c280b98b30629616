"""The two cookies of a caregiver: the draft's and the visit's. Each holds 32 random bytes and no lifetime.

Belongs here: reading, setting and dropping them. Does not belong here: what they open.
"""

import base64
import binascii

from django.conf import settings
from django.http import HttpRequest, HttpResponse

LENGTH = 32


def read(request: HttpRequest, name: str) -> bytes | None:
    """Return the token in this cookie, or None when there is none or it is not one of ours."""
    try:
        token = base64.urlsafe_b64decode(request.COOKIES.get(name, "").encode() + b"=")
    except (binascii.Error, ValueError):
        return None
    return token if len(token) == LENGTH else None


def keep(response: HttpResponse, name: str, token: bytes) -> None:
    """Give the browser this token until it closes."""
    response.set_cookie(
        name,
        base64.urlsafe_b64encode(token).decode().rstrip("="),
        secure=settings.HOUSE.secure,
        httponly=True,
        samesite="Strict",
    )


def drop(response: HttpResponse, name: str) -> None:
    """Take the token out of the browser."""
    response.set_cookie(name, "", max_age=0, secure=settings.HOUSE.secure, httponly=True, samesite="Strict")
