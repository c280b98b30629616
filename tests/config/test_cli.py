"""The command `alongside`: what an operator types, and what it answers."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from alongside import clock
from alongside.config import cli, doctor, preparing
from alongside.config.house import read_house
from alongside.journeys import keeping_watch
from alongside.notices.models import Notice
from alongside.people.models import RoleGrant
from alongside.tenancy.models import Organization
from tests import sink
from tests.houses import ALONGSIDE, House

pytestmark = pytest.mark.xdist_group("processes")


def _run(house: House, *command: str, typed: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, **house.environment, **environment}
    return subprocess.run([ALONGSIDE, *command], env=env, input=typed, capture_output=True, text=True, check=False)


def test_bare_it_lists_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    commands = "serve web engine demo doctor migrate organization ledger vault mailbox"
    for command in commands.split():
        assert command in shown


@pytest.mark.parametrize("command", [[], ["fly"], ["ledger"], ["vault", "open"], ["demo", "--port", "many"]])
def test_what_it_does_not_know_ends_with_two(command: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(command)
    assert ended.value.code == 2


def test_every_command_leads_to_a_function() -> None:
    from importlib import import_module  # noqa: PLC0415  # Only here.

    table = {name: one for name, one in cli._COMMANDS.items() if name != "demo"}  # noqa: SLF001  # The table itself.
    for command in table.values():
        module, function = command.runs.split(".")
        assert callable(getattr(import_module(f"alongside.config.{module}"), function))


def test_the_command_starts_without_django(tmp_path: Path) -> None:
    code = "import sys; import alongside.config.cli; print(sorted({'django', 'apprise', 'granian'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "[]"


# Preparing


@pytest.mark.django_db
def test_a_migrated_database_needs_nothing() -> None:
    assert preparing.pending_migrations() == []


@pytest.mark.django_db
def test_a_missing_migration_is_seen() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'notices'")
    assert preparing.pending_migrations()[0] == "notices.0001_initial"


def test_a_house_is_made_from_nothing(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "ALONGSIDE_DEMONSTRATION": "true",
        "ALONGSIDE_DATABASE_URL": f"sqlite:///{tmp_path}/data/house.sqlite3",
        "ALONGSIDE_KEYRING_FILE": str(tmp_path / "keys" / "keyring.json"),
    }
    for _ in range(2):  # And once more changes nothing.
        done = subprocess.run([ALONGSIDE, "migrate"], env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "data" / "house.sqlite3").exists()
    assert (tmp_path / "keys" / "keyring.json").stat().st_mode & 0o077 == 0


# Opening a program


ANSWERS = (
    "north-health\nNorth Health\nUS\nAmerica/New_York\nfr en\n"
    "Anna Admin\nanna@example.org\nCleo Coord\ncleo@example.org\n"
)


def test_a_program_is_opened_and_its_administrator_invited(new_house: House) -> None:
    done = _run(new_house, "organization", typed=ANSWERS)
    assert done.returncode == 0, done.stderr
    opened = Organization.objects.get(slug="north-health")
    assert (opened.mode, opened.languages, opened.timezone) == ("setting_up", ["fr", "en"], "America/New_York")
    granted = RoleGrant.objects.order_by("role").values_list("role", "person__name")
    assert list(granted) == [("administrator", "Anna Admin"), ("coordinator", "Cleo Coord")]
    link = done.stdout.splitlines()[-1]
    assert link.startswith(f"{new_house.url}/o/north-health/desk/join/")
    assert Notice.objects.get(person__name="Anna Admin").slot["link"] in link
    assert Notice.objects.get(person__name="Cleo Coord").template == "invitation"
    assert _run(new_house, "ledger", "verify").stdout == "north-health: whole\n"


def test_the_first_two_are_two_people(new_house: House) -> None:
    done = _run(new_house, "organization", typed=ANSWERS.replace("cleo@", "anna@"))
    assert done.returncode == 1
    assert "two people" in done.stderr
    assert not Organization.objects.exists()


def test_an_answer_that_cannot_be_one_is_asked_again(new_house: House) -> None:
    typed = "North Health!\n" + ANSWERS.replace("US\n", "usa\nUS\n").replace("fr en\n", "xx\nfr en\n")
    assert _run(new_house, "organization", typed=typed).returncode == 0


@pytest.mark.parametrize("zone", ["Mars/Olympus"])
def test_what_cannot_be_opened_is_said(new_house: House, zone: str) -> None:
    done = _run(new_house, "organization", typed=ANSWERS.replace("America/New_York", zone))
    assert done.returncode == 1
    assert zone in done.stderr
    assert not Organization.objects.exists()


def test_the_end_of_input_opens_nothing(new_house: House) -> None:
    assert _run(new_house, "organization", typed="north-health\n").returncode == 1


# Keeping


def test_rotating_makes_a_new_key_and_says_so(new_house: House, tmp_path: Path) -> None:
    ring = tmp_path / "keys" / "ring.json"
    assert _run(new_house, "migrate", ALONGSIDE_KEYRING_FILE=str(ring)).returncode == 0
    before = ring.read_text()
    done = _run(new_house, "vault", "rotate", ALONGSIDE_KEYRING_FILE=str(ring))
    assert done.returncode == 0
    assert "Case keys wrapped anew: 0" in done.stdout
    assert ring.read_text() != before


# The doctor


@pytest.fixture
def mail(settings: object) -> Iterator[sink.Sink]:
    with sink.opened() as opened:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", opened.port  # type: ignore[attr-defined]
        yield opened


@pytest.fixture
def beating(db: None) -> None:
    import uuid  # noqa: PLC0415  # Only here.

    keeping_watch.note_beat(engine=uuid.uuid4(), now=clock.now())


def _report(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = doctor.report(read_house())
    return code, capsys.readouterr().out


def test_a_well_house_is_well(beating: None, mail: sink.Sink, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = _report(capsys)
    assert (code, "MEND" in said) == (0, False), said
    assert said.count("ok") == len(doctor.CHECKS)


@pytest.mark.django_db
def test_no_engine_is_named_with_the_way_to_mend_it(mail: sink.Sink, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = _report(capsys)
    assert code == 1
    assert "MEND  engine" in said
    assert "alongside engine" in said


def test_an_unreachable_mail_server_is_named(
    beating: None, mail: sink.Sink, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_PORT = 9
    code, said = _report(capsys)
    assert code == 1
    assert "MEND  mail server" in said


def test_a_ledger_without_its_guard_is_named(
    beating: None, mail: sink.Sink, capsys: pytest.CaptureFixture[str]
) -> None:
    on = " ON ledger_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER ledger_entry_no_update{on}")
    code, said = _report(capsys)
    assert code == 1
    assert "MEND  ledger's guard" in said


def test_a_keyring_that_is_gone_is_named(
    beating: None,
    mail: sink.Sink,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(settings, "KEYRING_FILE", tmp_path / "nowhere.json")
    code, said = _report(capsys)
    assert code == 1
    assert "MEND  keyring" in said
    assert "ok    engine" in said  # One thing ill does not hide the others.


def test_the_doctor_runs_as_a_command(new_house: House) -> None:
    done = _run(new_house, "doctor")
    assert done.returncode == 1
    assert "ok    database" in done.stdout
    assert "MEND  engine" in done.stdout
