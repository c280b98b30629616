"""People and their roles: the list, one person, adding, inviting, leaving.

Belongs here: showing and passing on. Does not belong here: what a step does (`journeys/joining.py`), any case.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.journeys import joining, leaving
from alongside.notices import queries as notices
from alongside.people import access, queries
from alongside.people.errors import (
    AlreadyHere,
    AlreadyLeft,
    CannotUndoOneself,
    GrantedByOneself,
    NeedsMail,
    UnknownPerson,
)
from alongside.people.import_rules import fold
from alongside.people.known import details_of
from alongside.people.queries import PersonRow
from alongside.people.rules import spelled
from alongside.training import queries as training
from alongside.vocabulary.roles import Role
from alongside.web.administering import forms
from alongside.web.gate import MemberRequest, needs

A_PAGE = 100
"""How many people stand on one page of the list."""


@needs(access.may_administer)
@require_safe
def everybody(request: MemberRequest) -> HttpResponse:
    """List who works here, with roles and whether they can be reached."""
    organization, sought = request.place.organization.id, request.GET.get("q", "").strip()[:120]
    rows = queries.people_of(organization=organization, now=clock.now())
    found = [row for row in rows if fold(sought) in fold(f"{row.name} {row.unit_name} {row.email}")]
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "sought": sought,
        "everybody": len(rows),
        "reachable": notices.reachable(organization),
        "waiting": queries.proposals_waiting(organization=organization),
    }
    return render(request, "administering/people.html", context)


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: MemberRequest) -> HttpResponse:
    """Add one person."""
    start = {"reads": request.place.language, "profession": "unsaid", "gender": "unsaid"}
    form = forms.Person(request.POST if request.method == "POST" else None, place=request.place, initial=start)
    if form.is_bound and form.is_valid():
        try:
            person = joining.add(member=request.member, details=form.details(), now=clock.now())
        except AlreadyHere:
            form.add_error("email", _("Somebody here already has this address."))
        else:
            return _to(request, "person", person=person)
    return render(request, "administering/person_add.html", {"form": form}, status=422 if form.errors else 200)


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: MemberRequest, person: UUID) -> HttpResponse:
    """Show one person, and change what is known of them."""
    row = _row(request, person)
    start = {**details_of(row).__dict__, "unit": str(row.unit or "")}
    form = forms.Person(request.POST if request.method == "POST" else None, place=request.place, initial=start)
    if form.is_bound and form.is_valid():
        details = form.details(ways_to_talk=row.ways_to_talk)
        try:
            joining.change(member=request.member, person=person, details=details, now=clock.now())
        except AlreadyHere:
            form.add_error("email", _("Somebody here already has this address."))
        except AlreadyLeft as gone:
            raise Http404 from gone
        else:
            messages.info(request, _("Saved."))
            return _to(request, "person", person=person)
    return _show(request, row, form=form)


def _show(
    request: MemberRequest,
    row: PersonRow,
    *,
    form: forms.Person | None = None,
    role: forms.NewRole | None = None,
    supervision: forms.Supervision | None = None,
    code: str = "",
) -> HttpResponse:
    organization = request.place.organization.id
    today = clock.now().astimezone(request.place.zone).date()
    start = {**details_of(row).__dict__, "unit": str(row.unit or "")}
    shown: dict[str, object] = {
        "row": row,
        "code": code,
        "form": form or forms.Person(place=request.place, initial=start),
        "role": role or forms.NewRole(held=row.roles | _proposed(row, organization)),
        "supervision": supervision or forms.Supervision(place=request.place, initial={"starts_on": today}),
        "today": today,
    }
    wrong = any(each is not None and each.errors for each in (form, role, supervision))
    return render(
        request, "administering/person.html", {**shown, **_standing(row, organization)}, status=422 if wrong else 200
    )


def _proposed(row: PersonRow, organization: UUID) -> frozenset[Role]:
    return frozenset(one.role for one in queries.proposals(organization=organization, person=row.id))


def _standing(row: PersonRow, organization: UUID) -> dict[str, object]:
    """Return what is known of somebody beyond what can be typed: where they supervise, designations, how reached."""
    channels = notices.channels_of(organization=organization, person=row.id)
    return {
        "supervisions": [held for held in queries.supervisions(organization=organization) if held.supervisor == row.id],
        "designations": [held for held in training.designations(organization=organization) if held.person == row.id],
        "reached": sum(channel.verified for channel in channels),
        "roles_held": sorted(row.roles),
        "roles_proposed": queries.proposals(organization=organization, person=row.id),
    }


@needs(access.may_administer)
@require_POST
def give_role(request: MemberRequest, person: UUID) -> HttpResponse:
    """Give a role, or propose it when it opens cases; nobody gives themselves such a one."""
    row = _row(request, person)
    form = forms.NewRole(request.POST, held=row.roles)
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            joining.grant(member=request.member, person=person, role=role, now=clock.now())
        except GrantedByOneself:
            form.add_error(
                "role", _("Nobody gives themselves a role that opens cases. Please ask another administrator.")
            )
        else:
            if role in Role.opening_cases():
                messages.info(request, _("Proposed. It opens nothing until a coordinator has confirmed it."))
            return _to(request, "person", person=person)
    return _show(request, row, role=form)


@needs(access.may_administer)
@require_POST
def end_role(request: MemberRequest, person: UUID, role: str) -> HttpResponse:
    """Take a role back."""
    if role not in {held.value for held in _row(request, person).roles}:
        raise Http404
    try:
        joining.end(member=request.member, person=person, role=Role(role), now=clock.now())
    except CannotUndoOneself:
        messages.info(request, _("Somebody else must take your own administration back."))
    return _to(request, "person", person=person)


@needs(access.may_administer)
@require_POST
def supervise(request: MemberRequest, person: UUID) -> HttpResponse:
    """Say where this person supervises; they are never paged for it."""
    row = _row(request, person)
    form = forms.Supervision(request.POST, place=request.place)
    if not form.is_valid():
        return _show(request, row, supervision=form)
    joining.set_supervisor(member=request.member, supervisor=person, now=clock.now(), **form.cleaned_data)
    return _to(request, "person", person=person)


@needs(access.may_administer)
@require_POST
def end_supervising(request: MemberRequest, person: UUID, supervision: UUID) -> HttpResponse:
    """End a supervision with today."""
    today = clock.now().astimezone(request.place.zone).date()
    joining.end_supervisor(member=request.member, supervision=supervision, on=today, now=clock.now())
    return _to(request, "person", person=person)


@needs(access.may_administer)
@require_POST
def invite(request: MemberRequest, person: UUID) -> HttpResponse:
    """Invite by mail, or show a code to read out over the telephone, once."""
    row = _row(request, person)
    if request.POST.get("way") == "telephone":
        code = joining.invite_by_telephone(member=request.member, person=person, now=clock.now())
        return _show(request, row, code=spelled(code))
    try:
        joining.invite_by_mail(
            member=request.member,
            person=person,
            address_of=lambda secret: request.place.url("join-link", secret=secret),
            now=clock.now(),
        )
    except NeedsMail:
        messages.info(request, _("There is no email address yet. Please add one, or invite by telephone."))
    except UnknownPerson as stranger:
        raise Http404 from stranger
    else:
        messages.info(request, _("The invitation is on its way. It can be used for seven days."))
    return _to(request, "person", person=person)


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: MemberRequest, person: UUID) -> HttpResponse:
    """Ask once, then make somebody an ex-colleague: roles, sessions and shifts end, their cases are paged again."""
    row = _row(request, person)
    if request.method != "POST":
        return render(request, "administering/person_leave.html", {"row": row})
    try:
        leaving.leave(member=request.member, person=person, now=clock.now())
    except CannotUndoOneself:
        messages.info(request, _("Somebody else must do this for you."))
        return _to(request, "person", person=person)
    messages.info(request, _("They can no longer sign in, and are not paged any more."))
    return _to(request, "people")


def _row(request: MemberRequest, person: UUID) -> PersonRow:
    row = queries.person(organization=request.place.organization.id, person=person, now=clock.now())
    if row is None or row.left_at is not None:
        raise Http404
    return row


def _to(request: MemberRequest, name: str, **more: object) -> HttpResponse:
    return HttpResponseRedirect(request.place.url(name, **more))
