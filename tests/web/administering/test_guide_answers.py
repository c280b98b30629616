"""The site's answers to the gaps of the guides: topic by topic, in both languages, with a fallback."""

import pytest

from alongside import clock
from alongside.guidance import queries
from alongside.ledger.models import Entry
from alongside.tenancy.models import Wording
from alongside.web.administering.guide_forms import GROUPS
from tests import worlds
from tests.web.administering.office import Office
from tests.web.administering.test_guides import read

pytestmark = pytest.mark.django_db
ANSWERS = "settings/guides/answers/"


@pytest.fixture
def office() -> Office:
    worlds.make_noise(now=clock.now())
    return Office()


def test_every_gap_of_the_guides_can_be_filled_topic_by_topic(office: Office) -> None:
    asked = [key for _code, _heading, keys in GROUPS for key in keys]
    assert sorted([*asked, "site.organisation"]) == sorted(queries.site_words())
    page = office.text(ANSWERS)
    assert "0 of 62 answered" in page
    for code, heading, keys in GROUPS:
        assert str(heading) in page
        topic = office.get(f"{ANSWERS}{code}/").content.decode()
        assert topic.count("<textarea") == 2 * len(keys) <= 20
    assert "Your supporter can help you find out who knows." in office.text(f"{ANSWERS}patient/")
    assert "Votre pair aidant peut vous aider" in office.text(f"{ANSWERS}patient/")
    assert office.get(f"{ANSWERS}nothing/").status_code == 404


def test_an_answer_is_shown_in_its_language_from_then_on(office: Office) -> None:
    said = office.done(
        f"{ANSWERS}patient/",
        **{"site-patient_news-en": "Ask the ward clerk.", "site-patient_news-fr": "Demandez à l’accueil."},
    )
    assert "The guides show it from now on." in said
    assert "2 of 62 answered" in said
    assert "Ask the ward clerk." in read(office, "understand/the-worries/")
    assert "Demandez à l’accueil." in read(office, "understand/the-worries/", "fr")
    assert Entry.objects.filter(verb="guides.filled").count() == 1


def test_one_topic_leads_to_the_next_and_no_topic_touches_another(office: Office) -> None:
    answer = office.post(f"{ANSWERS}patient/", **{"site-patient_news-en": "Ask the ward clerk.", "on": "1"})
    assert answer.headers["Location"].endswith("/settings/guides/answers/law/")
    office.done(f"{ANSWERS}law/", **{"site-job-en": "Ask HR."})
    assert Wording.objects.of(office.world.organization).count() == 2
    last = office.post(f"{ANSWERS}{GROUPS[-1][0]}/", on="1")
    assert last.headers["Location"].endswith("/settings/guides/answers/")


def test_an_emptied_answer_goes_back_to_the_fallback_and_what_is_unchanged_writes_nothing(office: Office) -> None:
    office.done(f"{ANSWERS}law/", **{"site-job-en": "Ask HR."})
    office.done(f"{ANSWERS}law/", **{"site-job-en": "Ask HR."})
    assert Entry.objects.filter(verb="guides.filled").count() == 1
    office.done(f"{ANSWERS}law/", **{"site-job-en": " "})
    assert not Wording.objects.of(office.world.organization).exists()
    assert "human resources" in read(office, "understand/the-worries/")


def test_an_answer_that_is_too_long_is_kept_and_named(office: Office) -> None:
    long = "a long answer " * 40
    page = office.refused(f"{ANSWERS}law/", **{"site-job-en": long, "site-lawyer-en": "Nothing yet."})
    assert "Please make this shorter: at most 400 characters." in page
    assert long.strip() in page
    assert "Nothing yet." in page
    assert not Wording.objects.of(office.world.organization).exists()


def test_an_answer_is_only_text(office: Office) -> None:
    script = "<script>alert(1)</script> {{ site.phone }} [x](http://a.b)"
    office.done(f"{ANSWERS}law/", **{"site-job-en": script})
    page = read(office, "understand/the-worries/")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ site.phone }} [x](http://a.b)" in page
