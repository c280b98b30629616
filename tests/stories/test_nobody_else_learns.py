"""H test_canary_sweep, H test_raw_dump_has_no_canary (threats T7, T28): what was entrusted is nowhere but sealed.

A number, an address, a place and names are entered in a running house by every way there is: asked for, told of an
event by form and by machine, carried as an offer, left to be called back on, written into a question. Every story is
walked, some of it by force (400, 403, 404, 422, 500, a killed worker). Then every byte that the house left anywhere is
searched, in five spellings.
"""

import base64
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
import requests
from django.apps import apps
from django.conf import settings
from django.db import connection

from alongside import clock
from alongside.cases.models import Case
from alongside.events.models import Event
from alongside.paging.models import CallBack, CallBackPage, Page
from alongside.questions.models import Question
from alongside.rounds.models import Carried, Round
from alongside.tenancy.models import Organization
from tests import worlds
from tests.api.machines import EVENTS, Machine, a_key, event, person
from tests.houses import House
from tests.visiting import Visitor
from tests.web.carrying.test_offers import YES
from tests.web.reporting_an_event.test_reporting import written
from tests.web.walking import Walker

pytestmark = pytest.mark.processes

NUMBER, MAIL, PLACE = "202 555 0187", "zqcanary.person@zqcanary.example", "Zqcanary garden bench"
MARKERS = ("2025550187", "202 555 0187", "202-555-0187", "555-0187", "zqcanary", "zqcanary.person", "zqcanary garden")
NAME, ANOTHER = "Zqcanary Garden", "+12025550144"
DESK = (
    *("now/", "board/", "people/", "schedule/", "settings/", "settings/lines/", "take-call/", "me/", "withdrawal/"),
    *("offers/", "rounds/", "questions/", "events/held/", "events/received/", "team-sessions/", "settings/machines/"),
)
REACHED = (
    {"way": "phone_call", "phone": NUMBER, "may_leave_message": "yes"},
    {"way": "email", "email": MAIL},
    {"way": "in_person", "place": PLACE},
)
CODE = re.compile(r'name="code" value="([^"]+)"')
LOOKING = ("owner", "teammate", "coordinator", "professional", "manager", "safety_officer", "auditor", "administrator")


@pytest.fixture
def walked(new_house: House) -> Iterator[tuple[House, worlds.World]]:
    """A house in which three people asked, one was answered, and much went wrong."""
    new_house.serve()
    world = worlds.make(now=clock.now(), demonstration=True)
    Organization.objects.filter(pk=world.organization.pk).update(demonstration=True)
    return new_house, world


def test_canary_sweep(walked: tuple[House, worlds.World]) -> None:
    house, world = walked
    for reach in REACHED:
        _somebody_asks(house, world, reach)
    assert Case.objects.of(world.organization).count() == 3
    told = [
        *_an_event_is_told(house, world),
        *_somebody_raises_the_level(house, world),
        *_somebody_wonders(house, world),
        *_two_write_to_each_other(house, world),
    ]
    told += _everybody_looks(house, world)
    _their_offers_are_answered(house, world)
    told += _everybody_looks(house, world)
    _things_go_wrong(house, world)
    house.minutes_pass(50)
    time.sleep(2)
    assert _found(b"".join(told)) == set()
    _letters_say_nothing(house)
    assert _found(house.output) == set()
    assert _found(b"".join(_rows())) == set()
    house.stop()
    assert {path: found for path in _files(house) if (found := _found(path.read_bytes()))} == {}


def _letters_say_nothing(house: House) -> None:
    to_them, letters = MAIL.encode(), house.letters.letters
    assert letters
    assert [letter.raw.count(to_them) for letter in letters if to_them in letter.raw] == [1], "as chosen"
    assert _found(b"".join(letter.raw.replace(to_them, b"") for letter in letters)) == set()


def test_it_is_shown_to_the_one_who_carries_it(walked: tuple[House, worlds.World]) -> None:
    """The search above would prove nothing if the number were nowhere: whoever accepts reads it."""
    house, world = walked
    _somebody_asks(house, world, {"way": "phone_call", "phone": NUMBER, "may_leave_message": "yes"})
    page = Page.objects.select_related("person").get(case__organization=world.organization)
    supporter = Visitor(house)
    supporter.sign_in(world.slug, page.person_id)
    desk = f"/o/{world.slug}/desk"
    supporter.post(f"{desk}/pages/{page.pk}/take/")
    assert _found(b"".join(supporter.heard)) == set()
    supporter.post(f"{desk}/cases/{page.case_id}/contact/")
    assert _found(b"".join(supporter.heard)) != set()


def _somebody_asks(house: House, world: worlds.World, reach: dict[str, str]) -> None:
    walker = Walker(world, client=Visitor(house))  # type: ignore[arg-type]  # It walks as the test client does.
    walker.get("")
    walker.post("begin/soon/", {"urgency": "now"})
    walker.post("begin/reach/", reach)
    walker.post("begin/wishes/")
    walker.post("begin/who/")
    house.minutes_pass(0.2)
    walker.send()
    if "begin/wait" in walker.get("begin/check/").url:
        house.minutes_pass(1)
        walker.send()
    walker.come_back(walker.code())
    walker.get("page/")


def _an_event_is_told(house: House, world: worlds.World) -> list[bytes]:
    """By form and by a machine, which is refused first; return what both were told once it was sent."""
    desk, machine = f"/o/{world.slug}/desk/events", Machine(world)
    officer, refused = Visitor(house), {**event(world), "narrative": f"{NAME} {NUMBER}"}
    officer.sign_in(world.slug, world.safety_officer.pk)
    one, two = {"p0-name": NAME, "p0-email": MAIL, "p0-phone": NUMBER}, {"p1-name": f"{NAME} Two"}
    colleagues = {**one, **two, "p1-email": f"b{MAIL}"}
    officer.post(f"{desk}/report/", {"do": "check", **written(world, **colleagues)})
    assert _found(officer.heard.pop()), "the form repeats what was typed, and nothing later does"
    officer.post(f"{desk}/report/", {"do": "send", **written(world, **colleagues)})
    third = person(name=NAME, email=f"c{MAIL}", phone=ANOTHER)
    statuses = []
    for body in (
        refused,
        event(world, people=[third, {**third, "name": f"{NAME} {NUMBER}"}]),
        event(world, people=[third]),
    ):
        headers = {"Authorization": f"Bearer {machine.token}", "Idempotency-Key": a_key()}
        answer = requests.post(f"{house.url}{EVENTS}", json=body, headers=headers, timeout=20)
        statuses.append(answer.status_code)
        officer.heard.append(repr(sorted(answer.headers.items())).encode() + answer.content)
    assert statuses == [422, 422, 202]
    _until(lambda: Round.objects.exists() and not Event.objects.exists())
    return officer.heard


def _somebody_raises_the_level(house: House, world: worlds.World) -> list[bytes]:
    """A number to call back; one who was asked opens it, and is told later no more."""
    waiting, professional = Visitor(house), Visitor(house)
    waiting.post(f"/o/{world.slug}/level/", {"phone": NUMBER, "once": "cd" * 32})
    waiting.post(f"/o/{world.slug}/level/stands/", {"once": "cd" * 32})
    asked = CallBackPage.objects.of(world.organization).select_related("person")[0]
    professional.sign_in(world.slug, asked.person_id)
    professional.post(f"/o/{world.slug}/desk/call-backs/{asked.call_back_id}/")
    assert _found(professional.heard.pop()), "whoever calls back reads the number"
    professional.post(f"/o/{world.slug}/desk/call-backs/{asked.call_back_id}/outcome/", {"said": "called"})
    assert CallBack.objects.of(world.organization).get().outcome == "called"
    return [*waiting.heard, *professional.heard]


def _two_write_to_each_other(house: House, world: worlds.World) -> list[bytes]:
    """A few words each way, one held back, and an address to be told at: shown to the two, and to nobody else."""
    walker = Walker(world, client=Visitor(house))  # type: ignore[arg-type]  # As above.
    page = Page.objects.of(world.organization).filter(answer="none").latest("paged_at")
    supporter, case = Visitor(house), f"/o/{world.slug}/desk/cases/{page.case_id}"
    supporter.sign_in(world.slug, page.person_id)
    supporter.post(f"/o/{world.slug}/desk/pages/{page.pk}/take/")
    supporter.post(f"{case}/words/send/", {"words": f"Shall we meet at {PLACE}?"})
    assert _found(supporter.heard.pop()), "whoever wrote it reads it in the answer"
    code = CODE.search(supporter.post(f"{case}/code/").text)
    assert code
    supporter.post(f"{case}/code/", {"code": code[1], "ending": code[1].split("/")[0][-9:]})
    walker.come_back(code[1].split("/")[0])
    walker.post("page/words/send/", {"words": f"MRN 4471902 {NAME}"})
    walker.post("page/words/send/", {"words": f"Ask for {NAME} {NUMBER}", "sure": "yes"})
    walker.post("page/words/tell/", {"tell": "yes", "email": MAIL, "quiet": "none"})
    supporter.post(f"{case}/words/send/", {"words": "I will be there."})
    supporter.heard.pop()
    supporter.get(f"{case}/words/")
    return supporter.heard


def _somebody_wonders(house: House, world: worlds.World) -> list[bytes]:
    """A question about the program; a coordinator opens it."""
    asking, coordinator = Visitor(house), Visitor(house)
    asking.post(
        f"/o/{world.slug}/program/", {"question": f"Is {NAME} in it? {PLACE}", "reply_to": MAIL, "once": "ef" * 32}
    )
    question = Question.objects.of(world.organization).get()
    coordinator.sign_in(world.slug, world.coordinator.pk)
    coordinator.get(f"/o/{world.slug}/desk/questions/")
    coordinator.post(f"/o/{world.slug}/desk/questions/{question.pk}/open/")
    assert _found(coordinator.heard.pop()), "whoever answers reads it"
    coordinator.post(f"/o/{world.slug}/desk/questions/{question.pk}/answered/")
    return [*asking.heard, *coordinator.heard]


def _their_offers_are_answered(house: House, world: worlds.World) -> None:
    """Whoever carries opens the names; the first says yes, the others want no more."""
    answers = 0
    for held in Round.objects.of(world.organization).filter(closed_at=None, carrier__isnull=False):
        carrier, here = Visitor(house), f"/o/{world.slug}/desk/offers/{held.pk}"
        carrier.sign_in(world.slug, held.carrier_id)
        carrier.post(f"{here}/")
        assert _found(carrier.heard[-1]), "whoever carries reads the names"
        for offer in Carried.objects.filter(round=held):
            if answers == 0:
                answer = carrier.post(f"{here}/{offer.case}/yes/", {**YES, "way": "email", "wants_code": "on"})
            else:
                answer = carrier.post(f"{here}/{offer.case}/said/", {"said": "no_more"})
            assert answer.status_code == 200
            answers += 1
    assert answers == 3
    house.minutes_pass(11)
    _until(lambda: not Carried.objects.exists())


def _until(true: Callable[[], bool]) -> None:
    """Wait for the engine."""
    ends = time.monotonic() + 30
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.2)


def _everybody_looks(house: House, world: worlds.World) -> list[bytes]:
    """Let every role open every page that it may; return all they were told."""
    told: list[bytes] = []
    cases = Case.objects.of(world.organization)
    own = [f"{room}/{case.pk}/" for case in cases for room in ("cases", "board")]
    for who in LOOKING:
        visitor = Visitor(house)
        visitor.sign_in(world.slug, world.people[who].pk)
        for page in (*DESK, *own):
            visitor.get(f"/o/{world.slug}/desk/{page}")
        told += visitor.heard
    return told


def _things_go_wrong(house: House, world: worlds.World) -> None:
    clumsy = Visitor(house)
    clumsy.get(f"/o/{world.slug}/{quote(PLACE)}")
    clumsy.get(f"/o/{world.slug}/?q={quote(NUMBER)}", headers={"Host": "zqcanary.example"})
    clumsy.session.post(f"{house.url}/o/{world.slug}/begin/reach/", data={"phone": NUMBER}, timeout=20)
    with suppress(requests.ConnectionError):  # The answer may come, and the door close, before all of it is sent.
        Visitor(house).post(f"/o/{world.slug}/begin/reach/", {"way": "phone_call", "phone": NUMBER * 5000})
    clumsy.post(f"/o/{world.slug}/begin/reach/", {"way": "email", "email": f"{MAIL}\x00"})
    clumsy.post(f"/o/{world.slug}/back/", {"code": PLACE})
    assert _broken(house, world).status_code == 500


def _broken(house: House, world: worlds.World) -> requests.Response:
    """Take a table away while somebody answers, so that the web server truly fails."""
    walker = Walker(world, client=Visitor(house))  # type: ignore[arg-type]  # As above.
    walker.post("begin/soon/", {"urgency": "now"})
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_draft RENAME TO cases_draft_away")
    try:
        return walker.post("begin/reach/", {"way": "phone_call", "phone": NUMBER, "may_leave_message": "no"})  # type: ignore[return-value]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE cases_draft_away RENAME TO cases_draft")


def _rows() -> Iterator[bytes]:
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            for value in row:
                yield bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _files(house: House) -> list[Path]:
    places = (house.folder, house.runtime, settings.HOUSE.keyring_file.parent, settings.HOUSE.erasure_list.parent)
    return [path for place in places for path in Path(place).rglob("*") if path.is_file()]


def _found(content: bytes) -> set[str]:
    lower = content.lower()
    return {marker for marker in MARKERS if any(spelling in lower for spelling in _spellings(marker))}


def _spellings(marker: str) -> Iterator[bytes]:
    yield marker.encode()
    yield quote(marker).lower().encode()
    yield marker.encode().hex().encode()
    yield marker.encode("utf-16-le")
    if len(marker) >= len(NUMBER) - 2:  # A shorter one leaves too few letters: chance would spell it.
        for shift in range(3):
            yield base64.b64encode(b"0" * shift + marker.encode())[4:-4].lower()
