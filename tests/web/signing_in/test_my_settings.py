"""One's own settings: being reached, proved by a code; languages; a pause nobody asks about."""

import pytest
from django.test import Client
from django.urls import reverse

from alongside import clock
from alongside.notices.models import Channel, Notice
from alongside.people import queries
from alongside.rota import queries as rota
from tests import worlds
from tests.signed_in import signed_in
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(noise: World) -> World:
    return worlds.make(now=clock.now())


@pytest.fixture
def me(town: World) -> Client:
    return signed_in(town.owner)


def to(town: World, name: str, **more: object) -> str:
    return reverse(name, kwargs={"organization": town.slug, **more})


def add(me: Client, town: World, address: str = "other@a.example", kind: str = "email") -> Channel:
    assert me.post(to(town, "my-channel-add"), {"kind": kind, "address": address}).status_code == 302
    return Channel.objects.get(address=address)


def code_sent(channel: Channel) -> str:
    return str(Notice.objects.filter(channel=channel).latest("made_at").slot["code"])


def test_a_channel_counts_once_its_code_was_typed_back(me: Client, town: World) -> None:
    channel = add(me, town)
    assert channel.verified_at is None
    wrong = me.post(to(town, "my-channel-verify", channel=channel.pk), {"code": "not it"})
    assert "not the code" in wrong.content.decode()
    right = f"{code_sent(channel)[:3]} {code_sent(channel)[3:]}"
    assert me.post(to(town, "my-channel-verify", channel=channel.pk), {"code": right}).status_code == 302
    channel.refresh_from_db()
    assert channel.verified_at


def test_an_empty_code_is_asked_for_again(me: Client, town: World) -> None:
    channel = add(me, town)
    page = me.post(to(town, "my-channel-verify", channel=channel.pk), {"code": ""})
    assert page.status_code == 200
    assert f"{channel.pk}-code" in page.content.decode()


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("email", "not an address"),
        ("apprise", "file:///etc/passwd"),
        ("apprise", ""),
        ("pigeon", "x"),
        ("email", "\x00"),
    ],
)
def test_an_address_that_cannot_be_used_is_said_and_kept(me: Client, town: World, kind: str, address: str) -> None:
    before = Channel.objects.count()
    page = me.post(to(town, "my-channel-add"), {"kind": kind, "address": address})
    assert page.status_code == 200
    assert page.context["new"].errors
    assert Channel.objects.count() == before


def test_a_second_code_within_a_minute_is_not_sent(me: Client, town: World) -> None:
    channel = add(me, town)
    page = me.post(to(town, "my-channel-code", channel=channel.pk), follow=True)
    assert "less than a minute ago" in page.content.decode()
    assert Notice.objects.filter(channel=channel).count() == 1


def test_a_channel_is_removed(me: Client, town: World) -> None:
    channel = add(me, town)
    me.post(to(town, "my-channel-remove", channel=channel.pk))
    assert not Channel.objects.filter(pk=channel.pk).exists()


def test_somebody_elses_channel_is_neither_proved_nor_removed(me: Client, town: World, noise: World) -> None:
    for theirs in (town.teammate.channels.get(), noise.owner.channels.get()):
        for name in ("my-channel-code", "my-channel-verify", "my-channel-remove"):
            answer = me.post(to(town, name, channel=theirs.pk), {"code": "123456"}, follow=True)
            assert answer.status_code == 200
            assert theirs.address not in answer.content.decode()
        theirs.refresh_from_db()
        assert not Notice.objects.filter(channel=theirs).exists()


def test_languages_and_ways_are_changed_and_nothing_else(me: Client, town: World) -> None:
    before = queries.person(organization=town.organization.pk, person=town.owner.pk, now=clock.now())
    me.post(to(town, "my-about"), {"reads": "fr", "languages": ["fr", "es"], "ways_to_talk": ["in_person"]})
    after = queries.person(organization=town.organization.pk, person=town.owner.pk, now=clock.now())
    assert before
    assert after
    assert (after.reads, after.languages, after.ways_to_talk) == ("fr", ("fr", "es"), ("in_person",))
    assert (after.name, after.email, after.unit, after.roles) == (before.name, before.email, before.unit, before.roles)


def test_a_language_we_do_not_write_in_is_refused(me: Client, town: World) -> None:
    page = me.post(to(town, "my-about"), {"reads": "tlh"})
    assert page.context["about"].errors


@pytest.mark.parametrize("hours", ["2", "open", "nonsense", "9999999"])
def test_a_pause_begins_and_ends(me: Client, town: World, hours: str) -> None:
    house = town.organization.pk
    me.post(to(town, "my-pause"), {"hours": hours})
    assert town.owner.pk in rota.away(organization=house, at=clock.now())
    assert "You are paused" in me.get(to(town, "my-settings")).content.decode()
    me.post(to(town, "my-pause"), {"hours": "resume"})
    assert town.owner.pk not in rota.away(organization=house, at=clock.now())


def test_everything_is_there_in_french_too(me: Client, town: World) -> None:
    add(me, town)
    page = me.get(f"/fr{to(town, 'my-settings')}").content.decode()
    assert "Pas encore vérifié" in page
    assert "Not proved yet" not in page
