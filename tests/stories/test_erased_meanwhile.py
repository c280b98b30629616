"""What is on its way while everything is erased finds nothing: no danger, no code, no word stands on a tombstone.

Another window had read the visit just before it went. The visit is put back here as that window still knows it, which
is what a second process sees on PostgreSQL in the moment between reading and holding.
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import pytest

from alongside import journeys
from alongside.cases import dangers, erasing, hand_offs, hand_overs, messages
from alongside.cases import operations as cases
from alongside.cases.errors import NoVisit, UnknownCode
from alongside.cases.models import Case, ReturnCode, Visit
from alongside.cases.rules.follow_ups import Answer
from alongside.journeys import (
    agreeing,
    asking_how_it_was,
    danger,
    forgetting,
    handing_over,
    handing_to_a_professional,
    new_codes,
    returning,
    until_a_human_answers,
    writing_to_each_other,
)
from alongside.journeys.writing_to_each_other import Draft
from alongside.ledger.models import Entry
from alongside.notices.models import Notice
from alongside.paging import operations as paging
from alongside.paging.models import Climb
from alongside.vocabulary.asking import Urgency
from tests.stories.sound import expects_nothing_left
from tests.stories.walking import Walk
from tests.worlds import World

pytestmark = pytest.mark.django_db

Late = Callable[..., object]

LATE: dict[Late, Callable[[Walk], dict[str, Any]]] = {
    returning.raise_danger: lambda _: {},
    returning.withdraw: lambda _: {},
    returning.we_spoke: lambda _: {},
    returning.nobody_came: lambda _: {},
    returning.it_came_back: lambda _: {"urgency": Urgency.NOW},
    returning.avoid: lambda _: {"people": frozenset()},
    returning.confirm_who: lambda _: {"agreed": True, "to": ""},
    returning.change_contact: lambda _: {"contact": None},
    agreeing.about_the_next_talk: lambda one: {"row": one.known, "said": Answer.YES},
    agreeing.about_another_supporter: lambda _: {"row": uuid4(), "agreed": True},
    writing_to_each_other.they_read: lambda _: {},
    writing_to_each_other.they_write: lambda _: {"draft": Draft("Until six.", once=uuid4().bytes)},
    writing_to_each_other.choose_how_they_are_told: lambda _: {"how": None},
    handing_to_a_professional.they_say: lambda _: {"hand_off": uuid4(), "agreed": True},
    handing_to_a_professional.rather_my_colleague: lambda _: {},
    new_codes.take: lambda one: {"drawn": one.drawn},
    asking_how_it_was.take_ticket: lambda _: {},
    forgetting.erase_now: lambda _: {},
}
"""Every act by which whoever asked changes something, and what it needs beside their visit."""

ONLY_READ = {
    returning.where_things_stand, writing_to_each_other.their_talk, writing_to_each_other.how_they_are_told,
    new_codes.was_handed_over, new_codes.draw, asking_how_it_was.may_take_ticket,
}  # fmt: skip
OF_NO_CASE = {"keep_answers", "answers_so_far", "send", "sent_already", "code_was_kept", "leave", "they_choose"}
"""Before there is a case; leaving; and a day somebody chose, which is kept apart from every case on purpose."""


class Erased(Walk):
    """A walk whose end another window did not see."""

    def is_erased(self) -> None:
        """Erase it, and put back what the other window still holds."""
        own = {"organization": self._org, "token": self._visit, "now": self.now}
        self.known, self.drawn = self.plan.row, new_codes.draw(**own)
        window = Visit.objects.filter(case=self._case).latest("began_at")
        forgetting.erase_now(**own)
        window.pk = uuid4()
        window.save(force_insert=True)

    @property
    def theirs(self) -> dict[str, Any]:
        """What the other window acts with."""
        return {"organization": self._org, "token": self._visit, "now": self.now}


@pytest.fixture
def story(world: World) -> Erased:
    """Two walk together, until the one who asked has everything erased."""
    story = Erased(world)
    story.they_speak_for_the_first_time()
    story.they_come_back_with_their_code()
    return story


def expects_nothing_came_of_it(story: Erased, before: tuple[int, int]) -> None:
    assert before == (Entry.objects.count(), Notice.objects.count())
    assert not ReturnCode.objects.exists()
    Visit.objects.all().delete()
    expects_nothing_left(story.row)


@pytest.mark.parametrize("act", LATE, ids=lambda act: act.__name__)
def test_what_comes_too_late_changes_nothing(story: Erased, act: Late) -> None:
    story.is_erased()
    before = (Entry.objects.count(), Notice.objects.count())
    with pytest.raises(NoVisit):
        act(**story.theirs, **LATE[act](story))
    expects_nothing_came_of_it(story, before)


def test_a_code_that_was_found_just_before_opens_nothing(story: Erased) -> None:
    story.is_erased()
    Visit.objects.all().delete()
    before = (Entry.objects.count(), Notice.objects.count())
    with pytest.raises(UnknownCode):
        returning._open_visit(found=story.row.pk, now=story.now)  # noqa: SLF001  # Between finding and holding.
    assert not Visit.objects.exists()
    expects_nothing_came_of_it(story, before)


def test_coming_back_in_another_window_does_not_put_off_what_they_said(story: Erased) -> None:
    """It ends, its time has come, and before the engine gets to it the code is typed once more."""
    story.they_say("withdraw")
    Case.objects.filter(pk=story.row.pk).update(due_at=story.now)
    story.they_come_back_with_their_code()
    assert story.row.due_at == story.now
    assert forgetting.erase_next(now=story.now)
    assert story.row.stage == "erased"


# --- the engine, which had claimed something of it --------------------------------------------------------------------


CLAIMED: dict[Callable[..., object], tuple[ModuleType, str, Callable[[UUID], object]]] = {
    until_a_human_answers.climb_next: (paging, "claim_due_climb", lambda case: Climb(case_id=case)),
    until_a_human_answers.remind_or_release_next: (cases, "claim_overdue", lambda case: case),
    handing_over.see_to_next: (hand_overs, "claim_due", lambda _: uuid4()),
    handing_to_a_professional.go_on_next: (hand_offs, "claim_due", lambda case: case),
    danger.go_on_next: (dangers, "claim_due", lambda _: uuid4()),
    writing_to_each_other.burn_next: (messages, "next_to_burn", lambda case: case),
    forgetting.erase_next: (erasing, "claim", lambda case: case),
}
"""Each duty that sees to a case, and how it claimed something of it before all of it was erased."""


@pytest.mark.parametrize("duty", CLAIMED, ids=lambda duty: f"{duty.__module__.split('.')[-1]}.{duty.__name__}")
def test_what_the_engine_had_claimed_is_let_go(
    story: Erased, monkeypatch: pytest.MonkeyPatch, duty: Callable[..., object]
) -> None:
    story.is_erased()
    Visit.objects.all().delete()
    module, claim, claimed = CLAIMED[duty]
    monkeypatch.setattr(module, claim, lambda **_: claimed(story.row.pk))
    before = (Entry.objects.count(), Notice.objects.count())
    duty(now=story.now)
    expects_nothing_came_of_it(story, before)


def test_every_act_of_a_visit_is_here() -> None:
    acts = {
        act
        for module in pkgutil.iter_modules(journeys.__path__)
        for name, act in vars(import_module(f"alongside.journeys.{module.name}")).items()
        if inspect.isfunction(act) and not name.startswith("_") and act.__module__.endswith(module.name)
        if {"organization", "token"} <= set(inspect.signature(act).parameters) and name not in OF_NO_CASE
    }
    assert {act for act in acts if act.__name__ != "hold_visited"} == {*LATE, *ONLY_READ}
