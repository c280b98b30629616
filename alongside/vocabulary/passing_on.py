"""Why danger was lowered, why a colleague is asked anew, and how support passes to a professional.

Belongs here: the closed lists. Does not belong here: their labels (content/vocabulary.yaml), or who may say them
(`cases.rules`).
"""

from enum import StrEnum


class Lowered(StrEnum):
    """Why two people agree that the danger has passed."""

    PROFESSIONAL_TOOK_OVER = "professional_took_over"
    EMERGENCY_SERVICES_TOOK_OVER = "emergency_services_took_over"
    SEEN_AND_SAFE = "seen_and_safe"
    RAISED_UNINTENTIONALLY = "raised_unintentionally"


class AskAnew(StrEnum):
    """Why a coordinator asks colleagues anew to go on with somebody. Nothing of whoever has it so far."""

    CANNOT_BE_REACHED = "cannot_be_reached"
    AWAY = "away"
    PERSON_ASKED = "person_asked"
    OTHER = "other"


class Consent(StrEnum):
    """On what ground a professional is brought in. Under danger life comes first, and the person is told."""

    SAID_YES = "said_yes"
    ASKED_ON_PAGE = "asked_on_page"
    TOLD_IN_DANGER = "told_in_danger"


class HandOffState(StrEnum):
    """How a hand-off stands. The first three are open; there is one open hand-off of a case at most."""

    PROPOSED = "proposed"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    DECLINED = "declined"
    SILENT = "silent"
    TAKEN_BACK = "taken_back"
    GIVEN_BACK = "given_back"
    ENDED = "ended"
    OUTSIDE = "outside"


class Outside(StrEnum):
    """Who else the person was brought to: a code, nothing more. The case stays where it is."""

    OCCUPATIONAL_HEALTH = "occupational_health"
    PSYCHOLOGIST = "psychologist"
    PHYSICIAN_PSYCHIATRIST = "physician_psychiatrist"
    EMERGENCY_CARE = "emergency_care"
    EAP = "eap"
    CHAPLAINCY = "chaplaincy"
    SOCIAL_WORKER = "social_worker"
    INSURER_LEGAL = "insurer_legal"
    EXTERNAL_LINE = "external_line"
