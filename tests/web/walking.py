"""A caregiver's browser without a browser: walks the pages of asking and of coming back.

Belongs here: going from page to page as a person would. Does not belong here: what is expected of a page.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

from alongside import clock
from alongside.paging.models import Beat
from tests import worlds

PHONE = "202 555 0143"


def town(**given: Any) -> worlds.World:
    """Return an organization at this very moment, with an engine that beats."""
    world = worlds.make(now=clock.now(), **given)
    Beat.objects.create(at=clock.now())
    return world


@dataclass
class Walker:
    """One person's browser in one organization."""

    world: worlds.World
    language: str = ""
    client: Client = field(default_factory=Client)

    def at(self, path: str) -> str:
        prefix = f"/{self.language}" if self.language else ""
        return f"{prefix}/o/{self.world.slug}/{path}"

    def get(self, path: str, **more: Any) -> HttpResponse:
        return self.client.get(self.at(path), **more)  # type: ignore[return-value]

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> HttpResponse:
        return self.client.post(self.at(path), data or {}, **more)  # type: ignore[return-value]

    def text(self, path: str) -> str:
        return words(self.get(path))

    def answer(self, urgency: str = "today", **reach: Any) -> None:
        """Answer every question as somebody would who wants a call."""
        self.post("begin/soon/", {"urgency": urgency})
        self.post("begin/reach/", {"way": "phone_call", "phone": PHONE, "may_leave_message": "no", **reach})
        if urgency != "danger":
            self.post("begin/wishes/", {})
            self.post("begin/who/", {})

    def send(self) -> HttpResponse:
        return self.post("begin/check/")

    def code(self) -> str:
        """Return the code that the page of the code shows."""
        page = self.get("begin/keep/").content.decode()
        found = re.search(r'data-copy="([^"]+)"', page)
        assert found, page
        return found[1]

    def come_back(self, code: str) -> HttpResponse:
        return self.post("back/", {"code": code})


def words(response: HttpResponse) -> str:
    """Return what a page says, without its markup."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("&#x27;", "'").strip()
