"""After "erase now" no byte of it is in files, queues, logs or a backup (requirement: forgetting, provably).

A canary stands in every place where something can be entrusted: how to reach them, words each way, an address to be
told at, a day they chose, what a colleague wrote down in codes, what they said afterwards. Then it is erased on the
page of a running house, and every byte that its processes hold or said is searched: for what was entrusted, in clear,
and for the sealed bytes themselves, which a stolen keyring would open.
"""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from alongside import clock
from alongside.cases import visits
from alongside.cases.messages import HowToTell
from alongside.cases.models import Case
from alongside.config import backing_up, preparing
from alongside.encounters.rules import Kind, Outcome, Record, Shift
from alongside.journeys import asking_how_it_was, forgetting, recording_an_encounter, recovering, remembering_a_day
from alongside.journeys import writing_to_each_other as writing
from alongside.ledger import queries as ledger
from alongside.notices.models import Notice
from alongside.reminders.models import Reminder
from alongside.reminders.operations import Wish
from alongside.surveys.operations import Said
from alongside.vault.fields import SealedField
from alongside.vault.models import WrappedKey
from alongside.vocabulary.asking import Quiet
from alongside.vocabulary.evaluating import Helpful, ThankYou
from tests import worlds
from tests.dumps import everything
from tests.houses import House
from tests.stories.story import Story
from tests.visiting import Visitor

pytestmark = pytest.mark.processes

PHONE, WORDS, MAIL = "+12025550187", "zqcanary at the garden bench", "zqcanary.person@zqcanary.example"
MARKERS = (PHONE, "2025550187", "555-0187", "zqcanary")


@pytest.fixture
def story(new_house: House, monkeypatch: pytest.MonkeyPatch) -> Story:
    """Somebody entrusted whatever can be, and it waits in every queue there is."""
    monkeypatch.setattr(preparing, "static_files_are_stale", lambda: False)
    recovering.recover(now=clock.now())
    told = Story(worlds.make(now=clock.now(), demonstration=True), now=clock.now())
    told.somebody_asks_for_help(urgency="now", phone=PHONE)
    (who,) = told.paged_since()
    told.accepts(who)
    told.they_come_back_with_their_code()
    their = {"organization": told.world.organization.pk, "token": told.visit, "now": told.now}
    assert told.case
    ours = {"organization": told.world.organization.pk, "case": told.case.pk, "person": told.world.people[who].pk}
    writing.they_write(**their, draft=writing.Draft(WORDS, visits.new_token()))
    writing.choose_how_they_are_told(**their, how=HowToTell(quiet=Quiet.NONE, email=MAIL))
    writing.we_write(**ours, draft=writing.Draft(WORDS, visits.new_token()), now=told.now)
    wish = Wish((told.now + timedelta(days=90)).date(), yearly=False, email=MAIL, language="en")
    remembering_a_day.they_choose(**their, wish=wish, once=visits.new_token())
    told.says(who, "spoke")
    told.minutes_pass(11)
    written_in_codes_and_answered(told, ours)
    return told


def written_in_codes_and_answered(told: Story, ours: dict[str, Any]) -> None:
    """The talk is written down in codes, and the person says how it was."""
    record = Record(kind=Kind.ONE_TO_ONE, shift=Shift.NIGHT, outcome=Outcome.SPOKE)
    recording_an_encounter.from_case(**ours, record=record, as_asked=["role_group"], once="", now=told.now)
    ticket = asking_how_it_was.read_aloud(**ours, now=told.now)
    assert ticket
    thanks, said = [ThankYou.CALM], Said(helpful=Helpful.NOT_REALLY)
    asking_how_it_was.answer(organization=told.world.organization.pk, text=ticket, said=said, thanks=thanks)


def sealed_of(case: Case) -> set[bytes]:
    """Return every sealed value of the case itself, in whatever table, and its wrapped key."""
    found = {bytes(blob) for blob in WrappedKey.objects.filter(case=case.pk).values_list("blob", flat=True)}
    for model in apps.get_models():
        sealed = [field.name for field in model._meta.concrete_fields if isinstance(field, SealedField)]
        own = "pk" if model is Case else next((f.name for f in model._meta.fields if f.related_model is Case), "")
        for name in sealed if own else ():
            rows = model._default_manager.filter(**{own: case.pk}).values_list(name, flat=True)
            found |= {bytes(value) for value in rows if value}
    return found


def left_anywhere(house: House) -> bytes:
    """Return the bytes of every file of the house and its processes: rows, logs of changes, sockets, output, keys."""
    places = (house.folder, house.runtime, settings.HOUSE.keyring_file.parent, house.erasure_list.parent)
    files = {path for place in places for path in Path(place).rglob("*") if path.is_file()}
    return b"\n".join([everything(), *(path.read_bytes() for path in sorted(files))])


def test_after_erase_now_no_byte_is_left_in_files_queues_or_logs(story: Story, new_house: House) -> None:
    assert story.case
    case = Case.objects.get(pk=story.case.pk)
    blobs, name = sealed_of(case), case.designation.encode()
    assert len(blobs) >= 5  # How to reach them, two messages, where to tell them, the key.
    before = left_anywhere(new_house)
    assert all(blob in before for blob in blobs)
    assert name in before
    said = read_and_erased_in_a_browser(story, new_house)
    after = left_anywhere(new_house)
    assert Case.objects.get(pk=case.pk).stage == "erased"
    assert [len(blob) for blob in blobs if blob in after] == []
    assert name not in after
    assert [marker for marker in MARKERS if marker.encode() in after.lower() + said.lower()] == []
    assert not Notice.objects.filter(case=case.pk).exists()
    assert not Notice.objects.filter(about=case.pk).exists()
    assert story.code.encode() not in after + said
    assert Reminder.objects.count() == 1, "tied to nothing, it is ended by its own code"
    assert ledger.verify(organization=story.world.organization.pk) == []


def read_and_erased_in_a_browser(story: Story, new_house: House) -> bytes:
    """Let the person read what was written, and erase all of it; return what the house wrote into its log."""
    connection.close()
    new_house.serve()
    browser, house = Visitor(new_house), f"/o/{story.world.slug}"
    browser.post(f"{house}/back/", {"code": story.code})
    browser.get(f"{house}/page/words/?q={WORDS}")
    browser.post(f"{house}/page/words/read/")
    assert WORDS.encode() in browser.heard[-1], "it was there to be found"
    browser.post(f"{house}/page/last/")
    browser.post(f"{house}/back/", {"code": story.code})
    new_house.minutes_pass(2)
    time.sleep(2)  # The engine delivers, burns and sweeps.
    said = new_house.output
    new_house.stop()
    forgetting.leave_no_trace()
    return said


def the_database_is_lost() -> None:
    if connection.vendor == "sqlite":
        connection.close()
        for rest in ("", "-wal", "-shm"):
            Path(str(connection.settings_dict["NAME"]) + rest).unlink(missing_ok=True)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def test_a_backup_from_before_holds_it_in_the_file_only_and_brings_nothing_back(
    story: Story, new_house: House, tmp_path: Path
) -> None:
    assert story.case
    blobs = sealed_of(Case.objects.get(pk=story.case.pk))
    identity = pyrage.x25519.Identity.generate()
    house = settings.HOUSE.model_copy(update={"backup_recipient": str(identity.to_public())})
    made, key = tmp_path / "kept-apart" / "night.age", tmp_path / "identity.txt"
    made.parent.mkdir()
    assert backing_up.backup(house, file=str(made)) == 0
    assert not any(blob in made.read_bytes() for blob in blobs)
    story.they_come_back_with_their_code()
    story.they_want_it_erased()
    the_database_is_lost()
    key.write_text(f"{identity}\n")
    assert backing_up.restore(settings.HOUSE, file=str(made), identity=str(key)) == 0
    after = left_anywhere(new_house)
    assert [len(blob) for blob in blobs if blob in after] == []
    assert [marker for marker in MARKERS if marker.encode() in after.lower()] == []
    assert not Notice.objects.filter(about=story.case.pk).exists()
    assert ledger.verify(organization=story.world.organization.pk) == []
