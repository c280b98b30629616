"""The examples an operator copies: no visit is logged, no key reaches a core file, the web server has no way out."""

from configparser import ConfigParser

import pytest

from alongside.config import cli
from alongside.config.house import House
from tests.habits.house import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))


def _unit(name: str) -> dict[str, str]:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # Names keep their capitals.
    parser.read(DEPLOY / name)
    return dict(parser["Service"])


def test_the_proxy_logs_no_visit_and_forwards_one_address() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert text.count("access_log off;") == text.count("server {") == text.count("error_log /dev/null;")
    assert "X-Forwarded-For $remote_addr;" in text
    assert "server_tokens off;" in text
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in text


@pytest.mark.parametrize("unit", [path.name for path in UNITS])
def test_every_unit_keeps_keys_out_of_files_and_starts_a_known_command(unit: str) -> None:
    said = _unit(unit)
    assert (said["LimitCORE"], said["MemorySwapMax"], said["Restart"]) == ("0", "0", "always")
    assert said["UMask"] == "0077"
    assert said["ExecStart"].split()[1] in cli._COMMANDS  # noqa: SLF001  # The table itself is what is checked.
    assert int(said["TimeoutStopSec"]) > 25


def test_the_web_server_has_no_way_out_and_the_engine_has() -> None:
    assert _unit("alongside-web.service")["IPAddressDeny"] == "any"
    assert "IPAddressDeny" not in _unit("alongside-engine.service")


def test_the_example_environment_names_real_settings_only() -> None:
    lines = (DEPLOY / "environment.example").read_text(encoding="utf-8").splitlines()
    names = [line.partition("=")[0].removeprefix("ALONGSIDE_") for line in lines if not line.startswith("#")]
    known = {name.upper() for name in House.model_fields}
    assert [name for name in names if name not in known and name.removesuffix("_FILE") not in known] == []
