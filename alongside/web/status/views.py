"""Whether the house is well, and the kind pages for what went wrong."""

from django.http import HttpRequest, HttpResponse


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose proof of origin is missing or old."""
    return HttpResponse(status=403)
