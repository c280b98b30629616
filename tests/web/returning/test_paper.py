"""A paper to take along: dated, without a name, silent about why; nothing is kept of it."""

import pypdfium2
import pytest

from alongside import clock
from alongside.cases.models import Case, Opening
from alongside.ledger.models import Entry
from alongside.web import times
from tests.web.returning.test_coming_back import somebody_accepts
from tests.web.supporting.desk import Desk
from tests.web.walking import Walker

pytestmark = pytest.mark.django_db


@pytest.fixture
def back(sent: Walker) -> Walker:
    """Somebody whom a colleague reached, and who came back with their code."""
    somebody_accepts(sent)
    other = Walker(sent.world)
    other.come_back(sent.code())
    other.post("page/spoke/", {"spoke": "yes"})
    return other


def read(pdf: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


@pytest.mark.parametrize(("language", "title"), [("en", "Attestation"), ("fr", "Attestation")])
def test_it_is_dated_and_says_nothing_of_why(back: Walker, language: str, title: str) -> None:
    assert "Your name is not on it." in back.text("page/paper/")
    before = (Entry.objects.count(), Opening.objects.count())
    answer = back.post("page/paper/", {"language": language})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="page.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert (Entry.objects.count(), Opening.objects.count()) == before, "nothing is kept of it"
    told = read(answer.content)
    assert title in told
    assert back.world.organization.name in told
    assert str(clock.now().year) in told
    case = Case.objects.get()
    never = [case.designation, *(person.name for person in back.world.people.values()), "0143", back.world.site.name]
    assert not [word for word in never if word in told]


def test_the_same_day_gives_the_same_bytes_to_everybody(back: Walker) -> None:
    first, second = (back.post("page/paper/", {"language": "en"}).content for _turn in range(2))
    assert first == second


def test_before_anybody_spoke_there_is_nothing_to_attest(sent: Walker) -> None:
    other = Walker(sent.world)
    other.come_back(sent.code())
    assert "A paper to take along" not in other.text("page/")
    for answer in (other.get("page/paper/"), other.post("page/paper/", {"language": "en"})):
        assert answer.status_code == 303


def test_a_language_that_is_not_spoken_here_shows_the_page_again(back: Walker) -> None:
    assert b"Your name is not on it." in back.post("page/paper/", {"language": "xx"}).content


def test_the_colleague_gives_it_in_the_language_of_whoever_holds_it(back: Walker) -> None:
    case = Case.objects.get()
    Case.objects.update(language="fr")
    who = next(name for name, row in back.world.people.items() if row.pk == case.owner_id)
    desk = Desk(back.world, who)
    told = read(desk.post(f"cases/{case.pk}/paper/").content)
    assert "Nous confirmons" in told
    assert desk.get(f"cases/{case.pk}/paper/").status_code == 405
    other = next(name for name in ("owner", "teammate", "third") if name != who)
    assert Desk(back.world, other).post(f"cases/{case.pk}/paper/").status_code == 404


def test_the_date_is_written_out(back: Walker) -> None:
    today = clock.now().astimezone().date()
    told = read(back.post("page/paper/", {"language": "en"}).content)
    assert times.long_date(today) in told or str(today.year) in told
