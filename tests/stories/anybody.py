"""Anybody does anything at any time: the moves of the property "no sequence leaves somebody without an answer".

Belongs here: what each role can try, whether or not it may. Does not belong here: what usually follows upon what
(`courses.py`), what must hold (`readers.py`, `sound.py`). Whatever is refused by a named error is refused rightly; any
other error fails.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from alongside.cases import dangers, follow_ups, glass, hand_offs, hand_overs
from alongside.cases import operations as cases
from alongside.cases.entrusted import ContactWish
from alongside.cases.errors import CaseError
from alongside.cases.hand_offs import Asked
from alongside.cases.models import Case, HandOverTurn, Opening
from alongside.cases.rules.follow_ups import Answer
from alongside.journeys import (
    agreeing,
    answering_a_page,
    asking_how_it_was,
    breaking_the_glass,
    coordinating,
    danger,
    forgetting,
    handing_over,
    handing_to_a_professional,
    holding,
    letting_go,
    recording_an_encounter,
    remembering_a_day,
    returning,
    staying_in_touch,
    until_a_human_answers,
    walking_alongside,
    writing_to_each_other,
)
from alongside.journeys.writing_to_each_other import Draft
from alongside.paging.errors import PagingError
from alongside.paging.models import Page
from alongside.people.queries import Member
from alongside.reminders.errors import ReminderError
from alongside.reminders.operations import Wish
from alongside.surveys.errors import SurveyError
from alongside.tenancy.transactions import one_transaction
from alongside.vault.errors import VaultError
from alongside.vocabulary.asking import Outcome, Urgency, Way
from alongside.vocabulary.breaking import GlassReason
from alongside.vocabulary.forgetting import HoldReason
from alongside.vocabulary.passing_on import Consent, Lowered, Outside
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage
from tests.encounters.records import talk
from tests.journeys.carrying import member
from tests.stories.house_of_many import ROLES
from tests.stories.story import Story
from tests.worlds import World

REFUSED = (CaseError, PagingError, VaultError, SurveyError, ReminderError)
NAMES = tuple(ROLES)
DUTIES = (
    until_a_human_answers.climb_next,
    until_a_human_answers.remind_or_release_next,
    handing_over.see_to_next,
    danger.go_on_next,
    handing_to_a_professional.go_on_next,
    writing_to_each_other.burn_next,
    breaking_the_glass.tell_again_next,
    forgetting.erase_next,
    remembering_a_day.tell_next,
)

NEW_NUMBER = ContactWish(Way.TEXT_MESSAGE, phone="+12025550179")

OF_CASES = {
    "contact": partial(answering_a_page.open_contact, calling_number=""),
    "undo": answering_a_page.undo_outcome,
    "release": partial(answering_a_page.release, conflict=False),
    "conflict": partial(answering_a_page.release, conflict=True),
    "end": walking_alongside.end_together,
    "stop": walking_alongside.stop_kindly,
    "danger": danger.supporter_raises,
    "keep": handing_over.take_back,
    "in_turn": partial(handing_over.propose, chosen=None, they_agreed=True),
    "ask_first": partial(handing_over.propose, chosen=None, they_agreed=False),
    "outside": partial(handing_to_a_professional.note_outside, outside=Outside.PSYCHOLOGIST),
    "read": writing_to_each_other.we_read,
    "ticket": asking_how_it_was.read_aloud,
    **{f"says_{one}": partial(answering_a_page.record_outcome, outcome=one) for one in Outcome},
}
"""What whoever carries a case can do with it: journeys that take an organization, a case and a person."""

BY_CODE = {
    "we_spoke": returning.we_spoke,
    "nobody_came": returning.nobody_came,
    "withdraw": returning.withdraw,
    "raise_danger": returning.raise_danger,
    "new_number": partial(returning.change_contact, contact=NEW_NUMBER),
    "back_now": partial(returning.it_came_back, urgency=Urgency.NOW),
    "back_this_week": partial(returning.it_came_back, urgency=Urgency.THIS_WEEK),
    "no_professional": handing_to_a_professional.rather_my_colleague,
    "read": writing_to_each_other.they_read,
    "erase": forgetting.erase_now,
    "ticket": asking_how_it_was.take_ticket,
}
"""What whoever asked can do with their code: journeys that take an organization and a visit."""


@dataclass
class Seen:
    """Somebody was shown how to reach a person: who, as what, of which case."""

    case: UUID
    who: str
    by_glass: bool = False


@dataclass(frozen=True)
class Avoided:
    """Somebody whom whoever asked would rather not have near, from a moment on."""

    case: UUID
    who: str
    since: datetime


@dataclass
class Anybody:
    """Everybody of one organization, at one clock, with the requests that were made in it."""

    world: World
    now: datetime
    asked: list[Story] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    avoided: list[Avoided] = field(default_factory=list)
    held_by_law: set[UUID] = field(default_factory=set)

    def asks(self, urgency: str, **answers: object) -> None:
        """Somebody asks for help."""
        story = Story(self.world, now=self.now)
        story.somebody_asks_for_help(urgency=urgency, **answers)
        self.asked.append(story)

    def carries(self, which: int, who: str, act: str) -> None:
        """Somebody does what only whoever carries the case may do."""
        with suppress(*REFUSED):
            shown = OF_CASES[act](
                organization=self.here, case=self.case(which), person=self.world.people[who].pk, now=self.now
            )
            if act == "contact" and shown:
                self.seen.append(Seen(self.case(which), who))

    def answers_a_page(self, which: int, who: str, *, yes: bool) -> None:
        """Somebody answers the newest page of a case, whoever was asked by it."""
        person = self.world.people[who].pk
        pages = Page.objects.filter(case=self.case(which)).order_by("-paged_at")
        page = pages.filter(person=person).first() or pages.first()
        own = {"organization": self.here, "page": page.pk if page else uuid4(), "person": person}
        with suppress(*REFUSED):
            (answering_a_page.accept if yes else answering_a_page.pass_on)(**own, now=self.now)

    def hands_over_to(self, which: int, who: str, to: str, *, leaves_in: timedelta | None = None) -> None:
        """Whoever carries a case would like one colleague to go on, or goes on leave."""
        chosen = self.world.people[to].pk if to else None
        leaves = {"leaves_at": self.now + leaves_in} if leaves_in else {}
        own = {"organization": self.here, "case": self.case(which), "person": self.world.people[who].pk}
        with suppress(*REFUSED):
            handing_over.propose(**own, chosen=chosen, they_agreed=True, now=self.now, **leaves)

    def answers_a_hand_over(self, which: int, who: str, *, yes: bool) -> None:
        """Somebody answers whether they would go on, whoever was asked."""
        turn = HandOverTurn.objects.filter(hand_over__case=self.case(which)).order_by("-asked_at").first()
        own = {"organization": self.here, "turn": turn.pk if turn else uuid4(), "person": self.world.people[who].pk}
        with suppress(*REFUSED):
            (handing_over.take if yes else handing_over.pass_on)(**own, now=self.now)

    def says_about_the_next_talk(self, which: int, who: str, said: Answer) -> None:
        """Somebody writes down an answer; "caregiver" gives it with the code."""
        row = follow_ups.planned(case=self.row(which))
        own = {"organization": self.here, "row": row.row if row else uuid4(), "said": said, "now": self.now}
        day = (self.now + timedelta(days=5)).date()
        with suppress(*REFUSED):
            if who == "caregiver":
                agreeing.about_the_next_talk(**own, token=self.visit(which), day=day)
            else:
                person = self.world.people[who].pk
                walking_alongside.they_said(**own, case=self.case(which), person=person, day=day)

    def by_code(self, which: int, act: str) -> None:
        """Whoever asked comes back and presses a button."""
        with suppress(*REFUSED):
            BY_CODE[act](organization=self.here, token=self.visit(which), now=self.now)

    def agrees(self, which: int, *, yes: bool) -> None:
        """Whoever asked answers what they are asked: another supporter, a professional, the name of who would call."""
        with suppress(*REFUSED):
            token = self.visit(which)
            own = {"organization": self.here, "token": token, "agreed": yes, "now": self.now}
            standing = returning.where_things_stand(organization=self.here, token=token, now=self.now)
            returning.confirm_who(**own, to=standing.who.yes_to)
            off = hand_offs.open_of(case=self.row(which))
            if off is not None:
                handing_to_a_professional.they_say(**own, hand_off=off.pk)
            if standing.hand_over is not None and standing.hand_over.asks:
                agreeing.about_another_supporter(**own, row=standing.hand_over.row)

    def writes(self, which: int, who: str) -> None:
        """Somebody writes a few words."""
        draft = Draft("May I call you at six?", once=uuid4().bytes)
        own = {"organization": self.here, "draft": draft, "now": self.now}
        with suppress(*REFUSED):
            if who == "caregiver":
                writing_to_each_other.they_write(**own, token=self.visit(which))
            else:
                writing_to_each_other.we_write(**own, case=self.case(which), person=self.world.people[who].pk)

    def brings_in(self, which: int, who: str, consent: Consent, *, anyone: bool = False) -> None:
        """Somebody asks a professional to go on; `anyone`: whoever can, and the supporter stays in touch."""
        asked = Asked(self.world.professional.pk, consent, anyone=anyone, in_touch=anyone)
        own = {"organization": self.here, "case": self.case(which), "person": self.world.people[who].pk}
        with suppress(*REFUSED):
            handing_to_a_professional.bring_in(**own, asked=asked, now=self.now)

    def takes_the_hand_off_back(self, which: int, who: str) -> None:
        """Somebody would rather go on alone."""
        off = hand_offs.open_of(case=self.row(which))
        with suppress(*REFUSED):
            own = {"organization": self.here, "person": self.world.people[who].pk}
            handing_to_a_professional.take_back(**own, hand_off=off.pk if off else uuid4(), now=self.now)

    def stays_in_touch(self, which: int, who: str) -> None:
        """Somebody wants to call while a professional goes on with the person."""
        off = hand_offs.open_of(case=self.row(which))
        own = {"member": self.as_member(who), "hand_off": off.pk if off else uuid4()}
        with suppress(*REFUSED):
            staying_in_touch.open_contact(**own, calling_number="", now=self.now)
            self.seen.append(Seen(self.case(which), who))

    def professional(self, which: int, who: str, act: str) -> None:
        """Somebody in the professional's role answers a hand-off."""
        off = hand_offs.open_of(case=self.row(which))
        with suppress(*REFUSED):
            getattr(handing_to_a_professional, act)(
                member=self.as_member(who), hand_off=off.pk if off else uuid4(), now=self.now
            )

    def sees_to_danger(self, which: int, who: str, act: str) -> None:
        """Somebody says something about the danger."""
        row = dangers.of_case(case=self.row(which))
        more = {"reason": Lowered.SEEN_AND_SAFE} if act == "it_has_passed" else {}
        with suppress(*REFUSED):
            key = row.pk if row else uuid4()
            getattr(danger, act)(member=self.as_member(who), danger=key, now=self.now, **more)

    def coordinates(self, which: int, who: str, act: str) -> None:
        """A coordinator helps along, or breaks the glass."""
        own = {"member": self.as_member(who), "case": self.case(which), "now": self.now}
        with suppress(*REFUSED):
            if act == "glass":
                breaking_the_glass.break_the_glass(**own, reason=GlassReason.PERSON_ASKED, calling_number="")
                self.seen.append(Seen(self.case(which), who, by_glass=True))
            elif act == "glass_again":
                breaking_the_glass.look_again(**own, calling_number="")
            elif act == "next":
                coordinating.page_the_next_now(**own)
            else:
                able = coordinating.those_who_can(**own)
                coordinating.page_this_person(**own, person=able[0].person if able else self.world.third.pk)

    def looks_at_broken_glass(self, who: str) -> None:
        """Somebody looks, as the second person, at every time the glass was broken."""
        for one in glass.broken(organization=self.here):
            with suppress(*REFUSED):
                breaking_the_glass.look(member=self.as_member(who), witness=one.witness, now=self.now)

    def avoids(self, which: int, names: set[str]) -> None:
        """Whoever asked would rather not have these colleagues near."""
        with suppress(*REFUSED):
            people = frozenset(self.world.people[name].pk for name in names)
            returning.avoid(organization=self.here, token=self.visit(which), people=people, now=self.now)
            self.avoided += [Avoided(self.case(which), name, self.now) for name in sorted(names)]

    def avoids_whoever_has_it(self, which: int) -> None:
        """Whoever asked would rather not have the colleague who walks with them, or is asked to."""
        case = self.row(which)
        near = {name for key, name in self.who_is_asked() if key == case.pk}
        self.avoids(which, near | ({self.name(case.owner_id)} if case.owner_id else set()))

    def avoids_whoever_made_the_hand_off(self, which: int) -> None:
        """Whoever asked is with a professional, and would rather not have the supporter near who brought them there."""
        off = hand_offs.open_of(case=self.row(which))
        if off is not None:
            self.avoids(which, {self.name(off.made_by_id)})

    def chooses_a_day(self, which: int) -> None:
        """Whoever asked would like a word on a day to come."""
        wish = Wish((self.now + timedelta(days=3)).date(), yearly=True, email="somebody@home.example", language="en")
        with suppress(*REFUSED):
            own = {"organization": self.here, "token": self.visit(which), "now": self.now}
            remembering_a_day.they_choose(**own, wish=wish, once=uuid4().bytes * 2)

    def writes_in_codes(self, which: int) -> None:
        """Whoever carries a case writes a talk down."""
        own = {"organization": self.here, "case": self.case(which), "person": self.row(which).owner_id or uuid4()}
        with suppress(*REFUSED):
            recording_an_encounter.from_case(**own, record=talk(), as_asked=(), once=uuid4().hex, now=self.now)

    def holds_by_law(self, which: int, who: str, act: str) -> None:
        """Somebody wants a case kept by law, agrees to it, or lets it go."""
        case, more = self.case(which), {"reason": HoldReason.COURT_ORDER} if act == "ask" else {}
        with suppress(*REFUSED):
            held = getattr(holding, act)(member=self.as_member(who), case=case, now=self.now, **more)
            if act == "agree":
                self.held_by_law.add(case)
            elif act == "lift" and held.ended_at:
                self.held_by_law.discard(case)

    def loses_everything(self, who: str) -> None:
        """Somebody can carry nobody any more."""
        with one_transaction():
            letting_go.let_go(organization=self.here, person=self.world.people[who].pk, by=cases.ENGINE, now=self.now)

    def time_passes(self, by: timedelta) -> None:
        """Time passes, and the engine does whatever is due."""
        self.now += by
        for duty in DUTIES:
            for _ in range(200):
                if not duty(now=self.now):
                    break
            else:
                raise AssertionError(f"{duty.__module__}.{duty.__name__} never comes to rest")

    def expects_what_was_shown_is_told(self) -> None:
        """Whoever asked reads of every time somebody saw how to reach them, unless it was forgotten with the rest."""
        for seen in self.seen:
            told = Opening.objects.filter(case=seen.case, person=self.world.people[seen.who])
            assert told.exists() or Case.objects.get(pk=seen.case).stage == "erased"
            assert ROLES[seen.who] is Role.COORDINATOR if seen.by_glass else ROLES[seen.who] in Role.opening_cases()

    @property
    def here(self) -> UUID:
        """The organization."""
        return self.world.organization.pk

    def story(self, which: int) -> Story:
        """One of those who asked."""
        return self.asked[which % len(self.asked)]

    def case(self, which: int) -> UUID:
        """The case of one of them."""
        found = self.story(which).case
        assert found is not None
        return found.pk

    def row(self, which: int) -> Case:
        """Their case as it stands."""
        return Case.objects.select_related("site", "owner").get(pk=self.case(which))

    def visit(self, which: int) -> bytes:
        """Come back with their code, at this moment."""
        return returning.enter(organization=self.here, typed=self.story(which).code, now=self.now)

    def carrier(self, which: int) -> str:
        """Return who carries a case; "" for nobody."""
        owner = self.row(which).owner_id
        return self.name(owner) if owner else ""

    def handed_to(self, which: int) -> str:
        """Return which professional is asked, or goes on with somebody; "professional" when none is."""
        off = hand_offs.open_of(case=self.row(which))
        return self.name(off.to_id) if off is not None and off.to_id else "professional"

    def stands(self, which: int) -> Stage:
        """Return the stage of one of them."""
        return Stage(self.row(which).stage)

    def as_member(self, who: str) -> Member:
        """Somebody as the doors know them."""
        return member(self.world, who, ROLES[who])

    def name(self, person: UUID) -> str:
        """Who that is, in the cast."""
        return next(name for name, row in self.world.people.items() if row.pk == person)

    def who_is_asked(self) -> set[tuple[UUID, str]]:
        """Everybody who is asked now to take somebody, with the case."""
        rows = Page.objects.filter(answer=Page.Answer.NONE, climb__ended_at=None).values_list("case_id", "person_id")
        waited_for = set(HandOverTurn.objects.filter(answer="none").values_list("person_id", flat=True))
        turns = [
            (one.case, who)
            for who, person in self.world.people.items()
            if person.pk in waited_for
            for one in hand_overs.asked_of(organization=self.here, person=person.pk)
        ]
        return {(case, self.name(person)) for case, person in rows} | set(turns)
