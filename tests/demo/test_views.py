from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from alongside.demo import letters, sink, views
from alongside.tenancy.models import Organization
from tests.houses import free_port
from tests.worlds import World

pytestmark = pytest.mark.django_db


def _post(client: Client, organization: str, person: object) -> int:
    return client.post("/demo/sign-in/", {"organization": organization, "person": str(person)}).status_code


def test_a_real_organization_has_no_such_door(client: Client, world: World) -> None:
    assert world.owner.name not in client.get("/demo/").content.decode()
    assert _post(client, world.slug, world.owner.pk) == 404


def test_one_click_signs_in(client: Client, world: World) -> None:
    Organization.objects.filter(pk=world.organization.pk).update(demonstration=True)
    assert world.owner.name in client.get("/demo/").content.decode()
    assert _post(client, world.slug, world.owner.pk) == 302
    assert client.get(f"/o/{world.slug}/desk/now/").status_code == 200


@pytest.mark.parametrize("person", ["", "nobody", "\x00", uuid4()])
def test_whoever_does_not_exist_signs_in_nowhere(client: Client, world: World, person: object) -> None:
    Organization.objects.filter(pk=world.organization.pk).update(demonstration=True)
    assert _post(client, world.slug, person) == 404


def test_a_stranger_does_not_sign_in_here(client: Client, world: World, noise: World) -> None:
    Organization.objects.update(demonstration=True)
    assert _post(client, world.slug, noise.owner.pk) == 404


def test_what_the_sink_keeps_can_be_read(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import smtplib  # noqa: PLC0415  # Only here.

    port = free_port()
    with sink.opened(port, tmp_path), smtplib.SMTP("127.0.0.1", port) as sender:
        sender.sendmail(
            "a@example.org", ["b@example.org"], "From: a\r\nSubject: Touching base\r\n\r\nPlease <open> it."
        )
    monkeypatch.setattr(views, "_folder", lambda: tmp_path)
    (found,) = letters.newest(tmp_path)
    assert (found.to, found.subject) == ("b@example.org", "Touching base")
    assert "Touching base" in client.get("/demo/mail/").content.decode()
    assert "&lt;open&gt;" in client.get(f"/demo/mail/{found.code}/").content.decode()
    assert client.get("/demo/mail/unknown/").status_code == 404
