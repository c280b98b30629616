"""Roles that wait for a second person: who is proposed, by whom, and the two buttons.

Belongs here: showing and passing on. Does not belong here: who may be the second person (`people/access.py`), proposing
(`web/administering/people.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside import clock
from alongside.journeys import joining
from alongside.people import access, queries
from alongside.people.errors import AnotherMustConfirm, NoSuchProposal
from alongside.people.queries import ProposalRow
from alongside.vocabulary.roles import Role
from alongside.web.gate import MemberRequest, needs


@dataclass(frozen=True)
class Proposal:
    """One proposed role, and whether whoever looks may be the second person."""

    row: ProposalRow
    may_confirm: bool
    own: bool


@needs(access.may_see_proposed_roles)
@require_safe
def waiting(request: MemberRequest) -> HttpResponse:
    """List what waits."""
    member, now = request.member, clock.now()
    rows = queries.proposals(organization=member.organization)
    coordinators = queries.holders(organization=member.organization, role=Role.COORDINATOR, now=now)
    found = [
        Proposal(row, access.may_confirm_role(member, row, coordinators=coordinators), row.proposed_by == member.person)
        for row in rows
    ]
    return render(request, "coordinating/roles.html", {"proposals": found})


@needs(access.may_see_proposed_roles)
@require_POST
def confirm(request: MemberRequest, proposal: UUID) -> HttpResponse:
    """Be the second person."""
    try:
        joining.confirm(member=request.member, proposal=proposal, now=clock.now())
    except NoSuchProposal:
        messages.info(request, _("Somebody else has answered this meanwhile."))
    except AnotherMustConfirm:
        messages.info(request, _("Somebody else must confirm this: two people stand behind a role that opens cases."))
    else:
        messages.success(request, _("Confirmed. The role is held from now on."))
    return _to_list(request)


@needs(access.may_see_proposed_roles)
@require_POST
def drop(request: MemberRequest, proposal: UUID) -> HttpResponse:
    """Say no, or take back what one proposed."""
    try:
        joining.drop(member=request.member, proposal=proposal, now=clock.now())
    except NoSuchProposal:
        messages.info(request, _("Somebody else has answered this meanwhile."))
    else:
        messages.info(request, _("Taken off the list. The role was not given."))
    return _to_list(request)


def _to_list(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(request.place.url("roles-to-confirm"))
