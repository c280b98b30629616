"""Reading cases: what each reader may see, in plain rows.

Belongs here: queries and the frozen rows they return. Does not belong here: who may read (`people.access`), opening
what is sealed without noting it (journeys do both).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from alongside.cases import follow_ups, hand_overs, rules
from alongside.cases.entrusted import ContactWish, MatchingFacts
from alongside.cases.errors import CannotBeOpened, NoSuchCase, UnknownCode
from alongside.cases.models import Case, ContactAttempt, Entrusted, Opening, ReturnCode, Transition
from alongside.vault import codes, sealing
from alongside.vault.errors import CannotOpen
from alongside.vocabulary.asking import Outcome, Urgency, Way
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import ASKED_FOR, Stage

_TABLE = "cases_entrusted"

CARRIED = Q(stage__in=ASKED_FOR) | Q(stage=Stage.WITHDRAWN, danger=True)
"""What somebody answers for: everything open that was asked for, and what was taken back while danger stood."""


@dataclass(frozen=True)
class BoardRow:
    """What a coordinator may see of a case: two made-up words, a stage and a clock."""

    case: UUID
    designation: str
    stage: Stage
    due_at: datetime
    danger: bool
    wants_help_choosing: bool


@dataclass(frozen=True)
class OwnRow:
    """A case in its supporter's list."""

    case: UUID
    designation: str
    stage: Stage
    urgency: Urgency
    due_at: datetime | None
    contact_due: datetime
    danger: bool
    spoke: bool


@dataclass(frozen=True)
class Tried:
    """One try to reach the person, and what came of it."""

    outcome: Outcome
    at: datetime
    undo_until: datetime


@dataclass(frozen=True)
class Said:
    """What whoever carries a case wrote down last: what can be taken back, and what it comes to once it cannot."""

    undoable: Tried | None
    settling: Tried | None
    ending: Tried | None


@dataclass(frozen=True)
class Calls:
    """Calling the person: how often since they last spoke, whether one may stop, whether they want no more of it."""

    tries: int
    may_stop: bool
    unwanted: bool


@dataclass(frozen=True)
class OwnCase:
    """A case as the person who carries it sees it, with nothing of what is sealed."""

    organization_id: UUID
    owner_id: UUID
    case: UUID
    designation: str
    stage: Stage
    urgency: Urgency
    language: str
    danger: bool
    accepted_at: datetime | None
    contact_due: datetime
    due_at: datetime | None
    waits_for_their_yes: bool
    said: Said
    calls: Calls
    plan: follow_ups.Planned | None
    wish: hand_overs.Wish | None


@dataclass(frozen=True)
class AskedFor:
    """What may be shown before somebody accepts: how to talk, and with whom the person would rather talk."""

    way: Way
    wishes: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """One line of "who opened my request"; times to the minute, people by role only."""

    at: datetime
    role: str
    what: str
    yourself: bool
    reason: str = ""


def case_of(*, organization: UUID, case: UUID) -> Case:
    """Return the case row for a journey.

    Raises:
        NoSuchCase: not in this organization, or erased.
    """
    found = (
        Case.objects.of(organization)
        .select_related("site", "owner")
        .exclude(stage=Stage.ERASED)
        .filter(pk=case)
        .first()
    )
    if found is None:
        raise NoSuchCase
    return found


def held(case: UUID) -> Case:
    """Return a case as it is now, whichever organization's, and hold it until the transaction ends.

    Raises:
        NoSuchCase: it is not there.
    """
    found = (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("site", "owner")
        .filter(pk=case)
        .first()
    )
    if found is None:
        raise NoSuchCase
    return found


def waits_for_yes(case: Case) -> bool:
    """Say whether nothing may be shown until the person says yes to the name they asked to hear. Danger never waits."""
    return case.tell_me_who_first and case.who_confirmed_at is None and not case.danger


def board(*, organization: UUID) -> list[BoardRow]:
    """Return every open case, and those taken back under danger, as the board may show them; offers are none.

    Danger comes first, then whatever is due first. One query.
    """
    columns = ("id", "designation", "stage", "due_at", "danger", "coordinator_may_help")
    rows = Case.objects.of(organization).filter(CARRIED).order_by("-danger", "due_at").values_list(*columns)
    return [BoardRow(case, name, Stage(stage), due, danger, helps) for case, name, stage, due, danger, helps in rows]


def board_row(*, organization: UUID, case: UUID) -> BoardRow | None:
    """Return one case as the board shows it; None when it is not there."""
    return next((row for row in board(organization=organization) if row.case == case), None)


def is_answered_for(*, case: Case) -> bool:
    """Say whether somebody answers for it: open and asked for, or taken back while danger stands."""
    return case.stage in ASKED_FOR or (case.stage == Stage.WITHDRAWN and case.danger)


def own_cases(*, organization: UUID, person: UUID) -> list[OwnRow]:
    """Return the open cases that this person carries, and those taken back under danger; one query."""
    columns = ("id", "designation", "stage", "urgency", "due_at", "contact_due", "danger")
    word = Q(person_id=person, outcome=Outcome.SPOKE, undone_at=None, at__gte=OuterRef("accepted_at"))
    spoke = Exists(ContactAttempt.objects.filter(word, case=OuterRef("pk")))
    rows = Case.objects.of(organization).filter(CARRIED, owner_id=person).order_by("due_at")
    return [
        OwnRow(case, name, Stage(stage), Urgency(urgency), *rest)
        for case, name, stage, urgency, *rest in rows.values_list(*columns, spoke)
    ]


def answered_for(*, organization: UUID, person: UUID, roles: Collection[Role] | None = None) -> list[UUID]:
    """Return every case that this person answers for; of these roles only, if given. An offer is none."""
    rows = Case.objects.of(organization).filter(CARRIED, owner_id=person)
    if roles is not None:
        rows = rows.filter(Q(owner_role__in=roles) | Q(stage=Stage.WITHDRAWN))
    return list(rows.values_list("pk", flat=True))


def own_case(*, organization: UUID, person: UUID, case: UUID, now: datetime) -> OwnCase | None:
    """Return one case that this person carries, or still answers for under danger; None for every other (T17)."""
    row = Case.objects.of(organization).filter(CARRIED, pk=case, owner_id=person).first()
    if row is None:
        return None
    return OwnCase(
        organization_id=row.organization_id,
        owner_id=person,
        case=row.pk,
        designation=row.designation,
        stage=Stage(row.stage),
        urgency=Urgency(row.urgency),
        language=row.language,
        danger=row.danger,
        accepted_at=row.accepted_at,
        contact_due=row.contact_due,
        due_at=row.due_at,
        waits_for_their_yes=waits_for_yes(row),
        said=_said(row, person, now),
        calls=_calls(row),
        plan=follow_ups.planned(case=row),
        wish=hand_overs.wish_of(case=row),
    )


def _said(row: Case, person: UUID, now: datetime) -> Said:
    last = undoable(case=row, person=person, now=now)
    word = standing_word(case=row) if row.stage == Stage.ACCEPTED else None
    not_real = said_not_real(case=row) if row.stage != Stage.WITHDRAWN else None
    return Said(undoable=_tried(last), settling=_tried(word), ending=_tried(not_real))


def _tried(attempt: ContactAttempt | None) -> Tried | None:
    return Tried(Outcome(attempt.outcome), attempt.at, attempt.at + rules.UNDO_FOR) if attempt else None


def _calls(row: Case) -> Calls:
    tries = follow_ups.tries(case=row)
    may_stop = rules.may_lapse(attempts=tries, danger=row.danger)
    return Calls(len(tries), may_stop, follow_ups.calls_are_unwanted(case=row))


def asked_for(*, organization: UUID, case: UUID) -> AskedFor | None:
    """Unseal what whoever is paged may read before accepting, and nothing else. Raises NoSuchCase.

    None when the case's key is lost: nobody could reach the person, and the coordinators are told.
    """
    row = case_of(organization=organization, case=case)
    facts = facts_or_none(case=row, box=box_or_none(row))
    return AskedFor(Way(facts.way), facts.wishes) if facts else None


def said_just_now(*, case: Case, person: UUID, outcome: Outcome, now: datetime) -> bool:
    """Say whether this person wrote down the same outcome less than a minute ago: a second tap is not a second try."""
    same = Q(person_id=person, outcome=outcome, undone_at=None, at__gt=now - rules.ONE_TAP)
    return ContactAttempt.objects.filter(same, case=case).exists()


def loads(*, organization: UUID) -> dict[UUID, int]:
    """Return how many open cases each person carries; people with none are absent."""
    rows = (
        Case.objects.of(organization)
        .filter(stage__in=ASKED_FOR, owner__isnull=False)
        .values("owner_id")
        .annotate(carried=Count("id"))
        .values_list("owner_id", "carried")
    )
    return dict(rows)


def box_of(case: Case) -> sealing.Box:
    """Open the box of a case; late, for one request, never kept. Raises CannotBeOpened."""
    try:
        return sealing.open_box(organization=case.organization_id, case=case.pk)
    except CannotOpen as lost:
        raise CannotBeOpened(organization=case.organization_id, case=case.pk) from lost


def box_or_none(case: Case) -> sealing.Box | None:
    """Open the box of a case; None when its key is lost."""
    try:
        return box_of(case)
    except CannotOpen:
        return None


def contact_of(*, case: Case, box: sealing.Box) -> ContactWish:
    """Unseal how to reach the person. Whoever shows it notes the opening. Raises CannotBeOpened."""
    return ContactWish.from_bytes(_unsealed(case=case, box=box, column="contact"))


def facts_of(*, case: Case, box: sealing.Box) -> MatchingFacts:
    """Unseal what helps to find the right colleague. Raises CannotBeOpened."""
    return MatchingFacts.from_bytes(_unsealed(case=case, box=box, column="matching"))


def facts_or_none(*, case: Case, box: sealing.Box | None) -> MatchingFacts | None:
    """Unseal what helps to find the right colleague; None when the key is lost or what it sealed is damaged."""
    try:
        return facts_of(case=case, box=box) if box else None
    except CannotOpen:
        return None


def _unsealed(*, case: Case, box: sealing.Box, column: str) -> bytes:
    held = Entrusted.objects.only("id", column).get(case=case)
    try:
        return box.open(table=_TABLE, column=column, row=held.pk, sealed=bytes(getattr(held, column)))
    except CannotOpen as damaged:
        raise CannotBeOpened(organization=case.organization_id, case=case.pk) from damaged


def seen_by(*, case: Case) -> list[Seen]:
    """Return who saw what of the case, the latest first."""
    rows = Opening.objects.filter(case=case).order_by("-at", "-id").values_list("at", "role", "what", "reason")
    return [Seen(at, role, what, role == Role.CAREGIVER, reason) for at, role, what, reason in rows[:100]]


def seen_of_late(*, case: Case, person: UUID | None, what: str, now: datetime) -> bool:
    """Say whether it is noted already that this person saw this within the hour; None is whoever asked."""
    return Opening.objects.filter(case=case, person=person, what=what, at__gt=now - timedelta(hours=1)).exists()


def visits_this_week(*, case: Case, now: datetime) -> int:
    """Return how often the case was opened by its code in the last seven days."""
    week = now - timedelta(days=7)
    return Opening.objects.filter(case=case, what=Opening.What.VISIT, at__gte=week).count()


def attempts_of(*, case: Case) -> Sequence[ContactAttempt]:
    """Return the attempts that count, the latest first. Saying that a request is not real is none."""
    tried = ContactAttempt.objects.filter(case=case, undone_at=None).exclude(outcome=Outcome.NOT_REAL)
    return list(tried.order_by("-at"))


def said_not_real(*, case: Case) -> ContactAttempt | None:
    """Return the standing word of whoever carries the case that it is not a real request, not yet taken back.

    Danger comes first: while it is up no such word holds. Nor does one that a contact has proved wrong since.
    """
    if case.owner_id is None or case.danger:
        return None
    since = max(case.accepted_at or case.asked_at, case.first_contact_at or case.asked_at)
    theirs = ContactAttempt.objects.filter(case=case, person_id=case.owner_id, undone_at=None, at__gte=since)
    last = theirs.order_by("-at").first()
    return last if last and last.outcome == Outcome.NOT_REAL else None


def standing_word(*, case: Case) -> ContactAttempt | None:
    """Return the supporter's "we spoke" that has not been taken back, if the case has not moved on it yet."""
    if case.owner_id is None:
        return None
    since = case.accepted_at or case.asked_at
    spoke = Q(outcome=Outcome.SPOKE, undone_at=None, at__gte=since)
    return ContactAttempt.objects.filter(spoke, case=case, person_id=case.owner_id).order_by("-at").first()


def undoable(*, case: Case, person: UUID, now: datetime) -> ContactAttempt | None:
    """Return this person's last outcome if it can still be taken back."""
    recent = Q(person_id=person, undone_at=None, at__gt=now - rules.UNDO_FOR)
    return ContactAttempt.objects.filter(recent, case=case).order_by("-at").first()


def was_taken_back(*, case: Case) -> bool:
    """Say whether the person themselves took the case back; else whoever carried it said that it was not real."""
    last = Transition.objects.filter(case=case, to_stage=Stage.WITHDRAWN).order_by("-at").first()
    return last is None or last.actor_role == Role.CAREGIVER


def code_was_handed_over(*, case: Case) -> bool:
    """Say whether somebody else knows the case's code: it was read aloud or written down for its owner."""
    return ReturnCode.objects.filter(case=case, handed_over=True).exists()


def lookup_of(*, case: Case) -> str:
    """Return the first group of the case's code, which alone opens nothing; "" where it has none."""
    return ReturnCode.objects.filter(case=case).values_list("lookup", flat=True).first() or ""


def lookup_taken(*, organization: UUID, lookup: str) -> bool:
    """Say whether a live case already has this lookup."""
    return ReturnCode.objects.of(organization).filter(lookup=lookup).exists()


def case_by_code(*, organization: UUID, code: codes.Code) -> Case:
    """Return the case that this code opens. Does the same work whether or not such a case exists.

    Raises:
        UnknownCode: no live case has it; which part was wrong is not told.
    """
    row = ReturnCode.objects.of(organization).filter(lookup=code.lookup).select_related("case", "case__site").first()
    kept = codes.Verifier(bytes(row.salt), row.parameters, row.pepper, bytes(row.verifier)) if row else None
    if not codes.matches(code, kept) or row is None:
        raise UnknownCode
    return row.case
