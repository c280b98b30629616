"""A running house is lost and goes on from its backup: real commands, web, engine and letters (H38, T13).

The backup is made while people wait, walk along, are in danger, and while letters could not be sent. Then life goes on
for an hour, somebody is erased, and the database is lost. What an operator does next is done here by the commands that
docs/operating.md names; what is promised there is looked at by the clock, the pages and the mail server.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyrage
import pytest
import requests
from django.db import connection

from alongside import clock
from alongside.cases.messages import HowToTell
from alongside.cases.models import Case, DangerAsked, HandOff, Message
from alongside.journeys import writing_to_each_other as writing
from alongside.notices.models import Notice
from alongside.paging.models import Page
from alongside.vocabulary.asking import Quiet
from tests import worlds
from tests.houses import House
from tests.stories.professional_story import second_professional
from tests.stories.sound import expects_a_sound_house
from tests.stories.test_forgotten_for_good import empty_the_database, wait_until
from tests.stories.test_walking_at_the_same_moment import Both
from tests.visiting import Visitor
from tests.web.walking import Walker

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]
MAIL = "quiet.place@mail.example"


@dataclass
class Town:
    """A house with its people, and what an operator holds."""

    house: House
    world: worlds.World
    folder: Path
    told: dict[str, Both] = field(default_factory=dict)

    @property
    def backup(self) -> Path:
        """Where the night's backup lies."""
        return self.folder / "apart" / "night.age"

    def browser(self) -> Walker:
        """Somebody's browser at the running house."""
        return Walker(self.world, client=Visitor(self.house))  # type: ignore[arg-type]  # It gets and posts alike.

    def desk(self, who: str) -> Walker:
        """The browser of somebody who works here."""
        found = self.browser()
        found.client.sign_in(self.world.slug, self.world.people[who].pk)  # type: ignore[attr-defined]  # As above.
        return found

    def command(self, *words: str, **environment: str) -> int:
        """Run a command as an operator does; return what it returned."""
        return self.house.start(*words, **environment).wait(90)

    def asks(self, name: str) -> Both:
        """Somebody comes into this house; returns their story."""
        self.told[name] = Both(self.world, now=clock.now())
        return self.told[name]


@pytest.fixture
def town(new_house: House, tmp_path: Path) -> Town:
    """People at every point of the way."""
    world = worlds.make(now=clock.now(), demonstration=True)
    second_professional(world)
    town = Town(new_house, world, tmp_path)
    for name in ("to be erased", "handed off", "handed over", "in danger", "written to"):
        story = town.asks(name)
        story.who = story.they_speak_for_the_first_time()
    town.asks("waiting").somebody_asks_for_help(urgency="now")
    told = town.told
    told["handed off"].brings_in(told["handed off"].who, "professional")
    told["handed over"].would_hand_over(told["handed over"].who)
    told["in danger"].fears_for_their_safety(told["in danger"].who)
    identity = pyrage.x25519.Identity.generate()
    town.backup.parent.mkdir()
    (tmp_path / "identity.txt").write_text(f"{identity}\n")
    new_house.environment["ALONGSIDE_BACKUP_RECIPIENT"] = str(identity.to_public())
    new_house.minutes_pass(12)  # Their stories are ten minutes ahead.
    return town


@dataclass
class Before:
    """What the outside world still holds of the house that was lost."""

    codes: dict[str, str]
    desk: Walker
    later: str


def goes_on(town: Town) -> Before:
    """The house works; a letter cannot be sent; the backup is made; another hour of life follows."""
    connection.close()
    town.house.serve()
    wait_until(lambda: not _due())
    their, letters = town.told["written to"], town.house.letters
    letters.refuse = True
    writing.choose_how_they_are_told(**their.theirs, how=HowToTell(quiet=Quiet.NONE, email=MAIL))
    desk = town.desk(their.who)
    desk.post(f"desk/cases/{their.row.pk}/words/send/", {"words": "Shall I call?"})
    assert Notice.objects.filter(template="message", state="due").exists()
    assert town.command("backup", str(town.backup)) == 0
    letters.refuse = False
    town.house.minutes_pass(10)
    letters.wait_for(MAIL)
    _life_after(town, desk)
    return Before({name: told.code for name, told in town.told.items()}, desk, _a_new_request(town))


def _life_after(town: Town, desk: Walker) -> None:
    """What the backup does not know: a hand-off was confirmed, somebody was erased, something more was said."""
    off = HandOff.objects.get()
    town.desk("professional").post(f"desk/hand-offs/{off.pk}/confirm/")
    assert HandOff.objects.get().state == "confirmed"
    gone = town.browser()
    gone.come_back(town.told["to be erased"].code)
    gone.post("page/last/")
    assert town.told["to be erased"].row.stage == "erased"
    desk.post(f"desk/cases/{town.told['written to'].row.pk}/words/send/", {"words": "Are you all right?"})
    assert Message.objects.count() == 2


def _a_new_request(town: Town) -> str:
    browser = town.browser()
    browser.answer()
    town.house.minutes_pass(2)
    browser.send()
    assert Case.objects.count() == 7
    return browser.code()


def _due() -> bool:
    return Notice.objects.filter(state="due", due_at__lte=clock.now()).exists()


def is_lost(town: Town) -> None:
    """Every process ends and the disk is gone; the operator names an empty database."""
    town.house.stop()
    empty_the_database()
    connection.close()


def restore(town: Town, **environment: str) -> int:
    """Put the night's backup into the empty database."""
    return town.command("restore", str(town.backup), "--identity", str(town.folder / "identity.txt"), **environment)


def test_a_running_house_goes_on_from_its_backup(town: Town) -> None:
    before = goes_on(town)
    is_lost(town)
    tried_out_elsewhere_it_writes_to_nobody(town)
    is_lost(town)
    assert restore(town) == 0
    sent = len(town.house.letters.letters)
    began = clock.now()
    town.house.serve()
    codes_open_what_the_backup_knows(town, before)
    whoever_was_signed_in_signs_in_anew(before)
    nothing_old_is_sent_and_everything_goes_on(town, sent, began)
    what_was_done_since_can_be_done_again(town)
    expects_a_sound_house(town.world.organization.pk)


def tried_out_elsewhere_it_writes_to_nobody(town: Town) -> None:
    """On a machine of another name, with the production keyring and mail server at hand."""
    sent = len(town.house.letters.letters)
    elsewhere = {"ALONGSIDE_ORIGIN": f"http://127.0.0.1:{town.house.port}"}
    assert restore(town, **elsewhere) == 1
    assert b"put to work for another address" in town.house.output
    town.house.serve(**elsewhere)
    base = f"http://127.0.0.1:{town.house.port}/en/o/{town.world.slug}"
    town.house.minutes_pass(120)
    time.sleep(2.5)  # An engine that worked would have sent by now: below it does within one.
    for path, status in (("back/", 503), ("begin/", 503), ("desk/", 503), ("help-now/", 200)):
        assert requests.get(f"{base}/{path}", timeout=20).status_code == status, path
    assert len(town.house.letters.letters) == sent


def codes_open_what_the_backup_knows(town: Town, before: Before) -> None:
    for name, code in {**before.codes, "asked since": before.later}.items():
        browser = town.browser()
        page = browser.come_back(code)
        known = name not in {"to be erased", "asked since"}
        assert page.url.endswith("/page/") is known, name  # type: ignore[attr-defined]  # As heard over the wire.
        assert known or "Help now" in page.text  # type: ignore[attr-defined]  # As above.
    gone = Case.objects.get(pk=town.told["to be erased"].row.pk)
    assert (gone.stage, gone.designation, gone.owner_id) == ("erased", "", None)


def whoever_was_signed_in_signs_in_anew(before: Before) -> None:
    page = before.desk.get("desk/now/")
    assert "/sign-in/" in page.url  # type: ignore[attr-defined]  # As above.


def nothing_old_is_sent_and_everything_goes_on(town: Town, sent: int, began: datetime) -> None:
    house, fresh = town.house, lambda: town.house.letters.letters[sent:]
    coordinators = sorted(town.world.people[who].email for who in ("coordinator", "deputy"))
    house.minutes_pass(14)
    time.sleep(2.5)
    assert fresh() == []
    house.minutes_pass(2)
    wait_until(lambda: len(fresh()) >= 2)
    house.minutes_pass(40)
    time.sleep(2.5)
    assert sorted(to for letter in fresh() for to in letter.to) == coordinators, "told once, and nobody else"
    board = town.desk("coordinator").get("desk/board/").text  # type: ignore[attr-defined]  # As above.
    waits = [told.row.designation for name, told in town.told.items() if name != "to be erased"]
    assert [name for name in waits if name not in board] == []
    assert board.count("put back from a backup") >= len(waits)
    assert Page.objects.filter(paged_at__gte=began).count() == 0
    house.minutes_pass(8)
    wait_until(lambda: Page.objects.filter(paged_at__gte=began, case=town.told["waiting"].row).exists())
    wait_until(lambda: DangerAsked.objects.filter(asked_at__gte=began).exists())
    asked = [*Page.objects.filter(paged_at__gte=began), *DangerAsked.objects.filter(asked_at__gte=began)]
    heard = {row.person.email for row in asked}
    wait_until(lambda: heard <= {to for letter in fresh() for to in letter.to})
    assert [letter for letter in fresh() if MAIL in letter.to] == [], "what could not be sent before is void"


def what_was_done_since_can_be_done_again(town: Town) -> None:
    off = HandOff.objects.get()
    assert off.state == "asked"
    town.desk("professional").post(f"desk/hand-offs/{off.pk}/confirm/")
    assert HandOff.objects.get().state == "confirmed"
    assert Message.objects.count() == 1
