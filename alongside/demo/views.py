"""The demonstration's own pages: a door for every role, and the messages that were sent.

Belongs here: one-click sign-in and reading letters. Does not belong here: anything a real organization would see.
"""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from alongside import clock
from alongside.demo import letters, walks
from alongside.people import queries as people
from alongside.rota import queries as rota
from alongside.tenancy import queries as tenancy
from alongside.tenancy.queries import House
from alongside.vocabulary.roles import Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Door:
    """One person of the demonstration: what they are called, what they may be, whether they are on call now."""

    person: UUID
    name: str
    roles: tuple[str, ...]
    on_call: bool


@dataclass(frozen=True)
class Town:
    """One organization with its doors."""

    house: House
    home: str
    back: str
    code: str
    doors: tuple[Door, ...]


@require_safe
def doors(request: HttpRequest) -> HttpResponse:
    """Show each organization with everybody in it."""
    towns = [_town(house) for house in tenancy.houses() if house.demonstration]
    return render(request, "demo/doors.html", {"towns": towns})


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the chosen person, without any proof: only a demonstration has this door."""
    house, person = _chosen(request)
    account = people.account_of(organization=house.id, person=person)
    user = people.account(account) if account else None
    if user is None:
        raise Http404
    logout(request)
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="demonstration")
    return HttpResponseRedirect(reverse("desk", kwargs={"organization": house.slug}))


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """List the newest messages."""
    return render(request, "demo/mail.html", {"letters": letters.newest(_folder())})


@require_safe
def letter(request: HttpRequest, letter: str) -> HttpResponse:
    """Show one message."""
    found = letters.one(_folder(), letter)
    if found is None:
        raise Http404
    return render(request, "demo/letter.html", {"letter": found})


def _folder() -> Path:
    return Path(settings.ROOT) / "var" / "demo" / "mail"


def _chosen(request: HttpRequest) -> tuple[House, UUID]:
    try:
        person = UUID(request.POST.get("person", ""))
    except ValueError:
        raise Http404 from None
    for house in tenancy.houses():
        if house.demonstration and house.slug == request.POST.get("organization"):
            return house, person
    raise Http404


def _town(house: House) -> Town:
    now = clock.now()
    called = rota.duties(organization=house.id, at=now)
    rows = [row for row in people.people_of(organization=house.id, now=now) if row.signs_in]
    found = [
        Door(row.id, row.name, tuple(role.value for role in Role if role in row.roles), row.id in called)
        for row in rows
    ]
    found.sort(key=lambda door: list(Role).index(Role(door.roles[0])) if door.roles else len(Role))
    home, back = (reverse(name, kwargs={"organization": house.slug}) for name in ("home", "returning-enter"))
    return Town(house, home, back, walks.code(house.slug), tuple(found))
