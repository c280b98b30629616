"""Writing a case: opening it, the one way to move it, what is sealed, who saw what, attempts and their undoing.

Belongs here: verbs on the case's own rows, inside a journey's transaction. Does not belong here: paging, notices, the
ledger (journeys write it),
drafts and visits (`cases.visits`).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Subquery

from alongside.cases import designations, rules
from alongside.cases.entrusted import ContactWish, MatchingFacts
from alongside.cases.errors import MovedMeanwhile, MoveRefused, TooLateToUndo
from alongside.cases.models import Case, ContactAttempt, Entrusted, Opening, ReturnCode, Transition
from alongside.tenancy import queries as tenancy
from alongside.tenancy.leases import lease_first_key
from alongside.tenancy.models import Site
from alongside.tenancy.rows import change
from alongside.tenancy.transactions import require_transaction
from alongside.vault import codes, sealing
from alongside.vocabulary.asking import Outcome, Source, Urgency
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import ASKED_FOR, OPEN, RULES, Stage, Turn, may_move

IN_HANDS = ASKED_FOR - {Stage.WAITING, Stage.WITH_PROFESSIONAL}
"""Stages in which a supporter is to do the next step by a time; waiting has its ladder, a hand-off its own duty."""

_TABLE = "cases_entrusted"
_ROLE_OF_TURN = {
    Turn.SUPPORTER: Role.SUPPORTER,
    Turn.LADDER: Role.SUPPORTER,
    Turn.PROFESSIONAL: Role.PROFESSIONAL,
    Turn.CAREGIVER: Role.CAREGIVER,
}


@dataclass(frozen=True)
class Actor:
    """Who does it: a role, and the person where there is one. A caregiver and the engine are nobody by name."""

    role: str
    person: UUID | None = None


CAREGIVER = Actor(Role.CAREGIVER)
ENGINE = Actor("engine")


@dataclass(frozen=True)
class Request:
    """Everything a request consists of when it is sent."""

    site: UUID
    urgency: Urgency
    source: Source
    language: str
    contact: ContactWish
    facts: MatchingFacts
    coordinator_may_help: bool = False
    tell_me_who_first: bool = False


def open_case(
    *, organization: UUID, request: Request, contact_due: datetime, by: Actor, now: datetime
) -> tuple[Case, sealing.Box]:
    """Save a request as a waiting case; return it with the box that opens what it holds."""
    require_transaction()
    case = create_named(
        organization=organization,
        site_id=request.site,
        stage=Stage.WAITING,
        urgency=request.urgency,
        source=request.source,
        language=request.language,
        danger=request.urgency is Urgency.DANGER,
        asked_at=now,
        contact_due=contact_due,
        due_at=now,
        owner_role=Role.SUPPORTER,
        coordinator_may_help=request.coordinator_may_help,
        tell_me_who_first=request.tell_me_who_first and request.urgency is not Urgency.DANGER,
    )
    box = entrust(case=case, contact=request.contact.to_bytes(), facts=request.facts)
    note_move(case=case, start="", end=Stage.WAITING, by=by, now=now)
    what = Opening.What.ASKED if by.role == Role.CAREGIVER else Opening.What.CALL_TAKEN
    note_opening(case=case, role=by.role, person=by.person, what=what, now=now)
    return case, box


def create_named(*, organization: UUID, **columns: object) -> Case:
    """Make a case under two words that no live case bears.

    Two people who ask at the same moment may draw the same ones: the second draws again, and asks all the same.
    """
    require_transaction()
    spoken_first = tenancy.house_of(organization).languages[0]
    while True:
        drawn = designations.draw(designations_taken(organization), language=spoken_first)
        try:
            with transaction.atomic():
                return Case.objects.create(id=uuid.uuid4(), organization_id=organization, designation=drawn, **columns)
        except IntegrityError:
            if drawn not in designations_taken(organization):
                raise


def designations_taken(organization: UUID) -> set[str]:
    """Return the made-up words that live cases bear."""
    live = Case.objects.of(organization).exclude(stage=Stage.ERASED)
    return set(live.values_list("designation", flat=True))


def entrust(*, case: Case, contact: bytes, facts: MatchingFacts) -> sealing.Box:
    """Seal how to reach the person and what decides who must not be asked, under a key of their case's own."""
    require_transaction()
    box, row = sealing.make_box(organization=case.organization_id, case=case.pk), uuid.uuid4()
    Entrusted.objects.create(
        id=row,
        organization_id=case.organization_id,
        case=case,
        contact=box.seal(table=_TABLE, column="contact", row=row, plain=contact),
        matching=box.seal(table=_TABLE, column="matching", row=row, plain=facts.to_bytes()),
    )
    return box


def seal_anew(*, case: Case, box: sealing.Box, column: str, plain: bytes) -> None:
    """Seal something else in place of one column of what was entrusted."""
    require_transaction()
    row = Entrusted.objects.only("id").get(case=case)
    change(row, **{column: box.seal(table=_TABLE, column=column, row=row.pk, plain=plain)})


def move(
    *,
    case: Case,
    to: Stage,
    by: Actor,
    now: datetime,
    due_at: datetime | None = None,
    owner: UUID | None = None,
    owner_role: str = "",
) -> None:
    """Move a case: the only way. Checks the table, sets owner and due time, appends an immutable row.

    Raises:
        MoveRefused: the table does not allow it, danger holds it, or an open stage would have no due time.
        MovedMeanwhile: somebody else moved it first.
    """
    require_transaction()
    start = Stage(case.stage)
    if not may_move(start, to, danger=case.danger) or (to in OPEN and due_at is None):
        raise MoveRefused
    changes = _after_end(case, to, now) if to not in OPEN else _opened(to, owner, owner_role, due_at)
    _leave(case, start, changes)
    note_move(case=case, start=start, end=to, by=by, now=now)


def _leave(case: Case, start: Stage, changes: dict[str, object]) -> None:
    if not Case.objects.filter(pk=case.pk, stage=start).update(**changes):
        raise MovedMeanwhile
    for name, value in changes.items():
        setattr(case, name, value)


def _after_end(case: Case, to: Stage, now: datetime) -> dict[str, object]:
    keeps_owner = case.danger and to is Stage.WITHDRAWN
    return {
        "stage": to,
        "owner_role": Role.PROFESSIONAL if keeps_owner else "",
        "owner_id": case.owner_id if keeps_owner else None,
        "due_at": now + timedelta(days=tenancy.days_kept(case.organization_id, asked_at=case.asked_at)),
        "ended_at": now,
        "lease_until": None,
    }


def _opened(to: Stage, owner: UUID | None, owner_role: str, due_at: datetime | None) -> dict[str, object]:
    return {
        "stage": to,
        "owner_role": owner_role or _ROLE_OF_TURN[RULES[to].turn],
        "owner_id": owner,
        "due_at": due_at,
        "ended_at": None,
        "reminded_at": None,
        "lease_until": None,
    }


def note_move(*, case: Case, start: str, end: Stage, by: Actor, now: datetime) -> None:
    """Append the immutable row of a move. Only `move` and whatever opens a case call it."""
    Transition.objects.create(
        organization_id=case.organization_id,
        case=case,
        at=now,
        from_stage=start,
        to_stage=end,
        actor_role=by.role,
        actor_id=by.person,
    )


def set_times(*, case: Case, due_at: datetime | None = None, contact_due: datetime | None = None) -> None:
    """Set the next due time of an open case, and the promise where it changes."""
    given = {"due_at": due_at, "contact_due": contact_due}
    change(case, lease_until=None, **{name: moment for name, moment in given.items() if moment is not None})


def note(*, case: Case, **changes: datetime | bool | None) -> None:
    """Set plain facts of the case, by the names of its columns: times that were reached, and `danger`."""
    change(case, **changes)


def ask_anew(*, case: Case, urgency: Urgency, contact_due: datetime, now: datetime) -> None:
    """Set the clocks of a case that came back as if it were asked now. Danger is not lowered by it."""
    note(
        case=case,
        asked_at=now,
        contact_due=contact_due,
        first_contact_at=None,
        accepted_at=None,
        danger=case.danger or urgency is Urgency.DANGER,
    )
    hasten(case=case, urgency=urgency)


def hasten(*, case: Case, urgency: Urgency) -> None:
    """Change how soon contact is wanted."""
    change(case, urgency=urgency)


def claim_overdue(*, now: datetime) -> UUID | None:
    """Lease the case in somebody's hands whose time came first; None when none has."""
    return lease_first_key(Case.objects.filter(stage__in=IN_HANDS, due_at__lte=now), now=now)


def nobody_answers_for(*, case: Case) -> None:
    """Take a case that was taken back under danger from whoever answered for it; coordinators see to it meanwhile."""
    require_transaction()
    Case.objects.filter(pk=case.pk, stage=Stage.WITHDRAWN).update(owner=None)
    case.owner_id = None


def change_contact(*, case: Case, box: sealing.Box, contact: ContactWish, now: datetime) -> None:
    """Seal a new way to reach the person in place of the old one."""
    seal_anew(case=case, box=box, column="contact", plain=contact.to_bytes())
    note_opening(case=case, role=Role.CAREGIVER, person=None, what=Opening.What.CONTACT_CHANGED, now=now)


def change_facts(*, case: Case, box: sealing.Box, facts: MatchingFacts) -> None:
    """Seal new matching facts, such as one more person to avoid."""
    seal_anew(case=case, box=box, column="matching", plain=facts.to_bytes())


def note_opening(*, case: Case, role: str, person: UUID | None, what: str, now: datetime, reason: str = "") -> None:
    """Write what the caregiver reads under "who opened my request"; times to the minute, no more."""
    require_transaction()
    Opening.objects.create(
        organization_id=case.organization_id,
        case=case,
        at=now.replace(second=0, microsecond=0),
        role=role,
        person_id=person,
        what=what,
        reason=reason,
    )


def note_attempt(*, case: Case, person: UUID, outcome: Outcome, now: datetime) -> None:
    """Write down that somebody tried, and what came of it."""
    require_transaction()
    ContactAttempt.objects.create(
        organization_id=case.organization_id, case=case, person_id=person, outcome=outcome, at=now
    )


def undo_attempt(*, case: Case, person: UUID, now: datetime) -> ContactAttempt:
    """Take back this person's last outcome, within ten minutes; return which it was.

    Raises:
        TooLateToUndo: ten minutes have passed, or there is nothing to undo.
    """
    require_transaction()
    last = case.attempts.filter(person_id=person, undone_at=None, at__gt=now - rules.UNDO_FOR).order_by("-at").first()
    if last is None:
        raise TooLateToUndo
    ContactAttempt.objects.filter(pk=last.pk).update(undone_at=now)
    return last


def keep_code(
    *, case: Case, code: codes.Code, verifier: codes.Verifier, handed_over: bool = False, first: bool = False
) -> None:
    """Keep what recognizes the return code; any earlier code of the case stops working.

    `handed_over`: somebody else knows it, so that its owner is asked to take one of their own at first use.
    `first`: the case was opened in this transaction, so that there is no earlier code to look for.
    """
    require_transaction()
    if not first:
        ReturnCode.objects.filter(case=case).delete()
    ReturnCode.objects.create(
        organization_id=case.organization_id,
        case=case,
        lookup=code.lookup,
        salt=verifier.salt,
        parameters=verifier.parameters,
        pepper=verifier.pepper,
        verifier=verifier.verifier,
        handed_over=handed_over,
    )


def leave_tombstone(*, case: Case, now: datetime) -> None:
    """Delete everything of a case, in every table that points to it; a stage and a coarse date remain.

    Every tombstone of an organization stands at the same of its sites: at which one somebody asked is told by none.
    """
    require_transaction()
    quarter = now.replace(month=(now.month - 1) // 3 * 3 + 1, day=1, hour=0, minute=0, second=0, microsecond=0)
    move(case=case, to=Stage.ERASED, by=ENGINE, now=now)
    for pointing in Case._meta.related_objects:
        pointing.related_model._base_manager.filter(**{pointing.field.name: case}).delete()  # noqa: SLF001  # Of any model.
    anywhere = Site.objects.of(case.organization_id).order_by("pk").values_list("pk")[:1]
    Case.objects.filter(pk=case.pk).update(
        site=Subquery(anywhere), designation="", urgency=Urgency.TODAY, source=Source.SELF, language="",
        asked_at=quarter, contact_due=quarter, accepted_at=None, first_contact_at=None,
        ended_at=quarter, due_at=None, reminded_at=None, who_confirmed_at=None,
        owner=None, owner_role="", coordinator_may_help=False, tell_me_who_first=False,
    )  # fmt: skip
