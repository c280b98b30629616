"""Somebody at a desk, in a test: signed in, with the shortest ways to the screens of a supporter.

Belongs here: signing in without a ceremony and pressing buttons by their names. Does not belong here: expectations.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from alongside.paging.models import Page
from alongside.people.models import Person
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.stories.story import Story
from tests.worlds import CAST


class Desk:
    """One person's browser."""

    def __init__(self, world: worlds.World, who: str, *, language: str = "en") -> None:
        self.world, self.person_name, self.client = world, who, Client()
        self.person: Person = world.people[who]
        self.base = f"/{language}/o/{world.slug}/desk/"
        sign_in(self.client, world, self.person)

    def get(self, path: str = "now/", **more: Any) -> Any:
        return self.client.get(f"{self.base}{path}", **more)

    def post(self, path: str, **data: Any) -> Any:
        return self.client.post(f"{self.base}{path}", data)

    def text(self, path: str = "now/") -> str:
        answer = self.get(path, follow=True)
        assert answer.status_code == 200, (path, answer.status_code)
        return plain(answer)

    def takes(self, page: UUID) -> Any:
        return self.post(f"pages/{page}/take/")

    def passes(self, page: UUID) -> Any:
        return self.post(f"pages/{page}/pass/")


def supporter_asked(story: Story) -> str:
    """Return the first supporter paged since the last look; in danger others are paged beside them."""
    return next(who for who in story.paged_since() if CAST[who] is Role.SUPPORTER)


def page_of(world: worlds.World, who: str) -> UUID:
    """Return the newest page of this person's."""
    page = Page.objects.filter(person=world.people[who]).order_by("-paged_at").first()
    assert page is not None, f"{who} was never paged"
    return page.pk


def sign_in(client: Client, world: worlds.World, person: Person) -> None:
    """Sign in by the demonstration's door, opened for this moment only."""
    world.organization.demonstration = True
    world.organization.save()
    answer = client.post(reverse("demo-sign-in"), {"organization": world.slug, "person": str(person.pk)})
    assert answer.status_code == 302, answer.content
    world.organization.demonstration = False
    world.organization.save()


def plain(answer: Any) -> str:
    """Return a page's words as they read, spaces made plain."""
    text: str = answer.content.decode()
    return text.replace("&#x27;", "'").replace("\u00a0", " ")
