"""A browser's requests to a running house, for `tests.web.walking.Walker` and for whoever reads answers byte by byte.

Belongs here: sending and keeping cookies. Does not belong here: what is expected.
"""

from dataclasses import dataclass, field
from typing import Any

import requests

from tests.houses import House

PROOF = "p" * 32
"""Any 32 characters prove the origin of a form, as long as cookie and field agree."""


@dataclass
class Visitor:
    """One browser. Every answer it ever got is kept, head and body."""

    house: House
    session: requests.Session = field(default_factory=requests.Session)
    heard: list[bytes] = field(default_factory=list)

    def get(self, path: str, **more: Any) -> requests.Response:
        """Open a page."""
        return self._kept(self.session.get(f"{self.house.url}{path}", timeout=20, **_plain(more)))

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> requests.Response:
        """Send a form, and go where it leads."""
        self.session.cookies.set("c", PROOF, domain="localhost.local", path="/")
        fields = {"csrfmiddlewaretoken": PROOF, **(data or {})}
        url = f"{self.house.url}{path}"
        return self._kept(self.session.post(url, data=fields, timeout=20, headers={"Cookie": self._cookies()}, **more))

    def sign_in(self, organization: str, person: object) -> requests.Response:
        """Go through the demonstration's door."""
        return self.post("/demo/sign-in/", {"organization": organization, "person": str(person)})

    def _cookies(self) -> str:
        held = {cookie.name: cookie.value for cookie in self.session.cookies}
        return "; ".join(f"{name}={value}" for name, value in {**held, "c": PROOF}.items())

    def _kept(self, answer: requests.Response) -> requests.Response:
        for one in (*answer.history, answer):
            self.heard.append(repr(sorted(one.headers.items())).encode() + one.url.encode() + one.content)
        return answer


def _plain(more: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in more.items() if name in {"headers", "allow_redirects"}}
