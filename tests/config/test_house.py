"""Every setting is documented, a wrong one stops the start by name, an unsafe one never meets a caregiver."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from alongside.config.house import BadSetting, House, read_house
from tests.habits.house import ROOT

GOOD = {
    "ALONGSIDE_ORIGIN": "https://support.example.org",
    "ALONGSIDE_DATABASE_URL": "sqlite:////var/lib/alongside/house.sqlite3",
    "ALONGSIDE_SECRET_KEY": "s3cr3t-" * 10,
    "ALONGSIDE_KEYRING_FILE": "/etc/alongside/keys/keyring.json",
    "ALONGSIDE_ERASURE_LIST": "/srv/erasures/erasures.list",
    "ALONGSIDE_EMAIL_URL": "smtps://house:pw@mail.example.org:465",
    "ALONGSIDE_EMAIL_FROM": "Touching base <support@example.org>",
    "ALONGSIDE_TRUSTED_PROXY": "true",
}
UNSAFE = [
    ("ORIGIN", "http://support.example.org", "https"),
    ("SECRET_KEY", "demonstration-only", "50 random"),
    ("SECRET_KEY", "short", "50 random"),
    ("DEMONSTRATION", "true", "localhost"),
    ("CLOCK_FILE", "/tmp/clock", "unset"),  # noqa: S108  # Never opened.
    ("ARGON2_MEMORY_KIB", "64", "12288"),
    ("ERASURE_LIST", "/etc/alongside/keys/erasures.list", "apart"),
    ("KEYRING_FILE", "/var/lib/alongside/keyring.json", "apart"),
    ("WEB_WORKERS", "2", "PostgreSQL"),
    ("EMAIL_URL", "console:", "real mail server"),
    ("EMAIL_FROM", "Touching base <support@localhost>", "domain of your own"),
]
WRONG = [
    ("ORIGIN", "support.example.org", "https://"),
    ("ORIGIN", "https://support.example.org/path", "without a path"),
    ("DATABASE_URL", "mysql://host/name", "postgres://"),
    ("EMAIL_URL", "pigeon://roof", "smtp://"),
    ("EMAIL_FROM", "nobody", "Name <name@"),
    ("LISTEN", "everywhere", "address:port"),
    ("WEB_THREADS", "many", "valid integer"),
    ("WEB_THREADS", "0", "greater than or equal to 1"),
    ("POLL_SECONDS", "0", "greater than 0"),
    ("SESSION_IDLE_MINUTES", "600", "less than or equal to 60"),
    ("TRUSTED_PROXY", "perhaps", "boolean"),
]


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("ALONGSIDE_")]:
        monkeypatch.delenv(name)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


def _start() -> House:
    house = read_house()
    house.refuse_unsafe()
    return house


def test_a_good_house_starts() -> None:
    assert _start().secure


def test_so_does_one_on_postgresql_with_several_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_DATABASE_URL", "postgres://alongside:pw@db/alongside")
    monkeypatch.setenv("ALONGSIDE_WEB_WORKERS", "4")
    assert _start().web_workers == 4


@pytest.mark.parametrize(("name", "value", "mend"), UNSAFE)
def test_production_refuses(monkeypatch: pytest.MonkeyPatch, name: str, value: str, mend: str) -> None:
    """U test_production_refuses (T30): each unsafe setting by its name, with the way to mend it."""
    monkeypatch.setenv(f"ALONGSIDE_{name}", value)
    with pytest.raises(BadSetting) as refused:
        _start()
    assert str(refused.value).startswith(f"ALONGSIDE_{name}: ")
    assert mend in str(refused.value)


@pytest.mark.parametrize("name", ["ORIGIN", "DATABASE_URL", "SECRET_KEY", "KEYRING_FILE", "ERASURE_LIST", "EMAIL_URL"])
def test_production_refuses_without(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(f"ALONGSIDE_{name}")
    with pytest.raises(BadSetting, match=f"ALONGSIDE_{name}: set it"):
        _start()


@pytest.mark.parametrize(("name", "value", "mend"), WRONG)
def test_a_wrong_value_stops_the_start(monkeypatch: pytest.MonkeyPatch, name: str, value: str, mend: str) -> None:
    monkeypatch.setenv(f"ALONGSIDE_{name}", value)
    with pytest.raises(BadSetting) as refused:
        _start()
    assert f"ALONGSIDE_{name}" in str(refused.value)
    assert mend in str(refused.value)


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "EMAIL_URL"])
def test_a_refusal_never_shows_a_secret(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"ALONGSIDE_{name}", "zzcanary")
    with pytest.raises(BadSetting) as refused:
        _start()
    assert "zzcanary" not in f"{refused.value}{refused.value.__cause__}"


def test_no_secret_is_shown_by_the_settings_themselves() -> None:
    shown = repr(_start())
    assert "s3cr3t" not in shown
    assert "house:pw" not in shown


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from-a-file-" * 6 + "\n")
    monkeypatch.delenv("ALONGSIDE_SECRET_KEY")
    monkeypatch.setenv("ALONGSIDE_SECRET_KEY_FILE", str(tmp_path / "secret"))
    assert _start().secret_key.get_secret_value() == "from-a-file-" * 6


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALONGSIDE_SECRET_KEY_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(BadSetting, match="ALONGSIDE_SECRET_KEY_FILE"):
        _start()


def test_a_demonstration_needs_nothing_but_stays_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in GOOD:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ALONGSIDE_DEMONSTRATION", "true")
    assert _start().local


def test_every_setting_has_a_sentence_in_the_operators_guide() -> None:
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    missing = [name for name in House.model_fields if f"`ALONGSIDE_{name.upper()}`" not in guide]
    assert missing == []
    assert all(field.description for field in House.model_fields.values())


@pytest.mark.parametrize("command", ["serve", "web", "engine", "doctor", "migrate", "ledger verify", "vault rotate"])
def test_every_command_stops_with_two_and_one_sentence(command: str) -> None:
    environment = {"PATH": os.environ["PATH"], **GOOD, "ALONGSIDE_ORIGIN": "http://support.example.org"}
    alongside = Path(sys.executable).parent / "alongside"
    done = subprocess.run([alongside, *command.split()], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "alongside cannot start. ALONGSIDE_ORIGIN: use https:// ; a plain address would send codes in clear."
    ]
