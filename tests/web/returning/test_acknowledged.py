"""Whoever changes something reads at once that it took: on the page where things stand, by a number in its address."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.utils.html import escape
from django.utils.translation import override

from alongside import clock
from alongside.journeys import answering_a_page
from alongside.paging.models import Page
from alongside.vocabulary.asking import Outcome
from alongside.web.returning.acknowledged import SENTENCES, Told, sentence
from tests.web.walking import Walker, words


@pytest.fixture
def back(sent: Walker) -> Walker:
    """Somebody who came back with their code."""
    sent.come_back(sent.code())
    return sent


def accepted(walker: Walker) -> Page:
    """Let a colleague say yes."""
    page = Page.objects.filter(organization=walker.world.organization, answer="none").latest("paged_at")
    answering_a_page.accept(
        organization=walker.world.organization.pk, page=page.pk, person=page.person_id, now=clock.now()
    )
    return page


def pressed(walker: Walker, path: str, given: dict[str, object]) -> str:
    """Press a button; return the address it leads to, after reading there what it says."""
    led = walker.post(path, given).headers["Location"]
    number = parse_qs(urlsplit(led).query).get("told", [""])[0]
    said = f'<p class="note" role="status">{escape(sentence(number))}</p>'
    assert said in walker.client.get(led).content.decode()
    return number


def test_every_change_has_a_sentence_of_its_own_in_every_language() -> None:
    assert set(SENTENCES) == set(Told)
    for told in Told:
        spoken = set()
        for language, _ in settings.LANGUAGES:
            with override(language):
                spoken.add(sentence(told.value))
        assert len(spoken) == len(settings.LANGUAGES)


def test_the_address_says_no_word_of_what_was_done() -> None:
    assert all(told.value.isdigit() for told in Told)


def test_a_number_that_stands_for_nothing_says_nothing(back: Walker) -> None:
    for number in ("", "99", "<b>"):
        assert 'role="status"' not in back.get(f"page/?told={number}").content.decode()


def test_another_way_to_be_reached_and_somebody_to_avoid(back: Walker) -> None:
    other = {"way": "email", "email": "quiet@example.org"}
    assert pressed(back, "page/reach/", other) == Told.REACHED_ANOTHER_WAY.value
    assert pressed(back, "page/who/", {"avoid": [back.world.teammate.pk.hex]}) == Told.AVOIDED.value
    assert "told" not in back.post("page/who/", {}).headers["Location"]


def test_we_spoke_is_thanked_for_or_told_that_nobody_said_yes(back: Walker) -> None:
    assert pressed(back, "page/spoke/", {"spoke": "yes"}) == Told.NOBODY_YET.value
    accepted(back)
    assert pressed(back, "page/spoke/", {"spoke": "yes"}) == Told.SPOKE.value
    assert pressed(back, "page/spoke/", {"spoke": "yes"}) == Told.SPOKE.value


def test_how_to_be_told_of_a_message(back: Walker) -> None:
    accepted(back)
    led = back.post("page/words/tell/", {"tell": "no", "quiet": "none"})
    assert led.status_code == 303, words(led)
    assert "That is how you are told from now on." in words(back.client.get(led.headers["Location"]))
    assert "That is how you are told" not in back.text("page/words/")


def test_a_try_that_reached_nobody_is_read_on_the_page_until_it_is_taken_back(back: Walker) -> None:
    """A phone that lay in a locker: they learn that somebody was there for them."""
    page = accepted(back)
    own = {"organization": page.organization_id, "case": page.case_id, "person": page.person_id}
    assert "We tried to reach you" not in back.text("page/")
    answering_a_page.record_outcome(**own, outcome=Outcome.NO_ANSWER, now=clock.now())
    assert "We tried to reach you" in back.text("page/")
    answering_a_page.undo_outcome(**own, now=clock.now())
    assert "We tried to reach you" not in back.text("page/")
    answering_a_page.record_outcome(**own, outcome=Outcome.LEFT_WORD, now=clock.now())
    assert "We tried to reach you" in back.text("page/")
    back.post("page/spoke/", {"spoke": "yes"})
    answering_a_page.record_outcome(**own, outcome=Outcome.SPOKE, now=clock.now())
    assert "We tried to reach you" not in back.text("page/")
