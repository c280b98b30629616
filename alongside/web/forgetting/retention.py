"""How long what was entrusted is kept, within bounds, with the records schedule and counsel's signature.

Belongs here: this page and its form. Does not belong here: the bounds (`tenancy.rules`).
"""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from alongside import clock
from alongside.journeys import running_the_program
from alongside.people import access
from alongside.tenancy import queries as tenancy
from alongside.tenancy.queries import Kept
from alongside.tenancy.rules import FEWEST_YEARS, LONGEST_RETENTION, MOST_YEARS, SHORTEST_RETENTION
from alongside.web.forms import KindForm
from alongside.web.gate import MemberRequest, needs

_BOUNDS = gettext_lazy("Please choose between 7 and 90 days.")
_YEARS = gettext_lazy("Please choose between 2 and 10 years.")


class SignRetention(KindForm):
    """The days, where they stand in the records schedule, and who answers for them."""

    days = forms.IntegerField(
        label=gettext_lazy("Days from the end of support until everything is erased"),
        min_value=SHORTEST_RETENTION.days,
        max_value=LONGEST_RETENTION.days,
        error_messages={"min_value": _BOUNDS, "max_value": _BOUNDS, "invalid": _BOUNDS},
        help_text=gettext_lazy("From 7 to 90. Fewer is safer for whoever asked; 14 is what we suggest."),
    )
    years = forms.IntegerField(
        label=gettext_lazy("Years that coded talks and answers are counted"),
        min_value=FEWEST_YEARS,
        max_value=MOST_YEARS,
        error_messages={"min_value": _YEARS, "max_value": _YEARS, "invalid": _YEARS},
        help_text=gettext_lazy(
            "From 2 to 10. They name nobody; 5 is what we suggest. What is older goes within a month."
        ),
    )
    schedule = forms.CharField(
        label=gettext_lazy("Where it stands in your records schedule"),
        max_length=120,
        help_text=gettext_lazy("A number or a title, such as “HR 4.12, transitory records”."),
    )
    signed_by = forms.CharField(label=gettext_lazy("Signed by"), max_length=120)
    signed_role = forms.CharField(label=gettext_lazy("Their function"), max_length=120)
    signed_on = forms.DateField(
        label=gettext_lazy("Signed on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Please give a day.")},
    )

    def __init__(self, data: QueryDict | None, *, today: date, initial: dict[str, object]) -> None:
        super().__init__(data, initial)
        self._today = today

    def clean_signed_on(self) -> date:
        """Refuse a day that has not come."""
        day: date = self.cleaned_data["signed_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: MemberRequest) -> HttpResponse:
    """Show what holds, and keep a new signed version."""
    now = clock.now()
    today, kept = now.astimezone(request.place.zone).date(), tenancy.retention(request.place.organization.id)
    start = {"days": kept.days, "years": kept.years, "schedule": kept.schedule, "signed_on": today}
    form = SignRetention(request.POST if request.method == "POST" else None, today=today, initial=start)
    if form.is_bound and form.is_valid():
        running_the_program.sign_retention(member=request.member, kept=Kept(**form.cleaned_data), now=now)
        said = _("Kept. Fewer days hold for whatever ends from now on, more days for whoever asks from now on.")
        messages.success(request, said)
        return HttpResponseRedirect(request.place.url("retention"))
    return render(
        request, "forgetting/retention.html", {"form": form, "kept": kept}, status=422 if form.errors else 200
    )
