"""Forms that are kind: what was typed stays, what cannot be seen is taken out, messages say what to do.

Belongs here: what every room's forms share. Does not belong here: a question.
"""

import unicodedata
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_TEXT_WIDGETS = (
    forms.TextInput,
    forms.EmailInput,
    forms.PasswordInput,
    forms.NumberInput,
    forms.URLInput,
    forms.Textarea,
    forms.Select,
    forms.DateInput,
    forms.TimeInput,
)


def visible(text: str) -> str:
    """Return the text without characters that nobody sees: null bytes, controls, switches of writing direction."""
    return "".join(
        one for one in text if one == "\n" or (unicodedata.category(one) not in {"Cc", "Cs"} and one not in _BIDI)
    )


class KindForm(forms.Form):
    """A form whose fields carry the house's classes and whose messages blame nobody.

    The rendering is the templates' own (`<c-field>`, `<c-error-summary>`); hints and messages are tied to their field
    by id.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        initial: dict[str, Any] | None = None,
        *,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
        prefix: str | None = None,
        auto_id: str = "id_%s",
    ) -> None:
        super().__init__(_seen(data), files=files, initial=initial, prefix=prefix, auto_id=auto_id)
        self.use_required_attribute = False  # The browser's own bubbles cannot be styled, read aloud or translated.
        for field in self.fields.values():
            _dress(field)


def _seen(data: QueryDict | None) -> QueryDict | None:
    if data is None:
        return None
    clean = QueryDict(mutable=True)
    for key, values in data.lists():
        clean.setlist(key, [visible(str(value)) for value in values])
    return clean


KIND_WORDS = {
    "required": _("Please answer this."),
    "invalid_choice": _("Please choose one of these."),
    "invalid_list": _("Please choose among these."),
    "max_length": _("Please make this shorter."),
}

NUMBER_WORDS = {
    "invalid": _("Please write a whole number."),
    "min_value": _("Please write %(limit_value)s or more."),
    "max_value": _("Please write %(limit_value)s or less."),
}


def _dress(field: forms.Field) -> None:
    picks = isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    if isinstance(field.widget, _TEXT_WIDGETS) and not picks:
        field.widget.attrs["class"] = f"input {field.widget.attrs.get('class', '')}".strip()
    said = KIND_WORDS | (NUMBER_WORDS if isinstance(field, forms.IntegerField) else {})
    for key, words in said.items():
        if field.error_messages.get(key) in _ready_made(field, key):
            field.error_messages[key] = words


def _ready_made(field: forms.Field, key: str) -> list[object]:
    """Return what the framework would say; a message that a form wrote itself is not among it."""
    known = [getattr(base, "default_error_messages", {}) for base in type(field).__mro__]
    return [None, *(words[key] for words in known if key in words)]
