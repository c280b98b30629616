"""The outbox: told once, claimed once, sent then marked; channels are proved by a code."""

import uuid
from datetime import timedelta

import pytest

from alongside.notices import operations, queries, rules
from alongside.notices.errors import BadAddress, BadSlot, TooManyChannels, TooSoon
from alongside.notices.models import Channel, Notice
from alongside.notices.rules import Check, Fate, Permanent, Retry, Sent
from alongside.tenancy.transactions import one_transaction
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db
ORIGIN = "https://support.example.org"


@pytest.fixture
def case() -> uuid.UUID:
    return uuid.uuid4()


def _tell(world: World, who: str = "owner", **given: object) -> int:
    facts = {"organization": world.organization.id, "person": world.people[who].id, "template": "page", "now": NOW}
    with one_transaction():
        return operations.tell(**{**facts, **given})  # type: ignore[arg-type]


def _claim(kind: str = "email", up_to: int = 10, now: object = NOW, **given: object) -> list[uuid.UUID]:
    with one_transaction():
        return operations.claim_due(kind=kind, now=now, up_to=up_to, **given)  # type: ignore[arg-type]


def _letter(now: object = NOW) -> rules.Letter:
    return queries.letters(_claim(up_to=1, now=now), origin=ORIGIN, now=NOW)[0]


def _settle(letter: rules.Letter, result: rules.Result, now: object = NOW) -> Fate:
    with one_transaction():
        return operations.settle(letter=letter, result=result, now=now)  # type: ignore[arg-type]


def test_each_verified_channel_gets_one_notice(world: World, case: uuid.UUID) -> None:
    Channel.objects.create(
        organization=world.organization, person=world.owner, kind="apprise", address="ntfys://x", verified_at=NOW
    )
    Channel.objects.create(organization=world.organization, person=world.owner, kind="email", address="new@example.org")
    assert _tell(world, case=case, rung=0) == 2
    assert set(Notice.objects.values_list("channel__kind", flat=True)) == {"email", "apprise"}


def test_whoever_has_no_channel_is_counted_as_not_told(world: World) -> None:
    Channel.objects.filter(person=world.owner).delete()
    assert _tell(world) == 0
    assert not queries.has_verified_channel(world.owner.id)
    assert world.owner.id not in queries.reachable(world.organization.id)


def test_the_same_rung_is_told_once(world: World, case: uuid.UUID) -> None:
    for _ in range(3):
        assert _tell(world, case=case, rung=2) == 1
    assert Notice.objects.count() == 1


def test_another_rung_attempt_or_person_is_told_again(world: World, case: uuid.UUID) -> None:
    _tell(world, case=case, rung=0)
    _tell(world, case=case, rung=1)
    _tell(world, case=case, rung=0, attempt=2)
    _tell(world, "teammate", case=case, rung=0)
    assert Notice.objects.count() == 4


def test_a_reminder_without_a_rung_is_never_swallowed(world: World, case: uuid.UUID) -> None:
    _tell(world, case=case)
    _tell(world, case=case)
    assert Notice.objects.count() == 2


def test_a_voided_page_does_not_swallow_a_later_one(world: World, case: uuid.UUID) -> None:
    _tell(world, case=case, rung=0)
    with one_transaction():
        assert operations.void_for_case(case=case, now=NOW) == 1
    _tell(world, case=case, rung=0)
    assert len(_claim()) == 1


@pytest.mark.parametrize(
    ("template", "slot"),
    [("page", {"name": "Anna"}), ("page", {"link": "/x"}), ("invitation", {}), ("channel_code", {"link": "/x"})],
)
def test_a_notice_has_no_place_for_anything_else(world: World, template: str, slot: dict[str, str]) -> None:
    with pytest.raises(BadSlot):
        _tell(world, template=template, slot=slot)
    assert not Notice.objects.exists()


def test_a_claimed_notice_belongs_to_one_engine_until_its_lease_ends(world: World) -> None:
    _tell(world)
    assert len(_claim()) == 1
    assert _claim() == []
    assert _claim(now=NOW + rules.LEASE - timedelta(seconds=1)) == []
    assert len(_claim(now=NOW + rules.LEASE)) == 1
    assert Notice.objects.get().tries == 2


def test_claims_are_oldest_first_and_no_more_than_asked_for(world: World) -> None:
    for second in (3, 1, 2):
        _tell(world, due_at=NOW - timedelta(seconds=second))
    keys = _claim(up_to=2)
    due = [Notice.objects.get(pk=key).due_at for key in keys]
    assert due == [NOW - timedelta(seconds=3), NOW - timedelta(seconds=2)]


def test_what_is_not_due_yet_waits(world: World) -> None:
    _tell(world, due_at=NOW + timedelta(minutes=5))
    assert _claim() == []
    assert len(_claim(now=NOW + timedelta(minutes=5))) == 1


def test_a_busy_provider_is_passed_over(world: World) -> None:
    for address in ("json://me:pw@slow.example.org/a", "ntfys://other.example.org/b"):
        Channel.objects.create(
            organization=world.organization, person=world.owner, kind="apprise", address=address, verified_at=NOW
        )
    _tell(world)
    [key] = _claim("apprise", busy=["json://slow.example.org"])
    assert Notice.objects.get(pk=key).channel.address.startswith("ntfys")  # type: ignore[union-attr]


def test_sent_is_marked_with_its_time_and_loses_its_secret(world: World) -> None:
    with one_transaction():
        channel = operations.add_channel(
            organization=world.organization.id, person=world.owner.id, kind="email", address="o@example.org"
        )
        operations.send_code(organization=world.organization.id, person=world.owner.id, channel=channel, now=NOW)
    assert Notice.objects.get().slot
    assert _settle(_letter(), Sent()) is Fate.DONE
    row = Notice.objects.get()
    assert (row.state, row.sent_at, row.slot, row.lease_until) == ("sent", NOW, {}, None)
    assert _claim(now=NOW + timedelta(days=1)) == []


def test_a_retry_waits_and_is_claimed_again(world: World) -> None:
    _tell(world)
    assert _settle(_letter(), Retry("net_refused")) is Fate.AGAIN
    row = Notice.objects.get()
    assert (row.state, row.last_failure, row.due_at) == ("due", "net_refused", NOW)
    assert _claim(now=NOW + timedelta(seconds=4)) == []
    assert len(_claim(now=NOW + timedelta(seconds=5))) == 1


def test_a_permanent_refusal_is_given_up(world: World) -> None:
    _tell(world)
    assert _settle(_letter(), Permanent("smtp_550")) is Fate.GIVEN_UP
    assert Notice.objects.get().state == "given_up"


def test_a_failing_notice_still_counts_as_overdue_since_it_was_due(world: World) -> None:
    _tell(world)
    _settle(_letter(), Retry("net_timeout"))
    assert queries.oldest_due(now=NOW + timedelta(hours=1)) == NOW


def test_what_was_voided_meanwhile_stays_void(world: World, case: uuid.UUID) -> None:
    _tell(world, case=case, rung=0)
    letter = _letter()
    with one_transaction():
        operations.void_for_case(case=case, now=NOW)
    _settle(letter, Sent())
    assert Notice.objects.get().state == "void"


def test_handing_back_frees_at_once_and_counts_no_try(world: World) -> None:
    _tell(world)
    keys = _claim()
    with one_transaction():
        operations.hand_back(notices=keys)
    assert _claim() == keys
    assert Notice.objects.get().tries == 1


def test_voiding_one_person_leaves_the_others(world: World, case: uuid.UUID) -> None:
    _tell(world, "owner", case=case, rung=0)
    _tell(world, "teammate", case=case, rung=0)
    with one_transaction():
        assert operations.void_for_person(case=case, person=world.owner.id) == 1
    assert Notice.objects.filter(state="due").get().person_id == world.teammate.id


def test_forgetting_a_case_forgets_its_notices(world: World, case: uuid.UUID) -> None:
    _tell(world, case=case, rung=0)
    _tell(world, case=uuid.uuid4(), rung=0)
    with one_transaction():
        operations.forget_case(case=case)
    assert not Notice.objects.filter(case=case).exists()
    assert Notice.objects.count() == 1


def test_old_settled_notices_go_and_due_ones_never(world: World) -> None:
    _tell(world)
    _tell(world, "teammate")
    _settle(_letter(), Sent())
    with one_transaction():
        assert operations.forget_settled(before=NOW + timedelta(seconds=1)) == 1
    assert Notice.objects.get().state == "due"


# Channels


def _channel(world: World, address: str = "new@example.org", kind: str = "email") -> uuid.UUID:
    with one_transaction():
        return operations.add_channel(
            organization=world.organization.id, person=world.owner.id, kind=kind, address=address
        )


def _send_code(world: World, channel: uuid.UUID, now: object = NOW) -> str:
    with one_transaction():
        operations.send_code(organization=world.organization.id, person=world.owner.id, channel=channel, now=now)  # type: ignore[arg-type]
    return str(Notice.objects.filter(channel=channel).latest("made_at").slot["code"])


def _type(world: World, channel: uuid.UUID, typed: str, now: object = NOW) -> Check:
    with one_transaction():
        return operations.verify_code(
            organization=world.organization.id,
            person=world.owner.id,
            channel=channel,
            typed=typed,
            now=now,  # type: ignore[arg-type]
        )


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_channel_counts_only_after_its_code_was_typed_back(world: World) -> None:
    channel = _channel(world)
    assert _tell(world) == 1  # Only the one verified before.
    code = _send_code(world, channel)
    assert len(code) == 6
    assert _type(world, channel, f" {code[:3]} {code[3:]} ") is Check.VERIFIED
    assert _tell(world) == 2


def test_only_a_hash_of_the_code_is_kept(world: World) -> None:
    channel = _channel(world)
    code = _send_code(world, channel)
    row = Channel.objects.get(pk=channel)
    assert code not in row.code_hash
    assert len(row.code_hash) == 64


def test_a_code_is_good_once_and_for_half_an_hour(world: World) -> None:
    channel = _channel(world)
    code = _send_code(world, channel)
    assert _type(world, channel, code, NOW + timedelta(minutes=31)) is Check.EXPIRED
    assert _type(world, channel, code) is Check.VERIFIED
    assert _type(world, channel, code) is Check.EXPIRED


def test_wrong_codes_are_slowed_and_never_lock_the_right_one_out(world: World) -> None:
    channel = _channel(world)
    code = _send_code(world, channel)
    assert [_type(world, channel, _wrong(code)) for _ in range(7)] == [Check.WRONG] * 5 + [Check.WAIT] * 2
    assert _type(world, channel, code) is Check.WAIT
    assert _type(world, channel, code, NOW + timedelta(seconds=20)) is Check.VERIFIED


def test_a_code_of_one_channel_opens_no_other(world: World) -> None:
    first, second = _channel(world, "a@example.org"), _channel(world, "b@example.org")
    code = _send_code(world, first)
    _send_code(world, second)
    Channel.objects.filter(pk=second).update(code_hash=Channel.objects.get(pk=first).code_hash)
    assert _type(world, second, code) is Check.WRONG


def test_nobody_is_flooded_with_codes(world: World) -> None:
    channel = _channel(world)
    _send_code(world, channel)
    with pytest.raises(TooSoon):
        _send_code(world, channel, NOW + timedelta(seconds=59))
    _send_code(world, channel, NOW + timedelta(seconds=60))


def test_adding_twice_gives_the_same_channel(world: World) -> None:
    assert _channel(world) == _channel(world, " new@example.org ")


@pytest.mark.parametrize(
    ("kind", "address"),
    [("email", "nobody"), ("email", "a@b\nBcc: c@example.org"), ("apprise", "dbus://"), ("pigeon", "a@example.org")],
)
def test_what_cannot_be_an_address_is_refused(world: World, kind: str, address: str) -> None:
    with pytest.raises(BadAddress):
        _channel(world, address, kind)


def test_a_handful_of_channels_is_enough(world: World) -> None:
    for number in range(rules.CHANNELS_PER_PERSON - 1):
        _channel(world, f"a{number}@example.org")
    with pytest.raises(TooManyChannels):
        _channel(world, "one-more@example.org")


def test_channels_are_shown_to_their_owner_only(world: World) -> None:
    rows = queries.channels_of(organization=world.organization.id, person=world.owner.id)
    assert [row.address for row in rows] == [world.owner.email]
    assert rows[0].verified
    assert world.owner.email not in repr(rows[0])


def test_a_removed_channel_is_told_nothing_more(world: World) -> None:
    _tell(world)
    channel = Channel.objects.get(person=world.owner)
    with one_transaction():
        operations.remove_channel(organization=world.organization.id, person=world.owner.id, channel=channel.id)
    assert not Notice.objects.exists()
    assert _tell(world) == 0
