"""A few words with somebody whom one carries, at the desk.

Belongs here: the page and its two buttons. Does not belong here: what may be written, and burning
(`journeys/writing_to_each_other.py`). Like the way to reach them, the words are shown only to whoever used their
passkey just now, only in the answer to a button, and the person reads that it was done.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from alongside import clock
from alongside.cases.errors import HeldBack, NobodyReads, NoSuchCase, NotTheirs, SentAlready, TooManyUnread
from alongside.cases.queries import OwnCase
from alongside.journeys import writing_to_each_other as writing
from alongside.journeys.writing_to_each_other import Word
from alongside.people import access
from alongside.web.gate import MemberRequest, needs
from alongside.web.supporting import again
from alongside.web.supporting.case import mine
from alongside.web.talking import MessageForm, shown


@needs(access.may_be_paged)
@require_safe
def show(request: MemberRequest, case: UUID) -> HttpResponse:
    """Show how many there are, and where to write."""
    now = clock.now()
    return _page(request, mine(request, case, now=now), MessageForm(), now)


@needs(access.may_be_paged)
@require_POST
def read(request: MemberRequest, case: UUID) -> HttpResponse:
    """Show the words, to whoever used their passkey just now."""
    now = clock.now()
    theirs = mine(request, case, now=now)
    if not again.is_proved(request):
        back, to = (request.place.url(name, case=case) for name in ("desk-case-talk", "desk-case-talk-read"))
        return again.ask_at(request, title=theirs.designation, back=back, to=to)
    return _page(request, theirs, MessageForm(), now, words=_words(request, case, now))


@needs(access.may_be_paged)
@require_POST
def send(request: MemberRequest, case: UUID) -> HttpResponse:
    """Send a few words, or say kindly why not and keep what was typed."""
    now, form = clock.now(), MessageForm(request.POST)
    theirs = mine(request, case, now=now)
    sent = form.is_valid() and _sent(request, theirs, form, now)
    words = _words(request, case, now) if sent and again.is_proved(request) else None
    return _page(request, theirs, MessageForm() if sent else form, now, words=words, sent=sent)


def _sent(request: MemberRequest, theirs: OwnCase, form: MessageForm, now: datetime) -> bool:
    """Send it; False when it was held back, which the form then says."""
    own = {"organization": theirs.organization_id, "case": theirs.case, "person": request.member.person}
    try:
        writing.we_write(**own, draft=form.as_draft(), now=now)
    except SentAlready:
        return True  # A second tap: it went the first time.
    except HeldBack as held:
        form.hold_back(held)
    except TooManyUnread:
        form.too_many()
    except NobodyReads:
        form.nobody_reads()
    except (NotTheirs, NoSuchCase) as gone:
        raise Http404 from gone
    else:
        return True
    return False


def _words(request: MemberRequest, case: UUID, now: datetime) -> list[Word] | None:
    """Open the words; None while the person has not said yes to the name they asked to hear first."""
    own = {"organization": request.member.organization, "case": case, "person": request.member.person}
    try:
        return writing.we_read(**own, now=now)
    except NobodyReads:
        return None
    except (NotTheirs, NoSuchCase) as gone:
        raise Http404 from gone


def _page(
    request: MemberRequest,
    theirs: OwnCase,
    form: MessageForm,
    now: datetime,
    *,
    words: list[Word] | None = None,
    sent: bool = False,
) -> HttpResponse:
    own = {"organization": theirs.organization_id, "case": theirs.case, "person": request.member.person}
    talk = writing.our_talk(**own, now=now)
    more = {"case": theirs, "talk": talk, "words": words, "sent": sent, "zone": ZoneInfo(talk.site_zone)}
    return render(request, "walking/messages.html", shown(form, **more, at_work=True))
