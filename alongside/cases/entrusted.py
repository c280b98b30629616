"""What a person entrusts to us, in memory: how to reach them, and what helps to find the right colleague.

Belongs here: the two shapes and their bytes. Does not belong here: sealing (`vault`), the event (there is nowhere to
put it).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from alongside.vocabulary.asking import Way


@dataclass(frozen=True)
class ContactWish:
    """How the person can be reached, and whether a message may be left.

    Never shown in full after Send but to whoever accepts.
    """

    way: Way
    phone: str = ""
    email: str = ""
    place: str = ""
    may_leave_message: bool = False
    times: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Return compact JSON, to be sealed."""
        return _dump({**self.__dict__, "way": self.way.value, "times": list(self.times)})

    @classmethod
    def from_bytes(cls, plain: bytes) -> ContactWish:
        """Read what `to_bytes` wrote."""
        held = json.loads(plain)
        return cls(**{**held, "way": Way(held["way"]), "times": tuple(held["times"])})

    @property
    def ending(self) -> str:
        """Return the last two characters of the number or of the mailbox's name: too little to tell anybody."""
        return (self.phone or self.email.split("@")[0])[-2:]


@dataclass(frozen=True)
class MatchingFacts:
    """What the person chose to say so that the right colleague is paged; all of it optional."""

    profession: str = "unsaid"
    unit_group: UUID | None = None
    site: UUID | None = None
    wishes: tuple[str, ...] = ()
    language: str = "en"
    way: str = Way.BY_CODE.value
    kind: str = ""
    avoid: frozenset[UUID] = frozenset()
    involved: frozenset[UUID] = frozenset()
    event_on: str = ""  # A day, where an event is known: nobody designated after it is paged.

    def to_bytes(self) -> bytes:
        """Return compact JSON, to be sealed."""
        return _dump(
            {
                **self.__dict__,
                "unit_group": self.unit_group and self.unit_group.hex,
                "site": self.site and self.site.hex,
                "wishes": list(self.wishes),
                "avoid": sorted(person.hex for person in self.avoid),
                "involved": sorted(person.hex for person in self.involved),
            }
        )

    @classmethod
    def from_bytes(cls, plain: bytes) -> MatchingFacts:
        """Read what `to_bytes` wrote."""
        held = json.loads(plain)
        held["unit_group"] = UUID(held["unit_group"]) if held["unit_group"] else None
        held["site"] = UUID(held["site"]) if held["site"] else None
        held["wishes"] = tuple(held["wishes"])
        held["avoid"] = frozenset(UUID(person) for person in held["avoid"])
        held["involved"] = frozenset(UUID(person) for person in held["involved"])
        return cls(**held)


def _dump(held: dict[str, Any]) -> bytes:
    return json.dumps(held, separators=(",", ":"), ensure_ascii=False).encode()
