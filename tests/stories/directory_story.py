"""The verbs of a story about whom to turn to: who adds, who dials, who is reminded, and what a reader then finds.

Belongs here: those verbs. Does not belong here: requests for help (`story.py`), screens.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from alongside.directory import services
from alongside.directory.rules.service import Service
from alongside.directory.services import Entry, Wanted
from alongside.journeys import keeping_the_directory, running_the_program
from alongside.notices.models import Notice
from alongside.people.queries import Member
from alongside.tenancy import queries as tenancy
from alongside.vocabulary.roles import Role
from tests.stories.story import Story
from tests.worlds import NOW, World


class DirectoryStory(Story):
    """One organization's directory as time passes."""

    def __init__(self, world: World, *, now: datetime = NOW) -> None:
        super().__init__(world, now=now)
        self._noticed: Counter[UUID] = Counter()

    def adds_a_service(self, who: str, name: str, *, number: str = "2025550160", **more: object) -> UUID:
        """Enter one of the house's own services."""
        given = {"kind": "internal", "resource": "chaplain", "country": "US", "always_open": True, **more}
        service = Service(name=name, dial=number, display=number, **given)  # type: ignore[arg-type]  # As told.
        return keeping_the_directory.add_service(member=self.member(who), service=service, now=self.now)

    def dials(self, who: str, line: UUID, *, heard: str = "answered") -> None:
        """Dial it today and say what was heard."""
        running_the_program.note_dialing(
            member=self.member(who), line=line, heard=heard, dialed_on=self.now.date(), now=self.now
        )

    def changes_the_number(self, who: str, line: UUID, number: str) -> None:
        """Enter another number for the same service."""
        before = keeping_the_directory.service_of(member=self.member(who), line=line, now=self.now)
        after = Service(**{**vars(before), "dial": number, "display": number})
        keeping_the_directory.change_service(member=self.member(who), line=line, service=after, now=self.now)

    def days_pass(self, days: int) -> None:
        """Let the engine look for numbers to dial again, three times a day."""
        for _ in range(days * 3):
            self.now += timedelta(hours=8)
            while keeping_the_directory.remind_next(now=self.now):
                pass

    def expects_reminders_to(self, *who: str) -> None:
        """Exactly these were told to see the desk since the last expectation, each once."""
        told = Counter(Notice.objects.of(self._org).filter(template="alarm").values_list("person_id", flat=True))
        fresh = told - self._noticed
        names = sorted(self._name(person) for person in fresh.elements())
        assert names == sorted(who), f"reminded: {names}, expected: {sorted(who)}"
        self._noticed = told

    def finds(self, **wanted: str) -> list[str]:
        """Return the names a reader finds, in the order in which they stand."""
        return [entry.number.name for entry in self.entries(**wanted)]

    def entries(self, **wanted: str) -> tuple[Entry, ...]:
        """Return what a reader finds, inside first."""
        house = tenancy.house_of(self._org)
        found = services.directory(house, house.zone, Wanted(**wanted), now=self.now)
        return (*found.inside, *found.direct, *found.outside)

    def member(self, who: str) -> Member:
        """Return somebody of the cast, signed in."""
        person = self.world.people[who]
        assert person.account_id
        roles = frozenset(Role(grant.role) for grant in person.grants.all())
        return Member(person.pk, person.account_id, self._org, person.name, roles, "en")
