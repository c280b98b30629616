"""The two forms for places without a network, in the language that is active.

Belongs here: what is read, asked and ticked on paper. Does not belong here: a question about the event, a patient, a
name or a unit: there is nowhere to write them. Each form says what becomes of it: it is destroyed.
"""

from typing import Any

from django.utils.translation import gettext as _

from alongside.printing.rules import Facts, Part
from alongside.vocabulary import labels

_WISHES = ("own_unit", "other_unit", "same_profession", "no_wish")


def asking(facts: Facts) -> dict[str, Any]:
    """Return the form that somebody fills in alone and hands to a supporter."""
    return {
        "title_line": _("I would like a colleague to call me"),
        "lead": _("For places without a network. Fill this in, fold it, and hand it to a supporter yourself."),
        "parts": [
            _before_you_write(facts),
            Part(_("How soon?"), points=_how_soon()),
            Part(_("How can we reach you?"), points=_ways(), fields=_where()),
            Part(_("May we leave a message?"), points=(_("No"), _("Yes"))),
            Part(
                _("Who would you like?"),
                points=tuple(labels.label("wish", code) for code in _WISHES),
                after=(_("If there is somebody you do not want, say so when you hand this over. Do not write it."),),
            ),
            _for_the_supporter(),
        ],
    }


def call(facts: Facts) -> dict[str, Any]:
    """Return the form for whoever takes a call: read aloud, ask two things, get a yes."""
    return {
        "title_line": _("Taking a call when the network is down"),
        "lead": _("Read aloud, ask two things, get a yes. Three minutes."),
        "parts": [
            _is_it_safe(),
            _read_aloud(facts),
            Part(
                _("3. How can we reach you?"),
                sentences=(_("“What is the safest way, and at what time?” No name, no unit, no story."),),
                points=(*_ways(), _("A message may be left")),
                fields=_where(),
            ),
            Part(_("4. How soon?"), points=(_("in danger: call the numbers first"), *_how_soon())),
            _their_yes(),
            _for_the_supporter(),
        ],
    }


def _before_you_write(facts: Facts) -> Part:
    return Part(
        _("Before you write"),
        sentences=(
            _("Leave out your name, what happened, and anything about a patient. There is no place for it."),
            _("Who sees this: the supporter you hand it to, and the colleague who will call."),
            *_limits(facts),
        ),
    )


def _is_it_safe() -> Part:
    asked = _("“Can you talk freely? Are you safe right now?” If not: the numbers above, now, and stay on the line.")
    return Part(_("1. Is it safe?"), sentences=(asked,))


def _read_aloud(facts: Facts) -> Part:
    return Part(
        _("2. Read aloud"),
        quote=_(
            "“I am not a therapist and not part of any review. I keep this to myself. There are limits: danger to "
            "anyone, and what the law or a court requires. Please leave out names and details.”"
        ),
        after=_limits(facts),
    )


def _their_yes() -> Part:
    return Part(
        _("5. Their yes"),
        sentences=(_("“May I pass on these things, and only these, to a trained colleague who will call you?”"),),
        points=(_("They said yes"),),
        after=(_("Without a yes nothing is passed on. Destroy this sheet."),),
    )


def _limits(facts: Facts) -> tuple[str, ...]:
    if not facts.limits:
        return (_("Limits: danger to anyone, and what the law or a court requires."),)
    return (*facts.limits, *filter(None, (facts.signed,)))


def _how_soon() -> tuple[str, ...]:
    return (_("now"), _("today"), _("this week"))


def _ways() -> tuple[str, ...]:
    return (_("A call"), _("A text"), _("An email"), _("In person"))


def _where() -> tuple[str, ...]:
    return (_("Number, address or place"), _("A good time"))


def _for_the_supporter() -> Part:
    return Part(
        _("For whoever takes this sheet"),
        points=(
            _("Call a coordinator or the line now, if it is pressing."),
            _("Enter it under “Take a call” as soon as there is a network."),
            _("Then destroy this sheet at once: shred or burn it. Never copy, photograph, mail or file it."),
        ),
    )
