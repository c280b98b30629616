"""What each reader may see of a case, held against the rows: by the queries and journeys that the screens use.

Belongs here: every door through which somebody of the house, of another one, or kept away might look at a case, and by
what right. Does not belong here: doing anything else (`anybody.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from alongside.cases import dangers, glass, hand_offs, hand_overs, holds, messages
from alongside.cases import queries as cases
from alongside.cases.models import Case, Danger, DangerAsked, Glass, HandOff, HandOverTurn
from alongside.journeys import (
    answering_a_page,
    breaking_the_glass,
    coordinating,
    danger,
    handing_over,
    handing_to_a_professional,
    staying_in_touch,
    writing_to_each_other,
)
from alongside.notices.models import Notice
from alongside.paging import queries as paging
from alongside.paging.models import Page
from alongside.people import access
from alongside.people.queries import Member
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import ASKED_FOR, Stage
from tests.stories.anybody import REFUSED, Anybody, Seen
from tests.stories.house_of_many import KEPT_AWAY, ROLES
from tests.worlds import World


@dataclass
class Reader:
    """Somebody of the house before one case: what they are to it, read from the rows."""

    one: Anybody
    case: Case
    who: str

    @cached_property
    def member(self) -> Member:
        """As the doors know them."""
        return self.one.as_member(self.who)

    @property
    def key(self) -> UUID:
        """The case's key."""
        return self.case.pk

    @cached_property
    def kept_away(self) -> bool:
        """Whether whoever asked must never have them near."""
        return self.who in KEPT_AWAY or any((far.case, far.who) == (self.key, self.who) for far in self.one.avoided)

    @cached_property
    def carries(self) -> bool:
        """Whether they answer for it."""
        held = self.case.stage in ASKED_FOR or (self.case.stage == Stage.WITHDRAWN and self.case.danger)
        return held and self.case.owner_id == self.member.person and not self.kept_away

    @cached_property
    def waits(self) -> bool:
        """Whether nothing opens yet: for the person's yes to a name, or for a professional's."""
        case = self.case
        their_yes = case.tell_me_who_first and case.who_confirmed_at is None and not case.danger
        confirmed = HandOff.objects.filter(case=case, state="confirmed").exists()
        return their_yes or (case.stage == Stage.WITH_PROFESSIONAL and not confirmed)

    @cached_property
    def off(self) -> HandOff | None:
        """The hand-off under way."""
        return HandOff.objects.filter(case=self.case, state__in=["proposed", "asked", "confirmed"]).first()

    @cached_property
    def danger(self) -> Danger | None:
        """The danger that stands."""
        return Danger.objects.filter(case=self.case, ended_at=None).first()

    def may_call(self) -> bool:
        """Contact and words open for whoever carries it and has every yes; not where no call is wanted."""
        return self.carries and not self.waits and bool(self.member.roles & Role.opening_cases())

    def may_stay_in_touch(self) -> bool:
        """The peer who brought a professional in goes on until that one confirms, and later if it was wished."""
        off = self.off
        if off is None or self.case.stage != Stage.WITH_PROFESSIONAL or off.made_by_id != self.member.person:
            return False
        return not self.kept_away and (off.state == "asked" or off.in_touch)

    def may_see_the_hand_off(self) -> bool:
        """Whoever made it and whoever is asked."""
        off = self.off
        return off is not None and not self.kept_away and self.member.person in {off.made_by_id, off.to_id}

    def may_speak_of_danger(self) -> bool:
        """Whoever carries it, professionals who were asked, coordinators; nobody who is kept away."""
        if self.danger is None or self.kept_away:
            return False
        asked = DangerAsked.objects.filter(danger=self.danger, person=self.member.person).exists()
        asked = asked or self.danger.taken_by_id == self.member.person
        return (
            self.carries or Role.COORDINATOR in self.member.roles or (asked and Role.PROFESSIONAL in self.member.roles)
        )

    def may_look_through_glass(self) -> bool:
        """A coordinator who broke it less than a quarter of an hour ago."""
        since = self.one.now - timedelta(minutes=15)
        broken = Glass.objects.filter(case=self.case, person=self.member.person, opened_at__gt=since)
        return Role.COORDINATOR in self.member.roles and not self.kept_away and broken.exists()

    def may_help(self) -> bool:
        """A coordinator, of what waits."""
        return Role.COORDINATOR in self.member.roles and self.case.stage == Stage.WAITING

    def may_hand_over(self) -> bool:
        """Whoever carries it sees the names of those who could go on."""
        return self.carries


Door = tuple[Callable[[Reader], object], Callable[[Reader], bool]]


def _own(of: Reader) -> dict[str, Any]:
    return {"organization": of.member.organization, "case": of.key, "person": of.member.person}


def _contact(of: Reader) -> object:
    return answering_a_page.open_contact(**_own(of), calling_number="", now=of.one.now)


def _in_touch(of: Reader) -> object:
    key = of.off.pk if of.off else of.key
    return staying_in_touch.open_contact(member=of.member, hand_off=key, calling_number="", now=of.one.now)


def _hand_off(of: Reader) -> object:
    row = hand_offs.row_of(organization=of.member.organization, hand_off=of.off.pk) if of.off else None
    return row and access.may_see_hand_off(of.member, row)


def _danger(of: Reader) -> object:
    return of.danger and danger.has_a_say(member=of.member, danger=of.danger.pk, now=of.one.now)


def _glass(of: Reader) -> object:
    return breaking_the_glass.look_again(member=of.member, case=of.key, calling_number="", now=of.one.now)


def _helps(of: Reader) -> object:
    if not access.may_page_again(of.member):
        return None
    able = coordinating.those_who_can(member=of.member, case=of.key, now=of.one.now)
    return _nobody_kept_away(of, [found.person for found in able])


def _goes_on(of: Reader) -> object:
    return _nobody_kept_away(of, [found.person for found in handing_over.those_who_can(**_own(of), now=of.one.now)])


def _brings_in(of: Reader) -> object:
    able = handing_to_a_professional.those_who_can(**_own(of), now=of.one.now)
    return _nobody_kept_away(of, [found.person for found in able])


def _nobody_kept_away(of: Reader, people: Collection[UUID]) -> bool:
    """Of a list of names: nobody stands in it whom whoever asked would rather not have near."""
    for person in people:
        assert not Reader(of.one, of.case, of.one.name(person)).kept_away, "named, whom they would rather avoid"
    return True


DOORS: dict[str, Door] = {
    "how to reach them": (_contact, Reader.may_call),
    "staying in touch": (_in_touch, Reader.may_stay_in_touch),
    "their words": (
        lambda of: writing_to_each_other.we_read(**_own(of), now=of.one.now) is not None,
        Reader.may_call,
    ),
    "the talk": (lambda of: writing_to_each_other.our_talk(**_own(of), now=of.one.now), lambda of: of.carries),
    "the hand-off": (_hand_off, Reader.may_see_the_hand_off),
    "the danger": (_danger, Reader.may_speak_of_danger),
    "behind the glass": (_glass, Reader.may_look_through_glass),
    "who can": (_helps, Reader.may_help),
    "who could go on": (_goes_on, Reader.may_hand_over),
    "which professionals": (_brings_in, Reader.may_hand_over),
}
"""Each door: what opening it shows, and who may, from the rows as they are before it is tried."""


def pries(one: Anybody, which: int, who: str) -> None:
    """Somebody tries every door of one case; each opens for those whose it is, and for nobody else."""
    of = Reader(one, one.row(which), who)
    for name, (opens, may) in DOORS.items():
        allowed = may(of)
        try:
            shown = opens(of)
        except REFUSED:
            shown = None
        assert allowed or not shown, f"{name}: opened for {who}"
        if shown and name in {"how to reach them", "staying in touch", "behind the glass"}:
            one.seen.append(Seen(of.key, who, by_glass=name == "behind the glass"))


def expects_lists_of_their_own(one: Anybody, names: Collection[str]) -> None:
    """Whatever stands in somebody's lists is theirs by the rows, and everything that is theirs stands there."""
    rows = list(Case.objects.of(one.world.organization))
    for who in names:
        readers = {case.pk: Reader(one, case, who) for case in rows}
        _lists(one, one.as_member(who), readers)
        _pages_of_their_own(one, who, readers)


def _lists(one: Anybody, member: Member, readers: dict[UUID, Reader]) -> None:
    own = {"organization": one.here, "person": member.person}
    mine = {row.case for row in cases.own_cases(**own)}
    assert mine == {key for key, of in readers.items() if of.carries}
    assert set(messages.new_for(**own, now=one.now)) <= mine
    paged = {page.case for page in paging.open_pages(**own)}
    asked = {turn.case for turn in hand_overs.asked_of(**own)}
    given = {row.case for row in hand_offs.given_by(**own)} | {row.case for row in hand_offs.asked_of(**own)}
    near = paged | asked | given
    assert not near or access.may_be_paged(member)
    assert not any(readers[key].kept_away for key in near), "kept away, and asked"
    assert all(readers[key].case.stage == Stage.WAITING for key in paged)
    assert all(readers[key].may_see_the_hand_off() for key in given)


def _pages_of_their_own(one: Anybody, who: str, readers: dict[UUID, Reader]) -> None:
    """One case's own pages, by its key, as an address guessed or kept from before."""
    own = {"organization": one.here, "person": one.world.people[who].pk}
    for key, of in readers.items():
        seen = cases.own_case(**own, case=key, now=one.now)
        assert (seen is not None) == of.carries, who
        assert seen is None or access.may_open_case(of.member, of.case)
    if ROLES[who] is Role.COORDINATOR:
        open_now = [of for key, of in readers.items() if glass.open_until(case=key, person=own["person"], now=one.now)]
        assert all(of.may_look_through_glass() for of in open_now), who
    if ROLES[who] is Role.PROFESSIONAL:
        assert all(readers[row.case].may_speak_of_danger() for row in dangers.rows(**own)), who


def expects_strangers_see_nothing(one: Anybody, stranger: World) -> None:
    """Another organization's people find nothing behind our keys, and nothing of ours in their lists."""
    there = stranger.organization.pk
    assert not cases.board(organization=there)
    assert not dangers.rows(organization=there)
    assert not holds.what_exists(organization=there)
    assert not glass.broken(organization=there)
    for which in range(len(one.asked)):
        key = one.case(which)
        for person in (stranger.owner, stranger.coordinator):
            assert cases.own_case(organization=there, person=person.pk, case=key, now=one.now) is None
        assert hand_offs.last_of_case(organization=there, case=key) is None
        assert dangers.row_of_case(organization=there, case=key) is None


def expects_nobody_near_who_is_avoided(one: Anybody) -> None:
    """Whoever is to be kept away is not asked, told or given anything of it, from that moment on."""
    people, keys = [one.world.people[who] for who in KEPT_AWAY], [one.case(which) for which in range(len(one.asked))]
    assert not Page.objects.filter(case__in=keys, person__in=people).exists()
    assert not Notice.objects.filter(case__in=keys, person__in=people).exists()
    assert not HandOverTurn.objects.filter(hand_over__case__in=keys, person__in=people).exists()
    assert not DangerAsked.objects.filter(danger__case__in=keys, person__in=people).exists()
    assert not Case.objects.filter(owner__in=people).exists()
    asked_now = one.who_is_asked() if one.avoided else set()
    for far in one.avoided:
        assert (far.case, far.who) not in asked_now, far.who
        person = one.world.people[far.who]
        assert not Case.objects.filter(pk=far.case, owner=person).exists(), far.who
        assert not Page.objects.filter(case=far.case, person=person, paged_at__gt=far.since).exists(), far.who
        assert not Page.objects.filter(case=far.case, person=person, answer="none", climb__ended_at=None).exists()
        asked = Notice.objects.filter(case=far.case, person=person, template="page")
        assert not asked.filter(made_at__gt=far.since).exists(), far.who
        assert not Danger.objects.filter(case=far.case, ended_at=None, taken_by=person).exists(), far.who
