"""How one input of a form is written: Django's own markup, without a template for each of its attributes.

Belongs here: the plain inputs, of which a page has dozens. Does not belong here: selects and long texts (Django's
templates), classes and messages (`web/forms.py`). A test compares every one with what Django itself would write.
"""

from collections.abc import Iterable
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

_FOLDER = "django/forms/widgets/"
INPUTS = frozenset(f"{_FOLDER}{kind}.html" for kind in ("input", "text", "email", "hidden", "checkbox"))
OPTIONS = frozenset(f"{_FOLDER}{kind}_option.html" for kind in ("input", "radio", "checkbox"))


class Renderer(DjangoTemplates):
    """Django's renderer, quicker for what is most of every form."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Return the markup of one widget."""
        widget = context.get("widget", {})
        if template_name in INPUTS or (template_name in OPTIONS and not widget["wrap_label"]):
            return _input(widget)
        return super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> SafeString:
    own = [("type", widget["type"]), ("name", widget["name"])]
    if widget["value"] is not None:
        own.append(("value", widget["value"]))
    return format_html("<input{}>", _attributes([*own, *widget["attrs"].items()]))


def _attributes(pairs: Iterable[tuple[str, Any]]) -> SafeString:
    """Write each attribute; True stands by its name alone, False not at all."""
    written = (
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, _text(value))
        for name, value in pairs
        if value is not False
    )
    return format_html_join("", "{}", ((one,) for one in written))


def _text(value: object) -> SafeString:
    return conditional_escape(value if isinstance(value, str) else str(value))
