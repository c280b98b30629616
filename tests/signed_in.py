"""A browser in which somebody is signed in, without the ceremony.

Belongs here: making such a session. Does not belong here: what is then seen.

    client = signed_in(world.coordinator)                 # as by a passkey
    client = signed_in(world.auditor, proof="codes")      # by password and code;  proof="half": an invitation opened
"""

from typing import Any, Literal

from allauth.account.internal.flows import login as records
from django.contrib.auth import login
from django.http import HttpRequest
from django.test import Client

from alongside import clock
from alongside.people.models import Person
from alongside.people.sessions import SessionStore
from alongside.web.middleware import IdleStaffSession
from alongside.web.signing_in.entering import BACKEND

Proof = Literal["passkey", "codes", "half"]
_RECORDS: dict[Proof, list[dict[str, Any]]] = {
    "passkey": [{"method": "mfa", "type": "webauthn", "passwordless": True}],
    "codes": [{"method": "password"}, {"method": "mfa", "type": "totp"}],
    "half": [{"method": "invitation"}],
}


def signed_in(person: Person, *, proof: Proof = "passkey") -> Client:
    """Return a client with a session of this person."""
    assert person.account
    request = HttpRequest()
    request.session = SessionStore()
    login(request, person.account, backend=BACKEND)
    for record in _RECORDS[proof]:
        records.record_authentication(request, person.account, **record, proved_at=clock.now().isoformat())
    request.session[IdleStaffSession.KEY] = clock.now().isoformat()
    request.session.save()
    client = Client()
    client.cookies["s"] = str(request.session.session_key)
    return client
