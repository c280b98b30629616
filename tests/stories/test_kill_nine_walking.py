"""`kill -9` of whoever writes, and of the engine, at random moments of everything that walking alongside does.

Words, plans, colleagues asked anew, hand-overs, hand-offs, danger raised and lowered, a chosen day, a talk in codes, a
ticket and its answer, the end, and erase now. Nothing that was saved is lost or there twice, every open case has
somebody and a time, what is erased stays erased, the ledger is whole, and no lease stays (threat model 5.5; hazards
H01, H26, H38).
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from alongside import clock
from alongside.cases import dangers, follow_ups, hand_offs, hand_overs, moves
from alongside.cases.models import Case, Danger, HandOff, HandOver, Message, Opening
from alongside.cases.rules.follow_ups import Answer
from alongside.encounters.models import Batch, Encounter
from alongside.journeys import (
    answering_a_page,
    asking_how_it_was,
    coordinating,
    danger,
    forgetting,
    handing_over,
    handing_to_a_professional,
    recording_an_encounter,
    remembering_a_day,
    returning,
    walking_alongside,
    writing_to_each_other,
)
from alongside.journeys.writing_to_each_other import Draft
from alongside.paging.errors import NotNow
from alongside.paging.models import Page
from alongside.people.models import Person
from alongside.people.queries import Member
from alongside.reminders.models import Reminder
from alongside.reminders.operations import Wish
from alongside.surveys.operations import Said
from alongside.vault import erasures
from alongside.vault.erasures import Standing
from alongside.vault.models import WrappedKey
from alongside.vocabulary.evaluating import Helpful
from alongside.vocabulary.passing_on import AskAnew, Consent, Lowered
from alongside.vocabulary.roles import Role
from tests import children, worlds
from tests.encounters.records import talk
from tests.houses import House, kill
from tests.stories.professional_story import second_professional
from tests.stories.sound import expects_a_sound_house
from tests.stories.test_walking_at_the_same_moment import KIND, Both

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]
MODULE = "tests.stories.test_kill_nine_walking"

TOWNS, EACH, WRITERS = 3, 3, 2
_KEYS = {"organization", "key", "professional", "coordinator"}


@dataclass
class Walked:
    """One case, in a process that may be killed at any moment: everything is read anew at each step."""

    organization: UUID
    key: UUID
    code: str
    professional: UUID
    coordinator: UUID
    erased: bool = False
    endangered: bool = False
    now: Any = field(default_factory=clock.now)

    @property
    def case(self) -> Case:
        """The case as it is."""
        return Case.objects.get(pk=self.key)

    @property
    def own(self) -> dict[str, Any]:
        """What whoever carries it acts with."""
        return {"organization": self.organization, "case": self.key, "person": self.case.owner_id, "now": self.now}

    @property
    def theirs(self) -> dict[str, Any]:
        """What whoever asked acts with."""
        token = returning.enter(organization=self.organization, typed=self.code, now=self.now)
        return {"organization": self.organization, "token": token, "now": self.now}

    def once(self, step: str) -> bytes:
        """The same for a form that is sent again because no answer came."""
        return sha256(f"{self.key} {step}".encode()).digest()

    def member(self, person: UUID, role: Role) -> Member:
        """Somebody as the doors know them."""
        row = Person.objects.get(pk=person)
        assert row.account_id
        return Member(row.pk, row.account_id, self.organization, row.name, frozenset({role}), "en")


def _words(one: Walked, step: str) -> None:
    writing_to_each_other.they_write(**one.theirs, draft=Draft("At six, please.", once=one.once(step)[:16]))


def _our_words(one: Walked, step: str) -> None:
    writing_to_each_other.we_write(**one.own, draft=Draft("Shall I call?", once=one.once(step)[:16]))


def _plan(one: Walked, _step: str) -> None:
    plan = follow_ups.planned(case=one.case)
    if plan is not None:
        walking_alongside.they_said(**one.own, row=plan.row, said=Answer.YES, day=None)


def _day(one: Walked, step: str) -> None:
    wish = Wish((one.now + timedelta(days=90)).date(), yearly=True, email="somebody@home.example", language="en")
    remembering_a_day.they_choose(**one.theirs, wish=wish, once=one.once(step))


def _codes(one: Walked, step: str) -> None:
    recording_an_encounter.from_case(**one.own, record=talk(), as_asked=(), once=one.once(step).hex())


def _anew(one: Walked, _step: str) -> None:
    seen = moves.newest(organization=one.organization, case=one.key)
    if seen and not Opening.objects.filter(case=one.key, what=Opening.What.ASKED_ANEW).exists():
        by = one.member(one.coordinator, Role.COORDINATOR)
        coordinating.ask_anew(member=by, case=one.key, reason=AskAnew.CANNOT_BE_REACHED, seen=seen, now=one.now)


def _accepted(one: Walked, _step: str) -> None:
    while page := Page.objects.filter(case=one.key, answer=Page.Answer.NONE).order_by("pk").first():
        with suppress(NotNow):  # They took another just before, and the next is asked.
            answering_a_page.accept(organization=one.organization, page=page.pk, person=page.person_id, now=one.now)


def _hand_over(one: Walked, _step: str) -> None:
    if one.case.stage == "alongside" and not HandOver.objects.filter(case=one.key).exists():
        handing_over.propose(**one.own, chosen=None, they_agreed=True)


def _taken(one: Walked, _step: str) -> None:
    while asked := _asked_to_go_on(one):
        with suppress(NotNow):  # As above.
            handing_over.take(organization=one.organization, **asked, now=one.now)


def _asked_to_go_on(one: Walked) -> dict[str, UUID]:
    for person in Person.objects.filter(organization=one.organization):
        for turn in hand_overs.asked_of(organization=one.organization, person=person.pk):
            if turn.case == one.key:
                return {"turn": turn.turn, "person": person.pk}
    return {}


def _danger(one: Walked, _step: str) -> None:
    if one.endangered:
        danger.supporter_raises(**one.own)


def _about_danger(one: Walked, step: str) -> None:
    row = dangers.of_case(case=one.case)
    if row is not None:
        role, more = Role.PROFESSIONAL if step == "agree" else Role.COORDINATOR, {}
        if step == "it_has_passed":
            more = {"reason": Lowered.SEEN_AND_SAFE}
        who = one.professional if role is Role.PROFESSIONAL else one.coordinator
        getattr(danger, step)(member=one.member(who, role), danger=row.pk, now=one.now, **more)


def _spoke(one: Walked, _step: str) -> None:
    returning.we_spoke(**one.theirs)


def _bring_in(one: Walked, _step: str) -> None:
    asked = hand_offs.Asked(one.professional, Consent.SAID_YES)
    handing_to_a_professional.bring_in(**one.own, asked=asked)


def _hand_off(one: Walked, step: str) -> None:
    row = hand_offs.open_of(case=one.case)
    if row is not None:
        by = one.member(one.professional, Role.PROFESSIONAL)
        getattr(handing_to_a_professional, step)(member=by, hand_off=row.pk, now=one.now)


def _end(one: Walked, _step: str) -> None:
    if not one.case.danger:
        walking_alongside.end_together(**one.own)


def _answers(one: Walked, _step: str) -> None:
    ticket = asking_how_it_was.take_ticket(**one.theirs)
    if ticket:
        asking_how_it_was.answer(organization=one.organization, text=ticket, said=Said(Helpful.YES_MUCH), thanks=())


def _erase(one: Walked, _step: str) -> None:
    if one.erased:
        forgetting.erase_now(**one.theirs)


STEPS: dict[str, Callable[[Walked, str], None]] = {
    "words": _words, "our words": _our_words, "plan": _plan, "day": _day, "codes": _codes,
    "anew": _anew, "accepted": _accepted, "spoke again": _spoke,
    "hand over": _hand_over, "taken": _taken, "spoke": _spoke, "words again": _words,
    "bring in": _bring_in, "confirm": _hand_off, "give_back": _hand_off, "our words again": _our_words,
    "danger": _danger, "take_on": _about_danger, "it_has_passed": _about_danger, "agree": _about_danger,
    "end": _end, "answers": _answers, "erase": _erase,
}  # fmt: skip


def writer(file: str) -> None:
    """In a process of its own: a child does one step after the other and is killed again and again until all are done.

    A step that was cut short is done again, as somebody does whose page did not answer.
    """
    dice, kills = random.Random(file), 0  # noqa: S311  # Repeatable, not secret.
    while True:
        child = os.fork()
        if child == 0:
            _walk(Path(file))
            os._exit(0)
        ends = time.monotonic() + dice.uniform(0.02, 0.4 + kills / 50)  # On a busy machine it gets on all the same.
        while time.monotonic() < ends:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                _tell(kills)
                sys.exit(status != 0)
            time.sleep(0.005)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        kills += 1


def _tell(kills: int) -> None:
    """Tell how often it was killed."""
    os.write(1, str(kills).encode())


def _walk(file: Path) -> None:
    journal = file.with_suffix(".done")
    done = set(journal.read_text().splitlines()) if journal.exists() else set()
    told = json.loads(file.read_text())
    for name, step in STEPS.items():
        for row in told:
            mark = f"{row['key']} {name}"
            if mark not in done:
                one = Walked(**{name: UUID(kept) if name in _KEYS else kept for name, kept in row.items()})
                with suppress(*KIND):
                    step(one, name)
                with journal.open("a") as kept:
                    kept.write(mark + "\n")


def test_whoever_is_killed_while_walking_alongside_leaves_nothing_half(new_house: House, tmp_path: Path) -> None:
    towns = [worlds.make(now=clock.now()) for _ in range(TOWNS)]
    rows = [row for town in towns for row in _people(town)]
    connection.close()
    files = [tmp_path / f"{number}.json" for number in range(WRITERS)]
    for number, file in enumerate(files):
        file.write_text(json.dumps(rows[number::WRITERS]))
    kills = _until_all_is_done(new_house, [children.start(new_house, f"{MODULE}:writer", str(file)) for file in files])
    assert kills >= 2 * WRITERS, "nobody was killed: nothing was tried"
    _engine_goes_on(new_house)
    _nothing_is_lost_or_doubled(rows)
    _erased_stays_erased(rows)
    for town in towns:
        expects_a_sound_house(town.organization.pk)


def _people(town: worlds.World) -> list[dict[str, Any]]:
    second_professional(town)
    found = []
    for number in range(EACH):
        one = Both(town, now=clock.now())
        one.who = one.they_speak_for_the_first_time()
        row = {
            "organization": town.organization.pk, "key": one.row.pk, "professional": town.professional.pk,
            "coordinator": town.coordinator.pk,
        }  # fmt: skip
        how = {"code": one.code, "erased": number == 0, "endangered": number == 1}
        found.append({**{name: str(key) for name, key in row.items()}, **how})
    return found


def _until_all_is_done(house: House, writers: list[Any]) -> int:
    dice, engine, ends = random.Random(20260304), house.start("engine"), time.monotonic() + 120  # noqa: S311  # As above.
    while any(one.poll() is None for one in writers):
        assert time.monotonic() < ends, house.output[-2000:]
        time.sleep(dice.uniform(0.5, 2.5))
        kill(engine, signal.SIGKILL)
        engine.wait()
        engine = house.start("engine")
    return sum(int(said) for said in children.finish(writers))


def _engine_goes_on(house: House) -> None:
    """After a quarter of an hour nothing that was due is left, and no lease holds anything."""
    house.minutes_pass(15)
    ends = time.monotonic() + 30
    while left_undone():
        assert time.monotonic() < ends, (left_undone(), house.output[-2000:])
        time.sleep(0.3)


def left_undone() -> list[str]:
    late, left = clock.now() - timedelta(minutes=2), []
    for model in apps.get_models():
        names = {each.name for each in model._meta.get_fields()}
        if {"lease_until", "due_at"} <= names:
            rows = model._default_manager.filter(due_at__lt=late)
            rows = rows.exclude(stage="erased") if model is Case else rows
            rows = rows.filter(state="due") if model.__name__ == "Notice" else rows
            rows = rows.filter(ended_at=None) if "ended_at" in names else rows
            left += [f"{model.__name__} {row.pk}" for row in rows]
    return left


def _nothing_is_lost_or_doubled(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert Message.objects.filter(case=row["key"]).count() == (0 if row["erased"] else 4), row
        if not row["erased"]:
            assert Opening.objects.filter(case=row["key"], what=Opening.What.ASKED_ANEW).count() == 1
            assert HandOver.objects.filter(case=row["key"], state="taken").count() == 1
            assert HandOff.objects.filter(case=row["key"], state="given_back").count() == 1
            assert Danger.objects.filter(case=row["key"], agreed_at=None).count() == 0
            assert Case.objects.get(pk=row["key"]).stage == ("alongside" if row["endangered"] else "closed")
    assert Reminder.objects.count() == len(rows)
    assert Danger.objects.count() == TOWNS
    encounters = Encounter.objects.count() + sum(Batch.objects.values_list("waiting", flat=True))
    assert encounters == len(rows), "one that is sent again is known, also after it has left the mixer"


def _erased_stays_erased(rows: list[dict[str, Any]]) -> None:
    assert erasures.standing() is Standing.WHOLE
    assert erasures.came_back() == []
    for row in rows:
        stage = Case.objects.get(pk=row["key"]).stage
        assert (stage == "erased") is row["erased"], stage
        assert WrappedKey.objects.filter(case=row["key"]).exists() is not row["erased"]
    lines = Path(settings.ERASURE_LIST).read_text().splitlines()
    assert len({line.split()[1] for line in lines}) == len(lines)
