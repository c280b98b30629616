"""What a coordinator says before the glass breaks: one of four reasons, and nothing else."""

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.vocabulary import labels
from alongside.web.forms import KindForm


class WhyOpen(KindForm):
    """The reason, coded. There is nowhere to write another one."""

    reason = forms.ChoiceField(
        label=_("Why do you need to reach them yourself?"),
        choices=lambda: labels.choices("break_glass_reasons"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a reason. Without one, nothing is opened.")},
    )
