"""An event as a FHIR R4 AdverseEvent: the part of it that is about colleagues, and nothing of the rest.

Belongs here: which elements are taken, how they become the plain event. Does not belong here: a general FHIR server.

R4 demands a subject. A patient must not come here, so the one subject that is taken is the statement that it is left
out: the data-absent-reason extension. Colleagues are contained Practitioners, named by contributor (and by recorder,
when the one who reports was there too). docs/api.md says the same in prose.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext_noop
from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from alongside.api.plain import Person, PlainEvent
from alongside.api.shapes import GIVEN, MOST_PEOPLE, Email, Language, Moment, Name, Phone, Place, Strict, one_of
from alongside.vocabulary.happening import EventKind

KIND_SYSTEM = "urn:alongside:event-kind"
CATEGORY_SYSTEM = "http://terminology.hl7.org/CodeSystem/adverse-event-category"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

_MEDICATION = (
    "wrong-dose",
    "incorrect-prescribing-information",
    "wrong-route-of-administration",
    "wrong-rate",
    "wrong-duration",
    "wrong-time",
    "expired-drug",
)
_OTHER = (
    "product-problem",
    "product-quality",
    "product-use-error",
    "wrong-technique",
    "medical-device-use-error",
    "problem-different-manufacturer",
    "unsafe-physical-environment",
)
CATEGORIES: dict[str, EventKind] = {
    **dict.fromkeys(_MEDICATION, EventKind.MEDICATION_EVENT),
    **dict.fromkeys(_OTHER, EventKind.ADVERSE_OUTCOME),
}
"""R4's own categories, for systems that cannot send one of our kinds."""

ELEMENTS = frozenset(
    """
    id meta implicitRules language text extension modifierExtension identifier encounter detected recordedDate
    resultingCondition seriousness severity outcome suspectEntity subjectMedicalHistory referenceDocument study
    """.split()  # noqa: SIM905  # Read as words.
)
"""What R4 knows besides, and is not taken: most of it is about the patient or the care."""

_Id = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9.-]{1,64}$", description=gettext_noop("An id within this resource, as r1.")),
]
_Within = Annotated[
    str,
    Field(
        pattern=r"^#[A-Za-z0-9.-]{1,64}$",
        description=gettext_noop("A reference to a Practitioner contained here, as #r1. Nobody else’s record."),
    ),
]


class _KindCoding(Strict):
    system: Annotated[Literal["urn:alongside:event-kind"], Field(description=KIND_SYSTEM)]
    code: Annotated[EventKind, Field(description=gettext_noop("A code of the list of kinds."))]


class _KindConcept(Strict):
    coding: Annotated[
        list[_KindCoding], Field(min_length=1, max_length=1, description=gettext_noop("One coding, no text."))
    ]


class _CategoryCoding(Strict):
    system: Annotated[
        Literal["http://terminology.hl7.org/CodeSystem/adverse-event-category"], Field(description=CATEGORY_SYSTEM)
    ]
    code: Annotated[
        str,
        one_of(CATEGORIES),
        Field(
            json_schema_extra={"enum": list(CATEGORIES)},
            description=gettext_noop("A code of R4’s adverse-event-category."),
        ),
    ]


class _CategoryConcept(Strict):
    coding: Annotated[
        list[_CategoryCoding], Field(min_length=1, max_length=1, description=gettext_noop("One coding, no text."))
    ]


class _AbsentReason(Strict):
    url: Annotated[Literal["http://hl7.org/fhir/StructureDefinition/data-absent-reason"], Field(description=ABSENT)]
    valueCode: Annotated[  # noqa: N815  # FHIR's own spelling.
        Literal["masked", "not-applicable", "unsupported"], Field(description="masked, not-applicable, unsupported")
    ]


class _NoSubject(Strict):
    """The statement that the subject is left out on purpose."""

    extension: Annotated[
        list[_AbsentReason],
        Field(
            min_length=1, max_length=1, description=gettext_noop("The data-absent-reason extension, and no patient.")
        ),
    ]


class _PlaceName(Strict):
    value: Place


class _Location(Strict):
    identifier: Annotated[_PlaceName, Field(description=gettext_noop("The site or unit, by key or name."))]


class _Reference(Strict):
    reference: _Within


class _PhoneContact(Strict):
    system: Literal["phone"]
    value: Phone
    use: Annotated[Literal["work", "mobile"] | None, GIVEN] = None


class _EmailContact(Strict):
    system: Literal["email"]
    value: Email
    use: Annotated[Literal["work"] | None, GIVEN] = None


_Contact = Annotated[_PhoneContact | _EmailContact, Field(discriminator="system")]


class _HumanName(Strict):
    text: Name


class _LanguageCoding(Strict):
    system: Literal["urn:ietf:bcp:47"]
    code: Language


class _LanguageConcept(Strict):
    coding: Annotated[
        list[_LanguageCoding], Field(min_length=1, max_length=1, description=gettext_noop("One coding, no text."))
    ]


class Practitioner(Strict):
    """A colleague who was there, contained in the event."""

    resourceType: Literal["Practitioner"]  # noqa: N815  # FHIR's own spelling.
    id: _Id
    name: Annotated[list[_HumanName], Field(min_length=1, max_length=1, description=gettext_noop("One name, as text."))]
    telecom: Annotated[
        list[_Contact],
        Field(
            min_length=1,
            max_length=4,
            description=gettext_noop("At least one way to reach them at work: system phone or email, and value."),
        ),
    ]
    communication: Annotated[
        Annotated[list[_LanguageConcept], Field(min_length=1, max_length=1)] | None,
        GIVEN,
        Field(description=gettext_noop("One language at most.")),
    ] = None

    def plain(self) -> Person:
        """Return the person as plain JSON holds one: the first address and the first number."""
        told: dict[str, str] = {contact.system: contact.value for contact in reversed(self.telecom)}
        if self.communication:
            told["language"] = self.communication[0].coding[0].code
        return Person(name=self.name[0].text, **told)


def _needs_a_kind(schema: dict[str, Any]) -> None:
    schema["anyOf"] = [{"required": ["event"]}, {"required": ["category"]}]


class AdverseEvent(Strict):
    """The part of a FHIR R4 AdverseEvent that is taken. Everything about a patient or the care is refused."""

    model_config = ConfigDict(json_schema_extra=_needs_a_kind)

    resourceType: Literal["AdverseEvent"]  # noqa: N815  # FHIR's own spelling.
    actuality: Annotated[Literal["actual", "potential"], Field(description="actual, potential")]
    event: Annotated[
        _KindConcept | None, GIVEN, Field(description=gettext_noop("The kind, as one coding of ours."))
    ] = None
    category: Annotated[
        Annotated[list[_CategoryConcept], Field(min_length=1, max_length=3)] | None,
        GIVEN,
        Field(description=gettext_noop("R4’s categories, where no kind is sent.")),
    ] = None
    subject: Annotated[
        _NoSubject,
        Field(description=gettext_noop("Left out on purpose: the data-absent-reason extension, and no patient.")),
    ]
    date: Moment
    location: Annotated[
        _Location | None, GIVEN, Field(description=gettext_noop("The site or unit, by key or name."))
    ] = None
    recorder: Annotated[
        _Reference | None, GIVEN, Field(description=gettext_noop("Whoever reports, when they were there too: as #r1."))
    ] = None
    contributor: Annotated[
        list[_Reference],
        Field(min_length=1, max_length=MOST_PEOPLE, description=gettext_noop("Everybody who was there, as #r1.")),
    ]
    contained: Annotated[
        list[Practitioner],
        Field(
            min_length=1,
            max_length=MOST_PEOPLE,
            description=gettext_noop("The Practitioners that contributor and recorder name, each once."),
        ),
    ]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.event is None and self.category is None:
            raise PydanticCustomError("no_kind", "no kind")
        ids = [practitioner.id for practitioner in self.contained]
        named = {reference.reference.removeprefix("#") for reference in self._references()}
        if len(set(ids)) != len(ids) or set(ids) != named:
            raise PydanticCustomError("loose_reference", "references and contained differ")
        return self

    def _references(self) -> list[_Reference]:
        return [*self.contributor, *([self.recorder] if self.recorder else [])]

    def _kind(self) -> EventKind:
        if self.event:
            return self.event.coding[0].code
        if self.actuality == "potential" or not self.category:
            return EventKind.NEAR_MISS
        return CATEGORIES[self.category[0].coding[0].code]

    def plain(self) -> PlainEvent:
        """Return the same event as plain JSON holds it."""
        place = {"unit": self.location.identifier.value} if self.location else {}
        people = [practitioner.plain() for practitioner in self.contained]
        return PlainEvent(kind=self._kind(), occurred=self.date, people=people, **place)


LOOKS_LIKE_FHIR = re.compile(rb'"resourceType"\s*:')
"""By this a body that came as application/json is read as FHIR."""
