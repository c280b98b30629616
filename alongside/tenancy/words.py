"""An organization's own words, laid over the vocabulary's.

Belongs here: reading them cheaply and writing one. Does not belong here: the default words (`vocabulary.labels`),
counsel's texts.
Keys: "door.talk", "role.supporter.one" (vocabulary's wording), "site.phone" (guidance's placeholders).
"""

import uuid
from collections.abc import Mapping
from datetime import datetime

from alongside.tenancy.last_good import LastGood
from alongside.tenancy.models import Wording
from alongside.tenancy.transactions import require_transaction

_kept: LastGood[tuple[uuid.UUID, str], Mapping[str, str]] = LastGood()


def own_words(*, organization: uuid.UUID, language: str, now: datetime) -> Mapping[str, str]:
    """Return {key.

    Text} in one language: one query, kept for some seconds, answered from the last copy without a database.
    """

    def read() -> Mapping[str, str]:
        return dict(Wording.objects.of(organization).filter(language=language).values_list("key", "text"))

    return _kept.get((organization, language), read, now=now)


def put_word(*, organization: uuid.UUID, key: str, language: str, text: str) -> None:
    """Set the organization's own text for a key.

    An empty text goes back to the default. The journey writes the ledger.
    """
    require_transaction()
    own = Wording.objects.of(organization).filter(key=key, language=language)
    if not text.strip():
        own.delete()
    elif not own.update(text=text.strip()):
        Wording.objects.create(organization_id=organization, key=key, language=language, text=text.strip())
    forget(organization=organization, language=language)


def forget(*, organization: uuid.UUID, language: str) -> None:
    """Read the words anew the next time they are asked for."""
    _kept.forget((organization, language))
