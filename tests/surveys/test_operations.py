"""Tickets: one for a case, one answer each; what is kept of them tells nothing."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.db import connection, transaction

from alongside.journeys import asking_how_it_was
from alongside.people import queries as people
from alongside.surveys import operations, queries, rules
from alongside.surveys.errors import MistypedTicket, NotExpected, NothingSaid
from alongside.surveys.models import Answer, Expected, Thanked, Thanks, Ticket, Waiting
from alongside.surveys.operations import Said
from alongside.tenancy.models import Retention
from alongside.vault import marks
from alongside.vault.models import WrappedKey
from alongside.vocabulary.evaluating import Helpful, Recommends, ThankYou
from alongside.vocabulary.roles import Role
from tests.worlds import NOW, World

CAST_OF_SUPPORTERS = ["owner", "teammate", "third"]
DECEMBER = NOW.replace(month=12)
NEXT_YEAR = NOW.replace(year=NOW.year + 1, month=1)


@pytest.fixture(autouse=True)
def _in_a_transaction(db: None) -> Iterator[None]:
    with transaction.atomic():
        yield


def _ticket(world: World, who: str = "owner") -> str:
    return operations.hand_out(organization=world.organization.pk, supporter=world.people[who].pk, now=NOW)


def _answer(world: World, text: str, *thanks: ThankYou, helpful: Helpful | None = Helpful.YES_MUCH) -> None:
    operations.answer(organization=world.organization.pk, text=text, said=Said(helpful=helpful), thanks=thanks)


def _mix(world: World) -> int:
    return operations.mix(organization=world.organization.pk, now=NOW)


def test_a_ticket_can_be_read_aloud_and_typed_anyhow(world: World) -> None:
    text = _ticket(world)
    assert len(text) == 14
    assert operations.read(f"  {text.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} ") == text
    assert operations.is_expected(organization=world.organization.pk, text=text)


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKM", "ABCD-EFGH-JKMU", "ABCD-EFGH-JKMN-P", "💐" * 12])
def test_what_cannot_be_one_is_said_so(typed: str) -> None:
    with pytest.raises(MistypedTicket):
        operations.read(typed)


def test_giving_one_away_leaves_only_a_row_less(world: World) -> None:
    _ticket(world)
    before = set(Expected.objects.values_list("pk", "mark")), set(Thanked.objects.values_list("pk", "mark"))
    tickets = set(Ticket.objects.values_list("pk", flat=True))
    text = _ticket(world)
    left = set(Ticket.objects.values_list("pk", flat=True))
    assert (set(Expected.objects.values_list("pk", "mark")), set(Thanked.objects.values_list("pk", "mark"))) == before
    assert left < tickets
    assert len(left) == len(tickets) - 1 == rules.POOL - 2
    assert not any(text.encode() in bytes(mark) for _, mark in before[0] | before[1])


def test_tickets_never_run_out_and_never_repeat(world: World) -> None:
    texts = [_ticket(world) for _ in range(rules.POOL + 3)]
    assert len(set(texts)) == len(texts)


def test_a_ticket_answers_once(world: World) -> None:
    text = _ticket(world)
    _answer(world, text)
    with pytest.raises(NotExpected):
        _answer(world, text, helpful=Helpful.NOT_REALLY)
    assert Waiting.objects.count() == 1


def test_saying_nothing_spends_nothing(world: World) -> None:
    text = _ticket(world)
    with pytest.raises(NothingSaid):
        operations.answer(organization=world.organization.pk, text=text, said=Said(), thanks=())
    _answer(world, text)


def test_a_ticket_of_one_house_is_nothing_in_another(world: World, noise: World) -> None:
    text = _ticket(world)
    assert not operations.is_expected(organization=noise.organization.pk, text=text)
    with pytest.raises(NotExpected):
        _answer(noise, text)


def test_fewer_than_a_batch_wait_sealed_however_long(world: World) -> None:
    for _ in range(rules.BATCH - 1):
        _answer(world, _ticket(world))
    assert operations.mix(organization=world.organization.pk, now=NEXT_YEAR) == 0
    assert Answer.objects.count() == 0
    assert not any(b"yes" in bytes(row.sealed) for row in Waiting.objects.all())
    assert queries.to_mix() == []


def test_a_batch_moves_whole_and_its_keys_go(world: World) -> None:
    for helpful in (Helpful.YES_MUCH, Helpful.YES_MUCH, Helpful.UNSURE, Helpful.NOT_REALLY, Helpful.YES_SOME):
        _answer(world, _ticket(world), helpful=helpful)
    keys = set(Waiting.objects.values_list("pk", flat=True))
    assert queries.to_mix() == [world.organization.pk]
    assert _mix(world) == rules.BATCH
    assert max(Answer.objects.values_list("helpful", flat=True)) == "yes_some"
    assert set(Answer.objects.values_list("quarter", flat=True)) == {"2026-Q1"}
    assert not Waiting.objects.exists()
    assert not WrappedKey.objects.filter(case__in=keys).exists()


def test_what_was_counted_before_a_backup_is_not_counted_again(world: World) -> None:
    """A restore brings sealed rows back whose keys are destroyed."""
    for _ in range(rules.BATCH):
        _answer(world, _ticket(world))
    WrappedKey.objects.filter(case__in=Waiting.objects.values("pk")).delete()
    assert _mix(world) == 0
    assert not Waiting.objects.exists()


def test_thanks_reach_the_supporter_when_the_month_turns(world: World) -> None:
    own = {"organization": world.organization.pk}
    assert operations.hand_on_thanks(**own, now=NOW)
    _answer(world, _ticket(world), ThankYou.LISTENED, ThankYou.CALM, helpful=None)
    _answer(world, _ticket(world), ThankYou.LISTENED)
    _answer(world, _ticket(world, "teammate"), ThankYou.NOT_ALONE)
    assert not operations.hand_on_thanks(**own, now=NOW)
    assert not Thanks.objects.exists()
    assert queries.to_hand_on([world.organization.pk], now=NOW) == []
    assert queries.to_hand_on([world.organization.pk], now=DECEMBER) == [world.organization.pk]
    assert operations.hand_on_thanks(**own, now=DECEMBER)
    mine = queries.thanks_of(**own, supporter=world.owner.pk)
    assert [(row.phrase, row.times, row.month) for row in mine] == [("calm", 1, "2026-12"), ("listened", 2, "2026-12")]
    assert [row.phrase for row in queries.thanks_of(**own, supporter=world.teammate.pk)] == ["not_alone"]
    assert Waiting.objects.filter(kind=Waiting.Kind.ANSWER).count() == 2


def test_thanks_are_let_go_after_a_year_and_answers_after_five(world: World) -> None:
    own = {"organization": world.organization}
    for month in ("2025-02", "2025-03"):
        Thanks.objects.create(**own, supporter=world.owner, phrase="calm", month=month)
    for quarter in ("2020-Q4", "2021-Q1"):
        Answer.objects.create(**own, quarter=quarter, helpful="unsure")
    operations.forget_old(organization=world.organization.pk, now=NOW)
    assert [row.month for row in Thanks.objects.all()] == ["2025-03"]
    assert [row.quarter for row in Answer.objects.all()] == ["2021-Q1"]


def test_answers_are_let_go_after_the_years_that_counsel_signed(world: World) -> None:
    signed = {"schedule": "HR 4.12", "signed_by": "C", "signed_role": "Counsel", "signed_on": NOW.date()}
    Retention.objects.create(organization=world.organization, days=14, years=2, version=1, **signed)
    for quarter in ("2023-Q4", "2024-Q1"):
        Answer.objects.create(organization=world.organization, quarter=quarter, helpful="unsure")
    operations.forget_old(organization=world.organization.pk, now=NOW)
    assert [row.quarter for row in Answer.objects.all()] == ["2024-Q1"]


def test_shares_are_shown_from_ten_answers_of_whole_quarters_on(world: World) -> None:
    own = {"organization": world.organization}
    Answer.objects.bulk_create(Answer(**own, quarter="2026-Q1", helpful="yes_much") for _ in range(9))
    assert queries.shares(organization=world.organization.pk, now=DECEMBER) is None
    Answer.objects.bulk_create(
        Answer(**own, quarter="2026-Q2", helpful="unsure", recommends=Recommends.WOULD) for _ in range(3)
    )
    shown = queries.shares(organization=world.organization.pk, now=DECEMBER)
    assert shown is not None
    assert (shown.first, shown.last) == ("2026-Q1", "2026-Q2")
    assert shown.questions == {"helpful": {"yes_much": 80, "yes_some": 0, "unsure": 20, "not_really": 0}}
    assert queries.shares(organization=world.organization.pk, now=NOW) is None


def test_who_runs_low_is_stocked(world: World) -> None:
    house = world.organization.pk
    owner, teammate = (house, world.owner.pk), (house, world.teammate.pk)
    assert queries.running_low([owner]) == [owner]
    operations.stock(organization=house, supporter=world.owner.pk)
    assert queries.running_low([owner, teammate]) == [teammate]


def test_every_house_is_stocked_and_many_cost_no_more_questions_than_one(
    world: World, noise: World, django_assert_max_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    stocked = 0
    while queries.running_low(people.holders_anywhere(role=Role.SUPPORTER, now=NOW)):
        assert asking_how_it_was.see_to_next(now=NOW)
        stocked += 1
        assert stocked < 20
    assert {row["organization"] for row in Ticket.objects.values("organization")} >= {
        world.organization.pk,
        noise.organization.pk,
    }
    with django_assert_max_num_queries(2):
        assert not queries.running_low(people.holders_anywhere(role=Role.SUPPORTER, now=NOW))


def test_guesses_find_nothing(world: World) -> None:
    _ticket(world)
    guesses = {rules.ticket((number << 240).to_bytes(32, "big")) for number in range(50)}
    assert not any(operations.is_expected(organization=world.organization.pk, text=text) for text in guesses)


def test_whoever_leaves_takes_thanks_along_and_given_tickets_still_answer(world: World) -> None:
    text = _ticket(world)
    Thanks.objects.create(organization=world.organization, supporter=world.owner, phrase="calm", month="2026-02")
    operations.let_go_of(organization=world.organization.pk, supporter=world.owner.pk)
    assert not Thanks.objects.exists()
    assert not Ticket.objects.exists()
    _answer(world, text)


def test_a_later_batch_deals_the_whole_quarter_anew(world: World) -> None:
    for helpful in (Helpful.YES_MUCH, Helpful.NOT_REALLY):
        for _ in range(rules.BATCH):
            _answer(world, _ticket(world), helpful=helpful)
        before = set(Answer.objects.values_list("pk", flat=True))
        assert _mix(world) == rules.BATCH
        assert not before & set(Answer.objects.values_list("pk", flat=True))
    assert sorted(Answer.objects.values_list("helpful", flat=True)) == ["not_really"] * 5 + ["yes_much"] * 5


def test_an_answer_and_the_thanks_given_with_it_do_not_lie_side_by_side(world: World) -> None:
    """The measure: the last of six answers lies beside its own word of thanks no oftener than by chance."""
    rounds, people, beside = 40, 6, 0
    for _ in range(rounds):
        for person in range(people):
            last = person == people - 1
            thanks = ThankYou.CALM if last else ThankYou.LISTENED
            _answer(world, _ticket(world), thanks, helpful=Helpful.NOT_REALLY if last else Helpful.YES_MUCH)
        opened = [operations._opened([row], NOW)[0] for row in _as_stored()]  # noqa: SLF001  # As a thief with the keyring.
        bad = next(place for place, said in enumerate(opened) if said.get("helpful") == "not_really")
        warm = next(place for place, said in enumerate(opened) if said.get("phrases") == ["calm"])
        beside += abs(bad - warm) == 1
    by_chance = rounds * 2 / (2 * people)
    assert beside < by_chance + 5 * by_chance**0.5


def _as_stored() -> list[Waiting]:
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM surveys_waiting ORDER BY {place}")  # noqa: S608  # Our own table's name.
        keys = [each if isinstance(each, UUID) else UUID(each) for (each,) in cursor.fetchall()]
    rows = Waiting.objects.in_bulk(keys)
    return [rows[key] for key in keys]


def test_whoever_waits_is_written_anew_under_another_key_when_somebody_answers(world: World) -> None:
    _answer(world, _ticket(world), ThankYou.CALM)
    before = set(Waiting.objects.values_list("pk", flat=True))
    _answer(world, _ticket(world))
    after = set(Waiting.objects.values_list("pk", flat=True))
    assert (len(after), before & after) == (3, set())
    assert not WrappedKey.objects.filter(case__in=before).exists()
    lost = Waiting.objects.filter(kind=Waiting.Kind.THANKS).values_list("pk", flat=True)[0]
    WrappedKey.objects.filter(case=lost).delete()
    _answer(world, _ticket(world))
    assert Waiting.objects.filter(pk=lost).exists()  # Its key may come back with the keyring's copy.


def test_no_copy_tells_how_many_of_one_supporters_tickets_have_answered(world: World) -> None:
    """What is missing is missing of all: no key, no block and no order leads from a spent ticket to a supporter."""
    own = {"organization": world.organization.pk}
    for who in ("owner", "teammate"):
        operations.stock(**own, supporter=world.people[who].pk)
    for model in (Expected, Thanked):
        kept = _stored(model, "mark")
        assert (len(kept), kept) == (2 * rules.POOL, sorted(kept))
        assert not {field.name for field in model._meta.concrete_fields} & {"supporter", "person"}
    assert not any(world.owner.pk.bytes in bytes(blob) for blob in _stored(Thanked, "sealed"))
    _answer(world, _ticket(world), ThankYou.CALM)
    assert (Expected.objects.count(), Thanked.objects.count()) == (2 * rules.POOL - 1, 2 * rules.POOL - 1)


def test_only_its_own_ticket_opens_whom_it_thanks(world: World) -> None:
    """Each row of another, or one that was cut, reaches nobody; the answer counts all the same."""
    text, other = _ticket(world), _ticket(world, "teammate")
    rows = {bytes(row.mark): row for row in Thanked.objects.all()}
    mine, theirs = (rows[marks.mark("evaluation/thanks", each.encode())] for each in (text, other))
    Thanked.objects.filter(pk=mine.pk).update(sealed=theirs.sealed)
    _answer(world, text, ThankYou.CALM)
    assert list(Waiting.objects.values_list("kind", flat=True)) == ["answer"]
    assert not Thanked.objects.filter(pk=mine.pk).exists()
    _answer(world, other, ThankYou.CALM)
    assert Waiting.objects.filter(kind="thanks").count() == 1


def _stored(model: type[Expected | Thanked], column: str) -> list[bytes]:
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{model._meta.db_table}" ORDER BY {place}')  # noqa: S608  # Our own.
        return [bytes(value) for (value,) in cursor.fetchall()]


def stored(table: str, column: str) -> list[str]:
    """Return a column in the order in which the rows lie in the file."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {place}")  # noqa: S608  # Our own names.
        return [str(value) for (value,) in cursor.fetchall()]


def test_where_an_answer_lies_does_not_tell_in_which_batch_it_came(world: World) -> None:
    """Five and five lie apart by chance once in 252 times, so four quarters in a row once in four thousand million."""
    apart = 0
    for month in (1, 4, 7, 10):
        Answer.objects.all().delete()
        for helpful in (Helpful.YES_MUCH, Helpful.NOT_REALLY):
            for _ in range(rules.BATCH):
                _answer(world, _ticket(world), helpful=helpful)
            assert operations.mix(organization=world.organization.pk, now=NOW.replace(month=month)) == rules.BATCH
        apart += stored("surveys_answer", "helpful") == ["yes_much"] * 5 + ["not_really"] * 5
    assert apart < 4


def test_words_of_thanks_given_together_do_not_lie_together(world: World) -> None:
    """Six people give two words each. By chance all six pairs lie side by side once in ten thousand times."""
    pairs = [(ThankYou.CALM, ThankYou.LISTENED), (ThankYou.LISTENED, ThankYou.CALM)] * 3
    together = 0
    for month in (1, 3, 5):
        operations.hand_on_thanks(organization=world.organization.pk, now=NOW.replace(month=month))
        for who, (first, second) in zip(CAST_OF_SUPPORTERS * 2, pairs, strict=False):
            _answer(world, _ticket(world, who), first, second, helpful=None)
        Thanks.objects.all().delete()
        operations.hand_on_thanks(organization=world.organization.pk, now=NOW.replace(month=month + 1))
        lying = stored("surveys_thanks", "supporter_id")
        together += all(lying[place] == lying[place + 1] for place in range(0, len(lying), 2))
    assert together < 3


def test_which_ticket_is_given_next_is_drawn_by_lot(world: World) -> None:
    """Else whoever holds a copy from before could tell the first who was given one from the second."""
    operations.stock(organization=world.organization.pk, supporter=world.owner.pk)
    given = []
    for _ in range(8):
        before = stored("surveys_ticket", "id")
        _ticket(world)
        after = set(stored("surveys_ticket", "id"))
        given += [place for place, key in enumerate(before) if key not in after]
    assert any(given), "always the first of those left"
