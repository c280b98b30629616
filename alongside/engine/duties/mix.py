"""The mixer: what waits long enough together is moved, and dealt anew with the rest of its month."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from alongside.journeys import recording_an_encounter
from alongside.vault.errors import CannotOpen

FORGET_EVERY = timedelta(days=1)
TRY_AGAIN_AFTER = timedelta(hours=1)

log = logging.getLogger("alongside.engine")


class Mix:
    """Remembers which batches could not be opened, for an hour, and when old sheets were last looked for."""

    def __init__(self) -> None:
        self._left_alone: dict[UUID, datetime] = {}
        self._forgot_at: datetime | None = None

    def __call__(self, now: datetime) -> bool:
        """Move one batch; say whether to look again at once."""
        self._forget(now)
        self._left_alone = {batch: at for batch, at in self._left_alone.items() if now - at < TRY_AGAIN_AFTER}
        try:
            return recording_an_encounter.mix_next(now=now, left_alone=list(self._left_alone))
        except CannotOpen as lost:
            log.error("encounters.cannot_be_opened")  # noqa: TRY400  # A lost key is told by its code, without a trace.
            self._left_alone[lost.args[0]] = now
            return True

    def _forget(self, now: datetime) -> None:
        if self._forgot_at is None or not timedelta() <= now - self._forgot_at < FORGET_EVERY:
            recording_an_encounter.forget_old(now=now)
            self._forgot_at = now
