"""How things usually go: the courses that a case takes, act by act, each by whoever would really do it.

Belongs here: what follows upon what, so that what comes late is tried as often as what comes first. Does not belong
here: trying anything as such (`anybody.py`), what must hold. No course is finished for certain: another one, or
somebody else altogether, comes in between.

    "a|b c"     first one of a and b, then c
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

from alongside.cases import dangers, moves
from alongside.cases.models import Case, HandOverTurn
from alongside.cases.rules.follow_ups import Answer
from alongside.journeys import coordinating
from alongside.paging.models import Page
from alongside.vocabulary.passing_on import AskAnew, Consent
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import ENDED, Stage
from tests.stories.anybody import BY_CODE, OF_CASES, REFUSED, Anybody
from tests.stories.house_of_many import ROLES
from tests.stories.readers import pries

Act = Callable[[Anybody, int], object]

A_MINUTE, AN_HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

COURSES = {
    "a talk": "alongside yes_by_phone|yes_by_code to_the_time says_spoke|we_spoke",
    "another day": "alongside another_day|they_would to_the_time says_spoke end",
    "nobody opens": "accepted says_left_word undo end_kindly",
    "no more": "alongside no_more|no_more_by_code write",
    "asked first": "alongside ask_first agree|refuse not_over|take_over take_over",
    "in turn": "alongside in_turn|to_another keep|take_over take_over",
    "a leave": "alongside on_leave days|take_over take_over|days",
    "asked about a professional": "alongside ask_about_it agree|refuse confirm|decline end_with",
    "a professional": "alongside bring_in looks confirm give_back|rather_back|end_with|weeks",
    "not this one": "alongside bring_in take_back|decline|days",
    "whoever can": "alongside outside bring_anyone looks in_touch decline|days confirm avoid_maker|end_with|no_longer",
    "danger at night": "alongside danger|raise_danger hours take_on give_it_back|still_there|days",
    "danger lowered": "alongside raise_danger|danger take_on passed agreed days look_again end retention",
    "danger and a professional": "accepted danger bring_in_danger confirm passed agreed days look_again",
    "taken back in danger": "accepted raise_danger withdraw take_on|hours back_now|passed",
    "held by law": "alongside hold hold_agree end|withdraw erase retention unhold unhold_agree",
    "a hold refused": "hold hold_drop|hold_agree unhold unhold_agree|hold_drop",
    "the glass": "accepted glass glass_again glass_seen|hours glass_seen",
    "words": "alongside they_write read write they_read days",
    "helped along": "waiting next one pass take contact",
    "given back": "accepted nobody_came|contact take release|conflict|lets_go",
    "silent or ill": "accepted|alongside|on_leave anew contact|they_write take anew danger|take",
    "silence": "waiting|accepted to_the_time days|hours to_the_time",
    "not a request": "accepted says_not_real minutes back_now|retention",
    "forgotten in its time": "alongside end retention",
    "forgotten at once": "alongside end|withdraw|new_number erase",
    "it came back": "ended back_now|back_this_week|raise_danger accepted",
    "in codes": "alongside encounter read_ticket|ticket day new_number",
    "somebody avoided": "accepted avoid_them take avoid_them",
    "kept from the danger": "accepted danger deputy_takes avoid_deputy glass",
    "kept from them": "alongside bring_in|bring_anyone avoid_them|avoid_maker stand_back|avoid_professional danger",
    "somebody leaves": "accepted|alongside lets_go|take coordinator_goes|doctor_goes|lets_go",
}


def asks_anew(one: Anybody, which: int, who: str) -> None:
    """A coordinator has colleagues asked to go on with somebody, whoever has them."""
    seen, why = moves.newest(organization=one.here, case=one.case(which)), AskAnew.CANNOT_BE_REACHED
    with suppress(*REFUSED):
        coordinating.ask_anew(
            member=one.as_member(who), case=one.case(which), reason=why, seen=seen or one.case(which), now=one.now
        )


def steps(course: str) -> list[list[str]]:
    """Return what may be done at each step of a course."""
    return [one.split("|") for one in COURSES[course].split()]


def goes_ahead(one: Anybody, which: int) -> None:
    """Whatever takes a case one step towards being walked with."""
    stage = one.stands(which)
    if stage == Stage.WAITING:
        _asked(one, which, yes=True)
    elif stage == Stage.ACCEPTED:
        one.agrees(which, yes=True)
        one.carries(which, one.carrier(which), "says_spoke")
        one.time_passes(11 * A_MINUTE)
    elif stage == Stage.WITH_PROFESSIONAL:
        one.professional(which, one.handed_to(which), "confirm")
        one.professional(which, one.handed_to(which), "give_back")
    elif stage in ENDED:
        one.by_code(which, "back_now")


def _brings_to(one: Anybody, which: int, *stages: Stage) -> None:
    for _ in range(5):
        if one.stands(which) in {*stages, Stage.ERASED}:
            return
        goes_ahead(one, which)


def _begins(one: Anybody, which: int) -> None:
    """Somebody is asked: whoever has it gives it back."""
    _brings_to(one, which, Stage.WAITING, Stage.ACCEPTED, Stage.ALONGSIDE)
    _owner(one, which, "release")


def _ends(one: Anybody, which: int) -> None:
    if one.stands(which) not in ENDED:
        _brings_to(one, which, Stage.ALONGSIDE)
        _owner(one, which, "end")


def _owner(one: Anybody, which: int, act: str) -> None:
    who = one.carrier(which)
    if who:
        one.carries(which, who, act)


def _asked(one: Anybody, which: int, *, yes: bool) -> None:
    """Whoever is asked by a page answers it; the first who may."""
    waits = Page.objects.filter(case=one.case(which), answer=Page.Answer.NONE, climb__ended_at=None)
    for page in waits.order_by("paged_at", "person__email"):
        one.answers_a_page(which, one.name(page.person_id), yes=yes)
        if one.stands(which) != Stage.WAITING or not yes:
            return


def _over(one: Anybody, which: int, *, yes: bool) -> None:
    turn = HandOverTurn.objects.filter(hand_over__case=one.case(which), answer="none").first()
    if turn is not None:
        one.answers_a_hand_over(which, one.name(turn.person_id), yes=yes)


def _erases(one: Anybody, which: int) -> None:
    """Whoever asked wants it forgotten at once, and it is; while danger or the law holds it nothing changes."""
    before = one.row(which)
    one.by_code(which, "erase")
    held = before.danger or before.pk in one.held_by_law
    assert one.stands(which) == (before.stage if held else Stage.ERASED)


def _says(one: Anybody, which: int, said: Answer, *, by_code: bool) -> None:
    one.says_about_the_next_talk(which, "caregiver" if by_code else one.carrier(which) or "owner", said)


def _tries_and_stops(one: Anybody, which: int) -> None:
    """Three tries on three days, and then it ends kindly."""
    for _ in range(3):
        _owner(one, which, "says_no_answer")
        one.time_passes(A_DAY)
    _owner(one, which, "stop")


def _to_the_time(one: Anybody, which: int) -> None:
    """Time passes until something is due for this case."""
    due = one.row(which).due_at
    if due is not None:
        one.time_passes(max(due - one.now, A_MINUTE))


def _retention(one: Anybody, which: int) -> None:
    """An ended case has been kept for as long as it is; of an open one a day passes."""
    case = one.row(which)
    over = case.due_at - one.now if case.stage in ENDED and case.due_at else A_DAY
    one.time_passes(max(over, A_DAY))


def _brings_in(one: Anybody, which: int, consent: Consent, *, anyone: bool = False) -> None:
    one.brings_in(which, one.carrier(which) or "owner", consent, anyone=anyone)


def _professional(one: Anybody, which: int, act: str) -> None:
    one.professional(which, one.handed_to(which), act)


def _answers_danger(one: Anybody, which: int, act: str) -> None:
    """Whoever took it on speaks; where nobody did, a coordinator."""
    one.sees_to_danger(which, _has_danger(one, which) or "coordinator", act)


def _agrees_it_passed(one: Anybody, which: int) -> None:
    row = dangers.of_case(case=one.row(which))
    said = one.name(row.said_by_id) if row is not None and row.said_by_id else ""
    one.sees_to_danger(which, "deputy" if said == "coordinator" else "coordinator", "agree")


def _has_danger(one: Anybody, which: int) -> str:
    row = dangers.of_case(case=one.row(which))
    return one.name(row.taken_by_id) if row is not None and row.taken_by_id else ""


def _maker(one: Anybody, which: int, act: str) -> None:
    """Whoever brought the professional in."""
    off = Case.objects.get(pk=one.case(which)).hand_offs.order_by("-made_at").first()
    if off is not None:
        getattr(one, act)(which, one.name(off.made_by_id))


def _loses_their_role(one: Anybody, which: int, role: Role) -> None:
    """Whoever carries the case in this role, or anybody else who holds it, can carry nobody any more."""
    who = one.carrier(which)
    one.loses_everything(who if who and ROLES[who] is role else next(name for name in ROLES if ROLES[name] is role))


def _lets_go(one: Anybody, which: int) -> None:
    who = one.carrier(which) or "owner"
    one.loses_everything(who)
    assert who not in {one.carrier(each) for each in range(len(one.asked))}, "they carry somebody still"


def _looks(one: Anybody, which: int) -> None:
    """Whoever has it tries every door of it, also before they may."""
    pries(one, which, one.carrier(which) or "owner")


ACTS: dict[str, Act] = {
    "waiting": _begins,
    "accepted": lambda one, which: _brings_to(one, which, Stage.ACCEPTED, Stage.ALONGSIDE),
    "alongside": lambda one, which: _brings_to(one, which, Stage.ALONGSIDE),
    "ended": _ends,
    "take": partial(_asked, yes=True),
    "pass": partial(_asked, yes=False),
    "take_over": partial(_over, yes=True),
    "not_over": partial(_over, yes=False),
    "to_another": lambda one, which: one.hands_over_to(which, one.carrier(which) or "owner", "fifth"),
    "on_leave": lambda one, which: one.hands_over_to(which, one.carrier(which) or "owner", "", leaves_in=3 * A_DAY),
    "agree": lambda one, which: one.agrees(which, yes=True),
    "refuse": lambda one, which: one.agrees(which, yes=False),
    "yes_by_phone": partial(_says, said=Answer.YES, by_code=False),
    "yes_by_code": partial(_says, said=Answer.YES, by_code=True),
    "another_day": partial(_says, said=Answer.ANOTHER_DAY, by_code=False),
    "they_would": partial(_says, said=Answer.ANOTHER_DAY, by_code=True),
    "no_more": partial(_says, said=Answer.NO_MORE, by_code=False),
    "no_more_by_code": partial(_says, said=Answer.NO_MORE, by_code=True),
    "end_kindly": _tries_and_stops,
    "bring_in": partial(_brings_in, consent=Consent.SAID_YES),
    "ask_about_it": partial(_brings_in, consent=Consent.ASKED_ON_PAGE),
    "bring_anyone": partial(_brings_in, consent=Consent.SAID_YES, anyone=True),
    "bring_in_danger": partial(_brings_in, consent=Consent.TOLD_IN_DANGER),
    "confirm": partial(_professional, act="confirm"),
    "decline": partial(_professional, act="decline"),
    "give_back": partial(_professional, act="give_back"),
    "end_with": partial(_professional, act="end_with_professional"),
    "take_back": partial(_maker, act="takes_the_hand_off_back"),
    "in_touch": partial(_maker, act="stays_in_touch"),
    "avoid_maker": lambda one, which: one.avoids_whoever_made_the_hand_off(which),
    "rather_back": lambda one, which: one.by_code(which, "no_professional"),
    "no_longer": partial(_loses_their_role, role=Role.PROFESSIONAL),
    "doctor_goes": partial(_loses_their_role, role=Role.PROFESSIONAL),
    "coordinator_goes": partial(_loses_their_role, role=Role.COORDINATOR),
    "lets_go": _lets_go,
    "looks": _looks,
    "take_on": lambda one, which: one.sees_to_danger(which, "coordinator", "take_on"),
    "stand_back": lambda one, which: one.sees_to_danger(which, "professional", "take_on"),
    "deputy_takes": lambda one, which: one.sees_to_danger(which, "deputy", "take_on"),
    "give_it_back": partial(_answers_danger, act="give_it_back"),
    "still_there": partial(_answers_danger, act="still_there"),
    "passed": partial(_answers_danger, act="it_has_passed"),
    "agreed": _agrees_it_passed,
    "look_again": partial(_answers_danger, act="look_again"),
    "hold": lambda one, which: one.holds_by_law(which, "coordinator", "ask"),
    "hold_agree": lambda one, which: one.holds_by_law(which, "deputy", "agree"),
    "hold_drop": lambda one, which: one.holds_by_law(which, "deputy", "drop"),
    "unhold": lambda one, which: one.holds_by_law(which, "coordinator", "lift"),
    "unhold_agree": lambda one, which: one.holds_by_law(which, "deputy", "lift"),
    "glass": lambda one, which: one.coordinates(which, "deputy", "glass"),
    "glass_again": lambda one, which: one.coordinates(which, "deputy", "glass_again"),
    "glass_seen": lambda one, _which: one.looks_at_broken_glass("coordinator"),
    "anew": lambda one, which: asks_anew(one, which, "coordinator"),
    "next": lambda one, which: one.coordinates(which, "coordinator", "next"),
    "one": lambda one, which: one.coordinates(which, "coordinator", "one"),
    "avoid_them": lambda one, which: one.avoids_whoever_has_it(which),
    "avoid_professional": lambda one, which: one.avoids(which, {"professional"}),
    "avoid_deputy": lambda one, which: one.avoids(which, {"deputy"}),
    "day": lambda one, which: one.chooses_a_day(which),
    "encounter": lambda one, which: one.writes_in_codes(which),
    "they_write": lambda one, which: one.writes(which, "caregiver"),
    "write": lambda one, which: one.writes(which, one.carrier(which) or "owner"),
    "they_read": lambda one, which: one.by_code(which, "read"),
    "read_ticket": partial(_owner, act="ticket"),
    "ticket": lambda one, which: one.by_code(which, "ticket"),
    "minutes": lambda one, _which: one.time_passes(11 * A_MINUTE),
    "hours": lambda one, _which: one.time_passes(3 * AN_HOUR),
    "days": lambda one, _which: one.time_passes(4 * A_DAY),
    "weeks": lambda one, _which: one.time_passes(15 * A_DAY),
    "to_the_time": _to_the_time,
    "retention": _retention,
    **{name: partial(_owner, act=name) for name in OF_CASES if name != "ticket"},
    **{name: partial(Anybody.by_code, act=name) for name in BY_CODE if name not in OF_CASES},
    "erase": _erases,
}
"""What somebody does next, by its name: whoever would really do it, as far as it can be done."""
