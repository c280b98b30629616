import smtplib

import pytest
from django.db import connection

from alongside import clock
from alongside.tenancy.models import Organization
from tests import sink, worlds
from tests.houses import House


def test_a_house_has_its_own_rows(new_house: House) -> None:
    assert not Organization.objects.exists()
    worlds.make(now=clock.now())
    assert Organization.objects.count() == 1
    assert connection.settings_dict["NAME"] == new_house.database


def test_minutes_pass_in_this_process_too(new_house: House) -> None:
    before = clock.now()
    assert (new_house.minutes_pass(5) - before).total_seconds() == pytest.approx(300, abs=5)
    assert (new_house.minutes_pass(5) - before).total_seconds() == pytest.approx(600, abs=5)


def test_the_sink_keeps_what_it_receives_and_refuses_on_request() -> None:
    with sink.opened() as letters, smtplib.SMTP("127.0.0.1", letters.port) as client:
        client.sendmail("a@example.org", ["b@example.org"], "Subject: x\r\n\r\nhello")
        assert letters.wait_for("b@example.org")[0].text.strip() == "hello"
        letters.refuse = True
        with pytest.raises(smtplib.SMTPDataError):
            client.sendmail("a@example.org", ["b@example.org"], "Subject: x\r\n\r\nhello")
