"""What the ladder decides, on plain data: no database, no web, no clock of its own.

Read in this order: `clocks` (by when somebody must be reached), `policy` (what one climb froze at its start),
`matching` (who may never be paged for whom, and who is asked first), `ladder` (`next_move`: whom to page now, and
when to look again).
"""

from alongside.paging.rules.clocks import PRESETS, ClockPreset, contact_due, preset, service_open
from alongside.paging.rules.ladder import Alarmed, Asked, Move, Rung, Standing, is_late, next_move, page_again, width
from alongside.paging.rules.matching import Answered, Candidate, Exclusion, Ready, exclusions, rank, ready
from alongside.paging.rules.policy import Policy, freeze

__all__ = [
    "PRESETS",
    "Alarmed",
    "Answered",
    "Asked",
    "Candidate",
    "ClockPreset",
    "Exclusion",
    "Move",
    "Policy",
    "Ready",
    "Rung",
    "Standing",
    "contact_due",
    "exclusions",
    "freeze",
    "is_late",
    "next_move",
    "page_again",
    "preset",
    "rank",
    "ready",
    "service_open",
    "width",
]
