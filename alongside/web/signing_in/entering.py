"""Beginning and keeping a staff session.

Belongs here: what all ways of signing in share. Does not belong here: the ways.
"""

from uuid import UUID

from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from alongside import clock
from alongside.people import queries
from alongside.people.errors import UnknownPerson
from alongside.web.place import PlacedRequest

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def works_here(request: PlacedRequest, account: UUID) -> bool:
    """Say whether this account is a member of the organization in the address."""
    organization = request.place.organization.id
    return queries.member(account=account, organization=organization, now=clock.now()) is not None


def enter(request: HttpRequest, account: UUID) -> None:
    """Sign an account in, under a new session key."""
    found = queries.account(account)
    if found is None:
        raise UnknownPerson
    login(request, found, backend=BACKEND)


def stay(request: HttpRequest, account: UUID) -> None:
    """Keep this session while every other one of the account ends."""
    found = queries.account(account)
    if found is None:
        raise UnknownPerson
    request.user = found
    update_session_auth_hash(request, found)


def to(request: PlacedRequest, name: str, **kwargs: object) -> HttpResponse:
    """Lead to a page of this organization."""
    return HttpResponseRedirect(request.place.url(name, **kwargs))
