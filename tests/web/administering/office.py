"""An administrator's or coordinator's browser in a test. Belongs here: the shortest ways. Not here: expectations."""

from typing import Any

from alongside import clock
from tests import worlds
from tests.signed_in import signed_in


class Office:
    """One person's browser at a desk."""

    def __init__(self, who: str = "administrator", *, world: worlds.World | None = None, language: str = "en") -> None:
        self.world = world or worlds.make(now=clock.now())
        self.person = self.world.people[who]
        self.client = signed_in(self.person)
        self.base = f"/{language}/o/{self.world.slug}/desk/"

    def get(self, path: str) -> Any:
        return self.client.get(f"{self.base}{path}")

    def post(self, path: str, **data: Any) -> Any:
        return self.client.post(f"{self.base}{path}", data)

    def text(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return plain(answer)

    def done(self, path: str, **data: Any) -> str:
        """Post, be led on, and return the words of the page that follows."""
        answer = self.post(path, **data)
        assert answer.status_code == 302, (path, answer.status_code, plain(answer))
        return plain(self.client.get(answer.headers["Location"]))

    def refused(self, path: str, **data: Any) -> str:
        """Post, be asked to look again, and return the words."""
        answer = self.post(path, **data)
        assert answer.status_code == 422, (path, answer.status_code)
        return plain(answer)


def plain(answer: Any) -> str:
    """Return a page's words as they read."""
    text: str = answer.content.decode()
    return text.replace("&#x27;", "'").replace("\u00a0", " ")
