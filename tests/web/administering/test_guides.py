"""The guides at the desk: the site's answers, own wording with preview and history, signatures; kind to mistakes."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.guidance import queries, reading, reflection
from alongside.guidance.checking import Problem
from alongside.guidance.models import OwnText, Review
from alongside.ledger.models import Entry
from alongside.web.administering.guide_forms import SENTENCES
from tests import worlds
from tests.web.administering.office import Office

pytestmark = pytest.mark.django_db
TEXT = "settings/guides/the-worries/en/"
REVIEW = "settings/guides/red-flags/en/review/"
GOOD = {
    "title": "Our worries",
    "summary": "What we ask ourselves.",
    "markdown": "## The patient\n\n{{ site.patient_news }}",
}


@pytest.fixture
def office() -> Office:
    worlds.make_noise(now=clock.now())
    return Office()


@pytest.fixture
def professional(office: Office) -> Office:
    return Office("professional", world=office.world)


def read(office: Office, path: str, language: str = "en") -> str:
    answer = Client().get(f"/{language}/o/{office.world.slug}/{path}")
    assert answer.status_code == 200
    return answer.content.decode().replace("&#x27;", "'").replace("\u00a0", " ")


# Own wording


def test_own_words_are_looked_at_first_and_then_kept(office: Office) -> None:
    before = office.post(TEXT, **GOOD, preview="1")
    assert before.status_code == 200
    page = before.content.decode()
    assert "How it will look" in page
    assert '<h2 id="part-1">The patient</h2>' in page
    assert not OwnText.objects.exists()
    said = office.done(TEXT, **GOOD, save="1")
    assert "waits for a review" in said
    shown = read(office, "understand/the-worries/")
    assert "<h1>Our worries</h1>" in shown
    assert "In the words of Testing Health." in shown
    assert "Our worries" in read(office, "understand/")
    assert "Les inquiétudes" in read(office, "understand/the-worries/", "fr")


def test_back_to_ours_in_one_tap_and_the_history_stays(office: Office) -> None:
    office.done(TEXT, **GOOD, save="1")
    said = office.done(f"{TEXT}ours/")
    assert "Our text stands again." in said
    assert "Version 1" in said
    assert "<h1>The worries</h1>" in read(office, "understand/the-worries/")
    assert GOOD["summary"] in office.text(f"{TEXT}?version=1")
    assert [entry.verb for entry in Entry.objects.order_by("seq")][-2:] == ["guide.written", "guide.restored"]


@pytest.mark.parametrize("asked", ["99", "-1", "x", "2"])
def test_a_version_that_is_none_shows_what_stands(office: Office, asked: str) -> None:
    office.done(TEXT, **GOOD, save="1")
    office.done(f"{TEXT}ours/")
    assert "Researchers" not in office.text(f"{TEXT}?version={asked}")
    assert "worries come in four groups" in office.text(f"{TEXT}?version={asked}")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"markdown": ""}, "Please answer this."),
        ({"title": ""}, "Please answer this."),
        ({"title": "t" * 121}, "Please make this shorter."),
        ({"markdown": "a" * 16_001}, "Please make this shorter."),
        ({"markdown": "# Big"}, "begin with ##"),
        ({"markdown": "![x](a.png)"}, "leave the picture out"),
        ({"markdown": "[x](http://example.org/odd)"}, "nowhere we know: http://example.org/odd"),
        ({"markdown": "[x](gone.md)"}, "no guide of this name: gone.md"),
        ({"markdown": "{{ site.zebra }}"}, "Nothing can be put here: {{ site.zebra }}"),
        ({"markdown": "100 %s {{ site.zebra }}"}, "Nothing can be put here"),
    ],
)
@pytest.mark.parametrize("button", ["save", "preview"])
def test_what_must_be_mended_is_said_beside_its_field_and_kept(
    office: Office, typed: dict[str, str], said: str, button: str
) -> None:
    page = office.refused(TEXT, **{**GOOD, **typed, button: "1"})
    assert said in page
    for kept in {**GOOD, **typed}.values():
        assert kept.replace("'", "&#x27;") in page
    assert not OwnText.objects.exists()
    assert "How it will look" not in page


def test_the_numbers_stay_in_a_guide_of_danger(office: Office) -> None:
    page = office.refused("settings/guides/raise-the-level-now/en/", **GOOD, save="1")
    assert "Please keep a line that says {{ block.crisis }} by itself" in page


def test_every_problem_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Problem)


def test_a_script_in_own_words_is_shown_as_text_and_runs_nowhere(office: Office) -> None:
    script = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))"
    office.done(TEXT, **{**GOOD, "markdown": script, "title": script[:100], "summary": script}, save="1")
    for page in (
        read(office, "understand/the-worries/"),
        read(office, "understand/"),
        office.get(TEXT).content.decode(),
        office.get(f"{TEXT}review/").content.decode(),
        office.get("settings/guides/").content.decode(),
    ):
        main = page[page.index("<main") :]
        assert "<script" not in main
        assert "<img" not in main
        assert not re.search(r'<[^>"]*\sonerror=|(?:href|src)="javascript:', main)


@pytest.mark.parametrize("path", ["nothing/en/", "the-worries/de/", "the-worries/en-us/"])
def test_what_is_no_guide_or_no_language_here_is_not_found(office: Office, path: str) -> None:
    for ending in ("", "review/"):
        assert office.get(f"settings/guides/{path}{ending}").status_code == 404
    assert office.post(f"settings/guides/{path}ours/").status_code == 404


# The reflection's own wording (H27)

CHECK = "settings/guides/self-check/en/"


def reflected(language: str = "en", **changed: str) -> dict[str, str]:
    """Return what the form holds when nothing was changed, and these fields anew."""
    ours = reading.guides(language)["self-check"]
    places = {name.replace(".", "-"): "\r\n".join(lines) for name, lines in reflection.said(ours.extra)}
    return {"title": ours.title, "summary": ours.summary, "markdown": ours.markdown, **places, **changed}


def test_every_sentence_of_the_reflection_can_be_reworded_and_readers_see_it(office: Office) -> None:
    page = office.text(CHECK)
    assert page.count("<textarea") == 2 + len(reflection.places(reading.guides("en")["self-check"].extra))
    own = {"questions-sleep": "My nights are bad.", "closing-parts-what_helps-text": "Rest.\r\n\r\n Eat  something. "}
    assert "waits for a review" in office.done(CHECK, **reflected(**own), save="1")
    shown = read(office, "understand/self-check/")
    for there in ("My nights are bad.", "<p>Rest.</p><p>Eat something.</p>", "In the words of Testing Health."):
        assert there in shown
    assert "I sleep badly, or I am worn out." not in shown
    assert "Not yet reviewed by a clinician here." in shown
    assert "Je dors mal" in read(office, "understand/self-check/", "fr")
    assert Entry.objects.order_by("seq").last().verb == "guide.written"  # type: ignore[union-attr]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_however_it_is_reworded_the_numbers_the_question_of_danger_and_the_offer_stay(
    office: Office, language: str
) -> None:
    """H27: whatever an organization writes, “yes” and “not sure” lead to numbers, and every end to a person."""
    ours = reading.guides(language)["self-check"]
    anew = {name: f"{lines[0]} Zebra." for name, lines in reflection.said(ours.extra)}
    kept = {place.name: [*place.lines[:-1], "Zebra."] for place in reflection.places(ours.extra) if place.several}
    told = {name.replace(".", "-"): line for name, line in anew.items() if name not in kept}
    told |= {name.replace(".", "-"): "\n".join(lines) for name, lines in kept.items()}
    office.done(f"settings/guides/self-check/{language}/", **reflected(language, **told), save="1")
    page = read(office, "understand/self-check/", language)
    assert page.count("Zebra.") >= len(reflection.places(ours.extra))
    assert 'data-now-after="not_sure yes"' in page
    main = page[page.index("<main") :]
    for part in ("data-safety", "data-now", "data-skipped", "data-closing"):
        within = main[main.index(f" {part}") :].split("</section>", 1)[0]
        assert 'href="tel:' in within or part == "data-closing"
    assert re.search(r'<a class="button" href="[^"]+/begin/"', main[main.index(" data-closing") :])
    assert main.count('class="answers"') == 15
    for answer in ours.extra["safety"]["answers"]:
        assert f'data-code="{answer["code"]}">{answer["text"]}<' in main
    assert not re.search(r"<(form|input|select|textarea|script)\b|\bname=", main.split("</main>")[0])


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("questions-sleep", "", "Please answer this."),
        ("questions-sleep", "x" * 301, "at most 300 characters"),
        ("questions-sleep", "x" * 10_000, "Please make this shorter."),
        ("now-text", "Call.", "Please keep at least 4 lines"),
        ("safety-questions-end_life", "How is your mood?", "Please ask plainly"),
        ("closing-intro", "You are fine.", "Please leave this out: “you are fine”."),
        ("answers-often", "Sometimes", "Please give each answer its own words."),
        ("period", "{{ site.phone }}", "Nothing can be put here"),
    ],
)
def test_what_would_make_the_reflection_unsafe_is_said_beside_its_sentence(
    office: Office, field: str, typed: str, said: str
) -> None:
    page = office.refused(CHECK, **reflected(**{field: typed}), save="1")
    assert said in page
    assert f'href="#id_{field}"' in page
    assert not OwnText.objects.exists()


def test_the_reflection_is_looked_at_first_and_a_script_in_it_is_only_text(office: Office) -> None:
    script = "<script>alert(1)</script> **bold** [x](javascript:alert(1))"
    before = office.post(
        CHECK, **reflected(**{"questions-guilt": script, "closing-parts-offer-text": script}), preview="1"
    )
    preview = before.content.decode().split("How it will look", 1)[1]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **bold**" in preview
    assert not OwnText.objects.exists()
    office.done(CHECK, **reflected(**{"questions-guilt": script, "closing-parts-offer-text": script}), save="1")
    for page in (read(office, "understand/self-check/"), office.get(f"{CHECK}review/").content.decode()):
        assert "<script" not in page[page.index("<main") :]
        assert "&lt;script&gt;" in page


def test_an_earlier_version_of_the_reflection_can_be_taken_up_again(office: Office) -> None:
    office.done(CHECK, **reflected(**{"questions-sleep": "Zebra nights."}), save="1")
    office.done(f"{CHECK}ours/")
    assert "Zebra" not in read(office, "understand/self-check/")
    assert "Zebra" not in office.text(CHECK)
    assert "Zebra nights." in office.text(f"{CHECK}?version=1")


def test_a_signature_under_the_reflection_ends_when_one_question_changes(office: Office) -> None:
    path = f"{CHECK}review/"
    sign(office, path)
    sign(office, path, kind="reader", signed_by="Noa Lee")
    assert "Reviewed here by" in read(office, "understand/self-check/")
    office.done(CHECK, **reflected(**{"questions-sleep": "Zebra nights."}), save="1")
    assert "Not yet reviewed by a clinician here." in read(office, "understand/self-check/")
    assert "Zebra nights." in office.text(path)


# Reviews


def sign(office: Office, path: str = REVIEW, *, language: str = "en", **other: Any) -> Any:
    slug = path.split("/")[2]
    shelf = queries.shelf(organization=office.world.organization.pk, language=language, now=clock.now())
    typed = {
        "text": shelf.guides[slug].fingerprint,
        "kind": "clinical",
        "signed_by": "Kim Ray",
        "signed_role": "Occupational physician",
        "signed_on": worlds.today(office.world).isoformat(),
        **other,
    }
    return office.post(path, **typed)


def test_a_text_is_open_until_it_is_signed_and_readers_see_function_and_date(office: Office) -> None:
    path = "settings/guides/why-we-pull-away/en/review/"
    address = "understand/why-we-pull-away/"
    assert "Not yet reviewed by a clinician here." in read(office, address)
    assert "84 of 84 texts wait for a review." in office.text("settings/guides/")
    assert sign(office, path).status_code == 302
    assert "83 of 84 texts wait for a review." in office.text("settings/guides/")
    page = read(office, address)
    assert "Reviewed here by: Occupational physician" in page
    assert "Kim Ray" not in page
    assert "Not yet reviewed" not in page
    assert "Pas encore relu ici" in read(office, address, "fr")
    assert "This text is reviewed." in office.text(path)


def test_a_safety_text_waits_for_a_second_person(office: Office) -> None:
    sign(office)
    assert "Second reader" in office.text(REVIEW)
    assert "waits for a review" in office.text(REVIEW)
    assert sign(office, kind="reader").status_code == 422
    assert sign(office, kind="reader", signed_by="Noa Lee", signed_role="Interpreter").status_code == 302
    assert "This text is reviewed." in office.text(REVIEW)
    assert "Clinical review, Second reader" in office.text("settings/guides/red-flags/fr/review/")


def test_a_changed_text_is_open_again_on_every_screen(office: Office) -> None:
    path = "settings/guides/the-worries/en/review/"
    sign(office, path)
    assert "Reviewed here by" in read(office, "understand/the-worries/")
    office.done(TEXT, **GOOD, save="1")
    assert "Not yet reviewed by a clinician here." in read(office, "understand/the-worries/")
    office.done(f"{TEXT}ours/")
    assert "Reviewed here by" in read(office, "understand/the-worries/")


def test_nobody_signs_a_text_that_moved_meanwhile(office: Office) -> None:
    path = "settings/guides/the-worries/en/review/"
    read_before = reading.guides("en")["the-worries"].fingerprint
    office.done(TEXT, **GOOD, save="1")
    answer = sign(office, path, text=read_before)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The text has changed since you opened it." in page
    assert "Kim Ray" in page
    assert "Our worries" in page
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"signed_role": ""}, "Please answer this."),
        ({"signed_by": " "}, "Please answer this."),
        ({"kind": "priest"}, "Please choose one of these."),
        ({"signed_on": "soon"}, "Please choose a day."),
        ({"signed_on": (clock.now() + timedelta(days=3)).date().isoformat()}, "This day has not come yet."),
        ({"text": ""}, "The text has changed since you opened it."),
    ],
)
def test_a_signature_is_whole_or_asked_for_again(office: Office, typed: dict[str, str], said: str) -> None:
    answer = sign(office, **typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Review.objects.exists()


def test_a_professional_signs_in_their_own_name_and_writes_nothing(professional: Office) -> None:
    assert sign(professional, signed_by="Somebody Else").status_code == 302
    row = Review.objects.get()
    assert row.signed_by == professional.person.name
    page = professional.text("settings/guides/")
    assert "Review" in page
    assert '/en/"' not in page
    assert professional.get(TEXT).status_code == 404
    assert professional.get("settings/guides/answers/").status_code == 404


def test_the_reviewer_reads_the_questions_of_the_reflection_too(office: Office) -> None:
    page = office.text("settings/guides/self-check/en/review/")
    assert "Do you have thoughts of ending your life?" in page
    assert "For everyone, whatever you answered" in page
    assert "common knowledge" in page


def test_the_text_is_read_in_its_own_language(office: Office) -> None:
    page = office.text("settings/guides/the-worries/fr/review/")
    assert "Votre organisation n’a pas encore rempli cette ligne." in page
    assert "This text waits for a review." in page


def test_the_list_names_what_is_open_and_whose_words_stand(office: Office) -> None:
    sign(office)
    office.done(TEXT, **GOOD, save="1")
    OwnText.objects.update(based_on_hash="0" * 64)
    page = office.text("settings/guides/")
    assert "Two reviewers" in page
    assert "Your words" in page
    assert "Our text changed since" in page
    assert "84 of 84 texts wait for a review." in page, "one of two signatures is not enough"


def test_the_list_costs_the_same_however_much_was_written(office: Office) -> None:
    office.text("settings/guides/")
    with CaptureQueriesContext(connection) as few:
        office.text("settings/guides/")
    for slug in ("the-worries", "who-will-know", "first-words", "why-we-pull-away"):
        office.done(f"settings/guides/{slug}/en/", **GOOD, save="1")
    office.text("settings/guides/")
    with CaptureQueriesContext(connection) as many:
        office.text("settings/guides/")
    assert len(many) <= len(few) <= 20


def test_nothing_of_another_organization_is_shown(office: Office) -> None:
    stranger = Office(world=worlds.make(now=clock.now(), name="Elsewhere"))
    stranger.done(TEXT, **{**GOOD, "title": "Zzcanary"}, save="1")
    for path in ("settings/guides/", TEXT, f"{TEXT}review/"):
        assert "Zzcanary" not in office.text(path)
    assert "Zzcanary" not in read(office, "understand/")
