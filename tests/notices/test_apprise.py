"""A supporter's own service, over a real HTTP server: what each answer means, and what the provider learns."""

import json
import logging
import subprocess
import sys

import pytest

from alongside.notices.channels import apprise_channel
from alongside.notices.channels.apprise_channel import AppriseCarrier
from alongside.notices.rules import Permanent, Retry, Sent
from tests import providers
from tests.notices import letters


def test_the_provider_learns_one_constant_text_and_nothing_else() -> None:
    with providers.http() as provider:
        letter = letters.make(provider.address(), kind="apprise")
        assert AppriseCarrier().send(letter) == Sent()
    [said] = provider.bodies
    assert said["message"] == letter.short
    assert said["title"] in {"", letter.subject}
    assert letter.id.hex not in json.dumps(said)


@pytest.mark.parametrize("status", [500, 502, 503, 429, 408])
def test_what_may_pass_is_tried_again(status: int) -> None:
    with providers.http(answer=status) as provider:
        assert AppriseCarrier().send(letters.make(provider.address())) == Retry(f"http_{status}")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_what_will_never_be_taken_is_given_up(status: int) -> None:
    with providers.http(answer=status) as provider:
        assert AppriseCarrier().send(letters.make(provider.address())) == Permanent(f"http_{status}")


def test_one_answer_is_not_mistaken_for_the_next() -> None:
    with providers.http(answer=404) as provider:
        carrier = AppriseCarrier()
        carrier.send(letters.make(provider.address()))
    assert carrier.send(letters.make(f"json://localhost:{providers.closed_port()}/x")) == Retry("net_broken")


def test_a_provider_that_hangs_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apprise_channel, "_CONNECT_TIMEOUT", 0.2)
    monkeypatch.setattr(apprise_channel, "PROVIDER_TIMEOUT", 0.4)
    with providers.http(delay=3) as provider:
        assert AppriseCarrier().send(letters.make(provider.address())) == Retry("net_broken")
        assert provider.bodies == []


def test_no_address_can_stretch_our_patience() -> None:
    with providers.http() as provider:
        assert AppriseCarrier().send(letters.make(f"{provider.address()}?rto=600")) == Sent()
    # The address was accepted before such options were refused; the time-out is ours all the same.
    service = apprise_channel._library().Apprise.instantiate("json://localhost/?rto=600")  # noqa: SLF001
    assert service.socket_read_timeout == 600


@pytest.mark.parametrize("address", ["", "nonsense", "dbus://", "syslog://localhost", "file:///etc/passwd"])
def test_what_would_act_on_this_machine_is_never_carried(address: str) -> None:
    assert AppriseCarrier().send(letters.make(address)) == Permanent("bad_address")


def test_a_failure_leaves_no_address_in_any_log(capfd: pytest.CaptureFixture[str]) -> None:
    with providers.http(answer=500) as provider:
        AppriseCarrier().send(letters.make(f"json://anna:secret@localhost:{provider.port}/zzcanary"))
    assert logging.getLogger("apprise").propagate is False
    said = capfd.readouterr()
    assert "zzcanary" not in said.out + said.err


def test_the_library_is_imported_with_the_first_notice_only() -> None:
    code = "import sys; import alongside.notices.channels.apprise_channel; print('apprise' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
