"""Understanding: every guide as a page, for whom it is written, silent about whoever reads it."""

import html
import logging
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from alongside import clock
from alongside.guidance import queries, reading
from alongside.tenancy import words
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary import labels
from tests import worlds
from tests.signed_in import signed_in

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


def test_the_guide_behind_that_door_has_one_address(world: worlds.World) -> None:
    answer = Client().get(f"/o/{world.slug}/understand/worried-about-a-colleague/")
    assert answer.headers["Location"] == f"/o/{world.slug}/worried/"


def test_what_does_not_exist_is_not_found(world: worlds.World) -> None:
    assert Client().get(f"/o/{world.slug}/understand/nothing/").status_code == 404


def test_reading_sets_no_cookie(world: worlds.World) -> None:
    client = Client()
    for path in ("understand/", "understand/self-check/", "worried/"):
        assert not client.get(f"/o/{world.slug}/{path}").cookies


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_stages_are_a_picture_that_is_not_a_ladder(world: worlds.World, language: str) -> None:
    """Every stage and every way on is named, in the picture and in its description; one may go back."""
    page = opened(world, "understand/the-six-stages/", language)
    assert 'aria-labelledby="map-title map-desc"' in page
    told, drawn = page[page.index("<desc") :].split("</svg>", 1)[0].split("</desc>")
    drawn_words = " ".join(re.findall(r"<tspan[^>]*>([^<]*)</tspan>", drawn))
    with translation.override(language):
        for code in ("recovery_stages", "recovery_outcomes"):
            for name in (labels.label(code, one) for one in labels.rows(code)):
                assert name in told
                assert name in drawn_words
    assert drawn.count('class="map-back"') == 3
    assert {"en": "one may go back", "fr": "revenir en arrière"}[language] in told


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_map_of_worries_says_which_have_answers_here(world: worlds.World, language: str) -> None:
    none, some, every = {
        "en": ("Not answered here yet", "With some answers from here", "With answers from here"),
        "fr": ("Pas encore de réponse d’ici", "Avec quelques réponses d’ici", "Avec les réponses d’ici"),
    }[language]
    page = opened(world, "understand/the-worries/", language)
    assert page.count(none) == 4
    assert [f'href="#part-{number}"' in page and f'id="part-{number}"' in page for number in (1, 2, 3, 4)] == [True] * 4
    with one_transaction():
        for key in ("site.job", "site.peers"):
            words.put_word(organization=world.organization.pk, key=key, language=language, text="Zebra.")
    page = opened(world, "understand/the-worries/", language)
    assert (page.count(none), page.count(some), page.count(every)) == (2, 1, 1)
    assert '<p class="site-answer">Zebra.</p>' in page


def test_counsels_limits_stand_in_the_guide_on_who_will_know(world: worlds.World) -> None:
    assert "What you say stays between you." in opened(world, "understand/who-will-know/")
    with one_transaction():
        words.put_word(
            organization=world.organization.pk, key="site.confidentiality_limits", language="en", text="Our own."
        )
    assert "Our own." in opened(world, "understand/who-will-know/")


def test_each_guide_shows_its_sources_and_whether_it_was_reviewed(world: worlds.World) -> None:
    for guide in PUBLIC:
        page = html.unescape(opened(world, f"understand/{guide.slug}/"))
        assert all(source in page for source in guide.sources), guide.slug
        assert "Not yet reviewed by a clinician here." in page


# Looking for a page


def found(world: worlds.World, query: str, language: str = "en") -> tuple[list[str], str]:
    """Return the names of the guides that were found, and the page."""
    answer = Client().get(f"/{language}/o/{world.slug}/understand/", {"q": query})
    assert answer.status_code == 200
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return re.findall(rf'<li><a href="/{language}/o/{world.slug}/understand/([a-z0-9-]+)/"', main), html.unescape(page)


@pytest.mark.parametrize(
    ("query", "language", "first"),
    [
        ("insurance", "en", "legal-and-insurance"),
        ("childr", "en", "talking-with-those-at-home"),
        ("assurance", "fr", "legal-and-insurance"),
        ("ETAPES", "fr", "the-six-stages"),
        ("étapes", "fr", "the-six-stages"),
    ],
)
def test_a_guide_is_found_by_a_few_words(world: worlds.World, query: str, language: str, first: str) -> None:
    slugs, page = found(world, query, language)
    assert slugs[0] == first
    assert f'value="{query}"' in page


def test_where_nothing_is_found_stand_the_numbers_and_three_doors(world: worlds.World) -> None:
    slugs, page = found(world, "qwertzuiop")
    assert slugs == []
    assert "No page holds these words." in page
    assert 'href="tel:911"' in page[page.index("<main") : page.index("</main>")]
    for door in ("begin/", "understand/", "worried/"):
        assert f'<li><a href="/en/o/{world.slug}/{door}"' in page
    assert "Aucune page ne contient ces mots." in found(world, "qwertzuiop", "fr")[1]


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("suicide", "en"),
        ("I want to die", "en"),
        ("end my life", "en"),
        ("self-harm", "en"),
        ("en finir", "fr"),
        ("Mourir", "fr"),
        ("suicidaire", "fr"),
    ],
)
def test_words_of_danger_find_the_numbers_before_any_page(world: worlds.World, query: str, language: str) -> None:
    _slugs, page = found(world, query, language)
    main = page[page.index("<main") : page.index("</main>")]
    assert 'href="tel:911"' in main
    if '<ul class="guide-list"' in main:
        assert main.index('href="tel:911"') < main.index('class="guide-list"')


@pytest.mark.parametrize("query", ["insurance", "studies", "diet", "sleep"])
def test_other_words_find_their_pages_at_once(world: worlds.World, query: str) -> None:
    slugs, page = found(world, query)
    main = page[page.index("<main") : page.index("</main>")]
    assert not slugs or 'href="tel:911"' not in main


@pytest.mark.parametrize("query", ["", "   "])
def test_looking_for_nothing_shows_every_page(world: worlds.World, query: str) -> None:
    assert len(found(world, query)[0]) == 15 + 9


def test_what_was_looked_for_is_only_text_and_never_too_long(world: worlds.World) -> None:
    answer = Client().get(f"/o/{world.slug}/understand/", {"q": '"><script>alert(1)</script>' + "x" * 9000})
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "x" * 200 not in page


def test_what_was_looked_for_is_kept_nowhere(world: worlds.World, caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/o/{world.slug}/understand/", {"q": "zebra insurance"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert "zebra" not in "".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert all("zebra" not in query["sql"] and query["sql"].startswith("SELECT") for query in asked.captured_queries)
    title = answer.content.decode()
    assert "zebra" not in title[title.index("<title>") : title.index("</title>")]


def test_a_search_without_a_script_is_one_ordinary_form(world: worlds.World) -> None:
    page = opened(world, "understand/")
    form = page[page.index('<form class="seek-guide"') : page.index("</form>", page.index("seek-guide"))]
    assert 'method="get"' in form
    assert 'autocomplete="off"' in form
    assert '<label for="q">' in form


# At work


def at_work(world: worlds.World, who: str, path: str = "guides/") -> Any:
    return signed_in(world.people[who]).get(f"/en/o/{world.slug}/{path}")


@pytest.mark.parametrize(
    ("who", "headings"),
    [
        ("owner", ["For supporters"]),
        ("trainer", ["For supporters", "For trainers", "For coordinators"]),
        ("coordinator", ["For supporters", "For trainers", "For coordinators"]),
        ("administrator", ["For supporters", "For trainers", "For coordinators"]),
    ],
)
def test_each_finds_the_guides_of_their_work(world: worlds.World, who: str, headings: list[str]) -> None:
    page = at_work(world, who).content.decode()
    assert re.findall(r"<h2 id=\"for-\w+\">([^<]+)</h2>", page) == headings
    for address in re.findall(r'<a href="([^"]+/guides/[a-z-]+/)"', page):
        assert signed_in(world.people[who]).get(address, follow=True).status_code == 200, address


@pytest.mark.parametrize("slug", ["training-curriculum", "policy-points"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_guides_for_trainers_and_coordinators_are_pages_for_them_alone(
    world: worlds.World, slug: str, language: str
) -> None:
    title = reading.guides(language)[slug].title
    answer = signed_in(world.people["trainer"]).get(f"/{language}/o/{world.slug}/guides/{slug}/")
    assert f"<h1>{html.escape(title, quote=False)}</h1>" in answer.content.decode().replace("&#x27;", "'")
    assert at_work(world, "owner", f"guides/{slug}/").status_code == 404
    assert Client().get(f"/o/{world.slug}/understand/{slug}/").status_code == 404
    assert slug not in opened(world, "understand/?q=policy%20training")


def test_no_guide_at_work_leads_whoever_reads_it_to_a_closed_door(world: worlds.World) -> None:
    """A link to a guide of another role is plain text for those who may not open it."""
    for who in ("owner", "trainer"):
        browser = signed_in(world.people[who])
        found = re.findall(r'<a href="([^"]+/guides/[a-z-]+/)"', at_work(world, who).content.decode())
        for address in found:
            page = browser.get(address, follow=True).content.decode()
            main = page[page.index("<main") : page.index("</main>")]
            for link in set(re.findall(r'href="(/[^"#]+/(?:guides|understand)/[^"#]+)"', main)):
                assert browser.get(link, follow=True).status_code == 200, (address, link)
