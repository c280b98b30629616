"""One's own settings: how pages reach me, in which languages I talk, a pause.

Belongs here: the pages. Does not belong here: anything about another person.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside import clock
from alongside.journeys import my_settings as story
from alongside.notices import queries as notices
from alongside.notices.errors import BadAddress, TooManyChannels, TooSoon
from alongside.notices.queries import ChannelRow
from alongside.notices.rules import Check
from alongside.people import access, queries
from alongside.rota import queries as rota
from alongside.web.gate import MemberRequest, needs
from alongside.web.signing_in import forms
from alongside.web.signing_in.entering import to

PAUSES = (2, 8, 24, 72)
"""Hours offered for a pause; none means until one resumes."""


@dataclass(frozen=True)
class Reached:
    """A channel with the form for its code."""

    row: ChannelRow
    form: forms.ChannelCode


@needs(access.may_see_own_settings)
def page(request: MemberRequest) -> HttpResponse:
    """Show all of it."""
    return _show(request)


@require_POST
@needs(access.may_see_own_settings)
def about(request: MemberRequest) -> HttpResponse:
    """Change languages and ways to talk."""
    form = forms.AboutMe(request.POST)
    if not form.is_valid():
        return _show(request, about=form)
    story.change_about_me(
        member=request.member,
        reads=form.cleaned_data["reads"],
        languages=form.cleaned_data["languages"],
        ways_to_talk=form.cleaned_data["ways_to_talk"],
        now=clock.now(),
    )
    messages.success(request, _("Saved."))
    return to(request, "my-settings")


@require_POST
@needs(access.may_be_paged)
def pause(request: MemberRequest) -> HttpResponse:
    """Pause for some hours, until further notice, or resume."""
    now, hours = clock.now(), request.POST.get("hours", "")
    if hours == "resume":
        story.resume(member=request.member, now=now)
        messages.success(request, _("Thank you. You may be paged again."))
    else:
        until = now + timedelta(hours=int(hours)) if hours in {str(each) for each in PAUSES} else None
        story.pause(member=request.member, until=until, now=now)
        messages.success(request, _("You are paused. Nobody is told why."))
    return to(request, "my-settings")


@require_POST
@needs(access.may_see_own_settings)
def add_channel(request: MemberRequest) -> HttpResponse:
    """Note a way to be reached; its code is sent at once."""
    form = forms.NewChannel(request.POST)
    if form.is_valid() and _added(request, form):
        messages.success(request, _("A code is on its way there. Type it below when it arrives."))
        return to(request, "my-settings")
    return _show(request, new=form)


def _added(request: MemberRequest, form: forms.NewChannel) -> bool:
    kind, address = form.cleaned_data["kind"], form.cleaned_data["address"]
    try:
        story.add_channel(member=request.member, kind=kind, address=address, now=clock.now())
    except BadAddress:
        form.add_error("address", _("This address cannot be used. Please compare it with your service’s own."))
    except TooManyChannels:
        form.add_error(None, _("You have as many ways to be reached as fit here. Please remove one first."))
    except TooSoon:
        form.add_error("address", _("A code was sent there less than a minute ago. It may still arrive."))
    return form.is_valid()


@require_POST
@needs(access.may_see_own_settings)
def send_code(request: MemberRequest, channel: UUID) -> HttpResponse:
    """Send a channel's code again."""
    try:
        story.send_code(member=request.member, channel=channel, now=clock.now())
    except TooSoon:
        messages.warning(request, _("A code was sent there less than a minute ago. It may still arrive."))
    except ObjectDoesNotExist:
        messages.warning(request, _("This way to be reached was removed meanwhile."))
    else:
        messages.success(request, _("A code is on its way there. Type it below when it arrives."))
    return to(request, "my-settings")


@require_POST
@needs(access.may_see_own_settings)
def verify(request: MemberRequest, channel: UUID) -> HttpResponse:
    """Compare the code typed back."""
    form = forms.ChannelCode(request.POST, channel=channel)
    if not form.is_valid():
        return _show(request, checked=(channel, form))
    try:
        check = story.verify_channel(
            member=request.member, channel=channel, typed=form.cleaned_data["code"], now=clock.now()
        )
    except ObjectDoesNotExist:
        return to(request, "my-settings")
    if check is Check.VERIFIED:
        messages.success(request, _("It works. Pages can reach you there."))
        return to(request, "my-settings")
    form.add_error("code", _not_verified(check))
    return _show(request, checked=(channel, form))


@require_POST
@needs(access.may_see_own_settings)
def remove_channel(request: MemberRequest, channel: UUID) -> HttpResponse:
    """Forget a way to be reached."""
    story.remove_channel(member=request.member, channel=channel, now=clock.now())
    messages.success(request, _("Removed."))
    return to(request, "my-settings")


def _not_verified(check: Check) -> str:
    return {
        Check.WRONG: _("This is not the code that was sent. Please look at it again."),
        Check.WAIT: _("Many codes were typed. Please wait twenty seconds, then type it again."),
        Check.EXPIRED: _("This code is too old. Please have a new one sent."),
    }.get(check, "")


def _show(
    request: MemberRequest,
    *,
    about: forms.AboutMe | None = None,
    new: forms.NewChannel | None = None,
    checked: tuple[UUID, forms.ChannelCode] | None = None,
) -> HttpResponse:
    member, now = request.member, clock.now()
    channels = notices.channels_of(organization=member.organization, person=member.person)
    away = rota.away_rows(organization=member.organization, at=now, person=member.person)
    context = {
        "about": about or _about(request),
        "channels": [Reached(row, _code_form(row.id, checked)) for row in channels],
        "new": new or forms.NewChannel(initial={"kind": "email"}),
        "may_be_paged": access.may_be_paged(member),
        "paused": next((row for row in away if row.kind == "pause" and row.starts_at <= now), None),
        "pauses": PAUSES,
    }
    return render(request, "signing_in/my_settings.html", context)


def _code_form(channel: UUID, checked: tuple[UUID, forms.ChannelCode] | None) -> forms.ChannelCode:
    if checked and checked[0] == channel:
        return checked[1]
    return forms.ChannelCode(channel=channel)


def _about(request: MemberRequest) -> forms.AboutMe:
    member = request.member
    row = queries.person(organization=member.organization, person=member.person, now=clock.now())
    initial = {"reads": member.reads}
    if row is not None:
        initial |= {"languages": list(row.languages), "ways_to_talk": list(row.ways_to_talk)}  # type: ignore[dict-item]  # A form's initial values differ.
    return forms.AboutMe(initial=initial)
