"""What must hold of every house, whatever was done in it, in whichever order, and whoever was killed meanwhile.

Belongs here: looking at the rows by another way than the journeys take. Does not belong here: doing anything, what
readers may see (`readers.py`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from alongside.cases.models import Case, Danger, FollowUp, HandOff, HandOver, HandOverTurn, Transition
from alongside.ledger import queries as ledger
from alongside.ledger.models import Proof
from alongside.notices.models import Notice
from alongside.paging.models import Climb, Page
from alongside.vault import sealing
from alongside.vault.errors import CannotOpen
from alongside.vocabulary.stages import ENDED, OPEN, Stage, may_move

HAS_A_PERSON = {Stage.ACCEPTED, Stage.ALONGSIDE, Stage.WITH_PROFESSIONAL}
ENDS_LATER = ("proposed", "asked", "confirmed")
AT_REST = timedelta(minutes=2)
"""How late the engine may be with something, where it has just done whatever it could."""


def expects_a_sound_house(organization: UUID) -> None:
    """Every open case has somebody and a time, nothing is there twice, what is erased is gone, the ledger is whole."""
    for case in Case.objects.of(organization):
        expects_a_sound_case(case)
    assert ledger.verify(organization=organization) == []


def expects_a_sound_case(case: Case) -> None:
    """As above, for one."""
    if case.stage == Stage.ERASED:
        expects_nothing_left(case)
        return
    assert case.stage not in OPEN or (case.owner_role and case.due_at), case.stage
    assert case.stage not in HAS_A_PERSON or case.owner_id, case.stage
    _somebody_is_asked(case)
    plans = FollowUp.objects.filter(case=case, state="open").count()
    assert plans == 1 or (case.stage != Stage.ALONGSIDE and plans == 0), (case.stage, plans)
    assert plans == 0 or case.stage in OPEN, "after the end nothing is planned"
    assert not case.danger or case.stage in OPEN | {Stage.WITHDRAWN}, "danger keeps a case open"
    _nothing_twice(case)


def _somebody_is_asked(case: Case) -> None:
    """What waits is nobody's, and climbs: a ladder's next rung is due when the case is."""
    climbs = list(Climb.objects.filter(case=case, ended_at=None).values_list("due_at", flat=True))
    assert len(climbs) == (case.stage == Stage.WAITING), (case.stage, climbs)
    if case.stage == Stage.WAITING:
        assert case.owner_id is None, "whoever gave it back, or was kept away, is not near any more"
        assert climbs == [case.due_at], "the board shows the time at which the engine comes"


def _nothing_twice(case: Case) -> None:
    offs = HandOff.objects.filter(case=case, state__in=ENDS_LATER)
    assert offs.count() <= 1
    assert case.stage != Stage.WITH_PROFESSIONAL or [one.to_id for one in offs] == [case.owner_id]
    assert HandOver.objects.filter(case=case, ended_at=None).count() <= 1
    asked = HandOverTurn.objects.filter(hand_over__case=case, hand_over__ended_at=None, answer="none")
    assert asked.count() <= 1, "one after the other, never several"
    assert Danger.objects.filter(case=case, ended_at=None).count() == case.danger, case.stage


def expects_nothing_left(case: Case) -> None:
    """Of an erased case a tombstone is there, and nothing that was entrusted can be read any more."""
    assert (case.designation, case.owner_id, case.due_at, case.danger) == ("", None, None, False)
    for pointing in Case._meta.related_objects:
        model = pointing.related_model
        assert not model._default_manager.filter(**{pointing.field.name: case}).exists(), model
    assert not Notice.objects.filter(case=case.pk).exists()
    assert not Proof.objects.filter(case=case.pk).exists()
    with pytest.raises(CannotOpen):
        sealing.open_box(organization=case.organization_id, case=case.pk)


def expects_nothing_overdue(now: datetime) -> None:
    """The engine has just done whatever it could: nothing that has a time is past it, so each time is picked up."""
    late = now - AT_REST
    for case in Case.objects.exclude(stage__in=ENDED).exclude(stage=Stage.OFFERED):
        assert case.due_at is not None
        assert case.due_at > late, (case.stage, case.due_at, now)
    assert not Climb.objects.filter(ended_at=None, due_at__lte=late).exists()
    assert not Danger.objects.filter(ended_at=None, due_at__lte=late).exists()
    assert not HandOver.objects.filter(ended_at=None, due_at__lte=late).exists()
    assert not Page.objects.filter(climb__ended_at=None, answer="none", case__stage__in=ENDED).exists()


def expects_lawful_moves() -> None:
    """Every move that was made stands in the table; while danger stood none ended, but by taking it back."""
    for start, end in Transition.objects.exclude(from_stage="").values_list("from_stage", "to_stage").distinct():
        assert may_move(Stage(start), Stage(end)), (start, end)
