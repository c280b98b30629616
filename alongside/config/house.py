"""The one typed settings object, read from the environment; secrets also from a file by `ALONGSIDE_…_FILE`.

Belongs here: every setting, its meaning, and each refusal of an unsafe combination by name. Does not belong here:
Django's own settings (`config/settings.py` derives them) or anything an organization chooses for itself (its rows).
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from email.utils import parseaddr
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "ALONGSIDE_"
SAMPLE_SECRETS = frozenset({"change-me", "demonstration-only", "secret", "insecure"})
SECRET_LENGTH = 50
LEAST_MEMORY_KIB = 12288
"""The floor the threat model gives in 5.3."""

MAIL_SCHEMES = frozenset({"smtp", "smtps", "submission"})
MAIL_TO_NOBODY = frozenset({"console", "dummy", "file", "memory"})
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class BadSetting(Exception):
    """A setting stops the start; the message names it and says how to mend it."""


class House(BaseSettings):
    """Every setting. Each has a sentence in docs/operating.md; a test compares."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    origin: str = Field("http://localhost:8000", description="The one address people type, with scheme.")
    database_url: SecretStr = Field(
        SecretStr("sqlite:///var/alongside.sqlite3"),
        description="sqlite:///path or postgres://user:password@host/name.",
    )
    secret_key: SecretStr = Field(SecretStr("demonstration-only"), description="At least 50 random characters.")
    keyring_file: Path = Field(
        Path("var/keys/keyring.json"), description="The keyring; outside the data and backup directories."
    )
    erasure_list: Path = Field(
        Path("var/erasures/erasures.list"), description="The list of destroyed keys, on another volume."
    )
    backup_recipient: str = Field(
        "",
        description="The public key (age1…) that `alongside backup` encrypts to; its private half is not on this host.",
    )
    email_url: SecretStr = Field(
        SecretStr("smtp://localhost:1025"), description="smtp://user:password@host:port, smtps:// for TLS."
    )
    email_from: str = Field("Touching base <support@localhost>", description="The sender of every notice.")
    demonstration: bool = Field(default=False, description="Only `alongside demo` sets this; never in production.")
    clock_file: Path | None = Field(None, description="Tests move time through this file; never in production.")
    runtime_dir: Path | None = Field(
        None, description="A short path for sockets; default below the system's temporary folder."
    )
    static_dir: Path = Field(Path("var/static"), description="Where styles and scripts are collected to be served.")
    listen: str = Field("127.0.0.1:8000", description="Address and port the web server listens on.")
    web_threads: int = Field(8, ge=1, le=64, description="Threads of one web worker.")
    web_workers: int = Field(1, ge=1, le=64, description="Web workers; one with SQLite.")
    trusted_proxy: bool = Field(default=False, description="True when exactly one proxy of yours sets X-Forwarded-For.")
    poll_seconds: float = Field(1.0, gt=0, le=60, description="How often an idle engine looks without being rung.")
    session_idle_minutes: int = Field(15, ge=5, le=60, description="Idle minutes after which a staff session ends.")
    argon2_memory_kib: int = Field(
        19456, ge=64, description="Memory of the return code's hash; below 12288 only in tests."
    )
    argon2_passes: int = Field(2, ge=1, le=10, description="Passes of the return code's hash.")

    @field_validator("origin")
    @classmethod
    def _origin_is_whole(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
            raise ValueError("write it as https://support.example.org, without a path")
        return value.rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether people reach us over TLS."""
        return self.origin.startswith("https://")

    @property
    def on_sqlite(self) -> bool:
        """Whether one file is the database."""
        return self.database_url.get_secret_value().startswith("sqlite:")

    @property
    def local(self) -> bool:
        """Whether the address is this machine's own."""
        return urlsplit(self.origin).hostname in _LOCAL

    def refuse_unsafe(self) -> None:
        """Raise BadSetting for the first unsafe setting or combination, naming it and the mend."""
        if self.demonstration and not self.local:
            raise _bad("DEMONSTRATION", "the demonstration runs on localhost only; unset it for a real address")
        rules = _BROKEN if self.demonstration else (*_missing(self), *_BROKEN, *_UNSAFE)
        for name, broken, mend in rules:
            if broken(self):
                raise _bad(name, mend)


Rule = tuple[str, Callable[[House], bool], str]
"""A setting, what is wrong with it, how to mend it."""

REQUIRED = ("ORIGIN", "DATABASE_URL", "SECRET_KEY", "KEYRING_FILE", "ERASURE_LIST", "EMAIL_URL", "TRUSTED_PROXY")


def _missing(house: House) -> Iterator[Rule]:
    for name in REQUIRED:
        if name.lower() not in house.model_fields_set:
            yield name, lambda _house: True, "set it; docs/operating.md shows an example"


def _scheme(secret: SecretStr) -> str:
    return urlsplit(secret.get_secret_value()).scheme


def _port(address: str) -> str:
    return address.rpartition(":")[2]


def _beside_the_data(house: House) -> bool:
    data = Path(urlsplit(house.database_url.get_secret_value()).path[1:])
    return house.on_sqlite and data.parent.absolute() == house.keyring_file.parent.absolute()


_BROKEN: tuple[Rule, ...] = (
    (
        "DATABASE_URL",
        lambda house: _scheme(house.database_url) not in {"sqlite", "postgres", "postgresql"},
        "begin it with sqlite:// or postgres://",
    ),
    (
        "EMAIL_URL",
        lambda house: _scheme(house.email_url) not in MAIL_SCHEMES | MAIL_TO_NOBODY,
        "begin it with smtp://, smtps:// or submission://",
    ),
    ("EMAIL_FROM", lambda house: "@" not in parseaddr(house.email_from)[1], "write it as Name <name@example.org>"),
    ("LISTEN", lambda house: not _port(house.listen).isdigit(), "write it as address:port, e.g. 127.0.0.1:8000"),
)
"""What no house can start with."""

_UNSAFE: tuple[Rule, ...] = (
    (
        "SECRET_KEY",
        lambda house: house.secret_key.get_secret_value() in SAMPLE_SECRETS or len(house.secret_key) < SECRET_LENGTH,
        "use at least 50 random characters, e.g. from `openssl rand -base64 48`",
    ),
    ("ORIGIN", lambda house: not house.secure, "use https:// ; a plain address would send codes in clear"),
    ("CLOCK_FILE", lambda house: house.clock_file is not None, "unset it; only tests may move time"),
    (
        "ARGON2_MEMORY_KIB",
        lambda house: house.argon2_memory_kib < LEAST_MEMORY_KIB,
        "use 12288 or more; less makes a stolen code cheap to guess",
    ),
    (
        "ERASURE_LIST",
        lambda house: house.keyring_file.parent.absolute() == house.erasure_list.parent.absolute(),
        "keep it apart from the keyring, on another volume",
    ),
    ("KEYRING_FILE", _beside_the_data, "keep it apart from the database: one theft must not take both"),
    (
        "WEB_WORKERS",
        lambda house: house.on_sqlite and house.web_workers > 1,
        "use 1 with SQLite; several web workers need PostgreSQL",
    ),
    (
        "EMAIL_URL",
        lambda house: _scheme(house.email_url) in MAIL_TO_NOBODY,
        "name a real mail server; this one sends to nobody",
    ),
    (
        "EMAIL_FROM",
        lambda house: parseaddr(house.email_from)[1].endswith("@localhost"),
        "use an address of a domain of your own; notices from localhost reach nobody",
    ),
)
"""What works on a desk and must never meet a caregiver."""


def _bad(name: str, mend: str) -> BadSetting:
    return BadSetting(f"{PREFIX}{name}: {mend}.")


def read_house() -> House:
    """Read the environment once; raise BadSetting with the setting's name and the mend."""
    values: dict[str, object] = {}
    for name in House.model_fields:
        path = os.environ.get(f"{PREFIX}{name.upper()}_FILE")
        if path and name not in {"keyring_file", "clock_file"}:
            try:
                values[name] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as problem:
                raise _bad(f"{name.upper()}_FILE", f"cannot be read ({problem.strerror})") from problem
    try:
        return House(**values)  # type: ignore[arg-type]  # Values are validated by pydantic itself.
    except ValidationError as problem:
        first = problem.errors()[0]
        raise _bad(str(first["loc"][0]).upper(), str(first["msg"])) from problem


def stop(problem: BadSetting) -> NoReturn:
    """End the process with one plain sentence."""
    sys.stderr.write(f"alongside cannot start. {problem}\n")
    raise SystemExit(2)


def address_hosts(house: House) -> list[str]:
    """Return the only host names that are answered."""
    host = urlsplit(house.origin).hostname or "localhost"
    return sorted({host, *(_LOCAL if house.local else ())})


def runtime_dir(house: House) -> Path:
    """Return the folder for sockets and the day's keys."""
    return house.runtime_dir or Path(tempfile.gettempdir()) / f"alongside-{os.getuid()}"
