"""Understanding: every guide as a page, for whom it is written, silent about whoever reads it."""

import re

import pytest
from django.test import Client

from alongside import clock
from alongside.guidance import queries, reading
from alongside.tenancy import words
from alongside.tenancy.transactions import one_transaction
from tests import worlds

pytestmark = pytest.mark.django_db
PUBLIC = [guide for guide in reading.guides("en").values() if guide.audience in queries.PUBLIC]
NOT_PUBLIC = [guide for guide in reading.guides("en").values() if guide.audience not in queries.PUBLIC]


@pytest.fixture
def world() -> worlds.World:
    return worlds.make(now=clock.now())


def opened(world: worlds.World, path: str, language: str = "en") -> str:
    answer = Client().get(f"/{language}/o/{world.slug}/{path}", follow=True)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_public_guide_is_a_page(world: worlds.World, language: str) -> None:
    for guide in PUBLIC:
        title = reading.guides(language)[guide.slug].title
        page = opened(world, f"understand/{guide.slug}/", language)
        assert page.count("<h1") == 1
        assert "{{" not in page
        if guide.audience != "colleague":
            assert title in page.replace("&#x27;", "'")


def test_guides_for_those_on_duty_are_not_for_everybody(world: worlds.World) -> None:
    for guide in NOT_PUBLIC:
        assert Client().get(f"/o/{world.slug}/understand/{guide.slug}/").status_code == 404
        assert Client().get(f"/o/{world.slug}/guides/{guide.slug}/").status_code == 302


def test_links_between_guides_work(world: worlds.World) -> None:
    seen = set()
    for guide in PUBLIC:
        page = opened(world, f"understand/{guide.slug}/")
        seen |= set(re.findall(rf'href="(/en/o/{world.slug}/[^"]*)"', page))
    for address in sorted(seen):
        assert Client().get(address).status_code in {200, 302}, address


def test_the_index_leads_to_every_public_guide(world: worlds.World) -> None:
    page = opened(world, "understand/")
    for guide in PUBLIC:
        if guide.audience != "colleague":
            assert f"/understand/{guide.slug}/" in page


def test_no_text_is_called_reviewed(world: worlds.World) -> None:
    for guide in PUBLIC:
        assert "Not yet reviewed by a clinician here." in opened(world, f"understand/{guide.slug}/")


def test_an_organizations_answers_stand_in_the_guides(world: worlds.World) -> None:
    with one_transaction():
        words.put_word(
            organization=world.organization.pk, key="site.patient_news", language="en", text="Ask Kim <desk 4>."
        )
    assert "Ask Kim &lt;desk 4&gt;." in opened(world, "understand/the-worries/")
    assert "Testing Health" in opened(world, "understand/what-happens-next-here/")


def test_the_reflection_has_no_form_no_field_and_no_connection(world: worlds.World) -> None:
    answer = Client().get(f"/o/{world.slug}/understand/self-check/")
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert not re.search(r"<(form|input|select|textarea|script)\b|\bname=", main)
    assert "connect-src 'none'" in answer.headers["Content-Security-Policy"]
    assert main.count('class="answers"') == 15
    assert 'href="tel:911"' in main


def test_other_pages_may_still_connect_to_the_house(world: worlds.World) -> None:
    answer = Client().get(f"/o/{world.slug}/understand/the-worries/")
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]


def test_worried_starts_with_the_first_words_and_the_numbers(world: worlds.World) -> None:
    page = opened(world, "worried/")
    assert page.index("go through this alone") < page.index("Act at once if") < page.index("Five signs</h2>")
    assert page.index('href="tel:911"') < page.index("Five signs</h2>")
    for attitude in ("Playing it down", "Pushing them back into risky work"):
        assert attitude in page
    assert "Vous n’avez pas à traverser cela" in opened(world, "worried/", "fr")


def test_the_guide_behind_that_door_has_one_address(world: worlds.World) -> None:
    answer = Client().get(f"/o/{world.slug}/understand/worried-about-a-colleague/")
    assert answer.headers["Location"] == f"/o/{world.slug}/worried/"


def test_what_does_not_exist_is_not_found(world: worlds.World) -> None:
    assert Client().get(f"/o/{world.slug}/understand/nothing/").status_code == 404


def test_reading_sets_no_cookie(world: worlds.World) -> None:
    client = Client()
    for path in ("understand/", "understand/self-check/", "worried/"):
        assert not client.get(f"/o/{world.slug}/{path}").cookies


def test_the_stages_are_a_picture_that_is_not_a_ladder(world: worlds.World) -> None:
    page = opened(world, "understand/the-six-stages/")
    assert 'aria-labelledby="map-title map-desc"' in page
    assert "one may go back" in page
