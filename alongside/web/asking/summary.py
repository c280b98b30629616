"""Everything that will be sent, on one page, in the person's own words.

Belongs here: telling answers back. Does not belong here: keeping or sending them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from alongside.tenancy import queries
from alongside.tenancy.queries import House
from alongside.vocabulary import labels
from alongside.vocabulary.asking import Way
from alongside.web import soon, telephones
from alongside.web.asking.shortlist import Listed
from alongside.web.asking.steps import Answers


@dataclass(frozen=True)
class Told:
    """One line: what was asked, what was answered, and the question that changes it."""

    what: str
    said: tuple[str, ...]
    step: str


def told(answers: Answers, *, house: House, listed: Iterable[Listed], now: datetime) -> list[Told]:
    """Return every answer, the needed ones first; optional ones only where something was said."""
    lines = [_soon(answers, house, now), _reach(answers), _times(answers), _message(answers), _wishes(answers)]
    lines += [_where(answers, house), _who_you_are(answers), _avoid(answers, listed)]
    return [line for line in lines if line.said]


def _soon(answers: Answers, house: House, now: datetime) -> Told:
    urgency = answers["urgency"]
    due = soon.promises(house, now=now)[urgency]
    return Told(_("How soon"), (soon.name(urgency, due=due, zone=house.zone, now=now),), "soon")


def _reach(answers: Answers) -> Told:
    given = telephones.written(answers.get("phone", "")) or answers.get("email") or answers.get("place") or ""
    return Told(
        _("How we reach you"), tuple(one for one in (labels.label("way", answers["way"]), given) if one), "reach"
    )


def _times(answers: Answers) -> Told:
    return Told(_("When"), _labels("time", answers.get("times", ())), "reach")


def _message(answers: Answers) -> Told:
    if answers["way"] not in {Way.PHONE_CALL, Way.TEXT_MESSAGE}:
        return Told(_("A message"), (), "reach")
    said = _("We may leave a message.") if answers.get("may_leave_message") else _("We leave no message.")
    return Told(_("If you do not answer"), (said,), "reach")


def _wishes(answers: Answers) -> Told:
    return Told(_("You would rather talk with"), _labels("wish", answers.get("wishes", ())), "wishes")


def _where(answers: Answers, house: House) -> Told:
    group = answers.get("unit_group")
    code = next((one.code for one in queries.unit_groups(house.id) if one.id.hex == group), "")
    return Told(_("Your kind of unit"), (labels.label("unit_group", code),) if code else (), "wishes")


def _who_you_are(answers: Answers) -> Told:
    said = [labels.label("profession", answers["profession"])] if answers.get("profession") else []
    said += [labels.label("high_risk_event_kinds", answers["kind"])] if answers.get("kind") else []
    said += [_("The coordinator may help to choose.")] if answers.get("coordinator_may_help") else []
    return Told(_("What you told us"), tuple(said), "wishes")


def _avoid(answers: Answers, listed: Iterable[Listed]) -> Told:
    names = {one.person.hex: one.shown for one in listed}
    said = [names[person] for person in answers.get("avoid", ()) if person in names]
    said += [_("Tell me first who would call.")] if answers.get("tell_me_who_first") else []
    return Told(_("Not with"), tuple(said), "avoid")


def _labels(list_code: str, codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(labels.label(list_code, code) for code in codes)
