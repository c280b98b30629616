"""Whatever is typed: a kind clear message, what was typed stays, nothing is lost, never a 500."""

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from tests.web.walking import Walker, words

ODD = [
    "\x00",
    "202\x00 555 0143\x00",
    "\u202e12345\u202c",
    "مرحبا",
    "שלום",
    "👩🏽‍⚕️ 🧡",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}",
    "\ud7ff\ue000",
    "A" * 500,
    " " * 100,
    "+",
    "+999999999999999999",
    "٠١٢٣٤٥٦٧٨٩",
]


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize(("way", "field"), [("phone_call", "phone"), ("email", "email"), ("in_person", "place")])
def test_odd_text_is_met_kindly(walker: Walker, way: str, field: str, text: str) -> None:
    walker.post("begin/soon/", {"urgency": "today"})
    answer = walker.post("begin/reach/", {"way": way, field: text})
    assert answer.status_code in {200, 302}
    if answer.status_code == 200:
        said = answer.content.decode()
        assert f'href="#id_{field}"' in said
        assert 'id="summary" autofocus' in said  # Without a script, what reads aloud begins here and says so first.
        assert "<title>Please look again · " in said
    assert b"<script>alert" not in answer.content


def test_what_cannot_be_seen_is_taken_out(walker: Walker) -> None:
    walker.post("begin/soon/", {"urgency": "today"})
    assert walker.post("begin/reach/", {"way": "phone_call", "phone": "202\x00 555\u202e 0143"}).status_code == 302
    assert "(202) 555-0143" in walker.text("begin/check/")


def test_right_to_left_text_stands_in_its_own_direction(walker: Walker) -> None:
    walker.post("begin/soon/", {"urgency": "today"})
    walker.post("begin/reach/", {"way": "in_person", "place": "מרפאה 3"})
    assert '<span dir="auto">מרפאה 3</span>' in walker.get("begin/check/").content.decode()


def test_a_stored_script_is_only_text(walker: Walker) -> None:
    walker.post("begin/soon/", {"urgency": "today"})
    walker.post("begin/reach/", {"way": "in_person", "place": "<img src=x onerror=alert(1)>"})
    assert "&lt;img src=x onerror=alert(1)&gt;" in walker.get("begin/check/").content.decode()


@pytest.mark.parametrize("path", ["begin/soon/", "begin/reach/", "begin/wishes/", "begin/who/", "back/"])
def test_a_megabyte_is_refused_kindly_and_the_answers_stay(walker: Walker, path: str) -> None:
    walker.answer()
    refused = walker.post(path, {"phone": "1" * 2**20, "way": "phone_call"})
    assert refused.status_code == 400
    assert "That was too long to read." in words(refused)
    assert 'href="tel:911"' in refused.content.decode()
    assert "(202)" in walker.text("begin/check/")


def test_answers_that_no_page_offers_are_not_repeated(walker: Walker) -> None:
    answer = walker.post("begin/soon/", {"urgency": "tomorrow-canary"})
    assert "Please choose one of these." in words(answer)
    assert "tomorrow-canary" not in answer.content.decode()
    walker.answer()
    for path, data in (
        ("begin/reach/", {"way": "phone_call", "phone": "202 555 0143", "times": ["canary"]}),
        ("begin/wishes/", {"unit_group": "canary"}),
        ("begin/wishes/", {"site": "00000000000000000000000000000000"}),
        ("begin/who/", {"avoid": ["canary"]}),
    ):
        answer = walker.post(path, data)
        assert answer.status_code == 200
        assert "Please choose" in words(answer)


@pytest.mark.parametrize("cookie", ["", "x", "AAAA", "é", "A" * 43, "A" * 5000, "%00", '"'])
def test_a_strange_cookie_is_no_draft(walker: Walker, cookie: str) -> None:
    for name in (settings.DRAFT_COOKIE_NAME, settings.VISIT_COOKIE_NAME):
        walker.client.cookies[name] = cookie
    for path in ("begin/", "begin/soon/", "begin/check/", "begin/keep/", "page/", "away/"):
        assert walker.get(path).status_code in {200, 302}
    assert walker.post("away/").status_code == 303


def test_a_form_without_its_proof_of_origin_leads_back(walker: Walker) -> None:
    walker.client.handler.enforce_csrf_checks = True
    refused = walker.post("begin/soon/", {"urgency": "today"})
    assert refused.status_code == 403
    assert "This page had been open for too long." in words(refused)
    assert f'href="{walker.at("begin/soon/")}"' in refused.content.decode()
    assert walker.post("away/").status_code == 303


@tuned(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(way=st.text(max_size=20), phone=st.text(max_size=60), email=st.text(max_size=60), place=st.text(max_size=90))
def test_no_text_at_all_breaks_the_page(walker: Walker, way: str, phone: str, email: str, place: str) -> None:
    for chosen in (way, "phone_call", "email", "in_person"):
        data = {"way": chosen, "phone": phone, "email": email, "place": place}
        assert walker.post("begin/reach/", data).status_code in {200, 302}
