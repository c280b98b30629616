"""How supporters fare in the invented organizations, and what people said afterwards; all made up.

Belongs here: who rated what, who asked for a talk, which answers came. Does not belong here: what follows; the engine
does that as in any house.
"""

from datetime import datetime, timedelta
from uuid import UUID

from alongside.demo.towns import Town
from alongside.journeys import looking_after_supporters
from alongside.people import queries as people
from alongside.people.queries import Member
from alongside.surveys import operations as surveys
from alongside.surveys.operations import Said
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.evaluating import Helpful, InTime, Recommends, ThankYou, Trusted, Weight

L, M, H = Weight.LIGHT, Weight.MEDIUM, Weight.HEAVY

RATED: dict[str, dict[str, tuple[tuple[Weight, float], ...]]] = {
    "northfield": {
        "Ana Ruiz": ((M, 19), (L, 12), (M, 3)),
        "Chloe Park": ((L, 8),),
        "Grace Lin": ((M, 16), (H, 1.6)),
        "Hugo Weiss": ((L, 22), (L, 5)),
    },
    "valbrune": {
        "Alice Morel": ((L, 14), (M, 4)),
        "Gaëlle Perrin": ((M, 9), (H, 1.6)),
    },
}
"""By organization and supporter: how heavy it was, and how many days ago."""

ASKS = {"northfield": "Dev Patel", "valbrune": "Camille Roux"}
"""Who asked for a mentor's talk this morning."""

THANKED = {"northfield": "Ana Ruiz", "valbrune": "Alice Morel"}
"""Whom words of thanks reach."""

LAST_QUARTER = timedelta(days=95)

_WHOLLY = Said(Helpful.YES_MUCH, InTime.SOON_ENOUGH, Trusted.FULLY, Recommends.WOULD)
_MOSTLY = Said(Helpful.YES_SOME, InTime.SOON_ENOUGH, Trusted.MOSTLY, Recommends.WOULD)
_HARDLY = Said(Helpful.UNSURE, InTime.A_LITTLE_LATE, Trusted.DOUBTED, Recommends.PERHAPS)
SAID = (*[_WHOLLY] * 8, *[_MOSTLY] * 4, *[_HARDLY] * 2)

THANKS = {0: (ThankYou.LISTENED, ThankYou.CALM), 1: (ThankYou.CAME_AT_ONCE,), 5: (ThankYou.LISTENED,)}
"""Which of them say a word of thanks."""


def enter(town: Town, organization: UUID, *, now: datetime) -> None:
    """Rate, ask and answer as supporters and those they walked with would."""
    for name, rated in RATED[town.slug].items():
        for weight, days in rated:
            who = _member(organization, name, now)
            looking_after_supporters.rate(member=who, weight=weight, now=now - timedelta(days=days))
    looking_after_supporters.ask_for_talk(
        member=_member(organization, ASKS[town.slug], now), now=now - timedelta(hours=3)
    )
    with one_transaction(ring=False):
        _answer(organization, _member(organization, THANKED[town.slug], now).person, now)


def _answer(organization: UUID, supporter: UUID, now: datetime) -> None:
    """Let what was said a quarter ago be counted then, and its words of thanks arrive now."""
    then = now - LAST_QUARTER
    surveys.hand_on_thanks(organization=organization, now=then)
    for number, said in enumerate(SAID):
        thanks = THANKS.get(number, ())
        ticket = surveys.hand_out(organization=organization, supporter=supporter, now=then)
        surveys.answer(organization=organization, text=ticket, said=said, thanks=thanks)
    surveys.mix(organization=organization, now=then)
    surveys.hand_on_thanks(organization=organization, now=now)


def _member(organization: UUID, name: str, now: datetime) -> Member:
    row = next(row for row in people.people_of(organization=organization, now=now) if row.name == name)
    account = people.account_of(organization=organization, person=row.id)
    found = people.member(account=account, organization=organization, now=now) if account else None
    if found is None:
        raise LookupError(name)
    return found
