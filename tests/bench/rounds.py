"""What is measured of the house: real processes, real requests, real letters.

Belongs here: preparing rows by journeys, and one function for each figure. Does not belong here: printing.
"""

import base64
import itertools
import statistics
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest import mock

import psutil
from django.db import transaction

from alongside import clock, doorbell
from alongside.cases.models import Case, Message
from alongside.cases.rules.messages import UNREAD_AT_MOST
from alongside.cases.visits import new_token
from alongside.journeys import answering_a_page, asking_for_help, returning
from alongside.paging.models import Page
from alongside.people import queries as people
from alongside.surveys import queries as surveys
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.bench.load import Answers, Request, play
from tests.houses import House
from tests.signed_in import signed_in

PROOF = "b" * 32
"""Any 32 characters serve as the proof of origin, as long as cookie and field agree."""
_networks = itertools.count(1)


@dataclass(frozen=True)
class Scene:
    """A running house with enough organizations that no colleague is rung too often."""

    house: House
    towns: list[worlds.World]


def towns(count: int) -> list[worlds.World]:
    """Make organizations with everybody on call."""
    with transaction.atomic():
        return [worlds.make(now=clock.now()) for _ in range(count)]


def asks(scene: Scene, count: int, *, urgency: str = "today") -> list[Request]:
    """Answer every question of `count` requests; what remains is the last step, Send."""
    with transaction.atomic():
        return [_ask(town, urgency) for town in itertools.islice(itertools.cycle(scene.towns), count)]


def _ask(town: worlds.World, urgency: str) -> Request:
    token = new_token()
    now = clock.now()
    answers = {**_answers(town), "urgency": urgency}
    asking_for_help.keep_answers(organization=town.organization.pk, token=token, answers=answers, now=now)
    return Request.post(
        f"/o/{town.slug}/begin/check/",
        {"csrfmiddlewaretoken": PROOF},
        cookie=f"c={PROOF}; d={_held(token)}",
        network=_network(),
    )


def _answers(town: worlds.World) -> dict[str, Any]:
    return {
        "began": (clock.now() - timedelta(minutes=2)).isoformat(),
        "done": ["soon", "reach", "wishes", "avoid"],
        "site": town.site.pk.hex,
        "urgency": "today",
        "way": "phone_call",
        "phone": "+12025550177",
        "language": "en",
        "wishes": ["own_unit"],
        "profession": "nurse",
        "unit_group": town.group.pk.hex,
        "avoid": [],
    }


def _network() -> str:
    number = next(_networks)
    return f"{11 + (number >> 16)}.{number >> 8 & 255}.{number & 255}.7"  # Another /24 each.


def ask(scene: Scene, connections: int, count: int) -> Answers:
    """Send so many requests over so many connections."""
    requests = asks(scene, count)
    before = Case.objects.count()
    answers = play(scene.house.port, requests, connections)
    saved = Case.objects.count() - before
    if saved != count:
        raise AssertionError(f"{count} asked, {saved} saved; answers {answers.statuses}")
    return answers


def post_messages(scene: Scene, connections: int, count: int) -> Answers:
    """Write so many messages over so many connections; each must be kept."""
    requests = messages(count)
    before = Message.objects.count()
    answers = play(scene.house.port, requests, connections)
    kept = Message.objects.count() - before
    if kept != count:
        raise AssertionError(f"{count} written, {kept} kept; answers {answers.statuses}")
    return answers


def code_entries(scene: Scene, count: int) -> list[Request]:
    """Ask a few times and return requests that come back by code."""
    made = [_code(town) for town in itertools.islice(itertools.cycle(scene.towns), min(count, 16))]
    return [
        Request.post(
            f"/o/{slug}/back/",
            {"csrfmiddlewaretoken": PROOF, "code": code},
            cookie=f"c={PROOF}",
            network=_network(),
        )
        for slug, code in itertools.islice(itertools.cycle(made), count)
    ]


def _code(town: worlds.World) -> tuple[str, str]:
    token, now = new_token(), clock.now()
    asking_for_help.keep_answers(organization=town.organization.pk, token=token, answers=_answers(town), now=now)
    return town.slug, asking_for_help.send(organization=town.organization.pk, token=token, now=now).code


def messages(count: int) -> list[Request]:
    """Have cases accepted and come back to; return requests that each write a few words to the colleague.

    A talk takes ten words that were not read yet, so there is a visit for every ten requests; each in a town of its
    own, for in one that a flood of asking went through nobody may be free to say yes.
    """
    visits = [_visit(town) for town in towns(-(-count // UNREAD_AT_MOST))]
    return [_words(*visit) for visit in itertools.islice(itertools.cycle(visits), count)]


def _visit(town: worlds.World) -> tuple[str, str]:
    slug, code = _code(town)
    page = Page.objects.of(town.organization).get(role=Role.SUPPORTER)
    answering_a_page.accept(organization=town.organization.pk, page=page.pk, person=page.person_id, now=clock.now())
    return slug, _held(returning.enter(organization=town.organization.pk, typed=code, now=clock.now()))


def _words(slug: str, visit: str) -> Request:
    fields = {"csrfmiddlewaretoken": PROOF, "words": "Could you call after six?", "once": new_token().hex()}
    return Request.post(f"/o/{slug}/page/words/send/", fields, cookie=f"c={PROOF}; v={visit}", network=_network())


def _held(token: bytes) -> str:
    return base64.urlsafe_b64encode(token).decode().rstrip("=")


def commit_to_sink(scene: Scene, count: int) -> list[float]:
    """Ask in this process; from the moment after commit until the letter is in the sink, in milliseconds."""
    found: list[float] = []
    for town in itertools.islice(itertools.cycle(scene.towns), count):
        token, now = new_token(), clock.now()
        answers = {**_answers(town), "urgency": "now"}
        asking_for_help.keep_answers(organization=town.organization.pk, token=token, answers=answers, now=now)
        before, committed = len(scene.house.letters.letters), _Moment()
        with mock.patch.object(doorbell, "ring", committed.then(doorbell.ring)):
            asking_for_help.send(organization=town.organization.pk, token=token, now=now)
        found.append((_next_letter(scene.house, before) - committed.at) * 1000)
        time.sleep(0.2)
    return found


class _Moment:
    """When the transaction was over."""

    at = 0.0

    def then(self, act: Any) -> Any:
        def noted() -> None:
            self.at = time.perf_counter()
            act()

        return noted


def _next_letter(house: House, before: int, *, seconds: float = 10) -> float:
    ends = time.perf_counter() + seconds
    while len(house.letters.letters) <= before:
        if time.perf_counter() > ends:
            raise AssertionError("no letter came")
        time.sleep(0.0005)
    return house.letters.letters[before].at


def board(scene: Scene, count: int) -> Request:
    """Return the coordinator's board of an organization with so many open cases."""
    town = scene.towns[0]
    for _ in range(max(0, count - Case.objects.of(town.organization).count())):
        _code(town)
    session = signed_in(town.coordinator).cookies["s"].value
    return Request.get(f"/o/{town.slug}/desk/board/", cookie=f"s={session}")


def resting(house: House, *, seconds: float = 5) -> tuple[float, float]:
    """Return (percent of one core, MiB proportional to sharing) of every process of the house while nothing happens.

    What is made once for new organizations (their tickets) is waited for first.
    """
    while surveys.running_low(people.holders_anywhere(role=Role.SUPPORTER, now=clock.now())):
        time.sleep(1)
    family = [psutil.Process(house.processes[-1].pid)]
    family += family[0].children(recursive=True)
    before = sum(sum(process.cpu_times()[:2]) for process in family)
    time.sleep(seconds)
    used = sum(sum(process.cpu_times()[:2]) for process in family) - before
    return used / seconds * 100, sum(process.memory_full_info().pss for process in family) / 2**20


def cold_start(house: House) -> float:
    """Return the seconds from starting `alongside serve` to its first whole page, the database being ready."""
    began = time.perf_counter()
    house.serve(ALONGSIDE_TRUSTED_PROXY="true")
    play(house.port, [Request.get("/status/")], 1)
    return time.perf_counter() - began


def median(values: list[float]) -> float:
    """Return the middle one."""
    return statistics.median(values)
