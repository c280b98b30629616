"""A notice to somebody who does not work here: a bare key, an address asked for when it is sent, nothing else."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from alongside.journeys import delivering
from alongside.notices import operations, texts
from alongside.notices.errors import BadSlot
from alongside.notices.models import Notice
from alongside.notices.rules import Later, Nobody, Permanent, Reach, Resolved, Sent, Template
from alongside.paging.models import Alarm
from alongside.tenancy.transactions import one_transaction
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db
ORIGIN = "https://support.example.org"


class Where:
    """Whoever knows what a key stands for."""

    def __init__(self) -> None:
        self.answer: Resolved = Reach("anna@example.org")
        self.asked: list[uuid.UUID] = []

    def __call__(self, *, organization: uuid.UUID, about: uuid.UUID, now: datetime) -> Resolved:
        assert organization
        assert now
        self.asked.append(about)
        return self.answer


@pytest.fixture
def where(monkeypatch: pytest.MonkeyPatch) -> Iterator[Where]:
    found = Where()
    monkeypatch.setattr(delivering, "WHERE", {"case": found, "reminder": found})
    return found


def tell(world: World, *, about: uuid.UUID, not_before: datetime = NOW, language: str = "en") -> None:
    with one_transaction():
        operations.tell_somebody(
            organization=world.organization.pk,
            about=about,
            kind="case",
            template="message",
            language=language,
            not_before=not_before,
            now=NOW,
        )


def take(now: datetime = NOW) -> list[delivering.Letter]:
    return delivering.take(kind="email", origin=ORIGIN, now=now, up_to=10)


def test_it_holds_a_key_and_no_address_until_it_is_sent(world: World, where: Where) -> None:
    about = uuid.uuid4()
    tell(world, about=about, language="fr")
    row = Notice.objects.get()
    assert (row.about, row.person, row.channel, row.slot) == (about, None, None, {})
    assert where.asked == []
    (letter,) = take()
    assert where.asked == [about]
    assert (letter.address, letter.language) == ("anna@example.org", "fr")
    assert "vous avez un message" in letter.body
    delivering.settle(letter=letter, result=Sent(), now=NOW)
    assert Notice.objects.get().state == "sent"
    assert take() == []


def test_while_one_waits_nothing_is_added_and_afterwards_it_is(world: World, where: Where) -> None:
    about = uuid.uuid4()
    for _ in range(3):
        tell(world, about=about)
    assert Notice.objects.count() == 1
    delivering.settle(letter=take()[0], result=Sent(), now=NOW)
    tell(world, about=about)
    assert Notice.objects.filter(state="due").count() == 1
    assert where.asked


def test_not_before_its_time(world: World, where: Where) -> None:
    tell(world, about=uuid.uuid4(), not_before=NOW + timedelta(days=2))
    assert take() == []
    assert where.asked == []
    assert len(take(NOW + timedelta(days=2))) == 1


def test_put_off_it_waits_for_its_hour_and_the_try_does_not_count(world: World, where: Where) -> None:
    tell(world, about=uuid.uuid4())
    where.answer = Later(NOW + timedelta(hours=9))
    assert take() == []
    assert Notice.objects.values_list("tries", "state").get() == (0, "due")
    where.answer = Reach("anna@example.org")
    assert take(NOW + timedelta(hours=8)) == []
    assert len(take(NOW + timedelta(hours=9))) == 1


def test_nobody_any_more_takes_it_back(world: World, where: Where) -> None:
    tell(world, about=uuid.uuid4())
    where.answer = Nobody()
    assert take() == []
    assert Notice.objects.get().state == "void"


def test_a_link_given_at_the_last_moment_stands_in_the_letter_and_in_no_row(world: World, where: Where) -> None:
    tell(world, about=uuid.uuid4())
    where.answer = Reach("anna@example.org", link="/o/north/once/secret/")
    (letter,) = take()
    assert f"{ORIGIN}/o/north/once/secret/" in letter.body
    assert Notice.objects.get().slot == {}
    assert "anna" not in repr(where.answer)


def test_an_address_that_takes_nothing_alarms_nobody(world: World, where: Where) -> None:
    tell(world, about=uuid.uuid4())
    delivering.settle(letter=take()[0], result=Permanent("smtp_550"), now=NOW)
    assert Notice.objects.get().state == "given_up"
    assert not Alarm.objects.exists()
    assert where.asked


def test_other_letters_of_the_same_claim_still_go(world: World, where: Where) -> None:
    with one_transaction():
        operations.tell(organization=world.organization.pk, person=world.owner.pk, template="page", now=NOW)
    tell(world, about=uuid.uuid4())
    where.answer = Nobody()
    assert [letter.template for letter in take()] == [Template.PAGE]


def test_a_template_that_needs_a_slot_and_another_kind_are_refused(world: World) -> None:
    given = {"organization": world.organization.pk, "about": uuid.uuid4(), "language": "en", "not_before": NOW}
    with pytest.raises(BadSlot), one_transaction():
        operations.tell_somebody(**given, kind="case", template="offer", now=NOW)
    with pytest.raises(ValueError, match="someone"), one_transaction():
        operations.tell_somebody(**given, kind="someone", template="message", now=NOW)


def test_the_database_itself_knows_one_reader(world: World) -> None:
    own = {"organization": world.organization, "template": "message", "made_at": NOW, "due_at": NOW}
    for wrong in (
        {},
        {"person": world.owner, "about": uuid.uuid4(), "about_kind": "case"},
        {"about": uuid.uuid4()},
        {"about_kind": "case"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.create(**own, **wrong)


def test_what_belonged_to_a_key_is_forgotten_with_it(world: World, where: Where) -> None:
    mine, other = uuid.uuid4(), uuid.uuid4()
    tell(world, about=mine)
    tell(world, about=other)
    with one_transaction():
        operations.forget_somebody(about=mine)
    assert [letter.about for letter in take()] == [other]
    assert where.asked == [other]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_words_are_constant_and_lead_to_where_a_code_is_typed(language: str) -> None:
    sender = texts.Sender(f"{ORIGIN}/o/north/desk/", "+1 555 0100", "Touching base", back=f"{ORIGIN}/o/north/back/")
    said = texts.words(Template.MESSAGE, sender=sender, language=language, slot={})
    assert f"\n{ORIGIN}/o/north/back/\n" in said.body
    assert "desk" not in said.body
    assert "message" in said.body.splitlines()[0]
