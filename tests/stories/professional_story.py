"""A story in which professionals come in: hand-offs, danger taken on, lowered by two, looked at again.

Belongs here: these verbs, each a real journey. Does not belong here: expectations about screens.
"""

from __future__ import annotations

from datetime import timedelta

from alongside.cases import dangers, hand_offs
from alongside.cases.hand_offs import HandOffRow
from alongside.cases.models import Case, Danger, DangerAsked
from alongside.journeys import danger, handing_to_a_professional
from alongside.notices.models import Notice
from alongside.people.queries import Member
from alongside.vocabulary.passing_on import Consent, Lowered, Outside
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.stories.story import Story


def second_professional(world: worlds.World) -> None:
    """The mentor is a professional too; not on call tonight."""
    worlds.grant(world.mentor, Role.PROFESSIONAL)
    worlds.designate(world.mentor, kind="professional")


class ProfessionalStory(Story):
    """One request that goes on with a professional, or stands under danger."""

    def walks_alongside(self) -> str:
        """Somebody asked, a supporter took it, they spoke, and it has settled; return who."""
        self.somebody_asks_for_help(urgency="now")
        who = self.paged_since()[0]
        self.accepts(who)
        self.says(who, "spoke")
        self.minutes_pass(11)
        self.expects_stage("alongside")
        return who

    # --- hand-off

    def brings_in(self, who: str, professional: str, *, consent: str = "said_yes", **more: bool) -> None:
        """Ask a professional to go on with them."""
        asked = hand_offs.Asked(self._person(professional), Consent(consent), **more)
        handing_to_a_professional.bring_in(
            organization=self._org, case=self._case.pk, person=self._person(who), asked=asked, now=self.now
        )

    def answers_the_hand_off(self, who: str, verb: str) -> None:
        """Press a professional's button, by the journey's name for it."""
        act = getattr(handing_to_a_professional, verb)
        act(member=self.member(who), hand_off=self.hand_off.hand_off, now=self.now)

    def takes_the_hand_off_back(self, who: str) -> None:
        """The supporter takes back what nobody confirmed."""
        row = self.hand_off.hand_off
        handing_to_a_professional.take_back(
            organization=self._org, hand_off=row, person=self._person(who), now=self.now
        )

    def they_answer_the_hand_off(self, *, agreed: bool) -> None:
        """The person answers on their page."""
        row = self.hand_off.hand_off
        handing_to_a_professional.they_say(
            organization=self._org, token=self._visit, hand_off=row, agreed=agreed, now=self.now
        )

    def they_would_rather_have_their_colleague(self) -> None:
        """The person goes back to peer support."""
        handing_to_a_professional.rather_my_colleague(organization=self._org, token=self._visit, now=self.now)

    def notes_somebody_outside(self, who: str, code: str) -> None:
        """Write the one coded word."""
        handing_to_a_professional.note_outside(
            organization=self._org,
            case=self._case.pk,
            person=self._person(who),
            outside=Outside(code),
            now=self.now,
        )

    @property
    def hand_off(self) -> HandOffRow:
        """Return the latest hand-off."""
        row = hand_offs.last_of_case(organization=self._org, case=self._case.pk)
        assert row is not None, "nobody was brought in"
        return row

    # --- danger

    def fears_for_their_safety(self, who: str) -> None:
        """Press "I’m afraid for their safety"."""
        danger.supporter_raises(organization=self._org, case=self._case.pk, person=self._person(who), now=self.now)

    def about_the_danger(self, who: str, verb: str, **more: str) -> None:
        """Press a button of the danger's page, by the journey's name for it."""
        if "reason" in more:
            more["reason"] = Lowered(more["reason"])
        getattr(danger, verb)(member=self.member(who), danger=self.danger.pk, now=self.now, **more)

    def hours_pass(self, hours: int) -> None:
        """Let the duties of danger and hand-offs work every half hour; the rest of the engine is not of this story."""
        for _ in range(hours * 2):
            self.now += timedelta(minutes=30)
            while danger.go_on_next(now=self.now) or handing_to_a_professional.go_on_next(now=self.now):
                pass

    @property
    def danger(self) -> Danger:
        """Return the danger that stands, or stood last."""
        row = Danger.objects.filter(case=self._case).order_by("-raised_at").first()
        assert row is not None, "no danger was raised"
        return row

    @property
    def in_danger(self) -> bool:
        """Return whether the flag is up."""
        return Case.objects.values_list("danger", flat=True).get(pk=self._case.pk)

    def asked_at_this_minute(self) -> list[str]:
        """Return who was asked to take the danger on at this very moment, by name."""
        rows = DangerAsked.objects.filter(danger=self.danger, asked_at=self.now)
        return sorted(self._name(person) for person in rows.values_list("person_id", flat=True))

    def told_at_this_minute(self) -> list[str]:
        """Return to whom a notice was put into the outbox at this very moment, by name."""
        rows = Notice.objects.filter(made_at=self.now).values_list("person_id", flat=True)
        return sorted({self._name(person) for person in rows})

    def owner(self) -> str:
        """Return who answers for the case now, by name; "" where nobody does."""
        key = Case.objects.values_list("owner_id", flat=True).get(pk=self._case.pk)
        return self._name(key) if key else ""

    def member(self, who: str) -> Member:
        """Return somebody as the gate would."""
        person = self.world.people[who]
        roles = frozenset(Role(role) for role in person.grants.values_list("role", flat=True))
        assert person.account_id is not None
        return Member(person.pk, person.account_id, self._org, person.name, roles, person.reads)

    def row(self) -> dangers.DangerRow:
        """Return what the page of the danger shows."""
        found = dangers.row_of_case(organization=self._org, case=self._case.pk)
        assert found is not None
        return found
