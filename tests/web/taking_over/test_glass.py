"""The screens of breaking the glass: asked why, proved by passkey, shown once, looked at by somebody else."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.cases import glass
from alongside.cases.models import Glass, Opening, Witness
from alongside.ledger.models import Entry
from alongside.notices.models import Channel
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.breaking import GlassReason
from tests import worlds
from tests.house_clock import HouseClock
from tests.signed_in import signed_in
from tests.stories.story import Story

pytestmark = pytest.mark.django_db
NUMBER = "(202) 555-0177"


class Scene:
    """Somebody is carried; a coordinator is signed in."""

    def __init__(self) -> None:
        worlds.make_noise(now=clock.now())
        self.world = worlds.make(now=clock.now())
        self.story = Story(self.world, now=clock.now())
        self.story.somebody_asks_for_help(urgency="now")
        self.story.accepts(self.story.paged_since()[0])
        assert self.story.case
        self.case = self.story.case
        self.client: Client = signed_in(self.world.coordinator)
        self.base = f"/en/o/{self.world.slug}/desk/"
        self.path = f"board/{self.case.pk}/open/"

    def get(self, path: str = "", client: Client | None = None) -> str:
        answer = (client or self.client).get(f"{self.base}{path or self.path}")
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode().replace("\u00a0", " ")

    def post(self, path: str = "", client: Client | None = None, **data: str) -> str:
        answer = (client or self.client).post(f"{self.base}{path or self.path}", data, follow=True)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.content.decode().replace("\u00a0", " ")


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_looking_at_the_page_opens_nothing(scene: Scene) -> None:
    before = Entry.objects.count()
    page = scene.get()
    assert "They read that you opened it" in page
    assert NUMBER not in page
    assert (Entry.objects.count(), Glass.objects.count()) == (before, 0)
    assert "You can page somebody else" not in page, "nobody else is paged for what is under way"


def test_without_a_reason_nothing_is_opened(scene: Scene) -> None:
    for data in ({}, {"reason": "curious"}, {"reason": "\x00"}):
        page = scene.post(**data)
        assert 'role="alert"' in page
        assert NUMBER not in page
    assert not Glass.objects.exists()


def test_with_a_reason_it_is_shown_with_its_rule_and_once_more_for_a_while(scene: Scene) -> None:
    page = scene.post(reason="supporter_left")
    assert NUMBER in page
    assert "Do not leave a message" in page
    assert "A second person was told." in page
    assert NUMBER not in scene.get()
    assert NUMBER in scene.post()
    assert Glass.objects.count() == 1


def test_an_old_passkey_is_asked_for_again_and_the_reason_is_kept(scene: Scene, moved_clock: HouseClock) -> None:
    for minutes in (10, 20):  # Somebody at work, so that the desk stays open.
        moved_clock.stands(minutes * 60.0)
        scene.get()
    page = scene.post(reason="legal_duty")
    assert "Is it still you?" in page
    assert '<input type="hidden" name="reason" value="legal_duty">' in page
    assert not Glass.objects.exists()
    assert "This was not your passkey." in scene.post(reason="legal_duty", credential="{}")
    assert not Opening.objects.filter(what="glass").exists()


def test_to_look_again_an_old_passkey_is_asked_for_again(scene: Scene, moved_clock: HouseClock) -> None:
    """The quarter of an hour of the glass and that of the passkey are two."""
    moved_clock.stands(10 * 60.0)
    assert NUMBER in scene.post(reason="legal_duty")
    moved_clock.stands(20 * 60.0)
    page = scene.post()
    assert "Is it still you?" in page
    assert NUMBER not in page


def test_where_nobody_could_be_told_it_says_so(scene: Scene) -> None:
    Channel.objects.exclude(person=scene.world.coordinator).delete()
    page = scene.post(reason="person_asked")
    assert "there is no second person who could be told" in page
    assert NUMBER not in page


def test_it_leads_from_the_board_and_the_second_person_finds_it(scene: Scene) -> None:
    assert scene.path in scene.get("board/")
    scene.post(reason="person_asked")
    assert "waits for somebody else" in scene.get("opened/")
    deputy = signed_in(scene.world.deputy)
    assert "One request was opened outside the usual way" in scene.get("board/", deputy)
    page = scene.get("opened/", deputy)
    assert scene.world.coordinator.name in page
    assert scene.case.designation in page
    assert "The person asked for it" in page
    witness = Witness.objects.get()
    said = scene.post(f"opened/{witness.pk}/seen/", deputy)
    assert "you have looked at it" in said
    assert f'href="/en/o/{scene.world.slug}/program/">Who leads the program</a>' in said
    assert f"{scene.world.deputy.name} looked at it" in said
    assert "outside the usual way" not in scene.get("board/", deputy)


def test_the_caregiver_reads_it_on_their_page(scene: Scene) -> None:
    scene.post(reason="danger_supporter_unreachable")
    browser = Client()
    browser.post(f"/en/o/{scene.world.slug}/back/", {"code": scene.story.code})
    page = browser.get(f"/en/o/{scene.world.slug}/page/").content.decode()
    assert "outside the usual way" in page
    assert "Danger, and your colleague could not be reached" in page


def test_a_list_of_many_costs_no_more_queries(scene: Scene) -> None:
    counted = []
    for _turn in range(2):
        with one_transaction(ring=False):
            for _time in range(3):
                reason = GlassReason.PERSON_ASKED
                glass.break_it(case=scene.case, person=scene.world.coordinator.pk, reason=reason, now=clock.now())
        with CaptureQueriesContext(connection) as asked:
            scene.get("opened/")
        counted.append(len(asked))
    assert counted[1] <= counted[0], "six rows cost what three did"
