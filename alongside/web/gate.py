"""The gate before every page at work.

Belongs here: turning a signed-in account into a member of this organization, and asking `people/access.py`.
Does not belong here: any answer to "who may": only the question is asked here.

Whoever is not signed in is led to the same sign-in page from every address below the desk, so nothing is learned by
trying; whoever may not is told that the page does not exist.

    @needs(access.may_see_board)
    def board(request: MemberRequest) -> HttpResponse: ...
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from alongside import clock
from alongside.people import queries
from alongside.people.queries import Member
from alongside.web.place import PlacedRequest
from alongside.web.signing_in.proof import enough, proof_of

P = ParamSpec("P")
Predicate = Callable[[Member], bool]


class MemberRequest(PlacedRequest):
    """A request by somebody who works here; what every view behind the gate receives."""

    member: Member


MemberView: TypeAlias = Callable[Concatenate[MemberRequest, P], HttpResponse]
View: TypeAlias = Callable[Concatenate[HttpRequest, P], HttpResponse]


def needs(may: Predicate, *, half_proof_is_enough: bool = False) -> Callable[[MemberView[P]], View[P]]:
    """Let a view run only for a member of whom `may(member)` is true, and set `request.member`.

    `half_proof_is_enough` is for the pages where a missing passkey or second factor is set up, and for nothing else.
    """

    def decorate(view: MemberView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            asked = cast("MemberRequest", request)
            stopped = _stopped(asked, may, half_proof_is_enough=half_proof_is_enough)
            response = stopped or view(asked, *args, **kwargs)
            response.headers["Cache-Control"] = "no-store"
            return response

        return guarded

    return decorate


def _stopped(request: MemberRequest, may: Predicate, *, half_proof_is_enough: bool) -> HttpResponse | None:
    """Set `request.member` and return None, or where to go first; to whoever may not, the page does not exist."""
    if not request.user.is_authenticated:
        return _to(request, "sign-in")
    member = _member(request)
    if member is None:
        raise Http404
    if not half_proof_is_enough and not enough(member, proof_of(request)):
        return _to(request, "my-sign-in")
    if not may(member):
        raise Http404
    request.member = member
    return None


def member_of(request: HttpRequest) -> Member | None:
    """Return the member signed in here, or None; for pages that everybody may see but that greet colleagues."""
    placed = cast("MemberRequest", request)
    return _member(placed) if request.user.is_authenticated and hasattr(request, "place") else None


def _member(request: MemberRequest) -> Member | None:
    account: Any = request.user.pk
    return queries.member(account=account, organization=request.place.organization.id, now=clock.now())


def _to(request: MemberRequest, name: str) -> HttpResponse:
    """Lead somewhere else; a part of a page that refreshes itself leads the whole page."""
    address = request.place.url(name)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address, "Cache-Control": "no-store"})
    response = HttpResponseRedirect(address)
    response.headers["Cache-Control"] = "no-store"
    return response
