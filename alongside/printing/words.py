"""The words of every sheet, in the language that is active.

Belongs here: sentences and their order, made from facts. Does not belong here: looks (`data/sheets`), setting
(`composing.py`). No sheet names the field's technical term, promises what cannot be kept, or has room for an event.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from alongside.printing import leaflets, on_paper
from alongside.printing.rules import Facts, Number, Sheet


def names() -> Mapping[Sheet, str]:
    """Return what each sheet is called."""
    return {
        Sheet.POSTER: _("Poster"),
        Sheet.BADGE_CARDS: _("Badge cards"),
        Sheet.WALLET_CARDS: _("Wallet cards with the first words"),
        Sheet.LEAFLET: _("Leaflet for everybody"),
        Sheet.MANAGERS: _("Leaflet for unit leads"),
        Sheet.ASKING: _("Asking on paper"),
        Sheet.CALL: _("Taking a call on paper"),
    }


def about() -> Mapping[Sheet, str]:
    """Return what each sheet is for, in a sentence."""
    return {
        Sheet.POSTER: _("One page for the wall, with a square code to scan."),
        Sheet.BADGE_CARDS: _("To cut out and wear behind the badge: the address and two numbers."),
        Sheet.WALLET_CARDS: _("For colleagues: what to say first, and the numbers."),
        Sheet.LEAFLET: _("One page: what often happens, what helps, what a colleague does."),
        Sheet.MANAGERS: _("One page: five signs, the first sentence, when to raise the level."),
        Sheet.ASKING: _("Where there is no network: filled in and handed to a supporter."),
        Sheet.CALL: _("Where there is no network: what to read aloud, what to ask, what to destroy."),
    }


def of(sheet: Sheet, facts: Facts) -> dict[str, Any]:
    """Return everything a sheet says, by the names its drawing uses."""
    return {**_shared(sheet, facts), **_OWN[sheet](facts)}


def _shared(sheet: Sheet, facts: Facts) -> dict[str, Any]:
    return {
        "kind": sheet.value,
        "mark": "Alongside",
        "title": f"{names()[sheet]}. {facts.organization}",
        "organization": facts.organization,
        "place": ", ".join(dict.fromkeys(filter(None, (facts.program, facts.organization, facts.site)))),
        "ask": _("Ask here, in two minutes"),
        "typed": facts.typed,
        "call": _call(facts),
        "code_alt": _("A square code to scan. It opens %(address)s.") % {"address": facts.address},
        "lead": _lead(facts),
        "limits": _(
            "Your manager is not told, unless safety requires relief from duty; then only that. "
            "Limits: danger to anyone, and what the law or a court requires."
        ),
        "numbers": [_told(one) for one in (facts.emergency, *facts.lines)],
        "warning": _warning(facts),
        "foot": _foot(facts),
    }


def _told(number: Number) -> dict[str, str]:
    return {"digits": number.digits, "name": number.name, "hours": number.hours}


def _call(facts: Facts) -> str:
    if not facts.telephone:
        return ""
    return _("or call %(number)s: a person answers, at any hour") % {"number": facts.telephone}


def _warning(facts: Facts) -> str:
    return _("For practice only: nobody has dialed these numbers. Do not hang this up.") if facts.demonstration else ""


def _foot(facts: Facts) -> str:
    printed = _("Printed on %(date)s.") % {"date": facts.printed}
    if facts.checked:
        dialed = _("Numbers dialed by a person, the oldest on %(date)s.") % {"date": facts.checked}
        printed = f"{printed} {dialed}"
    return f"{facts.organization}. {printed}"


def _lead(facts: Facts) -> str:
    if facts.any_hour:
        return _("A trained colleague can listen, day or night. You need no account and no name.")
    return _("A trained colleague can listen. You need no account and no name.")


def _poster() -> dict[str, Any]:
    return {
        "first_line": _("Hard shift?"),
        "title_line": _("You do not have to carry this alone."),
    }


def _badge() -> dict[str, Any]:
    return {"title_line": _("You do not have to carry this alone."), "ask": _("Talk to a colleague"), "cut": _cut()}


def _wallet() -> dict[str, Any]:
    return {
        "title_line": _("A colleague looks shaken?"),
        "ask": _("Talk to a colleague"),
        "sentences": [
            _("Go to them. Ask: “How are you?” Not what happened."),
            _("Say: %(sentence)s") % {"sentence": leaflets.first_sentence()},
            _("Then listen. You do not have to solve anything."),
            _("Thoughts of dying, or not safe? Stay, and call the numbers on this card."),
        ],
        "cut": _cut(),
    }


def _cut() -> str:
    return _("Cut at the marks, fold in the middle.")


_OWN = {
    Sheet.POSTER: lambda _facts: _poster(),
    Sheet.BADGE_CARDS: lambda _facts: _badge(),
    Sheet.WALLET_CARDS: lambda _facts: _wallet(),
    Sheet.LEAFLET: lambda _facts: leaflets.everybody(),
    Sheet.MANAGERS: lambda _facts: leaflets.managers(),
    Sheet.ASKING: on_paper.asking,
    Sheet.CALL: on_paper.call,
}
