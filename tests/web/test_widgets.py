"""Every input is written as Django itself would write it."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.test.html import parse_html

from alongside.web.widgets import Renderer

CHOICES = [("a", "First"), ("b", "“Second” <b>")]


class Everything(forms.Form):
    """One of each input that a form of the house has."""

    text = forms.CharField(widget=forms.TextInput(attrs={"maxlength": 80, "dir": "auto", "class": "input"}))
    email = forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)
    box = forms.BooleanField(required=False)
    number = forms.IntegerField(required=False)
    one = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    some = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple, required=False)
    chosen = forms.ChoiceField(choices=CHOICES)
    day = forms.DateField(required=False)


FILLED = {"text": '"><script>', "email": "a@b.c", "hidden": "", "box": "on", "number": "7", "one": "b", "some": ["a"]}
ALL = (
    "{% for field in form %}{{ field }}{% endfor %}{% for choice in form.one %}{{ choice.tag }}{{ choice }}{% endfor %}"
)


@pytest.mark.parametrize("data", [None, {}, FILLED])
def test_every_input_is_the_same(data: dict[str, object] | None) -> None:
    ours, theirs = (
        Template(ALL).render(Context({"form": Everything(data, renderer=renderer)}))
        for renderer in (Renderer(), DjangoTemplates())
    )
    assert parse_html(ours) == parse_html(theirs)


def test_what_somebody_typed_is_only_text() -> None:
    written = Template("{{ form.text }}").render(Context({"form": Everything(FILLED, renderer=Renderer())}))
    assert "<script>" not in written
    assert "&quot;&gt;&lt;script&gt;" in written
