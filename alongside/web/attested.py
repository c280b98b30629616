"""The paper that somebody may take along, as an answer: made for this moment, kept nowhere.

Belongs here: gathering its few public facts, and the answer's headers. Does not belong here: its words
(`printing/attestation.py`), whether there is anything to attest (the views).
"""

from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import override

from alongside.printing import attestation, composing
from alongside.printing.rules import paper_of
from alongside.tenancy import words
from alongside.tenancy.queries import House
from alongside.vocabulary import labels
from alongside.web import times


def answer(house: House, *, language: str, now: datetime) -> HttpResponse:
    """Return today's page in one language. Nothing is written; the same facts give the same bytes."""
    with override(language):
        own = words.own_words(organization=house.id, language=language, now=now)
        told = attestation.words(
            organization=house.name,
            program=own.get("programme.name") or labels.word("programme.name"),
            day=times.long_date(now.astimezone(house.zone).date()),
            demonstration=house.demonstration,
        )
    pdf = composing.typeset(attestation.DRAWING, told, language=language, paper=paper_of(house.country))
    response = HttpResponse(pdf, content_type="application/pdf", headers={"Content-Language": language})
    response.headers["Content-Disposition"] = 'attachment; filename="page.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response
