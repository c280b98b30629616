"""After a restore: whoever was forgotten stays forgotten, and nothing old is sent.

A backup knows people who were erased since, and notices, offers and sessions that are long over. Before web or engine
is ready, `recover` erases again whatever the list of erasures names, ends every session, voids what was to be sent,
lets offers lapse, and leaves each open request to the coordinators, with an hour before anything goes on by itself.
Each step may be repeated; only the last one lets the database know the list, so that a killed recovery begins anew.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import Model, ProtectedError

from alongside.cases import erasing, offered
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.models import Case, Draft, Visit
from alongside.events import operations as events
from alongside.events.models import Event
from alongside.journeys import forgetting
from alongside.journeys import until_a_human_answers as ladder
from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.notices.models import Notice
from alongside.paging.models import Alarm, Page
from alongside.people import queries as people
from alongside.reminders import operations as reminders
from alongside.rounds import operations as rounds
from alongside.rounds import rules as round_rules
from alongside.rounds.errors import NoSuchOffer, NoSuchRound
from alongside.rounds.models import Carried
from alongside.tenancy import queries as tenancy
from alongside.tenancy.transactions import one_transaction
from alongside.vault import erasures, home
from alongside.vault.erasures import Standing
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import ASKED_FOR, Stage

TIME_TO_LOOK = timedelta(hours=1)
"""How long coordinators have before what was open in the backup goes on by itself: nobody is left waiting for ever."""

TOLD_AFTER = timedelta(minutes=15)
"""When coordinators are told: late enough that whoever tries a backup out can stop before."""


def recover(*, now: datetime, restored: bool = False) -> Standing:
    """Bring the database in line with the list of erasures; return how they stood before.

    `restored`: it is known to come from a backup. Where the list itself is lost nothing is done: nobody could say who
    was to stay forgotten.
    """
    before = erasures.standing()
    if before.lost or (before is Standing.WHOLE and not restored):
        return before
    for organization, owner in erasures.came_back():
        _forget_again(organization, owner, now=now)
    if restored or before is Standing.RESTORED:
        _begin_anew(now=now)
    with one_transaction(ring=False):
        erasures.settle()
    forgetting.leave_no_trace()
    return before


def stay_here(*, now: datetime) -> None:
    """An operator says that this house answers at its new address, or the first start does: from now on it sends."""
    moved = home.is_elsewhere()
    with one_transaction(ring=False):
        home.settle_here()
        if moved:
            _write_everywhere("house.moved", now=now)


def accept_the_list(*, now: datetime) -> None:
    """The list is lost for good: go on with it as it is. Older backups must be destroyed."""
    with one_transaction(ring=False):
        erasures.settle()
        _write_everywhere("erasures.begun_anew", now=now)


def _forget_again(organization: UUID, owner: UUID, *, now: datetime) -> None:
    """Erase what a destroyed key belonged to: a case by its own steps, anything else with its row."""
    with one_transaction(ring=False):
        case = Case.objects.of(organization).exclude(stage=Stage.ERASED).filter(pk=owner).first()
        if case is not None:
            held = ladder.hold(case=case.pk)
            erasing.end_as_it_was(case=held)
            forgetting.erase(case=held, now=now, again=True)
            return
        erasures.destroy_again(case=owner)
        notices.forget_case(case=owner)
        for model in _tables():
            with suppress(ProtectedError):
                model._default_manager.filter(pk=owner).delete()  # Of any table.


def _tables() -> list[type[Model]]:
    """Return every table of ours whose rows have a random key; such a key is one row's alone."""
    ours = (model for model in apps.get_models() if model.__module__.startswith("alongside."))
    return [model for model in ours if model is not Case and model._meta.pk.get_internal_type() == "UUIDField"]


def _begin_anew(*, now: datetime) -> None:
    with one_transaction(ring=False):
        Session.objects.all().delete()
        Visit.objects.filter(ended_at=None).update(ended_at=now)
        Draft.objects.all().delete()
        Notice.objects.filter(state=Notice.State.DUE).update(state=Notice.State.VOID, slot={}, lease_until=None)
        for house in tenancy.houses():
            reminders.pass_over(organization=house.id, zone=house.zone, now=now)
        _put_off(now)
    for event in Event.objects.values_list("pk", flat=True):
        with one_transaction(ring=False):
            events.burn(event=event, now=now)
    for offer in Carried.objects.select_related("round"):
        with one_transaction(ring=False), suppress(NoSuchRound, NoSuchOffer):
            held = rounds.hold(organization=offer.organization_id, round_id=offer.round_id)
            found = rounds.hold_offer(round_=held, case=offer.case)
            rounds.settle(offer=found, reached=found.said in round_rules.REACHED, now=now)
    for key in Case.objects.filter(stage=Stage.OFFERED).values_list("pk", flat=True):
        with one_transaction(ring=False):
            offered.end_at_once(case=case_queries.held(key), to=Stage.LAPSED, by=cases.ENGINE, now=now)
    with one_transaction(ring=False):
        _leave_to_coordinators(now)
        _write_everywhere("house.restored", now=now)


def _put_off(now: datetime) -> None:
    """No lease holds any more, and whatever was due waits until somebody has looked."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        if "lease_until" in names:
            model._default_manager.exclude(lease_until=None).update(lease_until=None)  # As above.
        if {"lease_until", "due_at"} <= names:
            soon = model._default_manager.filter(due_at__lt=now + TIME_TO_LOOK)  # As above.
            soon.update(due_at=now + TIME_TO_LOOK)


def _leave_to_coordinators(now: datetime) -> None:
    """Put each open request on the board as "restored, please check"; who was asked to take one is asked no more."""
    asked = Page.objects.filter(answer=Page.Answer.NONE)
    asked.update(answer=Page.Answer.STOOD_DOWN, answered_at=now)
    open_ = Case.objects.filter(stage__in=sorted(ASKED_FOR))
    known = set(Alarm.objects.filter(kind=Alarm.Kind.RESTORED, seen_at=None).values_list("case", flat=True))
    Alarm.objects.bulk_create(
        Alarm(organization_id=organization, case_id=case, kind=Alarm.Kind.RESTORED, raised_at=now)
        for organization, case in open_.values_list("organization_id", "pk")
        if case not in known
    )
    for house in tenancy.houses():
        Alarm.objects.get_or_create(
            organization_id=house.id, kind=Alarm.Kind.RESTORED, case=None, seen_at=None, defaults={"raised_at": now}
        )
        for person in people.holders(organization=house.id, role=Role.COORDINATOR, now=now):
            at = now + TOLD_AFTER
            notices.tell(organization=house.id, person=person, template="alarm", now=now, due_at=at)


def _write_everywhere(verb: str, *, now: datetime) -> None:
    for house in tenancy.houses():
        ledger.write(organization=house.id, actor_role=cases.ENGINE.role, verb=verb, now=now, payload={})
