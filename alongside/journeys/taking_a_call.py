"""Taking a call: somebody asks by telephone or in a corridor, and a colleague on duty asks for them, in a minute.

The limits are read aloud and consent is given before anything is sent. The return code is optional and read aloud once.
After Send the number leaves the screen.
"""

from __future__ import annotations

from datetime import datetime

from alongside.cases import operations as cases
from alongside.journeys import until_a_human_answers as ladder
from alongside.journeys.asking_for_help import Answers, Sent, fresh_code, request_from
from alongside.people.queries import Member
from alongside.tenancy.transactions import one_transaction
from alongside.vault import codes
from alongside.vocabulary.asking import Source
from alongside.vocabulary.roles import Role


def take_a_call(*, member: Member, answers: Answers, wants_code: bool, now: datetime) -> Sent:
    """Save the caller's request and page a colleague; return the code when the caller wants one, else an empty one."""
    code = fresh_code(member.organization)
    verifier = codes.derive(code) if wants_code else None
    request = request_from(answers, source=Source.TAKEN_CALL)
    by = cases.Actor(_role_taking(member), member.person)
    with one_transaction():
        case, box = ladder.open_and_page(organization=member.organization, request=request, by=by, now=now)
        if verifier:
            cases.keep_code(case=case, code=code, verifier=verifier)
        ladder.note_asked(case=case, box=box, by=by, now=now)
    return Sent(code.text if wants_code else "", request.urgency, case.contact_due)


def _role_taking(member: Member) -> Role:
    order = (Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL, Role.MENTOR)
    return next(role for role in order if role in member.roles)
