"""Which working screens a signed-in person finds in the bar, by role.

Belongs here: the order and the names.
Does not belong here: who may open a screen (`people/access.py`; each view asks again).
"""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.vocabulary.roles import Role
from alongside.web.place import place_of

CASE_ROLES = frozenset({Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL})

SCREENS: tuple[tuple[str, Promise | str, str, frozenset[Role]], ...] = (
    ("desk-now", _("Now"), "clock", CASE_ROLES),
    ("board", _("Board"), "layout-list", frozenset({Role.COORDINATOR})),
    ("dangers", _("In danger"), "flag", frozenset({Role.COORDINATOR, Role.PROFESSIONAL})),
    ("desk-take-call", _("Take a call"), "phone", Role.on_duty()),
    ("conversation-guide", _("Guide"), "book-open", Role.on_duty()),
    ("desk-record", _("Write it down"), "clipboard-check", Role.on_duty()),
    ("desk-offers", _("Offers"), "hand-heart", frozenset({Role.SUPPORTER})),
    ("mentoring", _("Supporters"), "users", frozenset({Role.MENTOR})),
    ("desk-care", _("For you"), "heart", frozenset({Role.SUPPORTER})),
    ("rounds", _("Offers carried"), "hand-heart", frozenset({Role.COORDINATOR})),
    ("team-sessions", _("Team sessions"), "users", frozenset({Role.COORDINATOR, Role.MANAGER})),
    ("schedule", _("Schedule"), "calendar-days", frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})),
    (
        "designations",
        _("Designations"),
        "badge-check",
        frozenset({Role.COORDINATOR, Role.TRAINER, Role.AUDITOR, Role.ADMINISTRATOR}),
    ),
    ("lines", _("Numbers"), "phone-call", frozenset({Role.COORDINATOR})),
    ("questions", _("Questions"), "message-circle-question-mark", frozenset({Role.COORDINATOR})),
    (
        "posters",
        _("On paper"),
        "printer",
        frozenset({Role.COORDINATOR, Role.ADMINISTRATOR, Role.TRAINER, Role.MANAGER}),
    ),
    ("kept", _("What is kept"), "archive", frozenset({Role.COORDINATOR, Role.PROFESSIONAL, Role.AUDITOR})),
    ("glass-broken", _("Opened"), "eye", frozenset({Role.AUDITOR})),
    ("ledger", _("Ledger"), "clipboard-check", frozenset({Role.AUDITOR})),
    ("supporters-guides", _("Guides"), "book-open", frozenset({Role.TRAINER, Role.ADMINISTRATOR})),
    ("figures", _("Figures"), "chart-no-axes-column", frozenset({Role.ANALYST, Role.COORDINATOR})),
    ("event-report", _("An event happened"), "notebook-pen", frozenset({Role.SAFETY_OFFICER})),
    ("people", _("People"), "users", frozenset({Role.ADMINISTRATOR})),
    ("settings", _("Settings"), "settings", frozenset({Role.ADMINISTRATOR})),
)
"""URL name, label, icon, who finds it."""


@dataclass(frozen=True)
class Tab:
    """One entry of the bar."""

    address: str
    label: Promise | str
    icon: str
    current: bool


def of(request: HttpRequest) -> list[Tab]:
    """Return the entries for `request.member`, or none when nobody is signed in."""
    member, place = getattr(request, "member", None), place_of(request)
    if member is None or place is None:
        return []
    shown: list[Tab] = []
    for name, label, icon, roles in SCREENS:
        if roles & member.roles:
            try:
                address = place.url(name)
            except NoReverseMatch:
                continue
            shown.append(Tab(address, label, icon, request.path.startswith(address)))
    return shown
