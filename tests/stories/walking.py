"""More verbs of a story: walking alongside for months, from one due time to the next instead of by the minute.

Belongs here: planning, handing over, ending, and time that passes in days. Does not belong here: expectations of one
story.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import chain
from uuid import UUID

from alongside.cases import follow_ups, hand_overs
from alongside.cases.models import Case, HandOver
from alongside.cases.rules.follow_ups import Answer
from alongside.journeys import agreeing, handing_over, until_a_human_answers, walking_alongside
from alongside.notices.models import Notice
from alongside.paging.models import Climb
from alongside.vocabulary.stages import OPEN
from tests.stories.story import Story

DUTIES = (until_a_human_answers.climb_next, until_a_human_answers.remind_or_release_next, handing_over.see_to_next)


class Walk(Story):
    """A story that goes on after the first talk."""

    def they_speak_for_the_first_time(self, *, urgency: str = "today", **answers: object) -> str:
        """Somebody asks, a colleague takes it, they speak; return who it is."""
        self.somebody_asks_for_help(urgency=urgency, **answers)
        who = self.paged_since()[0]
        self.accepts(who)
        self.says(who, "spoke")
        self.minutes_pass(11)
        self.expects_stage("alongside")
        return who

    @property
    def row(self) -> Case:
        """The case as it is now."""
        return Case.objects.select_related("site").get(pk=self._case.pk)

    @property
    def plan(self) -> follow_ups.Planned:
        """What is planned now."""
        found = follow_ups.planned(case=self.row)
        assert found is not None, "nothing is planned"
        return found

    def they_told(self, who: str, said: str, *, day: date | None = None) -> None:
        """The supporter asked whether to call again, and writes down the answer."""
        own = {"organization": self._org, "case": self._case.pk, "person": self._person(who)}
        walking_alongside.they_said(**own, row=self.plan.row, said=Answer(said), day=day, now=self.now)

    def they_answer(self, said: str, *, day: date | None = None) -> None:
        """The person says it themselves, with their code."""
        self.they_come_back_with_their_code()
        chosen, token = Answer(said), self._visit
        agreeing.about_the_next_talk(
            organization=self._org, token=token, row=self.plan.row, said=chosen, day=day, now=self.now
        )

    def would_hand_over(
        self, who: str, *, to: str = "", agreed: bool = True, leaves_at: datetime | None = None
    ) -> None:
        """Ask that somebody else goes on."""
        handing_over.propose(
            organization=self._org,
            case=self._case.pk,
            person=self._person(who),
            chosen=self._person(to) if to else None,
            they_agreed=agreed,
            leaves_at=leaves_at,
            now=self.now,
        )

    def they_agree_to_somebody_else(self, *, agreed: bool = True) -> None:
        """The person answers on their page."""
        self.they_come_back_with_their_code()
        asked = self.standing.hand_over
        assert asked is not None, "they were not asked"
        assert asked.asks, "they were not asked"
        agreeing.about_another_supporter(
            organization=self._org, token=self._visit, row=asked.row, agreed=agreed, now=self.now
        )

    def who_is_asked_to_go_on(self) -> str:
        """Return who is being asked to take over now; "" for nobody."""
        asked = [name for name, row in self.world.people.items() if self._turns(row.pk)]
        assert len(asked) < 2, "one after the other, never several"
        return asked[0] if asked else ""

    def takes_over(self, who: str) -> None:
        """Say yes to going on with them."""
        person = self._person(who)
        handing_over.take(organization=self._org, turn=self._turns(person)[0].turn, person=person, now=self.now)

    def does_not_take_over(self, who: str) -> None:
        """Not this time."""
        person = self._person(who)
        handing_over.pass_on(organization=self._org, turn=self._turns(person)[0].turn, person=person, now=self.now)

    def carried_by(self) -> str:
        """Return who carries the case now."""
        owner = self.row.owner_id
        return self._name(owner) if owner else ""

    def until(self, moment: datetime) -> None:
        """Let the engine work, whenever something falls due, until a moment."""
        while self.now < moment:
            ahead = [due for due in self._dues() if self.now < due < moment]
            self.now = min(ahead, default=moment)
            self.engine_turns()

    def days_pass(self, days: float) -> None:
        """Let the engine work for some days."""
        self.until(self.now + timedelta(days=days))

    def engine_turns(self) -> None:
        """Whatever is due by now is done."""
        for duty in DUTIES:
            while duty(now=self.now):
                pass

    def told(self, who: str) -> int:
        """Count the notices that somebody was sent."""
        return Notice.objects.filter(person=self._person(who)).count()

    def _dues(self) -> list[datetime]:
        dues = chain(
            Case.objects.filter(stage__in=OPEN).values_list("due_at", flat=True),
            Climb.objects.filter(ended_at=None).values_list("due_at", flat=True),
            HandOver.objects.values_list("due_at", flat=True),
        )
        return [due for due in dues if due]

    def _turns(self, person: UUID) -> list[hand_overs.ToTake]:
        return hand_overs.asked_of(organization=self._org, person=person)
