"""Somebody left, or died: no words for a day they once chose go to their address any more (hazard H40).

Belongs here: one field, one answer. Does not belong here: whether anything went there: that is told to nobody, so the
answer is the same for every address.
"""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from alongside import clock
from alongside.journeys import remembering_a_day
from alongside.people import access
from alongside.web.forms import KindForm
from alongside.web.gate import MemberRequest, needs


class Gone(KindForm):
    """An address at which nobody is to be written to."""

    email = forms.EmailField(
        label=gettext_lazy("Their email address"),
        max_length=120,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off", "maxlength": 120, "inputmode": "email"}),
        error_messages={
            "invalid": gettext_lazy("Please look at the email address again. It needs an @ and an ending.")
        },
    )


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def gone(request: MemberRequest) -> HttpResponse:
    """End whatever goes to an address; the answer is the same for every one."""
    form = Gone(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "administering/gone.html", {"form": form}, status=400 if form.is_bound else 200)
    remembering_a_day.stop_to_address(member=request.member, email=form.cleaned_data["email"], now=clock.now())
    messages.info(request, _("If any words for a chosen day would have gone there, none will."))
    return HttpResponseRedirect(request.place.url("people-gone"))
