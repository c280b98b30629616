"""A case that cannot be opened: whoever meets it is told what to do, and the coordinators that it happened.

Belongs here: the one answer for every screen. Does not belong here: what still goes on without the key (journeys).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside import clock
from alongside.cases.errors import CannotBeOpened
from alongside.journeys import until_a_human_answers

Answer = Callable[[HttpRequest], HttpResponse]


class UnreadableCase:
    """Answers kindly wherever a key is lost or what it sealed is damaged."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass everything on; only what was raised is looked at."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, raised: Exception) -> HttpResponse | None:
        """Tell the coordinators, once, and whoever asked what to do now."""
        if not isinstance(raised, CannotBeOpened):
            return None
        until_a_human_answers.say_it_cannot_be_opened(
            organization=raised.organization, case=raised.case, now=clock.now()
        )
        at_work = hasattr(request, "member")
        response = render(request, "components/unreadable_desk.html" if at_work else "components/unreadable.html")
        response.headers["Cache-Control"] = "no-store"
        return response
