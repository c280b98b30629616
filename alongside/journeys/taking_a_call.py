"""Taking a call: somebody asks by telephone or in a corridor, and a colleague on duty asks for them, in a minute.

The limits are read aloud and consent is given before anything is sent. The return code is optional and read aloud once;
whoever took the call knows it, so its owner takes one of their own at first use (`returning.py`).
After Send the number leaves the screen.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from alongside.cases import operations as cases
from alongside.cases import visits
from alongside.cases.errors import NoDraft, SentAlready
from alongside.journeys import until_a_human_answers as ladder
from alongside.journeys.asking_for_help import Answers, Sent, fresh_code, request_from
from alongside.people.queries import Member
from alongside.tenancy.transactions import one_transaction
from alongside.vault import codes
from alongside.vocabulary.asking import Source, Urgency
from alongside.vocabulary.roles import Role

SECOND_TAP = timedelta(seconds=10)
"""Within this time the code is given to a second tap too: its answer is the one that the browser shows."""


def take_a_call(*, member: Member, answers: Answers, wants_code: bool, once: bytes, now: datetime) -> Sent:
    """Save the caller's request and page a colleague; return the code when the caller wants one, else an empty one.

    `once` are the 32 random bytes of the form that was filled in. A second tap returns what the first one did.
    Raises NoDraft when a form is sent again after the organization's place has changed under it.
    """
    code = fresh_code(member.organization)
    verifier = codes.derive(code) if wants_code else None
    request = request_from(answers, source=Source.TAKEN_CALL)
    by = cases.Actor(_role_taking(member), member.person)
    try:
        with one_transaction():
            visits.claim_once(organization=member.organization, token=once, now=now)
            case, box = ladder.open_and_page(organization=member.organization, request=request, by=by, now=now)
            if verifier:
                cases.keep_code(case=case, code=code, verifier=verifier, handed_over=True, first=True)
            sent = Sent(code.text if wants_code else "", request.urgency, case.contact_due)
            keep(member=member, once=once, sent=sent, now=now)
            ladder.note_asked(case=case, box=box, by=by, now=now)
    except SentAlready:
        return sent_before(member=member, once=once, now=now)
    return sent


def keep(*, member: Member, once: bytes, sent: Sent, now: datetime) -> None:
    """Keep what was answered for a second tap, sealed under bytes that only the form holds."""
    kept = {
        "code": sent.code,
        "urgency": sent.urgency,
        "contact_due": sent.contact_due.isoformat(),
        "at": now.isoformat(),
    }
    visits.save_draft(organization=member.organization, token=once, answers=kept, now=now, sent=True)


def sent_before(*, member: Member, once: bytes, now: datetime) -> Sent:
    """Return what the first tap did; the code only while it is still one tap tapped twice. Raises NoDraft."""
    kept, _ = visits.read_draft(organization=member.organization, token=once, now=now)
    if "at" not in kept:
        raise NoDraft
    tapped_twice = now - datetime.fromisoformat(kept["at"]) <= SECOND_TAP
    code = kept["code"] if tapped_twice else ""
    return Sent(code, Urgency(kept["urgency"]), datetime.fromisoformat(kept["contact_due"]))


def _role_taking(member: Member) -> Role:
    order = (Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL, Role.MENTOR)
    return next(role for role in order if role in member.roles)
