"""What must hold of every house, whatever was done in it, in whichever order, and whoever was killed meanwhile.

Belongs here: looking at the rows by another way than the journeys take. Does not belong here: doing anything.
"""

from __future__ import annotations

from uuid import UUID

from alongside.cases.models import Case, Danger, FollowUp, HandOff, HandOver, HandOverTurn, Message, Opening
from alongside.ledger import queries as ledger
from alongside.paging.models import Climb
from alongside.vocabulary.stages import OPEN, Stage

HAS_A_PERSON = {Stage.ACCEPTED, Stage.ALONGSIDE, Stage.WITH_PROFESSIONAL}
ENDS_LATER = ("proposed", "asked", "confirmed")


def expects_a_sound_house(organization: UUID) -> None:
    """Every open case has somebody and a time, nothing is there twice, what is erased is gone, the ledger is whole."""
    for case in Case.objects.of(organization):
        expects_a_sound_case(case)
    assert ledger.verify(organization=organization) == []


def expects_a_sound_case(case: Case) -> None:
    """As above, for one."""
    assert case.stage not in OPEN or (case.owner_role and case.due_at), case.stage
    assert case.stage not in HAS_A_PERSON or case.owner_id, case.stage
    climbs = Climb.objects.filter(case=case, ended_at=None).count()
    assert climbs == (case.stage == Stage.WAITING), (case.stage, climbs)
    plans = FollowUp.objects.filter(case=case, state="open").count()
    assert plans == 1 or (case.stage != Stage.ALONGSIDE and plans == 0), (case.stage, plans)
    assert plans == 0 or case.stage in OPEN, "after the end nothing is planned"
    _nothing_twice(case)
    if case.stage == Stage.ERASED:
        for model in (FollowUp, HandOff, HandOver, Message, Opening, Danger):
            assert not model.objects.filter(case=case).exists(), model


def _nothing_twice(case: Case) -> None:
    offs = HandOff.objects.filter(case=case, state__in=ENDS_LATER)
    assert offs.count() <= 1
    assert case.stage != Stage.WITH_PROFESSIONAL or offs.count() == 1
    assert HandOver.objects.filter(case=case, ended_at=None).count() <= 1
    asked = HandOverTurn.objects.filter(hand_over__case=case, hand_over__ended_at=None, answer="none")
    assert asked.count() <= 1, "one after the other, never several"
    assert Danger.objects.filter(case=case, ended_at=None).count() == case.danger, case.stage
