"""The supporters are cared for too: what they say of themselves, rest, and a mentor who talks with them within 48 h.

1. After a contact a supporter says how heavy it was, in one tap. It is for them and the mentors.
2. It was heavy, or somebody they walked with was in danger: they rest, no page reaches them, and mentors are asked.
3. They may also ask for a talk, or say that they are not well: then nobody pages them until they say so.
4. A mentor takes it on, talks (no name, nothing of the event), and says that they did.
5. Nobody talked: mentors are asked again every day; when 48 hours are over the coordinators learn that somebody waits,
   and not who.

The ledger is told that something was noted, and by which role; never by whom: how a supporter fares is no record.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from alongside.care import operations as care
from alongside.care import queries, rules
from alongside.care.models import Debrief
from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.paging import alarms, settings
from alongside.paging.models import Alarm
from alongside.paging.rules.clocks import Hours, next_open
from alongside.people import queries as people
from alongside.people.queries import Member
from alongside.rota import operations as rota
from alongside.rota import queries as rota_queries
from alongside.rota.models import Leave
from alongside.tenancy.queries import house_of
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.evaluating import DebriefReason, TalkOutcome, Weight
from alongside.vocabulary.roles import Role

AWAKE = Hours(time(8), time(20), working_days_only=False)
"""When mentors are asked: a talk can wait until the morning."""

ENGINE = "engine"


def rate(*, member: Member, weight: Weight, once: str = "", now: datetime) -> datetime | None:
    """Note how heavy a contact was; return until when they rest now, if it was heavy.

    A form that is sent again (`once`) is noted once, and its rest does not begin anew.
    """
    own, heavy = {"organization": member.organization, "supporter": member.person}, rules.asks_for_a_talk(weight)
    with one_transaction():
        day = now.astimezone(house_of(member.organization).zone).date()
        if not care.rate(**own, weight=weight, day=day, once=once):
            return _rests_until(member, now) if heavy else None
        until = _rest_and_talk(**own, reason=DebriefReason.HEAVY, now=now) if heavy else None
        _write(member.organization, Role.SUPPORTER, "care.rated", now)
    return until


def _rests_until(member: Member, now: datetime) -> datetime | None:
    rows = rota_queries.away_rows(organization=member.organization, at=now, person=member.person)
    return next((row.ends_at for row in rows if row.kind == Leave.Kind.REST), None)


def after_danger(*, organization: UUID, supporter: UUID, now: datetime) -> None:
    """Give rest and a talk to whoever carries somebody in danger, in the caller's transaction."""
    _rest_and_talk(organization, supporter, DebriefReason.DANGER, now)


def ask_for_talk(*, member: Member, now: datetime) -> None:
    """Ask for a mentor's talk, for any reason or none."""
    with one_transaction():
        _talk(member.organization, member.person, DebriefReason.ASKED, now)
        _write(member.organization, Role.SUPPORTER, "care.talk_asked", now)


def not_well(*, member: Member, now: datetime) -> None:
    """Say "I am not well myself": no page until they say so, and a mentor is asked."""
    with one_transaction():
        rota.pause(organization=member.organization, person=member.person, now=now)
        _talk(member.organization, member.person, DebriefReason.OWN, now)
        _write(member.organization, Role.SUPPORTER, "care.paused", now)


def no_talk_needed(*, member: Member, now: datetime) -> bool:
    """Say that no talk is needed; False when none was open, or it is the rule."""
    with one_transaction(ring=False):
        day = now.astimezone(house_of(member.organization).zone).date()
        left_out = care.leave_out(organization=member.organization, supporter=member.person, day=day)
        if left_out:
            _write(member.organization, Role.SUPPORTER, "care.talk_left_out", now)
    return left_out


def take_on(*, mentor: Member, talk: UUID, now: datetime) -> None:
    """Say "I talk with them". Raises NoSuchTalk, NotWithOneself."""
    with one_transaction(ring=False):
        if care.take(organization=mentor.organization, talk=talk, mentor=mentor.person):
            _write(mentor.organization, Role.MENTOR, "care.talk_taken", now)


def end_talk(*, mentor: Member, talk: UUID, outcome: TalkOutcome, more_rest: bool, now: datetime) -> None:
    """Say that they talked, or that it was not wanted; `more_rest` gives rest anew from now on.

    Raises NoSuchTalk, NotWithOneself.
    """
    with one_transaction():
        day = now.astimezone(house_of(mentor.organization).zone).date()
        row = care.end(organization=mentor.organization, talk=talk, mentor=mentor.person, outcome=outcome, day=day)
        if more_rest:
            _rest(mentor.organization, row.supporter_id, now)
        _write(mentor.organization, Role.MENTOR, "care.talk_ended", now)


def see_to_next(*, now: datetime) -> bool:
    """Ask mentors again about one talk, telling the coordinators once it is overdue; or let go of what is old.

    Returns False when nothing was due.
    """
    if queries.a_talk_is_due(now=now):
        return _remind_next(now)
    if not queries.something_is_old(now=now):
        return False
    with one_transaction(ring=False):
        care.forget(now=now)
    return True


def _remind_next(now: datetime) -> bool:
    with one_transaction():
        talk = care.claim_talk(now=now)
        if talk is None:
            return False
        if talk.supporter.left_at is None:
            _ask_mentors(talk, now)
            if talk.due_at <= now:
                _tell_coordinators(talk, now)
            _write(talk.organization_id, ENGINE, "care.talk_reminded", now)
        else:
            care.let_go_of(organization=talk.organization_id, person=talk.supporter_id)
    return True


def _rest_and_talk(organization: UUID, supporter: UUID, reason: DebriefReason, now: datetime) -> datetime:
    _talk(organization, supporter, reason, now)
    return _rest(organization, supporter, now)


def _talk(organization: UUID, supporter: UUID, reason: DebriefReason, now: datetime) -> None:
    again = next_open(hours=AWAKE, zone=house_of(organization).zone, at=now + rules.AGAIN_AFTER)
    talk = care.ask_for_talk(organization=organization, supporter=supporter, reason=reason, look_at=again, now=now)
    if talk is not None:
        _ask_mentors(talk, now)


def _rest(organization: UUID, person: UUID, now: datetime) -> datetime:
    """Give rest from now on, in the place of one that runs already."""
    hours = settings.ladder(organization=organization).rest_hours
    for row in rota_queries.away_rows(organization=organization, at=now, person=person):
        if row.kind == Leave.Kind.REST:
            rota.end_leave(organization=organization, leave=row.id, now=now)
    rota.rest_after_hard_case(organization=organization, person=person, now=now, hours=hours)
    return now + timedelta(hours=hours)


def _ask_mentors(talk: Debrief, now: datetime) -> None:
    """Tell the mentor who took it on, else all of them; where nobody can be asked, the coordinators at once."""
    all_mentors = people.holders(organization=talk.organization_id, role=Role.MENTOR, now=now)
    able = [each for each in all_mentors if each != talk.supporter_id]
    asked = [each for each in able if each == talk.mentor_id and now < talk.due_at] or able
    awake = next_open(hours=AWAKE, zone=house_of(talk.organization_id).zone, at=now)
    told = [
        notices.tell(organization=talk.organization_id, person=each, template="alarm", now=now, due_at=awake)
        for each in asked
    ]
    if not any(told):
        _tell_coordinators(talk, now)


def _tell_coordinators(talk: Debrief, now: datetime) -> None:
    """Say once that a supporter waits for a mentor, and not which: how they fare is for mentors."""
    if care.note_alarm(talk=talk):
        alarms.raise_alarm(organization=talk.organization_id, kind=Alarm.Kind.TALK_OVERDUE, case=None, now=now)


def _write(organization: UUID, role: str, verb: str, now: datetime) -> None:
    ledger.write(organization=organization, actor_role=role, verb=verb, now=now, payload={})
