"""What every template can ask for: the place, the languages, the numbers.

Belongs here: lazy answers, so that a page that asks for nothing reads nothing.
Does not belong here: anything about a case or a person.
"""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from alongside.web import numbers, tabs
from alongside.web.middleware import offered_by
from alongside.web.place import Place, place_of


@dataclass(frozen=True)
class OtherLanguage:
    """A language this page can be read in instead: its code, its own name, this page's address in it."""

    code: str
    name: str
    address: str


def place(request: HttpRequest) -> dict[str, object]:
    """Give templates `place`, `language`, `other_languages`, `crisis_numbers` (first ones) and `tabs`."""
    here = place_of(request)
    return {
        "place": here,
        "language": get_language() or settings.LANGUAGE_CODE,
        "other_languages": _others(here) if here else [],
        "crisis_numbers": SimpleLazyObject(lambda: numbers.first(here)),
        "tabs": SimpleLazyObject(lambda: tabs.of(request)),
    }


def _others(here: Place) -> list[OtherLanguage]:
    codes = [code for code in offered_by(here.organization) if code != here.language]
    return [OtherLanguage(code, _own_name(code), here.in_language(code)) for code in codes]


@cache
def _own_name(code: str) -> str:
    with translation.override(code):
        return translation.gettext(dict(settings.LANGUAGES)[code].__str__())
