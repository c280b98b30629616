"""Getting in touch again: proposing, agreeing, noting that they met, counting tries that reached nobody.

Belongs here: verbs and reads on the plan of one case, inside a journey's transaction; the case is held. Does not belong
here: windows (`cases.rules.follow_ups`), reminding anybody (journeys).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.cases.errors import MoveRefused
from alongside.cases.models import Case, ContactAttempt, FollowUp, FollowUpCourse
from alongside.cases.rules import follow_ups as rules
from alongside.cases.rules.follow_ups import Answer, Course, Kind, Plan, Window
from alongside.tenancy.transactions import require_transaction
from alongside.vocabulary.asking import Outcome
from alongside.vocabulary.stages import Stage

UNHEARD = frozenset({Outcome.NO_ANSWER, Outcome.LEFT_WORD})
"""What a try comes to that reached nobody."""


@dataclass(frozen=True)
class Planned:
    """What is planned, as both may see it. `no_more`: they said that they would rather not be called."""

    row: UUID
    kind: Kind
    step: int
    starts_at: datetime
    ends_at: datetime
    agreed: bool
    done: int

    @property
    def no_more(self) -> bool:
        """Whether they would rather not be called any more."""
        return self.kind is Kind.NONE and self.agreed

    @property
    def asks(self) -> bool:
        """Whether their yes or no is still wanted."""
        return self.kind is not Kind.NONE and not self.agreed


def zone_of(case: Case) -> ZoneInfo:
    """Return the zone of the case's site."""
    return ZoneInfo(case.site.timezone)


def course(*, organization: UUID) -> Course:
    """Return when an organization proposes the three talks: as it chose, else as is usual."""
    row = FollowUpCourse.objects.of(organization).first()
    if row is None:
        return rules.USUAL
    return (
        Window(row.first_from, row.first_until),
        Window(row.second_from, row.second_until),
        Window(row.third_from, row.third_until),
    )


def choose_course(*, organization: UUID, course: Course) -> None:
    """Keep when an organization proposes the three talks. What is planned already stays as it was said.

    Raises:
        IntegrityError: a window lies outside its bounds, or ends before it begins.
    """
    require_transaction()
    days = {
        f"{name}_{end}": day
        for name, window in zip(("first", "second", "third"), course, strict=True)
        for end, day in (("from", window.first), ("until", window.last))
    }
    FollowUpCourse.objects.update_or_create(organization_id=organization, defaults=days)


def open_row(case: Case) -> FollowUp | None:
    """Return what is planned; None before the first talk and after the end."""
    return FollowUp.objects.filter(case=case, state=FollowUp.State.OPEN).first()


def planned(*, case: Case) -> Planned | None:
    """Return what is planned, in plain words for a screen; None when there is nothing."""
    row = open_row(case)
    if row is None:
        return None
    done = FollowUp.objects.filter(case=case, state=FollowUp.State.DONE, ended_at__gte=case.asked_at).count()
    return Planned(row.pk, Kind(row.kind), row.step, row.starts_at, row.ends_at, row.agreed, done)


def calls_are_unwanted(*, case: Case) -> bool:
    """Say whether the person would rather not be called any more. Danger comes first: then it does not hold."""
    return case.stage in {Stage.ACCEPTED, Stage.ALONGSIDE} and said_no_more(case=case)


def said_no_more(*, case: Case) -> bool:
    """Say whether "no more calls" still holds for somebody who has spoken with a colleague; in danger it never does."""
    no_more = FollowUp.objects.filter(case=case, state=FollowUp.State.OPEN, kind=Kind.NONE, agreed=True)
    return not case.danger and case.first_contact_at is not None and no_more.exists()


def begin(*, case: Case, now: datetime) -> FollowUp:
    """They spoke for the first time, or for the first time since somebody else took over: plan what comes next.

    Said twice (by the supporter, then by the person or the engine) it changes nothing.
    """
    require_transaction()
    row = open_row(case)
    if row is not None and row.made_at >= (case.accepted_at or case.asked_at):
        return row
    if row is not None and case.first_contact_at is not None:
        return met(case=case, now=now)
    if row is not None:
        _end(row, FollowUp.State.STOPPED, now)
    return _plan_step(case, 1, met=now, now=now)


def spoke(*, case: Case, now: datetime) -> FollowUp:
    """Somebody says that they spoke: the first time plans what comes next, later times may have been planned."""
    return met(case=case, now=now) if case.stage == Stage.ALONGSIDE else begin(case=case, now=now)


def met(*, case: Case, now: datetime) -> FollowUp:
    """They spoke again: what was planned is done and the next is proposed, unless this was a talk in between."""
    require_transaction()
    row = open_row(case)
    if row is None:
        return begin(case=case, now=now)
    if row.kind == Kind.NONE or not rules.counts(starts_at=row.starts_at, now=now, zone=zone_of(case)):
        return row
    _end(row, FollowUp.State.DONE, now)
    return _plan_step(case, row.step + 1, met=case.first_contact_at or now, now=now)


def take_back(*, case: Case, since: datetime) -> None:
    """Undo what a "we spoke" planned: what was open before it is open again. What the person said since then stays."""
    require_transaction()
    row = open_row(case)
    if row is not None and row.agreed and row.made_at >= since:
        return
    FollowUp.objects.filter(case=case, made_at__gte=since).delete()
    before = FollowUp.objects.filter(case=case, ended_at__gte=since).order_by("-ended_at").first()
    if before is not None and open_row(case) is None:
        FollowUp.objects.filter(pk=before.pk).update(state=FollowUp.State.OPEN, ended_at=None)


def answer(*, case: Case, row: UUID, said: Answer, day: date | None, now: datetime) -> FollowUp:
    """Keep what the person said about being called again: yes, another day, no more.

    `row` is what they were shown; an answer to one plan is never an answer to the next. Whoever wanted no more calls
    may choose a day after all.

    Raises:
        MoveRefused: another plan stands by now, or the day cannot be chosen.
    """
    require_transaction()
    shown, zone = open_row(case), zone_of(case)
    if shown is None or shown.pk != row:
        raise MoveRefused
    if said is Answer.YES:
        return _agree(shown)
    if said is Answer.NO_MORE:
        _end(shown, FollowUp.State.NO_MORE, now)
        return _plan(case, rules.ending(step=shown.step, now=now, zone=zone), now, agreed=True)
    if day is None or not rules.may_be_chosen(day, now=now, zone=zone):
        raise MoveRefused
    _end(shown, FollowUp.State.MOVED, now)
    return _plan(case, rules.chosen(day=day, step=shown.step, zone=zone), now, agreed=True)


def _agree(shown: FollowUp) -> FollowUp:
    if shown.kind == Kind.NONE:
        raise MoveRefused
    FollowUp.objects.filter(pk=shown.pk).update(agreed=True)
    shown.agreed = True
    return shown


def end(*, case: Case, now: datetime) -> None:
    """Support has ended: nothing is planned any more."""
    require_transaction()
    row = open_row(case)
    if row is not None:
        _end(row, FollowUp.State.STOPPED, now)


def note_reminded(*, row: FollowUp) -> int:
    """Count a reminder after the window has ended; return how many that makes."""
    require_transaction()
    row.reminded += 1
    FollowUp.objects.filter(pk=row.pk).update(reminded=row.reminded)
    return row.reminded


def due(*, case: Case, now: datetime) -> datetime:
    """Return when a case that is walked with is looked at next, whatever brought it here; plans if nothing is."""
    row = open_row(case) or begin(case=case, now=now)
    ahead = [moment for moment in (row.starts_at, row.ends_at) if moment > now]
    return min(ahead, default=rules.by_day(now + rules.REMIND_EVERY, zone_of(case)))


def due_after_a_try(*, case: Case, now: datetime) -> datetime:
    """Return when to look again after a try, noted already, that reached nobody: another day, another hour."""
    return rules.try_again_at(tries=len(tries(case=case)), now=now, zone=zone_of(case))


def tries(*, case: Case) -> list[datetime]:
    """Return the tries that reached nobody since they last spoke, or since help was asked for; the latest first.

    They are in the site's time: two calls of one evening are of one day, whatever day it is in UTC.
    """
    counted = ContactAttempt.objects.filter(case=case, undone_at=None, at__gte=_last_met(case))
    unheard = counted.filter(outcome__in=UNHEARD)
    zone = zone_of(case)
    return [at.astimezone(zone) for at in unheard.order_by("-at").values_list("at", flat=True)]


def last_try(*, case: Case) -> datetime | None:
    """Return when somebody last tried to reach them in vain, unless they spoke since. One question to the database."""
    noted = ContactAttempt.objects.filter(case=case, undone_at=None).order_by("-at")
    at, outcome = noted.values_list("at", "outcome").first() or (None, "")
    return at if outcome in UNHEARD else None


def _last_met(case: Case) -> datetime:
    spoke = ContactAttempt.objects.filter(case=case, undone_at=None, outcome=Outcome.SPOKE).order_by("-at")
    done = FollowUp.objects.filter(case=case, state=FollowUp.State.DONE).order_by("-ended_at")
    moments = (
        case.asked_at,
        case.first_contact_at,
        spoke.values_list("at", flat=True).first(),
        done.values_list("ended_at", flat=True).first(),
    )
    return max(moment for moment in moments if moment)


def _plan_step(case: Case, step: int, *, met: datetime, now: datetime) -> FollowUp:
    chosen = course(organization=case.organization_id)
    return _plan(case, rules.planned(step=step, course=chosen, met=met, now=now, zone=zone_of(case)), now)


def _plan(case: Case, plan: Plan, now: datetime, *, agreed: bool = False) -> FollowUp:
    return FollowUp.objects.create(
        organization_id=case.organization_id,
        case=case,
        kind=plan.kind,
        step=plan.step,
        made_at=now,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        agreed=agreed,
    )


def _end(row: FollowUp, state: str, now: datetime) -> None:
    FollowUp.objects.filter(pk=row.pk).update(state=state, ended_at=now)
