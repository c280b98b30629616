"""How long an offer stands and how long it is remembered.

Belongs here: spans of time. Does not belong here: rows, keys, words.
"""

from __future__ import annotations

from datetime import timedelta

STANDS_FOR = timedelta(days=14)
"""How long an offer can be answered; then nothing of it is kept."""

ONE_OFFER_IN = timedelta(days=14)
"""Nobody is offered support twice within this time, by whatever way and after however many events."""

NO_MORE_FOR = timedelta(days=365)
"""How long "no more offers, thank you" is remembered; afterwards it is forgotten like the rest."""
