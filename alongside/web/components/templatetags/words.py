"""Tags for the field's words: an organization's own first, then the vocabulary's.

Belongs here: `{% word "door.talk" %}` and `{% label "urgency" code %}`. Does not belong here: sentences (they are
translated in templates).
"""

from collections.abc import Mapping
from typing import Any

from django import template

from alongside import clock
from alongside.tenancy import words
from alongside.vocabulary import labels

register = template.Library()


@register.simple_tag(takes_context=True)
def word(context: dict[str, Any], key: str) -> str:
    """Return the wording of a key.

    Raises UnknownCode for a key that does not exist, so a typing slip fails the first test.
    """
    return own_words(context).get(key) or labels.word(key)


@register.simple_tag(takes_context=True)
def label(context: dict[str, Any], list_code: str, code: object, field: str = "") -> str:
    """Return the label of a code; an organization's own label stands under the key "label.<list>.<code>"."""
    name = labels.ALIASES.get(list_code, list_code)
    own = own_words(context).get(labels.context(f"label.{name}", str(code), field))
    return own or labels.label(name, str(code), field)


def own_words(context: dict[str, Any]) -> Mapping[str, str]:
    """Return the organization's own words for this page, looked up once a request."""
    request = context.get("request")
    place = getattr(request, "place", None)
    if request is None or place is None:
        return {}
    kept: Mapping[str, str] | None = getattr(request, "own_words", None)
    if kept is None:
        kept = words.own_words(organization=place.organization.id, language=place.language, now=clock.now())
        request.own_words = kept
    return kept
