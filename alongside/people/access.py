"""Who may do what: the one page to hand to an auditor.

Belongs here: small named answers to "may this member do that?", from roles and from whose case or page it is.
Does not belong here: whether it is possible now (stages, clocks, designations that ran out); operations refuse that.

No role sees everything. Identity (contact, wishes, messages) is opened only by the person who carries the case. A
coordinator may break the glass: how to reach one person, for a quarter of an hour, seen by them and by a second person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from alongside.vocabulary.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID


class Holder(Protocol):
    """Somebody who works in an organization."""

    @property
    def person(self) -> UUID:
        """The person's key."""

    @property
    def organization(self) -> UUID:
        """The organization's key."""

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held now."""


class HasOwner(Protocol):
    """A case, as far as this page needs to know it."""

    @property
    def organization_id(self) -> UUID:
        """Whose case it is to run."""

    @property
    def owner_id(self) -> UUID | None:
        """The person who carries it, if anybody does."""


class Proposed(Protocol):
    """A role that waits for a second person, as far as this page needs to know it."""

    @property
    def organization(self) -> UUID:
        """Where it would be held."""

    @property
    def person(self) -> UUID:
        """Who would hold it."""

    @property
    def proposed_by(self) -> UUID:
        """Who proposed it."""


class HandedOff(Protocol):
    """A hand-off to a professional, as far as this page needs to know it."""

    @property
    def organization_id(self) -> UUID:
        """Where it was made."""

    @property
    def made_by(self) -> UUID:
        """The supporter who made it."""

    @property
    def to(self) -> UUID | None:
        """The professional who was asked."""

    @property
    def peer_kept_away(self) -> bool:
        """Whether the person would rather not have that supporter near."""

    @property
    def open(self) -> bool:
        """Whether it waits for an answer, or a professional goes on with the person."""


class Addressed(Protocol):
    """A page, as far as this page needs to know it."""

    @property
    def organization_id(self) -> UUID:
        """Where it was sent."""

    @property
    def person_id(self) -> UUID:
        """Who was asked."""


def _holds(member: Holder, *roles: Role) -> bool:
    return not member.roles.isdisjoint(roles)


# Everybody


def may_see_own_settings(member: Holder) -> bool:  # noqa: ARG001  # Everybody who works here; a predicate as the others.
    """Everybody who works here sees to their own sign-in, languages and ways to be reached, with or without a role."""
    return True


def may_work_here(member: Holder) -> bool:
    """Whoever holds any role has work to see."""
    return bool(member.roles)


def must_use_a_passkey(member: Holder) -> bool:
    """Roles that open cases sign in with a passkey; others may."""
    return _holds(member, *Role.opening_cases())


# Pages and cases


def may_be_paged(member: Holder) -> bool:
    """Supporters are paged first; coordinators and professionals on later rungs and in danger."""
    return _holds(member, Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL)


def may_answer_page(member: Holder, page: Addressed) -> bool:
    """Only the person who was asked may accept or pass."""
    return may_be_paged(member) and page.organization_id == member.organization and page.person_id == member.person


def may_accept(member: Holder, page: Addressed, *, designated: bool) -> bool:
    """Only somebody with a valid designation may accept; a designated coordinator who accepts becomes the supporter."""
    return designated and may_answer_page(member, page)


def may_open_case(member: Holder, case: HasOwner) -> bool:
    """Contact, wishes and messages open for the one person who carries the case, and for nobody else."""
    carries = case.owner_id is not None and case.owner_id == member.person
    return may_be_paged(member) and carries and case.organization_id == member.organization


def may_see_hand_off(member: Holder, hand_off: HandedOff) -> bool:
    """The supporter who made it, unless they are kept away, and the professional asked, as long as it is not over."""
    theirs = {hand_off.to} if hand_off.peer_kept_away else {hand_off.made_by, hand_off.to}
    return hand_off.open and member.person in theirs and member.organization == hand_off.organization_id


def may_see_dangers(member: Holder) -> bool:
    """Professionals see the dangers they were asked to see to, coordinators all: two made-up words and a clock."""
    return _holds(member, Role.PROFESSIONAL, Role.COORDINATOR)


def may_take_a_call(member: Holder) -> bool:
    """Any on-duty role may write down a request for somebody who called."""
    return _holds(member, *Role.on_duty())


def may_read_guides_at_work(member: Holder) -> bool:
    """The guides for supporters: whoever is on duty, trains or keeps the program."""
    return _holds(member, *Role.on_duty()) or may_read_guides_of_the_program(member)


def may_read_guides_of_the_program(member: Holder) -> bool:
    """The guides for trainers and coordinators as well."""
    return _holds(member, Role.COORDINATOR, Role.TRAINER, Role.ADMINISTRATOR)


def may_record(member: Holder) -> bool:
    """Any on-duty role may write down a talk in codes, and keep notes to themselves; no record says who wrote it."""
    return _holds(member, *Role.on_duty())


# How supporters fare


def may_see_own_care(member: Holder) -> bool:
    """A supporter says how heavy it was, asks for a talk, and reads what was said for them alone."""
    return _holds(member, Role.SUPPORTER)


def may_mentor(member: Holder) -> bool:
    """Mentors see how much supporters carry and who waits for a talk; nobody else does, and no list ranks them."""
    return _holds(member, Role.MENTOR)


# Offers and team sessions


def may_carry_offers(member: Holder) -> bool:
    """Supporters carry offers to people; whom a round goes to opens only for the one who carries it."""
    return _holds(member, Role.SUPPORTER)


def may_see_rounds(member: Holder) -> bool:
    """The coordinator sees rounds in numbers, and chooses who carries, blind: never whom an offer goes to."""
    return _holds(member, Role.COORDINATOR)


def may_see_sessions(member: Holder) -> bool:
    """The coordinator plans team sessions; a manager asks for one, and sees those they asked for."""
    return _holds(member, Role.COORDINATOR, Role.MANAGER)


def may_plan_sessions(member: Holder) -> bool:
    """Place, time and who leads are the coordinator's to set."""
    return _holds(member, Role.COORDINATOR)


def may_print_invitation(member: Holder) -> bool:
    """Who plans, who asked and who leads a session may print its invitation; each sees only theirs."""
    return _holds(member, Role.COORDINATOR, Role.MANAGER, Role.SUPPORTER)


def may_offer_by_letter(member: Holder) -> bool:  # noqa: ARG001  # Everybody who works here; a predicate as the others.
    """Everybody who works here may have the constant letter sent to a colleague; they learn nothing more of it."""
    return True


# The board


def may_see_board(member: Holder) -> bool:
    """The coordinator sees designation, stage and clock of each case: no name, no way to reach anybody."""
    return _holds(member, Role.COORDINATOR)


def may_page_again(member: Holder) -> bool:
    """The coordinator may have a case paged again and choose, blind, among those who can."""
    return _holds(member, Role.COORDINATOR)


def may_ask_anew(member: Holder) -> bool:
    """The coordinator may have colleagues asked to go on with somebody whose supporter is silent or away, blind."""
    return _holds(member, Role.COORDINATOR)


def may_break_the_glass(member: Holder) -> bool:
    """The coordinator may open how to reach one person, for a coded reason and a quarter of an hour, and is seen."""
    return _holds(member, Role.COORDINATOR)


def may_look_at_broken_glass(member: Holder) -> bool:
    """A second coordinator or the auditor looks at it each time; never whoever broke it (operations refuse that)."""
    return _holds(member, Role.COORDINATOR, Role.AUDITOR)


def may_see_alarms(member: Holder) -> bool:
    """Alarms go to the coordinator."""
    return _holds(member, Role.COORDINATOR)


def may_see_coverage(member: Holder) -> bool:
    """Who is on call, and where a gap is."""
    return _holds(member, Role.COORDINATOR, Role.ADMINISTRATOR)


# What is kept


def may_see_what_is_kept(member: Holder) -> bool:
    """Whoever may be one of the two behind a hold by law sees what exists: two made-up words, a stage, a date."""
    return _holds(member, Role.COORDINATOR, Role.PROFESSIONAL, Role.AUDITOR)


def may_ask_for_a_hold(member: Holder) -> bool:
    """The coordinator asks that what exists be held by law; never alone (operations refuse that)."""
    return _holds(member, Role.COORDINATOR)


# Events


def may_report_an_event(member: Holder) -> bool:
    """The safety officer says that something happened; what follows they never see."""
    return _holds(member, Role.SAFETY_OFFICER)


def may_see_to_held_events(member: Holder) -> bool:
    """When unusually many people are named, the coordinator sees how many, and says whether offers go out."""
    return _holds(member, Role.COORDINATOR)


# The program


def may_keep_the_rota(member: Holder) -> bool:
    """Shifts are kept by the coordinator, and set up by the administrator."""
    return _holds(member, Role.COORDINATOR, Role.ADMINISTRATOR)


def may_designate(member: Holder, person: UUID) -> bool:
    """The coordinator designates, never themselves: with the role's grant, two people stand behind a supporter."""
    return _holds(member, Role.COORDINATOR) and member.person != person


def may_see_designations(member: Holder) -> bool:
    """Who is designated, and until when."""
    return _holds(member, Role.COORDINATOR, Role.TRAINER, Role.AUDITOR, Role.ADMINISTRATOR)


def may_confirm_lines(member: Holder) -> bool:
    """A line is shown once somebody dialed it; these roles may say that they did."""
    return _holds(member, Role.COORDINATOR, Role.ADMINISTRATOR)


def may_print_sheets(member: Holder) -> bool:
    """Whoever speaks of the program in the units takes its sheets along; all that stands on them is public."""
    return _holds(member, Role.COORDINATOR, Role.ADMINISTRATOR, Role.TRAINER, Role.SUPPORTER, Role.MENTOR, Role.MANAGER)


def may_read_questions(member: Holder) -> bool:
    """Questions about the program go to whoever leads it, and to nobody else."""
    return _holds(member, Role.COORDINATOR)


def may_say_who_leads(member: Holder) -> bool:
    """The page "Who runs this" is filled in by whoever leads or sets up the program."""
    return _holds(member, Role.COORDINATOR, Role.ADMINISTRATOR)


# Figures


def may_read_reports(member: Holder) -> bool:
    """Leaders and the safety committee read released pages; the coordinator, who releases them, reads them too."""
    return _holds(member, Role.ANALYST, Role.COORDINATOR)


def may_release_reports(member: Holder) -> bool:
    """Whoever knows the units looks at a page before it is released, and says how many work here."""
    return _holds(member, Role.COORDINATOR)


# The house


def may_administer(member: Holder) -> bool:
    """People, sign-in, units, clocks, wording, going live. Never a case."""
    return _holds(member, Role.ADMINISTRATOR)


def may_review_guides(member: Holder) -> bool:
    """The professional signs a guide in their own name; the administrator notes who signed."""
    return _holds(member, Role.ADMINISTRATOR, Role.PROFESSIONAL)


def may_grant(member: Holder, person: UUID, role: Role) -> bool:
    """The administrator grants roles; one that opens cases is only proposed, and never for themselves."""
    to_oneself = member.person == person and role in Role.opening_cases()
    return may_administer(member) and not to_oneself


def may_see_proposed_roles(member: Holder) -> bool:
    """Roles that wait for a second person are seen by those who may be it."""
    return _holds(member, Role.COORDINATOR, Role.ADMINISTRATOR)


def may_confirm_role(member: Holder, proposal: Proposed, *, coordinators: Collection[UUID]) -> bool:
    """A role that opens cases takes two people: whoever proposed it, and a coordinator whom it does not concern.

    Only where no coordinator could be the second one (a program begins, or the only one is concerned) may another
    administrator be it. `coordinators` is who coordinates here now.
    """
    concerned = {proposal.person, proposal.proposed_by}
    if member.person in concerned or member.organization != proposal.organization:
        return False
    nobody_else = set(coordinators) <= concerned
    return _holds(member, Role.COORDINATOR) or (nobody_else and may_administer(member))


def may_drop_proposal(member: Holder, proposal: Proposed) -> bool:
    """Whoever sees a proposed role may say no to it: that opens nothing."""
    return may_see_proposed_roles(member) and member.organization == proposal.organization


def may_withdraw_the_service(member: Holder) -> bool:
    """Close asking at once (numbers and guidance stay), and open it again."""
    return _holds(member, Role.COORDINATOR, Role.ADMINISTRATOR)


def may_read_ledger(member: Holder) -> bool:
    """The auditor reads what was done; cases are not named there."""
    return _holds(member, Role.AUDITOR)
