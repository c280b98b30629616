"""What happens when somebody asks for help.

1. They answer one question a page. The answers wait for an hour, sealed under a key that only their browser holds;
nothing is sent yet.
2. At Send, one transaction saves the request, seals what they entrusted, keeps what recognizes their return code, and
pages the first colleague.
   From that moment there is always a human whose turn it is, and a time by which.
3. Only then the code is shown. It stays re-showable to the same browser for an hour and gates nothing.

What follows is told in `until_a_human_answers.py` and `answering_a_page.py`; coming back with the code in
`returning.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases import visits
from alongside.cases.entrusted import ContactWish, MatchingFacts
from alongside.cases.errors import NoDraft
from alongside.cases.models import Case
from alongside.journeys import until_a_human_answers as ladder
from alongside.limits import operations as limits
from alongside.paging import flooding
from alongside.tenancy.transactions import one_transaction
from alongside.vault import codes, sealing
from alongside.vocabulary.asking import Source, Urgency, Way

Answers = dict[str, Any]
"""What the pages ask, by name: `site` (hex), `urgency`, `way`, `phone`, `email`, `place`, `may_leave_message` (bool),
`times` (list), `wishes` (list),
`profession`, `unit_group` (hex or ""), `avoid` (list of hex), `kind`, `coordinator_may_help` (bool),
`tell_me_who_first` (bool), `language`; `source` where an offer led here."""


@dataclass(frozen=True)
class Sent:
    """A request that is saved and being paged: the code to keep, and the promise."""

    code: str
    urgency: Urgency
    contact_due: datetime


def keep_answers(*, organization: UUID, token: bytes | None, answers: Answers, now: datetime) -> bytes:
    """Keep the answers given so far for an hour; return the token for the browser's cookie.

    What was sent meanwhile, from another tab, stays as it is: its code must not be lost, nor be sent twice.
    """
    token = token or visits.new_token()
    with one_transaction(ring=False):
        if not visits.was_sent(organization=organization, token=token, now=now):
            visits.save_draft(organization=organization, token=token, answers=answers, now=now)
    return token


def answers_so_far(*, organization: UUID, token: bytes, now: datetime) -> Answers:
    """Return the answers given so far. Raises NoDraft when an hour has passed or the request was sent."""
    answers, sent = visits.read_draft(organization=organization, token=token, now=now)
    if sent:
        raise NoDraft
    return answers


def send(*, organization: UUID, token: bytes, now: datetime, address: str = "", unsent: Answers | None = None) -> Sent:
    """Save the request and page the first colleague; a second tap returns what the first one did.

    `address` is where it comes from, if that is known: in a flood it is saved and owned all the same, but wakes only
    the coordinator. `unsent` are the answers, if they were just read under this token and not sent by then.
    Raises NoDraft when there is nothing to send.
    """
    answers, sent = (unsent, False) if unsent else visits.read_draft(organization=organization, token=token, now=now)
    if sent:
        return _as_sent(answers)
    code = fresh_code(organization)
    verifier = codes.derive(code)  # Slow on purpose, and therefore before the transaction.
    request = request_from(answers, source=Source(answers.get("source", Source.SELF)))
    with one_transaction():
        if visits.claim_send(organization=organization, token=token):
            case, box = _open(organization, request, address, now)
            cases.keep_code(case=case, code=code, verifier=verifier, first=True)
            kept = {"code": code.text, "urgency": case.urgency, "contact_due": case.contact_due.isoformat()}
            visits.save_draft(organization=organization, token=token, answers=kept, now=now, sent=True)
            ladder.note_asked(case=case, box=box, by=cases.CAREGIVER, now=now)
            return _as_sent(kept)
    return sent_already(organization=organization, token=token, now=now)


def _open(organization: UUID, request: cases.Request, address: str, now: datetime) -> tuple[Case, sealing.Box]:
    """Save it and page; alone, or in a flood together with what came before it."""
    way, urgency = request.contact.way, request.urgency
    bundle = flooding.bundles(organization=organization, urgency=urgency, way=way, address=address, now=now)
    case, box = ladder.open_and_page(
        organization=organization, request=request, by=cases.CAREGIVER, now=now, bundle=bundle
    )
    if address:
        limits.note_origin(organization=organization, act=case.pk, address=address, now=now)
    return case, box


def sent_already(*, organization: UUID, token: bytes, now: datetime) -> Sent:
    """Show the code again to the browser that sent the request, for an hour. Raises NoDraft afterwards."""
    answers, sent = visits.read_draft(organization=organization, token=token, now=now)
    if not sent:
        raise NoDraft
    return _as_sent(answers)


def code_was_kept(*, organization: UUID, token: bytes, typed: str, now: datetime) -> bool:
    """Say whether the last two groups of the code were typed back."""
    code = sent_already(organization=organization, token=token, now=now).code
    return codes.same_ending(code, typed)


def forget_answers(*, token: bytes) -> None:
    """Forget the answers now: the person left."""
    with one_transaction(ring=False):
        visits.drop_draft(token=token)


def fresh_code(organization: UUID) -> codes.Code:
    """Draw a return code whose lookup no live case has."""
    code = codes.make()
    while case_queries.lookup_taken(organization=organization, lookup=code.lookup):
        code = codes.make()
    return code


def request_from(answers: Answers, *, source: Source) -> cases.Request:
    """Turn checked answers into a request."""
    way = Way(answers["way"])
    contact = ContactWish(
        way=way,
        phone=answers.get("phone", ""),
        email=answers.get("email", ""),
        place=answers.get("place", ""),
        may_leave_message=bool(answers.get("may_leave_message")),
        times=tuple(answers.get("times", ())),
    )
    return cases.Request(
        site=UUID(answers["site"]),
        urgency=Urgency(answers["urgency"]),
        source=source,
        language=answers["language"],
        contact=contact,
        facts=_facts(answers, way),
        coordinator_may_help=bool(answers.get("coordinator_may_help")),
        tell_me_who_first=bool(answers.get("tell_me_who_first")),
    )


def _facts(answers: Answers, way: Way) -> MatchingFacts:
    group = answers.get("unit_group")
    return MatchingFacts(
        profession=answers.get("profession") or "unsaid",
        unit_group=UUID(group) if group else None,
        site=UUID(answers["site"]),
        wishes=tuple(answers.get("wishes", ())),
        language=answers["language"],
        way=way.value,
        kind=answers.get("kind", ""),
        avoid=frozenset(UUID(person) for person in answers.get("avoid", ())),
    )


def _as_sent(answers: Answers) -> Sent:
    return Sent(answers["code"], Urgency(answers["urgency"]), datetime.fromisoformat(answers["contact_due"]))
