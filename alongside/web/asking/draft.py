"""The answers of this browser, between one page and the next.

Belongs here: reading and keeping them by the draft's cookie.
Does not belong here: how they are sealed (`cases.visits`).
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse

from alongside.cases.errors import NoDraft
from alongside.journeys import asking_for_help
from alongside.tenancy import queries
from alongside.web import tokens
from alongside.web.asking import steps
from alongside.web.asking.steps import Answers
from alongside.web.place import PlacedRequest


@dataclass(frozen=True)
class Draft:
    """What this browser has answered here. `sent`: the request is saved, only its code can be shown again."""

    token: bytes | None = None
    answers: Answers = field(default_factory=dict)
    sent: bool = False

    @property
    def begun(self) -> bool:
        """Whether any question has been answered that still waits."""
        return bool(self.answers.get("done"))


def read(request: PlacedRequest, *, now: datetime) -> Draft:
    """Return this browser's draft; an empty one when there is none or its hour has passed."""
    token = tokens.read(request, settings.DRAFT_COOKIE_NAME)
    house = request.place.organization
    if token is None:
        return Draft()
    try:
        return Draft(token, asking_for_help.answers_so_far(organization=house.id, token=token, now=now))
    except NoDraft:
        return _sent_or_none(house.id, token, now)


def _sent_or_none(organization: object, token: bytes, now: datetime) -> Draft:
    try:
        asking_for_help.sent_already(organization=organization, token=token, now=now)  # type: ignore[arg-type]  # A house's id.
    except NoDraft:
        return Draft()
    return Draft(token, sent=True)


def keep(request: PlacedRequest, response: HttpResponse, *, draft: Draft, answers: Answers, now: datetime) -> None:
    """Keep the answers for an hour, and give the browser its cookie: the first one it ever gets from asking."""
    house = request.place.organization
    token = asking_for_help.keep_answers(organization=house.id, token=draft.token, answers=answers, now=now)
    tokens.keep(response, settings.DRAFT_COOKIE_NAME, token)


def forget(request: PlacedRequest, response: HttpResponse) -> None:
    """Forget the answers, and the code of a request that was sent: whoever holds this browser next finds neither."""
    token = tokens.read(request, settings.DRAFT_COOKIE_NAME)
    if token:
        asking_for_help.forget_answers(token=token)
    tokens.drop(response, settings.DRAFT_COOKIE_NAME)


def with_step(request: PlacedRequest, *, draft: Draft, step: str, given: Answers, now: datetime) -> Answers:
    """Return the answers with one page's added; what nobody asked gets the house's own value."""
    house = request.place.organization
    first_site = next(iter(queries.sites(house.id)), None)
    untouched = {
        "began": now.isoformat(),
        "language": request.place.language,
        "site": first_site.id.hex if first_site else "",
    }
    return {**untouched, **draft.answers, **given, "done": steps.done(draft.answers, step)}
