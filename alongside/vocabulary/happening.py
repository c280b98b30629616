"""What kinds of events there are, coded.

Belongs here: the closed list, and which kinds alarm the coordinators unless an organization chose otherwise.
Does not belong here: their labels (content/vocabulary.yaml, `high_risk_event_kinds`), what follows from an event.
"""

from enum import StrEnum


class EventKind(StrEnum):
    """A kind of event after which support is offered to everyone who was there. Never a measure of pain."""

    CHILD_PATIENT = "child_patient"
    CHILD_DEATH = "child_death"
    KNOWN_PATIENT = "known_patient"
    STAFF_PATIENT = "staff_patient"
    FIRST_DEATH = "first_death"
    UNEXPECTED_DEATH = "unexpected_death"
    FAILED_RESCUE = "failed_rescue"
    ADVERSE_OUTCOME = "adverse_outcome"
    PREVENTABLE_HARM = "preventable_harm"
    MEDICATION_EVENT = "medication_event"
    NEAR_MISS = "near_miss"
    MINOR_HARM = "minor_harm"
    MATERNAL_EVENT = "maternal_event"
    ORGAN_DONOR = "organ_donor"
    LONG_TERM_PATIENT = "long_term_patient"
    CLUSTER = "cluster"
    COMMUNITY_EVENT = "community_event"
    VIOLENCE = "violence"
    COLLEAGUE_DEATH = "colleague_death"
    COLLEAGUE_SUICIDE = "colleague_suicide"
    ETHICAL_CONFLICT = "ethical_conflict"
    CLAIM_OR_HEARING = "claim_or_hearing"
    MASS_CASUALTY = "mass_casualty"
    CUMULATIVE = "cumulative"
    PRIVATE_NEWS = "private_news"
    OTHER = "other"


QUIET = frozenset(
    {
        EventKind.NEAR_MISS,
        EventKind.MINOR_HARM,
        EventKind.MEDICATION_EVENT,
        EventKind.LONG_TERM_PATIENT,
        EventKind.CLAIM_OR_HEARING,
        EventKind.CUMULATIVE,
        EventKind.PRIVATE_NEWS,
        EventKind.OTHER,
    }
)
"""Kinds that ring no coordinator unless an organization says so: they come often. Everybody is offered support all
the same."""

HIGH_RISK = frozenset(EventKind) - QUIET
"""Kinds that alarm the coordinators unless an organization chose its own list."""

OWN_GUIDE = {EventKind.COLLEAGUE_SUICIDE: "after-a-colleague-dies-by-suicide"}
"""Kinds with a guide of their own, by its slug; after these a team session is always proposed."""
