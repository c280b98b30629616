"""Threat model 7.1, T4 and T25, on the pages of caregivers; the list of every address is walked elsewhere."""

import re

import pytest
from django.test import Client

from tests.web.walking import Walker

PAGES = ["", "begin/", "begin/soon/", "begin/reach/", "back/", "page/", "away/", "help-now/", "nowhere/", "desk/"]
HISTORY = ["begin/", "begin/soon/", "begin/reach/", "begin/wishes/", "begin/who/", "begin/check/", "begin/first/"]
HISTORY += ["back/", "page/", "away/"]
POLICY = {
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
TELLING = re.compile(
    r"victim|suicid|crisis|support|peer|help|danger|distress|trauma|psych|event|incident|mistake|"
    r"victime|crise|soutien|aidant|secours|détresse|urgence|erreur|événement",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", PAGES)
def test_headers(walker: Walker, path: str) -> None:
    headers = walker.get(path).headers
    policy = {part.strip() for part in headers["Content-Security-Policy"].split(";")}
    assert policy >= POLICY
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    for device in ("camera", "microphone", "geolocation", "browsing-topics", "accelerometer"):
        assert f"{device}=()" in headers["Permissions-Policy"]
    assert "Server" not in headers
    assert "Clear-Site-Data" not in headers


@pytest.mark.parametrize("path", ["begin/", "begin/soon/", "back/", "page/", "away/", "nowhere/"])
def test_nothing_of_a_visit_is_stored_or_found(walker: Walker, path: str) -> None:
    headers = walker.get(path).headers
    assert headers["Cache-Control"] == "no-store"
    assert "noindex" in headers["X-Robots-Tag"]


@pytest.mark.parametrize("path", ["", "help-now/", "understand/"])
def test_the_front_door_and_the_numbers_may_be_found(walker: Walker, path: str) -> None:
    assert "X-Robots-Tag" not in walker.get(path).headers


@pytest.mark.parametrize("path", HISTORY)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_titles_and_paths(walker: Walker, path: str, language: str) -> None:
    """What stays in a browser's history tells nobody what it was about."""
    walker.answer()
    page = Walker(walker.world, language=language, client=walker.client).get(path).content.decode()
    title = re.search(r"<title>(.*?)</title>", page)
    assert title
    assert not TELLING.search(title[1]), title[1]
    assert not TELLING.search(path)


def test_redirects_closed(walker: Walker) -> None:
    for key in ("next", "url", "to", "return"):
        answer = walker.post(f"begin/soon/?{key}=https://evil.example/", {"urgency": "today"})
        assert answer.headers["Location"].startswith("/o/")
        assert "evil.example" not in walker.get(f"away/?{key}=https://evil.example/").content.decode()


def test_bad_host_400(client: Client, db: None) -> None:
    for host in ("evil.example", "localhost.evil.example", "[::1", "a b"):
        assert client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "path", ["", "begin/", "begin/soon/", "begin/reach/", "begin/wishes/", "begin/who/", "begin/check/", "back/"]
)
def test_no_inline_script_or_style_and_nobody_else_is_asked(walker: Walker, path: str) -> None:
    walker.answer()
    page = walker.get(path).content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\bon\w+=", page)
    asked = re.findall(r'(?:src|href)="(https?://[^"]+)"', page)
    assert asked == []
    assert len(page.encode()) < 40_000
