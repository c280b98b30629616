"""A story in words a nurse can check: who asks, how time passes, who is paged, and what everybody then sees.

Belongs here: the verbs of stories. Each plays a real journey on the real database and lets the engine's duties run
minute by minute. Any page that the
story did not expect fails it. Does not belong here: screens (tests/screens plays the same story through a browser and
real processes).
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from alongside.cases.models import Case
from alongside.cases.visits import new_token
from alongside.journeys import (
    answering_a_page,
    asking_for_help,
    danger,
    forgetting,
    handing_to_a_professional,
    returning,
    until_a_human_answers,
    walking_alongside,
)
from alongside.notices.models import Notice
from alongside.paging.models import Alarm, Page
from alongside.vocabulary.asking import Outcome, Urgency
from tests.worlds import NOW, World

PHONE = "+12025550177"


class Story:
    """One organization, one clock, one request at a time."""

    def __init__(self, world: World, *, now: datetime = NOW) -> None:
        self.world, self.now = world, now
        self.case: Case | None = None
        self.code = ""
        self.promise: datetime | None = None
        self._visit = b""
        self._expected: Counter[UUID] = Counter()

    # --- the caregiver -----------------------------------------------------------------------------------------------

    def somebody_asks_for_help(self, *, urgency: str = "now", **answers: object) -> None:
        """Answer every question and press Send."""
        given = {
            "site": self.world.site.pk.hex,
            "urgency": urgency,
            "way": "phone_call",
            "phone": PHONE,
            "language": "en",
            **answers,
        }
        token = new_token()
        asking_for_help.keep_answers(organization=self._org, token=token, answers=given, now=self.now)
        before = set(Case.objects.values_list("pk", flat=True))
        sent = asking_for_help.send(organization=self._org, token=token, now=self.now)
        self.code, self.promise = sent.code, sent.contact_due
        self.case = Case.objects.of(self.world.organization).exclude(pk__in=before).get()
        self._expected = Counter()  # Whoever was paged for an earlier request may be paged for this one too.

    def they_come_back_with_their_code(self) -> None:
        """Type the code; a visit begins."""
        self._visit = returning.enter(organization=self._org, typed=self.code, now=self.now)

    @property
    def visit(self) -> bytes:
        """What their browser holds while they look at their page."""
        return self._visit

    @property
    def standing(self) -> returning.Standing:
        """What the status page shows them now."""
        return returning.where_things_stand(organization=self._org, token=self._visit, now=self.now)

    def they_say(self, verb: str, **more: object) -> None:
        """Press a button of the status page, by the journey's name for it."""
        getattr(returning, verb)(organization=self._org, token=self._visit, now=self.now, **more)

    def they_want_it_erased(self) -> None:
        """Press "Erase it now" on the status page."""
        forgetting.erase_now(organization=self._org, token=self._visit, now=self.now)

    def they_ask_again(self, *, urgency: str) -> None:
        """It came back."""
        returning.it_came_back(organization=self._org, token=self._visit, urgency=Urgency(urgency), now=self.now)

    # --- the supporters ----------------------------------------------------------------------------------------------

    def accepts(self, who: str) -> None:
        """Tap "I’ll take it"."""
        answering_a_page.accept(organization=self._org, page=self._page(who), person=self._person(who), now=self.now)

    def passes(self, who: str) -> None:
        """Tap "Pass"."""
        answering_a_page.pass_on(organization=self._org, page=self._page(who), person=self._person(who), now=self.now)

    def opens_the_contact(self, who: str) -> str:
        """Read how to reach them; return the number shown."""
        card = answering_a_page.open_contact(
            organization=self._org, case=self._case.pk, person=self._person(who), calling_number="", now=self.now
        )
        return card.contact.phone

    def says(self, who: str, outcome: str) -> None:
        """Record what came of a try."""
        answering_a_page.record_outcome(
            organization=self._org,
            case=self._case.pk,
            person=self._person(who),
            outcome=Outcome(outcome),
            now=self.now,
        )

    def takes_it_back(self, who: str) -> None:
        """Undo the last outcome."""
        answering_a_page.undo_outcome(
            organization=self._org, case=self._case.pk, person=self._person(who), now=self.now
        )

    def hands_back(self, who: str, *, conflict: bool = False) -> None:
        """Release the case."""
        answering_a_page.release(
            organization=self._org, case=self._case.pk, person=self._person(who), conflict=conflict, now=self.now
        )

    def ends_it(self, who: str, how: str) -> None:
        """End together, or stop kindly."""
        getattr(walking_alongside, how)(
            organization=self._org, case=self._case.pk, person=self._person(who), now=self.now
        )

    # --- time and what is expected -----------------------------------------------------------------------------------

    def minutes_pass(self, minutes: int) -> None:
        """Let the engine work, minute by minute."""
        for _ in range(minutes):
            self.now += timedelta(minutes=1)
            while until_a_human_answers.climb_next(now=self.now):
                pass
            while until_a_human_answers.remind_or_release_next(now=self.now):
                pass
            while danger.go_on_next(now=self.now) or handing_to_a_professional.go_on_next(now=self.now):
                pass

    def expects_a_page_to(self, *who: str) -> None:
        """Exactly these were paged since the last expectation, each once; anybody else fails the story."""
        pages = Counter(Page.objects.filter(case=self._case).values_list("person_id", flat=True))
        fresh = pages - self._expected
        names = sorted(self._name(person) for person in fresh.elements())
        assert names == sorted(who), f"paged: {names}, expected: {sorted(who)}"
        self._expected = pages

    def expects_no_page(self) -> None:
        """Nobody was paged since the last expectation."""
        self.expects_a_page_to()

    def paged_since(self) -> list[str]:
        """Return who was paged since the last expectation, and take note of it."""
        pages = Counter(Page.objects.filter(case=self._case).values_list("person_id", flat=True))
        fresh = [self._name(person) for person in (pages - self._expected).elements()]
        self._expected = pages
        return sorted(fresh)

    def expects_an_alarm(self, kind: str) -> None:
        """The coordinators were alarmed for this reason."""
        kinds = list(Alarm.objects.filter(case=self._case).values_list("kind", flat=True))
        assert kind in kinds, f"alarms: {kinds}"

    def expects_stage(self, stage: str) -> None:
        """The case stands where the story says."""
        assert Case.objects.get(pk=self._case.pk).stage == stage

    def nobody_is_told_more(self) -> None:
        """No notice about this case waits to be sent."""
        assert not Notice.objects.filter(case=self._case.pk, state="due").exists()

    # --- inside ------------------------------------------------------------------------------------------------------

    @property
    def _org(self) -> UUID:
        return self.world.organization.pk

    @property
    def _case(self) -> Case:
        assert self.case is not None, "nobody has asked yet"
        return self.case

    def _person(self, who: str) -> UUID:
        return self.world.people[who].pk

    def _name(self, person: UUID) -> str:
        return next(name for name, row in self.world.people.items() if row.pk == person)

    def _page(self, who: str) -> UUID:
        page = Page.objects.filter(case=self._case, person=self._person(who)).order_by("-paged_at").first()
        assert page is not None, f"{who} was never paged"
        return page.pk
