"""Who may carry an offer to somebody, or lead a session for a team: supporters who were not involved.

Belongs here: the same hard rules as for a page, judged without a climb. Does not belong here: how offers are shared out
(`rounds.rules`), telling anybody. Nobody is paged here; the cap on cases does not count, since an offer is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.cases.entrusted import MatchingFacts
from alongside.paging import candidates
from alongside.paging.rules import PRESETS, Candidate, Exclusion, exclusions, freeze
from alongside.people.models import Person
from alongside.vocabulary.asking import Urgency
from alongside.vocabulary.roles import Role

_NOT_ASKED = frozenset({Exclusion.AT_LOAD_CAP})


@dataclass(frozen=True)
class Free:
    """Somebody who may carry or lead, as a coordinator sees them: never for whom, never why others are missing."""

    person: UUID
    name: str


class Roster:
    """Everybody who might be asked, as the rows show them at one moment; gathered once, judged as often as needed."""

    def __init__(self, *, organization: UUID, zone: ZoneInfo, now: datetime) -> None:
        self.organization, self.zone, self.now = organization, zone, now
        today = now.astimezone(zone).date()
        self._policy = freeze(clock=PRESETS[Urgency.THIS_WEEK], zone=zone, asked=now)
        self._everybody = candidates.gather(organization=organization, case=None, on=today, now=now)

    def able(self, facts: MatchingFacts) -> list[UUID]:
        """Return which supporters may, the least loaded first; on call or not, nobody is woken for it."""
        found = [who for who in self._everybody if self._may(who, facts)]
        return [who.person for who in sorted(found, key=lambda who: (who.load, who.pages_this_week, who.person.hex))]

    def able_each(self, facts: Sequence[MatchingFacts]) -> list[list[UUID]]:
        """Return for each of these who may; what is asked twice is judged once."""
        judged = {one: self.able(one) for one in set(facts)}
        return [judged[one] for one in facts]

    def able_for_all(self, facts: Iterable[MatchingFacts]) -> list[Free]:
        """Return which supporters may for every one of these, with names, by name, for a coordinator's blind choice."""
        wanted = list(facts)
        found = [who for who in self._everybody if all(self._may(who, one) for one in wanted)]
        names = dict(Person.objects.filter(pk__in=[who.person for who in found]).values_list("pk", "name"))
        return sorted((Free(who.person, names[who.person]) for who in found), key=lambda row: row.name)

    def known(self, *, people: Iterable[UUID | None], emails: Iterable[str]) -> frozenset[UUID]:
        """Return which of those who might be asked are among these, by key or by email address."""
        keys = {who.person for who in self._everybody}
        given = {email.strip().casefold() for email in emails if email.strip()}
        rows = Person.objects.of(self.organization).filter(pk__in=keys).values_list("pk", "email")
        by_email = {key for key, email in rows if email.casefold() in given}
        return frozenset(keys & {*people, *by_email})

    def _may(self, who: Candidate, facts: MatchingFacts) -> bool:
        return not exclusions(who, facts, role=Role.SUPPORTER, policy=self._policy) - _NOT_ASKED
