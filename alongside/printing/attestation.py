"""The words of the paper that somebody may take along: dated, and silent about why.

Belongs here: its sentences, in the language that is active. Does not belong here: who may have one (`web/returning`,
`web/walking`), setting it (`composing.py`). There is no place for a name in it but the line that its holder fills in by
hand, and nobody keeps a copy.
"""

from typing import Any

from django.utils.translation import gettext as _

DRAWING = "attestation.typ"


def words(*, organization: str, program: str, day: str, demonstration: bool) -> dict[str, Any]:
    """Return everything the page says. `day` is today, written out."""
    return {
        "mark": "Alongside",
        "title": _("Attestation"),
        "organization": organization,
        "place": program,
        "dated": day,
        "to": _("To whoever is shown this page"),
        "said": _(
            "We confirm that the holder of this page has been in contact with a trained colleague of %(program)s."
        )
        % {"program": f"{program}, {organization}"},
        "more": _(
            "We can say nothing else: why, about what, how often and with whom is not on record. It was the holder’s "
            "own choice, and asking for support is not a sign of a mistake or of an illness."
        ),
        "fields": [
            _("Name, written by the holder"),
            _("For the program: date and signature, if the holder asks for it"),
        ],
        "warning": _("For practice only: this program is made up.") if demonstration else "",
        "foot": _("Made on %(day)s at the holder’s request. No copy is kept, and nobody can confirm or deny it later.")
        % {"day": day},
    }
