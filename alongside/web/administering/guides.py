"""The guides as an administrator and a reviewer see them: this site's answers, its own wording, the signatures.

Belongs here: showing and passing on. Does not belong here: what words may hold (`guidance.checking`), what a step does
(`journeys/keeping_the_guides.py`), the pages readers see (`web/understanding`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.directory import queries as directory
from alongside.guidance import queries, reading, reflection
from alongside.guidance.checking import Fault, faults
from alongside.guidance.errors import AlreadySigned, TextMoved
from alongside.guidance.queries import Guide, Shelf
from alongside.guidance.reading import Words
from alongside.guidance.review_rules import Standing, needs_two
from alongside.journeys import keeping_the_guides
from alongside.journeys.keeping_the_guides import Text
from alongside.people import access
from alongside.tenancy import words
from alongside.vocabulary import labels
from alongside.web.administering import guide_forms, reflection_form
from alongside.web.gate import MemberRequest, needs
from alongside.web.understanding import pages

SCREENS = ("caregiver", "colleague", "manager", *queries.AT_WORK)
"""For whom there are guides: everybody, then those who read them at the desk."""


@dataclass(frozen=True)
class Side:
    """A guide in one language, as the list shows it. `moved`: ours changed after the organization wrote its own."""

    language: str
    standing: Standing
    own: bool
    moved: bool


@dataclass(frozen=True)
class Line:
    """A guide in every language of the organization."""

    slug: str
    title: str
    two: bool
    sides: list[Side]

    @property
    def open(self) -> bool:
        """Whether a signature is missing in any language."""
        return any(not side.standing.reviewed for side in self.sides)


@dataclass(frozen=True)
class Topic:
    """What the guides ask of a site about one thing: how many answers there are, of how many."""

    code: str
    heading: str
    there: int
    asked: int


@needs(access.may_review_guides)
@require_safe
def texts(request: MemberRequest) -> HttpResponse:
    """List every guide: whose words it is in, and which signatures are missing in which language."""
    groups = [(audience, _lines(request, audience)) for audience in SCREENS]
    sides = [(line, side) for _audience, lines in groups for line in lines for side in line.sides]
    told = {
        "groups": groups,
        "all": len(sides),
        "open": sum(1 for _line, side in sides if not side.standing.reviewed),
        "open_two": sum(1 for line, side in sides if line.two and not side.standing.reviewed),
        "may_write": access.may_administer(request.member),
    }
    return render(request, "administering/guide_texts.html", told)


def _lines(request: MemberRequest, audience: str) -> list[Line]:
    organization, here = request.place.organization.id, _shelf(request, request.place.language)
    shelves = {language: _shelf(request, language) for language in _languages(request)}
    moved = {language: queries.ours_changed_since(organization=organization, language=language) for language in shelves}
    return [
        Line(
            guide.slug,
            guide.title,
            needs_two(guide.slug),
            [_side(shelf, guide.slug, moved=guide.slug in moved[language]) for language, shelf in shelves.items()],
        )
        for guide in here.of_audience(audience)
    ]


def _side(shelf: Shelf, slug: str, *, moved: bool) -> Side:
    return Side(shelf.language, shelf.standing(slug), shelf.guides[slug].own, moved)


@needs(access.may_administer)
@require_safe
def answers(request: MemberRequest) -> HttpResponse:
    """Show what the guides ask of this site, topic by topic, and how much of each is answered."""
    own = _own(request)
    topics = [Topic(code, str(heading), *_filled(own, keys)) for code, heading, keys in guide_forms.GROUPS]
    told = {
        "topics": topics,
        "there": sum(topic.there for topic in topics),
        "asked": sum(topic.asked for topic in topics),
    }
    return render(request, "administering/guide_answers.html", told)


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def answers_about(request: MemberRequest, topic: str) -> HttpResponse:
    """Show the gaps of one topic with this site's answers in each language, and keep what was changed."""
    topics = [code for code, _heading, _keys in guide_forms.GROUPS]
    if topic not in topics:
        raise Http404
    number = topics.index(topic)
    _code, heading, keys = guide_forms.GROUPS[number]
    own = _own(request)
    form = guide_forms.Answers(
        request.POST if request.method == "POST" else None, keys=keys, languages=_languages(request), own=own
    )
    if form.is_bound and form.is_valid():
        return _kept(request, form, topics[number + 1 : number + 2])
    told = {
        "form": form,
        "heading": heading,
        "answers": form.answers(_standing_in(request)),
        "number": number + 1,
        "of": len(topics),
    }
    return render(request, "administering/guide_answers_about.html", told, status=422 if form.errors else 200)


def _kept(request: MemberRequest, form: guide_forms.Answers, after: list[str]) -> HttpResponse:
    """Keep what was changed; go on to the next topic when that was asked for."""
    if changed := form.changed():
        keeping_the_guides.fill_in(member=request.member, answers=changed, now=clock.now())
    messages.success(request, _("Saved. The guides show it from now on."))
    if after and "on" in request.POST:
        return HttpResponseRedirect(request.place.url("guide-answers-about", topic=after[0]))
    return HttpResponseRedirect(request.place.url("guide-answers"))


def _own(request: MemberRequest) -> dict[str, Mapping[str, str]]:
    organization, now = request.place.organization.id, clock.now()
    return {each: words.own_words(organization=organization, language=each, now=now) for each in _languages(request)}


def _standing_in(request: MemberRequest) -> dict[str, str]:
    shelf = _shelf(request, request.place.language)
    return {key: ", ".join(guide.title for guide in queries.standing_in(key, shelf)) for key in queries.site_words()}


def _filled(own: Mapping[str, Mapping[str, str]], keys: tuple[str, ...]) -> tuple[int, int]:
    """Return how many of these answers there are, and how many are asked for, over all languages."""
    return sum(1 for known in own.values() for key in keys if known.get(key)), len(keys) * len(own)


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: MemberRequest, slug: str, reads: str) -> HttpResponse:
    """Show a guide's words beside their preview, and let the organization's own stand in place of ours."""
    ours = _ours(request, slug, reads)
    form = _form(request, ours)
    made: Guide | None = None
    if form.is_bound and form.is_valid():
        keeping = "save" in request.POST
        form.mend(_keep(request, ours, form.words()) if keeping else faults(form.words(), ours))
        if form.is_valid() and keeping:
            messages.success(request, _("Saved. It is shown from now on, and waits for a review."))
            return HttpResponseRedirect(request.place.url("guide-text", slug=slug, reads=reads))
        made = reading.in_own_words(slug, reads, form.words()) if form.is_valid() else None
    told = {
        "form": form,
        "ours": ours,
        "stands": _shelf(request, reads).guides[slug],
        "reads": reads,
        "preview": _page(request, made) if made else "",
        "made": made,
        "history": queries.history(organization=request.place.organization.id, slug=slug, language=reads),
        "placeholders": labels.rows("site_placeholders"),
    }
    return render(request, "administering/guide_text.html", told, status=422 if form.errors else 200)


def _form(request: MemberRequest, ours: Guide) -> guide_forms.OwnText:
    """Return the form with the words that stand, with an earlier version's, or with ours."""
    stands = _shelf(request, ours.language).guides[ours.slug]
    start = Words(stands.title, stands.summary, stands.markdown, reflection.said(stands.extra))
    asked, organization = request.GET.get("version", ""), request.place.organization.id
    for one in queries.history(organization=organization, slug=ours.slug, language=ours.language):
        if str(one.number) == asked and not one.ours:
            start = one.words
    data = request.POST if request.method == "POST" else None
    if ours.extra:
        return reflection_form.OwnReflection(data, ours=ours, start=start)
    return guide_forms.OwnText(data, language=ours.language, initial=guide_forms.typed(start))


def _keep(request: MemberRequest, ours: Guide, own: Words) -> tuple[Fault, ...]:
    return keeping_the_guides.write_own(
        member=request.member,
        text=Text(ours.slug, ours.language),
        words=own,
        on=_today(request),
        now=clock.now(),
    )


@needs(access.may_administer)
@require_POST
def back_to_ours(request: MemberRequest, slug: str, reads: str) -> HttpResponse:
    """Let the house's text stand again."""
    ours = _ours(request, slug, reads)
    keeping_the_guides.go_back_to_ours(
        member=request.member, text=Text(ours.slug, reads), on=_today(request), now=clock.now()
    )
    messages.success(request, _("Our text stands again. Yours stays in the history."))
    return HttpResponseRedirect(request.place.url("guide-text", slug=slug, reads=reads))


@needs(access.may_review_guides)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: MemberRequest, slug: str, reads: str) -> HttpResponse:
    """Show a text as readers see it, who signed it, and keep one more signature."""
    _ours(request, slug, reads)
    own_name = "" if access.may_administer(request.member) else request.member.name
    today = _today(request)
    form = guide_forms.Sign(
        request.POST if request.method == "POST" else None, by=own_name, today=today, initial={"signed_on": today}
    )
    if form.is_bound and form.is_valid() and _signed(request, Text(slug, reads), form):
        messages.success(request, _("Signed. Readers see the function and the date."))
        return HttpResponseRedirect(request.place.url("guide-texts"))
    shelf = _shelf(request, reads)
    guide = shelf.guides[slug]
    told = {
        "form": form,
        "guide": guide,
        "reads": reads,
        "page": _page(request, guide),
        "standing": shelf.standing(slug),
        "two": needs_two(slug),
        "by": own_name,
    }
    return render(request, "administering/guide_review.html", told, status=422 if form.errors else 200)


def _signed(request: MemberRequest, text: Text, form: guide_forms.Sign) -> bool:
    try:
        keeping_the_guides.sign(
            member=request.member,
            text=text,
            fingerprint=request.POST.get("text", ""),
            signature=form.signature(),
            now=clock.now(),
        )
    except TextMoved:
        form.add_error(None, _("The text has changed since you opened it. Please read it once more."))
    except AlreadySigned:
        form.add_error(None, _("This person signed this text before. A second reader is somebody else."))
    return not form.errors


def _page(request: MemberRequest, guide: Guide) -> SafeString:
    """Return a guide's page as a reader of its language sees it."""
    place = replace(request.place, language=guide.language)
    with override(guide.language):
        return pages.page(place, guide, shown=directory.lines_shown(place.organization, now=clock.now()))


def _ours(request: MemberRequest, slug: str, reads: str) -> Guide:
    """Return the guide as it ships, if this organization speaks the language and the guide has a page."""
    found = reading.guides(reads).get(slug) if reads in _languages(request) else None
    if found is None or found.audience not in SCREENS:
        raise Http404
    return found


def _languages(request: MemberRequest) -> list[str]:
    spoken = [each for each in request.place.organization.languages if each in reading.LANGUAGES]
    return spoken or [request.place.language]


def _shelf(request: MemberRequest, language: str) -> Shelf:
    return queries.shelf(organization=request.place.organization.id, language=language, now=clock.now())


def _today(request: MemberRequest) -> date:
    return clock.now().astimezone(request.place.zone).date()
