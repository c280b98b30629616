"""How long a form may be: short for everybody who asks, long where a colleague at the desk writes a text."""

import pytest
from django.test import Client

from alongside.tenancy.models import Wording
from alongside.web.administering.guide_forms import GROUPS
from alongside.web.middleware import SHORT
from tests.web.administering.office import Office
from tests.worlds import World

pytestmark = pytest.mark.django_db


def test_every_answer_of_the_guides_may_be_as_long_as_it_is_allowed_to_be() -> None:
    office, written = Office(), 0
    for code, _heading, keys in GROUPS:
        names = [key.replace(".", "-", 1) for key in keys]
        answers = {f"{name}-{language}": "é" * 400 for name in names for language in ("en", "fr")}
        office.done(f"settings/guides/answers/{code}/", **answers)
        written += len(answers)
    assert Wording.objects.of(office.world.organization).count() == written


def test_whoever_asks_writes_little(world: World) -> None:
    path = f"/o/{world.slug}/back/"
    answer = Client().post(path, {"code": "9" * SHORT})
    assert answer.status_code == 400
    assert "That was too long to read." in answer.content.decode()
    assert Client().post(path, {"code": "9" * (SHORT - 1000)}).status_code != 400


def test_at_the_desk_nothing_is_promised_that_is_not_kept() -> None:
    answer = Office().post("settings/words/", word="9" * SHORT)
    assert answer.status_code == 400
    assert "for an hour" not in answer.content.decode()
