"""The words say nothing: no case, no urgency, no name; one member per channel and language."""

import itertools
import re
import uuid
from datetime import timedelta

import pytest

from alongside.notices import operations, queries, texts
from alongside.notices.models import Channel
from alongside.notices.rules import Letter, Template
from alongside.tenancy.models import Wording
from alongside.tenancy.transactions import one_transaction
from alongside.tenancy.words import forget
from tests.worlds import NOISE, NOW, World

ORIGIN = "https://support.example.org"
SENDER = texts.Sender(f"{ORIGIN}/o/north/desk/", "+1 555 0100", "Touching base")
TELLING = re.compile(
    r"danger|urgent|now|immédia|case|cas\b|ask|demand|event|crisis|crise|peer|pair|help|aide|suicid|patient|victim",
    re.IGNORECASE,
)


def _letters(world: World, kind: str = "email") -> list[Letter]:
    with one_transaction():
        claimed = operations.claim_due(kind=kind, now=NOW, up_to=10_000)
    return queries.letters(claimed, origin=ORIGIN, now=NOW)


def _apprise(world: World, who: str) -> None:
    Channel.objects.create(
        organization=world.organization,
        person=world.people[who],
        kind="apprise",
        address=f"json://localhost:9/{who}",
        verified_at=NOW,
    )


@pytest.mark.django_db
def test_notice_bytes(world: World) -> None:
    """H test_notice_bytes (T27): across 200 random cases one body, one subject per channel and language."""
    world.teammate.reads = "fr"
    world.teammate.save()
    for who in ("owner", "teammate"):
        _apprise(world, who)
    with one_transaction():
        for number in range(200):
            for who in ("owner", "teammate"):
                operations.tell(
                    organization=world.organization.id,
                    person=world.people[who].id,
                    template="page",
                    case=uuid.uuid4(),
                    rung=number % 7,
                    attempt=number % 3 + 1,
                    now=NOW - timedelta(seconds=number),
                )
    for kind in ("email", "apprise"):
        said = {(letter.language, letter.subject, letter.body, letter.short) for letter in _letters(world, kind)}
        assert len(said) == 2, said
        assert {language for language, *_ in said} == {"en", "fr"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_page_and_alarm_are_equally_long(language: str) -> None:
    page, alarm = (texts.words(t, sender=SENDER, language=language, slot={}) for t in (Template.PAGE, Template.ALARM))
    assert page.subject == alarm.subject
    assert len(page.body.encode()) == len(alarm.body.encode())
    assert len(page.short.encode()) == len(alarm.short.encode())
    assert page.body != alarm.body


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_names_no_urgency_no_case_and_nobody(language: str) -> None:
    said = texts.words(Template.PAGE, sender=SENDER, language=language, slot={})
    assert TELLING.findall(f"{said.subject} {said.body} {said.short}".replace(ORIGIN, "")) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_has_an_address_to_type_and_a_telephone_number_beside_its_link(language: str) -> None:
    body = texts.words(Template.PAGE, sender=SENDER, language=language, slot={}).body
    assert f"\n{SENDER.desk}\n" in body
    assert " support.example.org/o/north/desk/" in body
    assert SENDER.telephone in body
    assert "?" not in body  # No parameter could tell one reader from another.


def test_an_organization_without_a_number_sends_no_empty_line() -> None:
    body = texts.words(
        Template.PAGE, sender=texts.Sender(SENDER.desk, "", "Touching base"), language="en", slot={}
    ).body
    assert "Telephone" not in body


def test_every_text_is_said_in_french() -> None:
    slots: dict[Template, dict[str, str]] = {Template.CHANNEL_CODE: {"code": "123456"}}
    for template in Template:
        english, french = (
            texts.words(template, sender=SENDER, language=language, slot=slots.get(template, {}))
            for language in ("en", "fr")
        )
        assert english.body.splitlines()[0] != french.body.splitlines()[0]
        assert "Personne ne lit" in french.body


def test_the_texts_of_different_templates_differ() -> None:
    bodies = [
        texts.words(template, sender=SENDER, language=language, slot={"code": "1", "link": f"{ORIGIN}/x"}).body
        for template, language in itertools.product(Template, ("en", "fr"))
    ]
    assert len(set(bodies)) == len(bodies)


@pytest.mark.django_db
def test_an_organization_may_choose_its_neutral_subject(world: World) -> None:
    Wording.objects.create(organization=world.organization, key="neutral_subject", language="en", text="Shift news")
    forget(organization=world.organization.id, language="en")
    with one_transaction():
        operations.tell(organization=world.organization.id, person=world.owner.id, template="page", now=NOW)
    [letter] = _letters(world)
    assert letter.subject == "Shift news"
    assert letter.body.startswith("Shift news: please open the app.")


@pytest.mark.django_db
def test_a_link_given_as_a_path_stands_under_our_own_address(world: World) -> None:
    with one_transaction():
        operations.tell(
            organization=world.organization.id,
            person=world.owner.id,
            template="invitation",
            slot={"link": "/o/north/welcome/abc/"},
            now=NOW,
        )
    [letter] = _letters(world)
    assert letter.address == world.owner.email
    assert f"{ORIGIN}/o/north/welcome/abc/" in letter.body


@pytest.mark.django_db
def test_no_word_of_another_organization(world: World) -> None:
    with one_transaction():
        operations.tell(organization=world.organization.id, person=world.manager.id, template="page", now=NOW)
    assert all(NOISE not in f"{letter.subject}{letter.body}{letter.address}" for letter in _letters(world))


def test_a_letter_shows_neither_address_nor_words() -> None:
    letter = Letter(
        id=uuid.uuid4(),
        organization=uuid.uuid4(),
        kind="email",
        template=Template.PAGE,
        address="anna@example.org",
        subject="S-word",
        body="B-word",
        short="C-word",
        language="en",
        tries=1,
        made_at=NOW,
        lease_until=NOW,
    )
    assert not re.search(r"anna|-word", repr(letter))
