"""What the auditor reads: acts in words, by role and hour; and whether the chain is whole."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from alongside import clock
from alongside.ledger import operations as ledger
from alongside.ledger.models import Entry, Head
from alongside.reminders.rules import Act
from alongside.tenancy import last_good
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.asking import Outcome
from alongside.vocabulary.roles import Role
from alongside.web.taking_over import acts
from tests import worlds
from tests.signed_in import signed_in
from tests.stories.story import PHONE, Story

JOURNEYS = sorted(Path("alongside/journeys").glob("*.py"))
NO_VERB = {"encounter.time_to_contact_bands"}
"""A list of words, written alike."""


class Scene:
    """Somebody asked and a colleague said yes, an hour ago; the auditor is signed in."""

    def __init__(self) -> None:
        self.then = clock.now() - timedelta(hours=1)
        worlds.make_noise(now=self.then)
        self.world = worlds.make(now=self.then)
        self.story = Story(self.world, now=self.then)
        self.story.somebody_asks_for_help(urgency="now")
        self.story.accepts(self.story.paged_since()[0])
        self.client: Client = signed_in(self.world.auditor)
        self.address = f"/en/o/{self.world.slug}/desk/ledger/"

    def get(self, query: str = "") -> str:
        answer = self.client.get(f"{self.address}{query}")
        assert answer.status_code == 200
        return answer.content.decode().replace("\u00a0", " ")

    def writes(self, verb: str, *, times: int = 1, now: datetime | None = None, who: str = "") -> None:
        with one_transaction(ring=False):
            for _ in range(times):
                ledger.write(
                    organization=self.world.organization.pk,
                    actor_role="coordinator",
                    verb=verb,
                    now=now or self.then,
                    payload={"reason": "legal_duty"},
                    actor=self.world.people[who].pk if who else None,
                )


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_every_verb_that_a_journey_writes_has_its_words() -> None:
    written = {verb for path in JOURNEYS for verb in re.findall(r'"([a-z_]+\.[a-z_]+)"', path.read_text("utf-8"))}
    unknown = {verb for verb in written if not acts.knows(verb)}
    assert unknown - NO_VERB == set()
    made = {f"contact.{one}" for one in Outcome} | {f"day.{one}" for one in set(Act) - {Act.NOTHING}}
    assert {verb for verb in made if not acts.knows(verb)} == set()


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_every_act_and_every_group_is_said_in_every_language(language: str) -> None:
    with override(language):
        told = [acts.said(verb) for group in acts.GROUPS.values() for verb in group.said]
        assert all(told)
        assert acts.said("something.old") == "something.old", "a verb of a former version is not hidden"
        assert acts.role("engine") != "engine"
        assert all(acts.role(role) for role in Role)
        assert acts.role("of-old") == "of-old"
    with override("en"):
        same = [acts.said(verb) for group in acts.GROUPS.values() for verb in group.said]
    assert language == "en" or not set(told) & set(same)


@pytest.mark.django_db
def test_it_says_what_was_done_and_nothing_of_whom(scene: Scene) -> None:
    page = scene.get()
    assert "A request was made" in page
    assert "A page was accepted" in page
    assert scene.story.case
    for never in (PHONE, scene.story.case.designation, str(scene.story.case.pk), *_names(scene)):
        assert never not in page


def _names(scene: Scene) -> list[str]:
    return [person.name for who, person in scene.world.people.items() if who != "auditor"]


@pytest.mark.django_db
def test_who_acted_stands_only_where_somebody_used_a_right_over_the_house(scene: Scene) -> None:
    scene.writes("glass.broken", who="coordinator")
    scene.writes("pause.began", who="owner")
    scene.writes("care.talk_asked", who="owner")
    page = scene.get()
    assert scene.world.coordinator.name in page
    assert scene.world.owner.name not in page
    assert "legal" not in page, "a reason is not shown here"


@pytest.mark.django_db
def test_the_entries_of_an_hour_are_told_together_once_it_is_over(scene: Scene) -> None:
    before = scene.get(), scene.client.post(scene.address).content.decode()
    for _entry in range(3):
        scene.writes("settings.changed", now=clock.now())
        page = scene.get()
        assert "A setting was changed" not in page
        assert re.findall(r'<td class="soft">(\d+)</td>', page) == re.findall(r'<td class="soft">(\d+)</td>', before[0])
    told = re.compile(r"whole, (\d+) (?:entry|entries) up to")
    assert told.findall(scene.client.post(scene.address).content.decode()) == told.findall(before[1]) != []
    assert "A setting was changed" not in scene.get("?before=999999"), "nor by asking for a number of one's own"


@pytest.mark.django_db
def test_a_month_and_a_group_are_chosen(scene: Scene) -> None:
    scene.writes("settings.changed", now=datetime(2025, 5, 20, 12, tzinfo=UTC))
    assert "A setting was changed" in scene.get("?month=2025-05")
    assert "A request was made" not in scene.get("?month=2025-05")
    assert "A setting was changed" in scene.get("?group=program")
    assert "A request was made" not in scene.get("?group=program")
    assert "No entry for this choice." in scene.get("?month=2024-01&group=program")
    assert "A request was made" in scene.get("?month=soon&group=nothing&before=x"), "what is mistyped is left out"


@pytest.mark.django_db
def test_older_entries_stand_on_further_pages_each_once(scene: Scene) -> None:
    scene.writes("settings.changed", times=70)
    seen, query = [], ""
    while True:
        page = scene.get(query)
        seen += re.findall(r'<td class="soft">(\d+)</td>', page)
        older = re.search(r"\?month=[^\"]*before=(\d+)", page)
        if not older:
            break
        query = f"?before={older[1]}"
    assert len(seen) == len(set(seen)) == Entry.objects.of(scene.world.organization).count()


@pytest.mark.django_db
def test_the_number_of_questions_does_not_grow(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_good, "FRESH", last_good.FRESH * 10_000)
    scene.writes("role.granted", who="administrator")
    scene.get()
    with CaptureQueriesContext(connection) as few:
        scene.get()
    for who in ("coordinator", "deputy", "administrator"):
        scene.writes("role.granted", times=15, who=who)
    with CaptureQueriesContext(connection) as many:
        scene.get()
    assert len(many) == len(few)


@pytest.mark.django_db
def test_the_chain_is_read_when_the_auditor_asks(scene: Scene) -> None:
    whole = scene.client.post(scene.address).content.decode()
    assert "the chain is whole" in whole
    Head.objects.filter(organization=scene.world.organization).update(digest=bytes(32))
    assert "the chain is not whole" in scene.client.post(scene.address).content.decode()
