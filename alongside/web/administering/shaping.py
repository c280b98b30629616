"""Places, clocks, words and the limits of confidentiality: how the organization shapes its program.

Belongs here: showing and passing on. Does not belong here: what a step does (`journeys/running_the_program.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from alongside import clock
from alongside.cases import follow_ups
from alongside.journeys import running_the_program
from alongside.paging import settings as paging
from alongside.paging.rules import PRESETS, ClockPreset
from alongside.people import access
from alongside.tenancy import queries as tenancy
from alongside.tenancy import words
from alongside.tenancy.errors import AlreadyThere, NoSuchPlace, UnknownZone
from alongside.tenancy.queries import Limits, Place
from alongside.vocabulary import labels
from alongside.web.administering import setting_forms
from alongside.web.gate import MemberRequest, needs


@dataclass(frozen=True)
class Clock:
    """One urgency's clock with the form that changes it."""

    code: str
    form: setting_forms.Clock
    preset: ClockPreset


@dataclass(frozen=True)
class Said:
    """What the house says and what the organization says instead, in one language."""

    language: str
    house: str
    own: str


@dataclass(frozen=True)
class Word:
    """One key of the wording."""

    key: str
    said: list[Said]


@dataclass(frozen=True)
class Text:
    """The limits of confidentiality in one language: as they stand, and the form for a new version."""

    language: str
    current: Limits | None
    form: setting_forms.SignLimits


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: MemberRequest) -> HttpResponse:
    """Show sites and units, and add one."""
    organization = request.place.organization.id
    sites, units = tenancy.sites(organization), tenancy.units(organization)
    adding = request.POST.get("what") if request.method == "POST" else None
    site = setting_forms.NewSite(
        request.POST if adding == "site" else None, initial={"timezone": request.place.zone.key}
    )
    unit = setting_forms.NewUnit(request.POST if adding == "unit" else None, sites=sites)
    if (site.is_bound and _add_site(request, site)) or (unit.is_bound and _add_unit(request, unit)):
        messages.success(request, _("Added."))
        return _to(request, "places")
    shown = {"sites": _with_units(sites, units), "site": site, "unit": unit}
    return render(request, "administering/places.html", shown, status=422 if site.errors or unit.errors else 200)


def _with_units(sites: list[Place], units: list[Place]) -> list[tuple[Place, list[Place]]]:
    return [(site, [unit for unit in units if unit.site == site.id]) for site in sites]


def _add_site(request: MemberRequest, form: setting_forms.NewSite) -> bool:
    if not form.is_valid():
        return False
    try:
        running_the_program.add_site(member=request.member, now=clock.now(), **form.cleaned_data)
    except AlreadyThere:
        form.add_error("name", _("A site of this name is already here."))
    except UnknownZone:
        form.add_error("timezone", _("Please choose one of these."))
    return form.is_valid()


def _add_unit(request: MemberRequest, form: setting_forms.NewUnit) -> bool:
    if not form.is_valid():
        return False
    typed = form.cleaned_data
    site: UUID = typed["site"]
    try:
        running_the_program.add_unit(
            member=request.member, site=site, group_code=typed["group"], name=typed["name"], now=clock.now()
        )
    except (AlreadyThere, NoSuchPlace):
        form.add_error("name", _("A unit of this name is already there."))
    return form.is_valid()


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def clocks(request: MemberRequest) -> HttpResponse:
    """Show the clocks, the ladder and when talks are proposed, and change one. What is under way keeps its own."""
    changing = request.POST.get("what", "") if request.method == "POST" else ""
    chosen = paging.clocks(organization=request.place.organization.id)
    shown = [
        Clock(
            urgency.value,
            setting_forms.Clock(request.POST if changing == urgency else None, clock=clock),
            PRESETS[urgency],
        )
        for urgency, clock in chosen.items()
    ]
    ladder, course = _ladder(request, changing=changing == "ladder"), _course(request, changing=changing == "course")
    if any(_keep_clock(request, one.form) for one in shown) or _keep_ladder(request, ladder):
        messages.success(request, _("Saved. Requests that are already under way keep their clock."))
        return _to(request, "clocks")
    if _keep_course(request, course):
        messages.success(request, _("Saved. Talks that are already planned keep their days."))
        return _to(request, "clocks")
    wrong = ladder.errors or course.errors or any(one.form.errors for one in shown)
    words = {"clocks": shown, "ladder": ladder, "course": course}
    return render(request, "administering/clocks.html", words, status=422 if wrong else 200)


def _ladder(request: MemberRequest, *, changing: bool) -> setting_forms.Ladder:
    row = paging.ladder(organization=request.place.organization.id)
    start = {"widening": row.widening, "load_cap": row.load_cap, "rest_hours": row.rest_hours}
    return setting_forms.Ladder(request.POST if changing else None, initial=start)


def _course(request: MemberRequest, *, changing: bool) -> setting_forms.Course:
    chosen = follow_ups.course(organization=request.place.organization.id)
    return setting_forms.Course(request.POST if changing else None, course=chosen)


def _keep_clock(request: MemberRequest, form: setting_forms.Clock) -> bool:
    if not form.is_bound or not form.is_valid():
        return False
    running_the_program.choose_clock(member=request.member, clock=form.preset(), now=clock.now())
    return True


def _keep_ladder(request: MemberRequest, form: setting_forms.Ladder) -> bool:
    if not form.is_bound or not form.is_valid():
        return False
    running_the_program.choose_ladder(member=request.member, now=clock.now(), **form.cleaned_data)
    return True


def _keep_course(request: MemberRequest, form: setting_forms.Course) -> bool:
    if not form.is_bound or not form.is_valid():
        return False
    running_the_program.choose_course(member=request.member, course=form.course(), now=clock.now())
    return True


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: MemberRequest) -> HttpResponse:
    """List the house's words beside the organization's own; with `key`, change one."""
    key = request.POST.get("key") or request.GET.get("key")
    languages = request.place.organization.languages or (request.place.language,)
    if not key:
        return render(request, "administering/words.html", {"words": _words(request, labels.word_keys(), languages)})
    if key not in labels.word_keys():
        raise Http404
    word = _words(request, [key], languages)[0]
    start = {said.language: said.own for said in word.said}
    form = setting_forms.OwnWords(
        request.POST if request.method == "POST" else None, languages=languages, initial=start
    )
    if form.is_bound and form.is_valid():
        _choose(request, word, form)
        messages.success(request, _("Saved."))
        return _to(request, "words")
    return render(request, "administering/word.html", {"word": word, "form": form}, status=422 if form.errors else 200)


def _choose(request: MemberRequest, word: Word, form: setting_forms.OwnWords) -> None:
    """Keep only what was changed: each is an entry in the ledger."""
    for said in word.said:
        text = form.cleaned_data[said.language]
        if text != said.own:
            running_the_program.choose_word(
                member=request.member, key=word.key, language=said.language, text=text, now=clock.now()
            )


def _words(request: MemberRequest, keys: list[str], languages: tuple[str, ...]) -> list[Word]:
    organization, now = request.place.organization.id, clock.now()
    said: dict[str, list[Said]] = {key: [] for key in keys}
    for language in languages:
        own = words.own_words(organization=organization, language=language, now=now)
        with override(language):
            for key in keys:
                said[key].append(Said(language, labels.word(key), own.get(key, "")))
    return [Word(key, each) for key, each in said.items()]


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def limits_text(request: MemberRequest) -> HttpResponse:
    """Show the limits of confidentiality in each language, and keep a new signed version."""
    signing = request.POST.get("language", "") if request.method == "POST" else ""
    texts = [_text(request, language, signing=signing) for language in request.place.organization.languages]
    for text in texts:
        if text.form.is_bound and text.form.is_valid():
            typed = text.form.cleaned_data
            limits = running_the_program.SignedLimits(language=text.language, **typed)
            running_the_program.sign_limits(member=request.member, limits=limits, now=clock.now())
            messages.success(request, _("Kept as a new version. It is shown from now on."))
            return _to(request, "limits-text")
    wrong = any(text.form.errors for text in texts)
    return render(request, "administering/limits.html", {"texts": texts}, status=422 if wrong else 200)


def _text(request: MemberRequest, language: str, *, signing: str) -> Text:
    today = clock.now().astimezone(request.place.zone).date()
    current = tenancy.limits(request.place.organization.id, language)
    start = {"text": current.text if current else "", "signed_on": today}
    data = request.POST if signing == language else None
    return Text(
        language,
        current,
        setting_forms.SignLimits(data, today=today, initial=start, auto_id=f"{language}-%s"),
    )


def _to(request: MemberRequest, name: str) -> HttpResponse:
    return HttpResponseRedirect(request.place.url(name))
