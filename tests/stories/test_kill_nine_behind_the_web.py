"""`kill -9` of web workers, the web server and the engine while people press buttons in their browsers.

Four people are walked with: words, plans, chosen days, codes, a professional who takes over and gives back, danger
that two people lower, another supporter, the glass, an answer afterwards, how heavy it was, a pause, the end, erase
now. Each button is pressed until an answer comes, as somebody does whose page broke off. Whatever a page said is saved
is saved, nothing is there twice, everybody has somebody and a time, no duty is stuck and the ledger is whole (hazards
H01, H04, H08, H26; threat model 5.5).
"""

from __future__ import annotations

import os
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import psutil
import pytest
import requests
from django.db import connection, transaction

from alongside import clock
from alongside.care.models import Burden
from alongside.cases.models import Case, Danger, Glass, HandOff, HandOver, HandOverTurn, Message, Witness
from alongside.encounters.models import Batch, Encounter
from alongside.ledger.models import Entry
from alongside.reminders.models import Reminder
from alongside.rota.models import Leave
from alongside.surveys import operations as surveys
from alongside.surveys.models import Waiting
from tests import worlds
from tests.houses import House
from tests.stories.professional_story import second_professional
from tests.stories.sound import expects_a_sound_house
from tests.stories.test_kill_nine_walking import left_undone
from tests.stories.test_walking_at_the_same_moment import Both
from tests.visiting import Visitor

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

Saved = Callable[[], bool]
OFTEN = 0.4
"""The share of presses during which somebody is killed."""

CODE = re.compile(r"\b(?:[0-9A-Z]{4}(?:-| |</span> <span>)){3}[0-9A-Z]{4}\b")
TALK = {
    "minutes": "m16_30", "interactions": "i1", "tier": "tier2_enough", "role_group": "nursing", "source": "in_passing",
    "unit_group": "intensive_care", "event_kind": "near_miss", "shift": "weekday_day", "referral": "none",
}  # fmt: skip


@dataclass
class Storm:
    """A house under one parent, whose children are killed while somebody waits for an answer."""

    house: House
    stories: list[Both]
    kills: Counter[str] = field(default_factory=Counter)
    dice: random.Random = field(default_factory=lambda: random.Random(20260304))  # noqa: S311  # Repeatable.
    _one: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._parent = psutil.Process(self.house.serve().pid)

    def kill_one(self) -> None:
        """Kill the worker that answers, the server above it, or the engine, whichever is there."""
        with self._one, suppress(psutil.Error, ProcessLookupError):
            children = self._parent.children()
            web = next((child for child in children if child.children()), None)
            if web is None:
                return  # It is on its way up again, and cannot be told from the engine.
            engines = [("engine", child) for child in children if child != web]
            found = [("web", web), *([("worker", child) for child in web.children()] * 4), *engines]
            name, process = self.dice.choice(found)
            os.kill(process.pid, signal.SIGKILL)
            self.kills[name] += 1

    def press(self, browser: Visitor, path: str, saved: Saved, **data: object) -> str:
        """Press a button until an answer comes; what the answer says is saved is saved. Return the page."""
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            if self.dice.random() < OFTEN:
                threading.Timer(self.dice.uniform(0, 0.15), self.kill_one).start()
            with suppress(requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError):
                page = browser.post(path, data)
                if page.status_code not in {HTTPStatus.OK, HTTPStatus.NOT_FOUND} or not saved():
                    raise AssertionError(f"{page.status_code} {page.url}: {plain(page.text)}")
                return page.text
            time.sleep(0.05)
        raise AssertionError(path)

    def browser(self, world: worlds.World, who: str) -> Visitor:
        """Somebody who works here, signed in before it begins."""
        found = Visitor(self.house)
        found.sign_in(world.slug, world.people[who].pk)
        return found


@dataclass
class Walk:
    """One person with whom somebody walks, in browsers."""

    storm: Storm
    story: Both
    staff: dict[str, Visitor]
    own: Visitor
    days: int = 0

    @property
    def row(self) -> Case:
        """The case as it is."""
        return self.story.row

    def they(self, path: str, saved: Saved, **data: object) -> str:
        """Whoever asked presses a button of their page."""
        return self.storm.press(self.own, f"/en/o/{self.story.world.slug}/{path}", saved, **data)

    def at_the_desk(self, who: str, path: str, saved: Saved, **data: object) -> str:
        """Somebody who works here presses one."""
        return self.storm.press(self.staff[who], f"/en/o/{self.story.world.slug}/desk/{path}", saved, **data)

    def chooses_a_day(self) -> str:
        """They choose a day for a few words; return the page, which shows once the code that ends it."""
        kept = {"comes": "once", "email": "quiet@mail.example", "agreed": "on", "once": self.once("day")}
        return self.they(
            "page/day/",
            Reminder.objects.of(self.story.world.organization).exists,
            day=f"{clock.now() + timedelta(days=40):%Y-%m-%d}",
            **kept,
        )

    def once(self, step: str) -> str:
        """The number that a form keeps when it is sent again."""
        return random.Random(f"{self.story.code} {step}").randbytes(32).hex()  # noqa: S311  # As above.


def brings_a_professional_in(walk: Walk) -> None:
    case, who, off = walk.row.pk, walk.story.who, HandOff.objects.filter(case=walk.row.pk)
    words = Message.objects.filter(case=case)
    walk.they("page/words/send/", lambda: words.count() == 1, words="At six, please.", once=walk.once("1"))
    walk.at_the_desk(who, f"cases/{case}/words/send/", lambda: words.count() == 2, words="Yes.", once=walk.once("2"))
    plan = walk.story.plan.row
    walk.they("page/next/", lambda: walk.story.plan.agreed, row=plan, said="yes")
    codes = {**TALK, "outcome": "spoke", "once": walk.once("3")[:16]}
    walk.at_the_desk(who, f"cases/{case}/record/", lambda: written_down() >= 1, **codes)
    to = walk.story.world.professional.pk.hex
    walk.at_the_desk(who, f"cases/{case}/professional/", off.exists, to=to, consent="said_yes", others="none")
    path = f"hand-offs/{off.get().pk}"
    walk.at_the_desk("professional", f"{path}/confirm/", lambda: off.get().state != "asked")
    walk.at_the_desk("professional", f"{path}/return/", lambda: off.get().state == "given_back")
    walk.at_the_desk(who, f"cases/{case}/end/", lambda: walk.row.stage == "closed", reason="by_agreement")


def is_in_danger(walk: Walk) -> None:
    case, who, danger = walk.row.pk, walk.story.who, Danger.objects.filter(case=walk.row.pk)
    walk.at_the_desk(who, f"cases/{case}/danger/", danger.exists)
    path = f"danger/{danger.get().pk}"
    walk.at_the_desk("professional", f"{path}/take/", lambda: danger.get().taken_by_id is not None)
    walk.at_the_desk("professional", f"{path}/passed/", lambda: bool(danger.get().said_at), reason="seen_and_safe")
    walk.at_the_desk("coordinator", f"{path}/agree/", lambda: bool(danger.get().agreed_at))
    opened = Glass.objects.filter(case=case)
    walk.at_the_desk("coordinator", f"board/{case}/open/", opened.exists, reason="person_asked")
    seen = Witness.objects.get()
    look = f"opened/{seen.pk}/seen/"
    walk.at_the_desk("deputy", look, lambda: Witness.objects.get().seen_at is not None)


def goes_on_with_another(walk: Walk) -> None:
    case, who, turns = walk.row.pk, walk.story.who, HandOverTurn.objects.filter(hand_over__case=walk.row.pk)
    walk.at_the_desk(who, f"cases/{case}/hand-over/", turns.exists, to="in_turn", agreed="yes")
    turn = turns.get()
    other = next(name for name, person in walk.story.world.people.items() if person.pk == turn.person_id)
    walk.at_the_desk(other, f"hand-overs/{turn.pk}/take/", lambda: walk.row.owner_id == turn.person_id)
    tries = walk.row.attempts.filter(outcome="no_answer")
    walk.at_the_desk(other, f"cases/{case}/outcome/", tries.exists, outcome="no_answer")
    walk.at_the_desk(other, "record/talk/", lambda: written_down() >= 1, **TALK, once=walk.once("4")[:16])
    rated = Burden.objects.filter(supporter=turn.person_id)
    walk.at_the_desk(other, "care/weight/", rated.exists, weight="light", once=walk.once("5")[:16])
    resting = Leave.objects.filter(person=walk.story.world.deputy, kind=Leave.Kind.PAUSE)
    walk.at_the_desk("deputy", "me/pause/", resting.exists, hours="2")
    walk.chooses_a_day()
    walk.days = 1


def says_how_it_was_and_is_erased(walk: Walk) -> None:
    with transaction.atomic():
        own = {"organization": walk.story.world.organization.pk, "supporter": walk.row.owner_id}
        ticket = surveys.hand_out(**own, now=clock.now())
    said: dict[str, Any] = {"answering": "1", "ticket": ticket, "helpful": "yes_much", "thanks": ["calm"]}
    walk.they("afterwards/", lambda: Waiting.objects.filter(kind="answer").count() == 1, **said)
    code = CODE.search(walk.chooses_a_day())
    walk.days = 0 if code else 1  # Whoever never saw the code ends it by the link of the word.
    if code:
        before = ended()
        spelled = re.sub("</span> <span>| ", "-", code[0])
        walk.they(f"day/{spelled}/", lambda: ended() > before, answer="stop")
    walk.they("page/last/", lambda: walk.row.stage == "erased")


WALKS = (brings_a_professional_in, is_in_danger, goes_on_with_another, says_how_it_was_and_is_erased)
STAFF = ("owner", "teammate", "third", "chief", "professional", "coordinator", "deputy")
ONCE = {
    "follow_up.yes", "hand_off.asked", "hand_off.confirmed", "hand_off.given_back", "case.closed",
    "danger.taken", "danger.said_passed", "danger.agreed_passed", "glass.broken", "glass.seen", "hand_over.proposed",
    "hand_over.taken", "contact.no_answer", "care.rated", "case.erase_now", "case.erased",
}  # fmt: skip
"""What the ledger tells of once, however often it was pressed."""


def written_down() -> int:
    return Encounter.objects.count() + sum(Batch.objects.values_list("waiting", flat=True))


def ended() -> int:
    return Entry.objects.filter(verb="day.ended").count()


def plain(page: str) -> str:
    """Return what a page says, for whoever reads why this failed."""
    return re.sub(r"\s+", " ", re.sub(r"<(script|svg).*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL))


def _walk(begun: tuple[Callable[[Walk], None], Walk]) -> None:
    try:
        begun[0](begun[1])
    finally:
        connection.close()


@pytest.fixture
def storm(new_house: House) -> Storm:
    """Four people with whom somebody walks, in a running house."""
    stories = [Both(worlds.make(now=clock.now(), demonstration=True), now=clock.now()) for _ in WALKS]
    for story in stories:
        second_professional(story.world)
        story.who = story.they_speak_for_the_first_time()
    new_house.minutes_pass(12)  # Their stories are ten minutes ahead.
    connection.close()
    return Storm(new_house, stories)


def _in_browsers(storm: Storm) -> list[Walk]:
    walks = []
    for story in storm.stories:
        staff, own = {who: storm.browser(story.world, who) for who in STAFF}, Visitor(storm.house)
        own.post(f"/en/o/{story.world.slug}/back/", {"code": story.code})
        walks.append(Walk(storm, story, staff, own))
    return walks


def test_whatever_a_page_said_is_saved_is_saved_once(storm: Storm) -> None:
    walks = _in_browsers(storm)
    with ThreadPoolExecutor(len(walks)) as threads:
        list(threads.map(_walk, zip(WALKS, walks, strict=True)))
    assert min(storm.kills["worker"], sum(storm.kills.values()) - storm.kills["worker"]) > 0, storm.kills
    _nothing_is_lost_or_doubled(walks)
    storm.house.wait_until_answering()
    storm.house.minutes_pass(24 * 60 + 5)
    _no_duty_is_stuck(storm.house)
    world = storm.stories[WALKS.index(is_in_danger)].world
    storm.browser(world, "coordinator").post(f"/en/o/{world.slug}/desk/danger/{Danger.objects.get().pk}/look/")
    assert Danger.objects.get().ended_at, "two people lowered it, and somebody looked again a day later"
    for story in storm.stories:
        expects_a_sound_house(story.world.organization.pk)


def _nothing_is_lost_or_doubled(walks: list[Walk]) -> None:
    told = Counter(Entry.objects.values_list("verb", flat=True))
    assert {verb: told[verb] for verb in ONCE} == dict.fromkeys(ONCE, 1)
    assert [walk.row.stage for walk in walks] == ["closed", "alongside", "accepted", "erased"]
    assert (Message.objects.count(), written_down(), Reminder.objects.count()) == (2, 2, sum(one.days for one in walks))
    assert sorted(Waiting.objects.values_list("kind", flat=True)) == ["answer", "thanks"]
    rows = (Burden, Glass, Witness, HandOff, HandOver, HandOverTurn, Danger)
    assert {model.__name__: model.objects.count() for model in rows} == {model.__name__: 1 for model in rows}
    assert Leave.objects.filter(kind=Leave.Kind.PAUSE, ends_at__gt=clock.now()).count() == 1


def _no_duty_is_stuck(house: House) -> None:
    ends = time.monotonic() + 60
    while left_undone():
        assert time.monotonic() < ends, (left_undone(), house.output[-2000:])
        time.sleep(0.3)
