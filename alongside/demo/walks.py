"""Somebody in each invented organization who asked and is walked with, so that both sides can be seen.

Belongs here: what was asked and written, all made up, and the one code that everybody may try. Does not belong here:
what follows; the journeys do that as in any house.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from alongside.cases import operations as cases
from alongside.cases import queries, visits
from alongside.demo.towns import Town
from alongside.journeys import answering_a_page, asking_for_help, returning
from alongside.journeys import writing_to_each_other as writing
from alongside.paging import queries as paging
from alongside.people import queries as people
from alongside.tenancy import queries as tenancy
from alongside.tenancy.transactions import one_transaction
from alongside.vault import codes
from alongside.vocabulary.roles import Role


@dataclass(frozen=True)
class Walk:
    """One made-up story: the code that opens it, the number given, what was written first, the answer, what is new."""

    code: codes.Code
    phone: str
    first: str
    answer: str
    new_for_them: str
    new_for_us: str


WALKS = {
    "northfield": Walk(
        codes.Code(lookup="N0RT", secret="HF1E1DASKEDF0R"),  # noqa: S106  # Everybody may know it; the demonstration shows it.
        "+12025550178",
        "Could you call after 6? I have a break then.",
        "Yes. I call at 6:15 from the peer support line.",
        "Thank you for the talk. Shall I call again on Thursday, same hour?",
        "I slept a little. Thursday is good, but not before 7 please.",
    ),
    "valbrune": Walk(
        codes.Code(lookup="VA1B", secret="RVNEDEMANDEA1D"),  # noqa: S106  # As above.
        "+33199000178",
        "Pourriez-vous appeler après 18 h ? J’ai une pause.",
        "Oui. J’appelle à 18 h 15, depuis la ligne du soutien.",
        "Merci pour cet échange. Je rappelle jeudi, à la même heure ?",
        "J’ai un peu dormi. Jeudi me va, mais pas avant 19 h.",
    ),
}


def enter(town: Town, organization: UUID, *, now: datetime) -> None:
    """Let somebody ask, a colleague say yes, and the two of them speak and write."""
    walk = WALKS[town.slug]
    person, case, _ = somebody_said_yes(town, organization, phone=walk.phone, now=now)
    _know_the_code(organization, case, walk.code)
    _speak_and_write(walk, {"organization": organization, "case": case, "person": person}, now)


def somebody_said_yes(town: Town, organization: UUID, *, phone: str, now: datetime) -> tuple[UUID, UUID, str]:
    """Let somebody ask for help, and whoever was paged say yes; return that colleague, the case and its code."""
    answers = {
        "site": tenancy.sites(organization)[0].id.hex,
        "urgency": "now",
        "way": "phone_call",
        "phone": phone,
        "language": town.reads,
    }
    token = visits.new_token()
    asking_for_help.keep_answers(organization=organization, token=token, answers=answers, now=now)
    sent = asking_for_help.send(organization=organization, token=token, now=now)
    return *_said_yes(organization, now), sent.code


def _said_yes(organization: UUID, now: datetime) -> tuple[UUID, UUID]:
    """Let whoever was paged say yes; return them and the case."""
    supporters = [row.id for row in people.people_of(organization=organization, now=now) if Role.SUPPORTER in row.roles]
    person, page = next(
        (person, page) for person in supporters for page in paging.open_pages(organization=organization, person=person)
    )
    case = answering_a_page.accept(organization=organization, page=page.page, person=person, now=now)
    return person, case


def _know_the_code(organization: UUID, case: UUID, code: codes.Code) -> None:
    verifier = codes.derive(code)
    with one_transaction(ring=False):
        cases.keep_code(case=queries.case_of(organization=organization, case=case), code=code, verifier=verifier)


def _speak_and_write(walk: Walk, ours: dict[str, UUID], now: datetime) -> None:
    visit = returning.enter(organization=ours["organization"], typed=walk.code.text, now=now)
    theirs: dict[str, Any] = {"organization": ours["organization"], "token": visit}
    writing.they_write(**theirs, draft=_draft(walk.first), now=now)
    writing.we_read(**ours, now=now)
    writing.we_write(**ours, draft=_draft(walk.answer), now=now)
    writing.they_read(**theirs, now=now)
    answering_a_page.open_contact(**ours, calling_number="", now=now)
    returning.we_spoke(**theirs, now=now)
    writing.we_write(**ours, draft=_draft(walk.new_for_them), now=now)
    writing.they_write(**theirs, draft=_draft(walk.new_for_us), now=now)
    returning.leave(**theirs, now=now)


def _draft(text: str) -> writing.Draft:
    return writing.Draft(text, visits.new_token(), sure=True)


def code(slug: str) -> str:
    """Return the code that everybody may try; "" for an organization that was opened by hand."""
    return WALKS[slug].code.text if slug in WALKS else ""
