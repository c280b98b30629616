import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from alongside.tenancy import queries
from alongside.web.middleware import place_unknown_page
from tests import worlds
from tests.web.walking import Walker, words


def test_an_unknown_organization_is_a_missing_page(client: Client, town: worlds.World) -> None:
    assert client.get("/o/nobody-here/").status_code == 404
    assert client.get("/fr/o/nobody-here/begin/").status_code == 404


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9", "fr"),
        ("de,fr;q=0.5", "fr"),
        ("de", "en"),
        ("", "en"),
        ("*", "en"),
        ("\x00", "en"),
    ],
)
def test_the_language_is_negotiated(walker: Walker, wanted: str, spoken: str) -> None:
    page = walker.get("", headers={"accept-language": wanted})
    assert f'<html lang="{spoken}"' in page.content.decode()
    assert page.headers["Content-Language"] == spoken
    assert "Accept-Language" in page.headers["Vary"]


def test_a_language_in_the_address_is_kept_on_every_link(town: worlds.World) -> None:
    page = Walker(town, language="fr").get("", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="fr"' in page
    assert f'href="/fr/o/{town.slug}/begin/"' in page
    assert f'href="/en/o/{town.slug}/"' in page
    assert f'href="/o/{town.slug}/' not in page


@pytest.mark.parametrize("path", ["", "begin/", "begin/soon/", "back/", "help-now/", "understand/", "page/"])
def test_every_page_can_be_read_in_the_other_language(walker: Walker, path: str) -> None:
    page = walker.get(path).content.decode()
    assert f'href="/fr/o/{walker.world.slug}/{path}"' in page
    other = Walker(walker.world, language="fr").get(path)
    assert other.status_code == 200
    assert f'href="/en/o/{walker.world.slug}/{path}"' in other.content.decode()


def test_a_language_that_the_organization_does_not_offer_is_a_missing_page(town: worlds.World) -> None:
    town.organization.languages = ["en"]
    town.organization.save()
    assert Walker(town, language="fr").get("").status_code == 404
    assert "hreflang" not in Walker(town).get("").content.decode()


def test_one_organization_is_led_to_and_several_are_listed(client: Client, db: None) -> None:
    assert "Nothing has been set up here yet." in words(client.get("/"))
    only = worlds.make()
    assert client.get("/").headers["Location"] == f"/o/{only.slug}/"
    other = worlds.make(name="Another House")
    page = client.get("/").content.decode()
    assert f'href="/o/{only.slug}/"' in page
    assert f'href="/o/{other.slug}/"' in page


def test_numbers_are_answered_from_the_last_good_copy(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    assert walker.get("help-now/").status_code == 200

    def refuses(_slug: str) -> None:
        raise OperationalError

    monkeypatch.setattr(queries, "house", refuses)
    page = walker.get("help-now/")
    assert page.status_code == 200
    assert 'href="tel:911"' in page.content.decode()
    walker.client.raise_request_exception = False
    unknown = walker.client.get("/o/never-seen/help-now/")
    assert unknown.status_code == 500
    assert 'href="tel:112"' in unknown.content.decode()


def test_a_page_that_leads_nowhere_still_shows_the_numbers_of_its_place(walker: Walker) -> None:
    for path in ("nowhere/", "begin/nowhere/", "%00/"):
        page = walker.get(path)
        assert page.status_code == 404
        assert 'href="tel:911"' in page.content.decode()
        assert walker.at("help-now/") in page.content.decode()
    french = Walker(walker.world, language="fr").get("nowhere/")
    assert "Cette page n’existe pas ici." in words(french)


def test_an_address_outside_any_organization_has_no_place(db: None) -> None:
    request = RequestFactory().get("/elsewhere/")
    place_unknown_page(request)
    assert not hasattr(request, "place")
