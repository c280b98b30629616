"""What stands open for everybody: asking, returning, helping a colleague, an offer, who runs this, afterwards."""

from alongside.vocabulary.roles import Role
from tests.habits.permission_table.rows import PAGED, PROGRAM, Row, desk, public
from tests.habits.permission_table.scenes import (
    carried_case,
    carrier,
    mine,
    of_carried_case,
)

OUTSIDE: dict[str, Row] = {
    "front": public(),
    "health-live": public(),
    "health-ready": public(),
    "status": public(),
    "robots": public(),
    # The door for machines: a token stands for no one who works here, so no role opens it (tests/api/test_events.py).
    "api-docs": public(),
    "api-openapi": public(),
    "api-events": public("post"),
}
"""Addresses that belong to no organization."""

DEMONSTRATION = frozenset({"demo", "demo-sign-in", "demo-mail", "demo-letter"})
"""Addresses that exist only where the demonstration is installed; production refuses to start with it."""

ROWS: dict[str, Row] = {
    # The caregiver: nobody needs an account.
    "home": public(),
    "leave": public("post"),
    "asking-start": public(),
    "asking-sheet": public(),
    "asking-danger": public(),
    "asking-soon": public(),
    "asking-reach": public(),
    "asking-wishes": public(),
    "asking-avoid": public(),
    "asking-check": public(),
    "asking-wait": public(),
    "asking-code": public(),
    "returning-enter": public(),
    "returning-day": public(),
    "returning-paper": public(),
    "day-enter": public(),
    "day": public(where=lambda _scene: {"chosen": "abcd-efgh-jkmn-pqrs"}),
    "desk-case-day": of_carried_case("get"),
    "desk-case-paper": of_carried_case(),
    "returning-page": public(),
    "returning-leave": public("post"),
    "returning-own-code": public(),
    "returning-talk": public(),
    "returning-talk-read": public("post"),
    "returning-talk-send": public("post"),
    "returning-talk-tell": public(),
    "returning-reach": public(),
    "returning-avoid": public(),
    "returning-who": public("post"),
    "returning-spoke": public("post"),
    "returning-withdraw": public("post"),
    "returning-again": public("post"),
    "returning-erase": public("post"),
    "what-is-kept": public(),
    "returning-danger": public("post"),
    "returning-professional": public("post"),
    "returning-rather": public("post"),
    "returning-next": public("post"),
    "returning-colleague": public("post"),
    "help-now": public(),
    "directory": public(),
    "service-worker": public(),
    "manifest": public(),
    "understanding": public(),
    "understanding-guide": public(where=lambda _scene: {"slug": "the-six-stages"}),
    "self-check": public(),
    "worried": public(),
    # Helping a colleague: nobody needs an account, but for a letter.
    "in-charge": public(),
    "raise-the-level": public(),
    "raise-the-level-stands": public(),
    "offer-support": public(),
    "offer-card": public("post"),
    "desk-offer": mine("get"),
    "desk-offer-send": mine(),
    "desk-offer-delivered": mine("get"),
    # An offer: whoever holds its address.
    "offered": public(where=lambda _scene: {"card": "a-card-that-nobody-has"}),
    "offered-declined": public(),
    "offered-not-mine": public(),
    # Who runs this.
    "who-runs-this": public(),
    "who-runs-this-asked": public(),
    "questions": desk(Role.COORDINATOR),
    "question-open": desk(Role.COORDINATOR, method="post", where=lambda scene: {"question": scene.question}),
    "question-answered": desk(Role.COORDINATOR, method="post", where=lambda scene: {"question": scene.question}),
    "who-leads": desk(*PROGRAM),
    # Afterwards: for whoever holds a ticket; a supporter gives one to somebody they walk with.
    "afterwards": public(),
    "afterwards-kept": public(),
    "returning-afterwards": public("post"),
    "desk-case-afterwards": desk(*PAGED, method="post", where=carried_case, only=carrier),
}
