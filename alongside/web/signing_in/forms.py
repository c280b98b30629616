"""What is typed to sign in, to join, and about oneself.

Belongs here: fields and what must be mended. Does not belong here: whether it is right: that is asked elsewhere, and
answered alike for known and unknown.
"""

from uuid import UUID

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alongside.people.known import READ, languages
from alongside.vocabulary import labels
from alongside.vocabulary.asking import Way
from alongside.web.forms import KindForm

_TICKET = {"required": False, "widget": forms.HiddenInput, "max_length": 400}


class SignIn(KindForm):
    """Password sign-in."""

    email = forms.EmailField(
        label=_("Work email"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email"}),
        error_messages={"invalid": _("Please write the address as name@place.org.")},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    ticket = forms.CharField(**_TICKET)  # type: ignore[arg-type]  # One set of arguments, written once.


class Code(KindForm):
    """The second step: six digits, or a recovery code of eight."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from your app, or one of your recovery codes."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "input-code"}),
    )
    ticket = forms.CharField(**_TICKET)  # type: ignore[arg-type]  # As above.


class Invitation(KindForm):
    """The code read out over the telephone."""

    code = forms.CharField(
        label=_("The code you were told"),
        help_text=_("Eight characters, such as K7M2-9QXA. Capital letters do not matter."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input-code", "spellcheck": "false"}),
    )
    ticket = forms.CharField(**_TICKET)  # type: ignore[arg-type]  # As above.


class Help(KindForm):
    """Whoever cannot sign in."""

    email = forms.EmailField(
        label=_("Work email"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email"}),
        error_messages={"invalid": _("Please write the address as name@place.org.")},
    )
    ticket = forms.CharField(**_TICKET)  # type: ignore[arg-type]  # As above.


class NewPasskey(KindForm):
    """A name for a passkey, and what the browser answered."""

    name = forms.CharField(
        label=_("A name for it"),
        help_text=_("So that you know it again: “my phone”."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    credential = forms.CharField(required=False, widget=forms.HiddenInput)


class PasswordAndCodes(KindForm):
    """A password, and the first code of the app."""

    password = forms.CharField(
        label=_("A password"),
        help_text=_("At least 12 characters. Three or four words in a row are good, and easy to keep in mind."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    code = forms.CharField(
        label=_("The six digits that your app shows now"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "input-code"}),
    )

    def clean_password(self) -> str:
        """Refuse a short or common password, saying why."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class AboutMe(KindForm):
    """What somebody may change about themselves."""

    reads = forms.ChoiceField(label=_("The language of my notices"), choices=lambda: languages(READ))
    languages = forms.MultipleChoiceField(
        label=_("Languages I can talk in"),
        choices=languages,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ways_to_talk = forms.MultipleChoiceField(
        label=_("Ways I am glad to talk"),
        choices=lambda: [(code, label) for code, label in labels.choices("way") if code != Way.BY_CODE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class NewChannel(KindForm):
    """An address at which pages reach somebody."""

    kind = forms.ChoiceField(
        label=_("What kind"), choices=[("email", _("Email")), ("apprise", _("Another service (an Apprise address)"))]
    )
    address = forms.CharField(
        label=_("Address"),
        help_text=_("For email: name@place.org. For text messages, calls or push, your service’s Apprise address."),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ChannelCode(KindForm):
    """The digits that came by a channel; each channel's field has ids of its own on the page."""

    code = forms.CharField(
        label=_("The code that came"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "input-code"}),
    )

    def __init__(self, data: QueryDict | None = None, *, channel: UUID) -> None:
        super().__init__(data)
        self.auto_id = f"{channel}-%s"
