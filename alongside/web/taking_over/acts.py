"""What each entry of the ledger says to an auditor, in words: the act, and nothing of whom it was about.

Belongs here: the words by verb, in their groups. Does not belong here: reading the ledger (`ledger.queries`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from alongside.vocabulary import labels
from alongside.vocabulary.roles import Role


@dataclass(frozen=True)
class Group:
    """Acts that are read together: a name, and each verb with its words."""

    name: Promise | str
    said: dict[str, str]


GROUPS: dict[str, Group] = {
    "requests": Group(
        _("Requests"),
        {
            "follow_up.yes": gettext_noop("Somebody said yes to another talk"),
            "follow_up.another_day": gettext_noop("Another day was agreed for a talk"),
            "follow_up.no_more": gettext_noop("Somebody wants no more calls"),
            "call_back.forgotten": gettext_noop("A number to call back was erased in its time"),
            "call_back.ended": gettext_noop("Nobody is asked to call back any more"),
            "call_back.reminded": gettext_noop("A professional was reminded to call back"),
            "call_back.asked": gettext_noop("Another professional was asked to call back"),
            "case.asked": gettext_noop("A request was made"),
            "anew.asked": gettext_noop("Colleagues were asked to go on instead of a supporter"),
            "case.paged": gettext_noop("Colleagues were paged"),
            "case.paged_by_coordinator": gettext_noop("The next colleagues were paged by a coordinator"),
            "case.person_chosen": gettext_noop("A colleague was chosen by a coordinator"),
            "case.able_listed": gettext_noop("The list of those who can was opened"),
            "case.helped_choose": gettext_noop("Profession and unit group were opened, as allowed"),
            "case.contact_opened": gettext_noop("How to reach somebody was opened"),
            "case.contact_changed": gettext_noop("How to reach somebody was changed"),
            "case.avoid": gettext_noop("Somebody was named who is not to be asked"),
            "case.visit": gettext_noop("A page was opened with its code"),
            "case.own_code": gettext_noop("A new code was taken"),
            "case.code_by_phone": gettext_noop("A new code was read aloud"),
            "case.who_confirmed": gettext_noop("They said yes to who would call"),
            "case.who_refused": gettext_noop("They said no to who would call"),
            "case.spoke": gettext_noop("A first talk was confirmed"),
            "case.nobody_came": gettext_noop("Somebody said that nobody came"),
            "case.came_back": gettext_noop("Somebody asked again"),
            "case.released": gettext_noop("A request was handed back or passed on"),
            "case.conflict": gettext_noop("A request was handed back: it was too close"),
            "case.not_real": gettext_noop("A request was said not to be real"),
            "case.danger": gettext_noop("Danger was raised"),
            "case.withdrawn": gettext_noop("A request was taken back"),
            "case.lapsed": gettext_noop("Support ended: nobody was reached"),
            "case.closed": gettext_noop("Support ended as agreed"),
            "contact.spoke": gettext_noop("A supporter wrote: we spoke"),
            "contact.left_word": gettext_noop("A supporter wrote: left word"),
            "contact.no_answer": gettext_noop("A supporter wrote: no answer"),
            "contact.not_real": gettext_noop("A supporter wrote: not a real request"),
            "contact.undone": gettext_noop("A note about a contact was taken back"),
            "contact.reminded": gettext_noop("A supporter was reminded of a first contact"),
            "contact.overdue": gettext_noop("A first contact was late, others were asked"),
            "contact.settled": gettext_noop("A first contact was taken as made"),
            "contact.still_trying": gettext_noop("A first contact is late, the supporter goes on"),
            "contact.waits_for_yes": gettext_noop("A first contact waits for a yes"),
            "contact.cannot_open": gettext_noop("A request could not be opened"),
            "page.accepted": gettext_noop("A page was accepted"),
            "page.passed": gettext_noop("A page was passed on"),
            "page.refused": gettext_noop("A page could not be accepted"),
            "follow_up.planned": gettext_noop("A next talk was planned"),
            "follow_up.reminded": gettext_noop("A supporter was reminded of a talk"),
            "hand_over.proposed": gettext_noop("A hand-over to another supporter was proposed"),
            "hand_over.agreed": gettext_noop("A hand-over was agreed to"),
            "hand_over.refused": gettext_noop("A hand-over was refused"),
            "hand_over.passed": gettext_noop("A colleague passed on a hand-over"),
            "hand_over.taken": gettext_noop("A colleague took over"),
            "hand_over.taken_back": gettext_noop("A hand-over was taken back"),
            "hand_over.reminded": gettext_noop("A hand-over was looked at again"),
            "message.sent": gettext_noop("A message was written"),
            "message.read": gettext_noop("Messages were opened"),
            "message.burned": gettext_noop("Messages were erased in their time"),
            "message.telling": gettext_noop("Somebody chose to be told of messages"),
            "message.no_telling": gettext_noop("Somebody no longer wants to be told of messages"),
            "call_back.called": gettext_noop("A call back was made"),
            "call_back.no_answer": gettext_noop("A call back found no answer"),
            "call_back.opened": gettext_noop("A number to call back was opened"),
            "call_back.undone": gettext_noop("A note about a call back was taken back"),
            "call_back.unreadable": gettext_noop("A number to call back could not be opened"),
            "level.raised": gettext_noop("A professional was asked to call back"),
            "day.chosen": gettext_noop("A day to be thought of was chosen"),
            "day.kept": gettext_noop("A word on a chosen day goes on"),
            "day.ask": gettext_noop("Somebody was asked whether words on a chosen day should still come"),
            "day.tell": gettext_noop("A word on a chosen day was sent"),
            "day.skip": gettext_noop("A word on a chosen day was left out: it was too late"),
            "day.forget": gettext_noop("A chosen day was erased in its time"),
            "day.ended": gettext_noop("A word on a chosen day ended"),
            "day.address_ended": gettext_noop("An address for a chosen day was given up"),
            "thanks.handed_on": gettext_noop("Thanks were passed on"),
        },
    ),
    "danger": Group(
        _("Danger, and what was opened outside the usual way"),
        {
            "danger.asked": gettext_noop("Somebody was asked to see to a danger"),
            "danger.taken": gettext_noop("A danger was taken on"),
            "danger.given_back": gettext_noop("A danger was given back"),
            "danger.reminded": gettext_noop("Somebody was reminded of a danger"),
            "danger.said_passed": gettext_noop("A first person said that a danger has passed"),
            "danger.agreed_passed": gettext_noop("A second person agreed that a danger has passed"),
            "danger.lowered": gettext_noop("A danger was lowered"),
            "danger.reviewed": gettext_noop("A lowered danger was looked at again"),
            "glass.broken": gettext_noop("How to reach somebody was opened outside the usual way"),
            "glass.looked_again": gettext_noop("It was shown again within its quarter of an hour"),
            "glass.refused": gettext_noop("Opening outside the usual way was refused"),
            "glass.seen": gettext_noop("A second person looked at it"),
            "glass.told_again": gettext_noop("A second person was told again"),
            "alarm.seen": gettext_noop("Somebody sees to an alarm"),
        },
    ),
    "professionals": Group(
        _("Professionals"),
        {
            "hand_off.proposed": gettext_noop("Somebody was asked whether a professional may go on"),
            "hand_off.asked": gettext_noop("A professional was asked to go on"),
            "hand_off.refused": gettext_noop("Somebody would rather have no professional"),
            "hand_off.confirmed": gettext_noop("A professional took over"),
            "hand_off.declined": gettext_noop("A professional said no"),
            "hand_off.given_back": gettext_noop("A professional gave support back"),
            "hand_off.taken_back": gettext_noop("A hand-off was taken back"),
            "hand_off.silent": gettext_noop("A professional did not answer"),
            "hand_off.overdue": gettext_noop("An answer of a professional is late"),
            "hand_off.reminded": gettext_noop("A professional was reminded"),
            "hand_off.outside": gettext_noop("Somebody was brought to help elsewhere"),
        },
    ),
    "kept": Group(
        _("What is kept and erased"),
        {
            "case.erased": gettext_noop("A request was erased in its time"),
            "case.erase_now": gettext_noop("A request was erased at once, as asked"),
            "hold.asked": gettext_noop("A hold by law was asked for"),
            "hold.agreed": gettext_noop("A hold by law was agreed to"),
            "hold.dropped": gettext_noop("A hold by law was refused"),
            "hold.lift_asked": gettext_noop("Ending a hold by law was asked for"),
            "hold.lifted": gettext_noop("A hold by law ended"),
            "retention.signed": gettext_noop("How long things are kept was signed"),
            "erasures.begun_anew": gettext_noop("The list of erasures was begun anew"),
            "house.restored": gettext_noop("A backup was restored"),
            "house.moved": gettext_noop("The house was moved"),
            "encounters.mixed": gettext_noop("Records of talks were mixed"),
            "encounters.forgotten": gettext_noop("Old records of talks were erased"),
            "encounters.cannot_be_opened": gettext_noop("A record of talks could not be opened"),
            "evaluation.moved": gettext_noop("Answers nobody can trace were moved"),
            "evaluation.stocked": gettext_noop("Tickets for answers were made"),
        },
    ),
    "people": Group(
        _("People and rights"),
        {
            "designation.supporter": gettext_noop("A supporter was designated"),
            "designation.professional": gettext_noop("A professional was designated"),
            "role.granted": gettext_noop("A role was granted"),
            "role.proposed": gettext_noop("A role was proposed"),
            "role.confirmed": gettext_noop("A role was confirmed by a second person"),
            "role.declined": gettext_noop("A proposed role was not given"),
            "role.ended": gettext_noop("A role ended"),
            "designation.ended": gettext_noop("A designation ended"),
            "person.added": gettext_noop("A person was added"),
            "person.changed": gettext_noop("What is noted of a person was changed"),
            "person.invited": gettext_noop("A person was invited"),
            "person.joined": gettext_noop("A person joined"),
            "person.left": gettext_noop("A person left"),
            "people.imported": gettext_noop("People were added from a list"),
            "supervision.set": gettext_noop("It was noted who supervises whom"),
            "supervision.ended": gettext_noop("A note on who supervises whom ended"),
            "key.added": gettext_noop("A passkey was added"),
            "key.removed": gettext_noop("A passkey was removed"),
            "sessions.ended": gettext_noop("Sign-ins elsewhere were ended"),
            "channel.added": gettext_noop("A way to be reached was added"),
            "channel.code_sent": gettext_noop("A code was sent to a way to be reached"),
            "channel.verified": gettext_noop("A way to be reached was proved"),
            "channel.removed": gettext_noop("A way to be reached was removed"),
            "machine.made": gettext_noop("A key for a machine was made"),
            "machine.revoked": gettext_noop("A key for a machine was revoked"),
        },
    ),
    "program": Group(
        _("The program and its settings"),
        {
            "organization.opened": gettext_noop("The program was opened"),
            "settings.changed": gettext_noop("A setting was changed"),
            "service.live": gettext_noop("Asking was opened"),
            "service.withdrawn": gettext_noop("Asking was closed"),
            "check.noted": gettext_noop("A check before going live was noted"),
            "clock.chosen": gettext_noop("Times of the ladder were chosen"),
            "ladder.chosen": gettext_noop("The ladder was chosen"),
            "course.chosen": gettext_noop("When to call again was chosen"),
            "events.chosen": gettext_noop("How events are handled was chosen"),
            "word.chosen": gettext_noop("A word of the house was chosen"),
            "program.lead_named": gettext_noop("Who leads the program was named"),
            "limits.signed": gettext_noop("Limits of confidentiality were signed"),
            "site.added": gettext_noop("A site was added"),
            "unit.added": gettext_noop("A unit was added"),
            "line.added": gettext_noop("A number was added"),
            "line.adopted": gettext_noop("A number was adopted"),
            "line.changed": gettext_noop("A number was changed"),
            "line.dialed": gettext_noop("A number was dialed and confirmed"),
            "line.withdrawn": gettext_noop("A number was withdrawn"),
            "directory.exported": gettext_noop("The directory was exported"),
            "directory.imported": gettext_noop("The directory was imported"),
            "directory.reminded": gettext_noop("Somebody was reminded to look at the directory"),
            "guides.filled": gettext_noop("Places in the guides were filled"),
            "guide.written": gettext_noop("A guide was written"),
            "guide.reviewed": gettext_noop("A guide was signed"),
            "guide.restored": gettext_noop("An earlier guide was restored"),
            "shift.added": gettext_noop("A shift was added"),
            "shift.removed": gettext_noop("A shift was removed"),
            "leave.noted": gettext_noop("A leave was noted"),
            "leave.ended": gettext_noop("A leave ended"),
            "pause.began": gettext_noop("A supporter rests"),
            "pause.ended": gettext_noop("A rest ended"),
            "question.asked": gettext_noop("A question about the program was asked"),
            "question.opened": gettext_noop("A question about the program was opened"),
            "question.answered": gettext_noop("A question about the program was answered"),
            "question.overdue": gettext_noop("A question about the program is late"),
            "question.erased": gettext_noop("A question about the program was erased"),
        },
    ),
    "offers": Group(
        _("Events, offers and team sessions"),
        {
            "event.reported": gettext_noop("An event was reported"),
            "event.released": gettext_noop("Offers after an event were let go out"),
            "event.discarded": gettext_noop("A held event was discarded"),
            "event.handed_out": gettext_noop("Offers after an event were handed out"),
            "event.burned": gettext_noop("Names of an event were erased"),
            "offer.begun": gettext_noop("An offer was begun"),
            "offer.noted": gettext_noop("What came of an offer was noted"),
            "offer.handed_on": gettext_noop("An offer went to another supporter"),
            "offer.handed_over": gettext_noop("An offer was handed over"),
            "offer.settled": gettext_noop("An offer was settled"),
            "offer.lapsed": gettext_noop("An offer ended without an answer"),
            "offers.names_opened": gettext_noop("Whom a round of offers goes to was opened"),
            "round.given": gettext_noop("A round of offers was given to a supporter"),
            "round.handed_back": gettext_noop("A round of offers was handed back"),
            "round.reminded": gettext_noop("A supporter was reminded of a round"),
            "round.untouched": gettext_noop("Nobody began a round of offers"),
            "session.asked": gettext_noop("A team session was asked for"),
            "session.planned": gettext_noop("A team session was planned"),
            "session.held": gettext_noop("A team session was held"),
            "session.dropped": gettext_noop("A team session was dropped"),
            "session.handed_back": gettext_noop("Leading a team session was handed back"),
        },
    ),
    "figures": Group(
        _("Figures"),
        {
            "report.choices": gettext_noop("What figures may be shown was chosen"),
            "report.prepared": gettext_noop("A page of figures was prepared"),
            "report.released": gettext_noop("A page of figures was released"),
        },
    ),
    "care": Group(
        _("Care for supporters"),
        {
            "care.rated": gettext_noop("It was said how heavy it was"),
            "care.paused": gettext_noop("A supporter was given rest"),
            "care.talk_asked": gettext_noop("A talk with a mentor was asked for"),
            "care.talk_taken": gettext_noop("A mentor takes a talk"),
            "care.talk_ended": gettext_noop("A talk with a mentor ended"),
            "care.talk_left_out": gettext_noop("A talk with a mentor was left out"),
            "care.talk_reminded": gettext_noop("A mentor was reminded"),
        },
    ),
}
"""Every verb that is written today; one of a former version is told by its code."""

_SAID = {verb: words for group in GROUPS.values() for verb, words in group.said.items()}


_NOBODY = {
    "engine": gettext_noop("the program itself"),
    "operator": gettext_noop("whoever runs the server"),
    "anybody": gettext_noop("somebody who did not sign in"),
    "staff": gettext_noop("somebody who works here"),
}


def role(code: str) -> str:
    """Return who acted, by role; the program itself and whoever runs it hold none."""
    if code in _NOBODY:
        return gettext(_NOBODY[code])
    return labels.label("role", code) if code in set(Role) else code


def said(verb: str) -> str:
    """Return an act in words, or its bare code where there are none."""
    words = _SAID.get(verb)
    return gettext(words) if words else verb


def knows(verb: str) -> bool:
    """Say whether there are words for it."""
    return verb in _SAID
