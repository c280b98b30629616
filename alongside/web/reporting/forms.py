"""How many work here, and the smallest count shown.

Belongs here: one form. Does not belong here: what the numbers decide (`reports/rules.py`).
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.reports.rules import SMALLEST
from alongside.web.forms import KindForm

LARGEST_STAFF, LARGEST_SMALLEST = 1_000_000, 100


class Choices(KindForm):
    """Two numbers. The threshold may only be raised."""

    staff = forms.IntegerField(
        label=_("How many people work here?"),
        help_text=_("Everybody who could ask, once a year is enough. Below 20 no count of people is shown."),
        min_value=0,
        max_value=LARGEST_STAFF,
        error_messages={
            "required": _("Please write a number, such as 850."),
            "invalid": _("Please write a whole number, such as 850."),
        },
    )
    smallest = forms.IntegerField(
        label=_("The smallest count that is shown"),
        help_text=_("At least 5. Three are added: one supporter may know of three. It may only be raised."),
        min_value=SMALLEST,
        max_value=LARGEST_SMALLEST,
        error_messages={
            "required": _("Please write a number, 5 or more."),
            "invalid": _("Please write a whole number, 5 or more."),
            "min_value": _("Below 5 a count can point at somebody. Please write 5 or more."),
        },
    )
