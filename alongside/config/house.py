"""The one typed settings object, read from the environment (`ALONGSIDE_…`; secrets also from a file by `ALONGSIDE_…_FILE`).

Belongs here: every setting, its meaning, and each refusal of an unsafe combination by name. Does not belong here: Django's own settings
(`config/settings.py` derives them) or anything an organization chooses for itself (its rows).
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "ALONGSIDE_"
SAMPLE_SECRETS = frozenset({"change-me", "demonstration-only", "secret", "insecure"})
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class BadSetting(Exception):  # noqa: N818  # Read aloud at start: "bad setting".
    """A setting stops the start; the message names it and says how to mend it."""


class House(BaseSettings):
    """Every setting. Each has a sentence in docs/operating.md; a test compares."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    origin: str = Field("http://localhost:8000", description="The one address people type, with scheme.")
    database_url: SecretStr = Field(
        SecretStr("sqlite:///var/alongside.sqlite3"), description="sqlite:///path or postgres://user:password@host/name."
    )
    secret_key: SecretStr = Field(SecretStr("demonstration-only"), description="At least 50 random characters.")
    keyring_file: Path = Field(
        Path("var/keys/keyring.json"), description="The keyring; outside the data and backup directories."
    )
    erasure_list: Path = Field(Path("var/erasures/erasures.list"), description="The list of destroyed keys, on another volume.")
    email_url: SecretStr = Field(SecretStr("smtp://localhost:1025"), description="smtp://user:password@host:port, smtps:// for TLS.")
    email_from: str = Field("Touching base <support@localhost>", description="The sender of every notice.")
    demonstration: bool = Field(default=False, description="Only `alongside demo` sets this; never in production.")
    clock_file: Path | None = Field(None, description="Tests move time through this file; never in production.")
    runtime_dir: Path | None = Field(None, description="A short path for sockets; default below the system's temporary folder.")
    listen: str = Field("127.0.0.1:8000", description="Address and port the web server listens on.")
    web_threads: int = Field(8, ge=1, le=64, description="Threads of one web worker.")
    web_workers: int = Field(1, ge=1, le=64, description="Web workers; one with SQLite.")
    trusted_proxy: bool = Field(default=False, description="True when exactly one proxy of yours sets X-Forwarded-For.")
    poll_seconds: float = Field(1.0, gt=0, le=60, description="How often an idle engine looks without being rung.")
    session_idle_minutes: int = Field(15, ge=5, le=60, description="Idle minutes after which a staff session ends.")
    argon2_memory_kib: int = Field(19456, ge=64, description="Memory of the return code's hash; below 12288 only in tests.")
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
    def local(self) -> bool:
        """Whether the address is this machine's own."""
        return urlsplit(self.origin).hostname in _LOCAL

    def refuse_unsafe(self) -> None:
        """Raise BadSetting for each unsafe combination, naming the setting and the mend."""
        if self.demonstration:
            if not self.local:
                raise _bad("DEMONSTRATION", "the demonstration runs on localhost only; unset it for a real address")
            return
        self._refuse_unsafe_production()

    def _refuse_unsafe_production(self) -> None:
        required = ("ORIGIN", "DATABASE_URL", "SECRET_KEY", "KEYRING_FILE", "ERASURE_LIST", "EMAIL_URL")
        for name in required:
            if name.lower() not in self.model_fields_set:
                raise _bad(name, "set it; docs/operating.md shows an example")
        secret = self.secret_key.get_secret_value()
        if secret in SAMPLE_SECRETS or len(secret) < 50:
            raise _bad("SECRET_KEY", "use at least 50 random characters, e.g. from `openssl rand -base64 48`")
        if not self.secure:
            raise _bad("ORIGIN", "use https:// ; a plain address would send codes in clear")
        if self.clock_file:
            raise _bad("CLOCK_FILE", "unset it; only tests may move time")
        if self.argon2_memory_kib < 12288:  # noqa: PLR2004  # The floor the threat model gives in 5.3.
            raise _bad("ARGON2_MEMORY_KIB", "use 12288 or more; less makes a stolen code cheap to guess")
        if self.keyring_file.parent == self.erasure_list.parent:
            raise _bad("ERASURE_LIST", "keep it apart from the keyring, on another volume")
        if "sqlite" in self.database_url.get_secret_value() and self.web_workers > 1:
            raise _bad("WEB_WORKERS", "use 1 with SQLite; several web workers need PostgreSQL")


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
