"""The two leaflets, in the language that is active: for everybody, and for whoever leads a unit.

Belongs here: their sections and sentences. Does not belong here: what all sheets share (`words.py`).
"""

from typing import Any

from django.utils.translation import gettext as _

from alongside.printing.rules import Part
from alongside.vocabulary import labels

_THREE_ACTIONS = ("relief_from_duty", "occupational_health", "specialised_care")


def everybody() -> dict[str, Any]:
    """Return the leaflet for everybody: what often happens, what helps, what a colleague does, when not to wait."""
    return {
        "title_line": _("After a hard event at work"),
        "parts": [_what_happens(), _what_helps(), _what_a_colleague_does(), _sooner()],
    }


def managers() -> dict[str, Any]:
    """Return the leaflet for unit leads: five signs, the first sentence, what to leave, when to raise the level."""
    return {
        "title_line": _("When one of your colleagues is shaken"),
        "lead": _("You need not know what happened. You need not find the right words. Three minutes are enough."),
        "ask": _("Offer support"),
        "parts": [_signs(), _first_words(), _unsaid(), _what_you_may_know(), _raise_the_level(), _actions()],
    }


def first_sentence() -> str:
    """Return the first sentence to say. Its words are SafeTeam Academy's."""
    return _("“What you’re feeling is common after this kind of event. You don’t have to go through this alone.”")


def _what_happens() -> Part:
    return Part(
        _("What often happens"),
        sentences=(_("There is no right way to react. Many people in health care know this."),),
        points=(
            _("You sleep badly. Your heart beats fast. It is hard to focus."),
            _("The scene comes back when you do not want it."),
            _("You feel guilt, fear, anger, shame, or nothing at all."),
            _("You want to stay away from people. You fear going back to work."),
        ),
        after=(_("It can pass in days, or take weeks or months. Most people find their feet again."),),
    )


def _what_helps() -> Part:
    return Part(
        _("What helps in the first days"),
        points=(
            _("Let someone take over, if you can. A few minutes count."),
            _("Drink some water. Eat something plain. Walk."),
            _("Tell one person: “This was hard for me.”"),
            _("If you are shaking, do not drive. Ask for a ride."),
            _("Put off big choices."),
        ),
    )


def _what_a_colleague_does() -> Part:
    return Part(
        _("What a colleague does"),
        sentences=(
            _("A trained colleague, not your manager, gets in touch the way you choose."),
            _("They listen. They do not ask what happened, and nothing of it is written down."),
            _("You decide whether to talk, how often, and when to stop."),
        ),
    )


def _sooner() -> Part:
    return Part(
        _("Do not wait"),
        points=(
            _("if you think of dying, or are not safe"),
            _("if it gets worse, or does not ease after about a month"),
            _("if you cannot do what you usually do"),
        ),
        after=(_("The numbers below answer. You need not be sure."),),
    )


def _signs() -> Part:
    return Part(_("Five signs"), points=tuple(said for _code, said in labels.choices("signs")))


def _first_words() -> Part:
    return Part(
        _("The first sentence"),
        sentences=(_("Short, clear, without judgment. Then be quiet and listen."),),
        quote=first_sentence(),
        quoted=_("SafeTeam Academy, May 2026"),
    )


def _unsaid() -> Part:
    return Part(_("To avoid"), points=tuple(said for _code, said in labels.choices("attitudes_to_avoid")))


def _what_you_may_know() -> Part:
    return Part(
        _("What you may know"),
        sentences=(
            _("You can offer support. You learn that the offer was delivered, never whether it was taken up."),
            _("Nobody will tell you who called. Please do not ask."),
        ),
    )


def _raise_the_level() -> Part:
    return Part(
        _("Raise the level at once if you see one of these"),
        points=tuple(said for _code, said in labels.choices("escalation_criteria")),
        after=(_("Stay with the person. If a life is in danger, call now."),),
    )


def _actions() -> Part:
    return Part(
        _("Three actions"),
        points=tuple(labels.label("escalation_actions", code) for code in _THREE_ACTIONS),
        after=(_("Relief from duty is care, not punishment. Say so."),),
    )
