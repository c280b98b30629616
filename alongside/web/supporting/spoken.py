"""How a request's codes read to a supporter; the vocabulary's own labels speak to whoever asks.

Belongs here: short phrases. Does not belong here: sentences of a page (they stand in templates).
"""

from django.conf import settings
from django.utils.translation import gettext as _

from alongside.vocabulary import labels
from alongside.vocabulary.asking import Urgency, Way


def way(code: Way) -> str:
    """Return how the person would like to be reached."""
    return {
        Way.PHONE_CALL: _("By phone"),
        Way.TEXT_MESSAGE: _("By text message"),
        Way.EMAIL: _("By email"),
        Way.IN_PERSON: _("In person, at a place they choose"),
        Way.BY_CODE: _("Only here, by their code"),
    }[code]


def soon(urgency: Urgency, *, danger: bool) -> str:
    """Return how soon; danger speaks for itself."""
    return _("In danger") if danger else labels.label("urgency", urgency.value)


def language(code: str) -> str:
    """Return a language's name in the reader's own, or its code where the house does not speak it."""
    names = {known: str(name) for known, name in settings.LANGUAGES}
    return names.get(code, code)
