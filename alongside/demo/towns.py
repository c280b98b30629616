"""The two invented organizations: who works there, where, on which shifts.

Belongs here: plain data. Does not belong here: how it is entered (`seed.py`).
No name, number or place is real: numbers are from the ranges kept for fiction (+1 202 555 01xx, +33 1 99 00 xx xx),
addresses end in `.example`.
"""

import unicodedata
from dataclasses import dataclass
from datetime import time

from alongside.vocabulary.roles import Role

S, C, P = Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL


@dataclass(frozen=True)
class Unit:
    """A unit of a site; `group` is a code of the vocabulary."""

    site: str
    group: str
    name: str


@dataclass(frozen=True)
class Colleague:
    """One person. `crew` is the shift crew they are on call with, empty when never."""

    name: str
    unit: str
    profession: str
    gender: str
    roles: tuple[Role, ...]
    crew: str = ""
    supervises: bool = False


@dataclass(frozen=True)
class Town:
    """One organization. `limits` is (English, French); crews take turns, a week each."""

    slug: str
    name: str
    country: str
    zone: str
    languages: tuple[str, ...]
    fallback_line: str
    calling_number: str
    mail: str
    units: tuple[Unit, ...]
    colleagues: tuple[Colleague, ...]

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites, in the order in which units name them."""
        return tuple(dict.fromkeys(unit.site for unit in self.units))

    @property
    def reads(self) -> str:
        """The language of notices."""
        return self.languages[0]

    def email(self, colleague: Colleague) -> str:
        """Return a made-up address."""
        return f"{_plain(colleague.name)}@{self.mail}"


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.lower())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).replace(" ", ".")


CREWS = ("one", "two")
CHANGE = time(8)
"""When one crew hands over to the other on Mondays, wall time of the organization."""

LIMITS = {
    "en": (
        "What you tell a supporter stays between the two of you. There are limits, and you should know them "
        "first. If you or somebody else is in danger, your supporter will get help, and will tell you first "
        "if they can. What a law or a court requires must be given. A talk with a colleague may not be "
        "protected in court: talk about how you are, not about the details of what happened. Somebody who "
        "uses your phone may see that you were here."
    ),
    "fr": (
        "Ce que vous dites à la personne qui vous soutient reste entre vous deux. Il y a des limites, et vous "
        "devez les connaître avant. Si vous ou quelqu’un d’autre êtes en danger, cette personne cherchera de "
        "l’aide et vous le dira d’abord si elle le peut. Ce que la loi ou un tribunal exige devra être donné. "
        "Un échange entre collègues n’est pas toujours protégé devant un tribunal\u00a0: parlez de ce que vous "
        "ressentez, pas des détails de ce qui s’est passé. Quelqu’un qui utilise votre téléphone peut voir "
        "que cette page a été ouverte."
    ),
}

SIGNED = {"en": ("Demonstration", "counsel"), "fr": ("Démonstration", "conseil juridique")}
"""Who signed the limits, by language: the name and what they are."""

NORTHFIELD = Town(
    slug="northfield",
    name="Northfield Health",
    country="US",
    zone="America/Chicago",
    languages=("en", "fr"),
    fallback_line="+12025550140",
    calling_number="+12025550141",
    mail="northfield.example",
    units=(
        Unit("Northfield Hospital", "intensive_care", "Intensive care"),
        Unit("Northfield Hospital", "emergency", "Emergency department"),
        Unit("Northfield Hospital", "theatre", "Operating rooms"),
        Unit("Lakeside Hospital", "maternity", "Labor and delivery"),
        Unit("Lakeside Hospital", "medicine", "4 West"),
    ),
    colleagues=(
        Colleague("Ana Ruiz", "Emergency department", "nurse", "woman", (S,), "one"),
        Colleague("Ben Carter", "Operating rooms", "nurse_anaesthetist", "man", (S,), "two"),
        Colleague("Chloe Park", "Intensive care", "nurse", "woman", (S,), "one"),
        Colleague("Dev Patel", "4 West", "physician", "man", (S,), "two"),
        Colleague("Elena Novak", "Labor and delivery", "midwife", "woman", (S,), "one"),
        Colleague("Frank Osei", "Emergency department", "respiratory_therapist", "man", (S,), "two"),
        Colleague("Grace Lin", "4 West", "pharmacist", "woman", (S,), "one"),
        Colleague("Hugo Weiss", "Operating rooms", "surgeon", "man", (S,), "two"),
        Colleague("Irene Castle", "Intensive care", "physician", "woman", (S,), "two", supervises=True),
        Colleague("Joan Abbott", "4 West", "nurse", "woman", (C,), "one"),
        Colleague("Kofi Mensah", "Emergency department", "nurse", "man", (C,), "two"),
        Colleague("Laura Stein", "4 West", "psychology_social", "woman", (P,), "one"),
        Colleague("Martin Hale", "4 West", "chaplain", "man", (P,), "two"),
        Colleague("Nora Quinn", "Emergency department", "management", "woman", (Role.MANAGER,), supervises=True),
        Colleague("Omar Haddad", "Intensive care", "nurse", "man", (Role.MENTOR,)),
        Colleague("Paula Grant", "4 West", "nurse", "woman", (Role.TRAINER,)),
        Colleague("Quincy Adler", "4 West", "administration", "man", (Role.ANALYST,)),
        Colleague("Rosa Lind", "4 West", "nurse", "woman", (Role.SAFETY_OFFICER,)),
        Colleague("Sam Becker", "4 West", "administration", "unsaid", (Role.AUDITOR,)),
        Colleague("Tess Moran", "4 West", "administration", "woman", (Role.ADMINISTRATOR,)),
    ),
)

VALBRUNE = Town(
    slug="valbrune",
    name="Secours médicaux de Valbrune",
    country="FR",
    zone="Europe/Paris",
    languages=("fr", "en"),
    fallback_line="+33199000140",
    calling_number="+33199000141",
    mail="valbrune.example",
    units=(
        Unit("Base de Valbrune", "ambulance_ground", "Équipe SMUR"),
        Unit("Base de Valbrune", "dispatch", "Régulation"),
        Unit("Antenne de Roquemire", "ambulance_ground", "Ambulances de Roquemire"),
        Unit("Antenne de Roquemire", "fire_rescue", "Secours en montagne"),
    ),
    colleagues=(
        Colleague("Alice Morel", "Équipe SMUR", "nurse", "woman", (S,), "one"),
        Colleague("Bruno Lefort", "Ambulances de Roquemire", "emt", "man", (S,), "two"),
        Colleague("Camille Roux", "Régulation", "dispatcher", "woman", (S,), "one"),
        Colleague("Damien Giraud", "Secours en montagne", "firefighter", "man", (S,), "two"),
        Colleague("Élise Fabre", "Équipe SMUR", "physician", "woman", (S,), "two"),
        Colleague("Fabien Colin", "Régulation", "dispatcher", "man", (S,), "one"),
        Colleague("Gaëlle Perrin", "Ambulances de Roquemire", "emt", "woman", (S,), "one"),
        Colleague("Hervé Blanc", "Équipe SMUR", "physician", "man", (S,), "two", supervises=True),
        Colleague("Inès Caron", "Régulation", "nurse", "woman", (C,), "one"),
        Colleague("Julien Masson", "Équipe SMUR", "emt", "man", (C,), "two"),
        Colleague("Karine Vidal", "Régulation", "psychology_social", "woman", (P,), "one"),
        Colleague("Louis Bertin", "Régulation", "physician", "man", (P,), "two"),
        Colleague("Maud Lemaire", "Ambulances de Roquemire", "management", "woman", (Role.MANAGER,), supervises=True),
        Colleague("Noël Guérin", "Équipe SMUR", "nurse", "man", (Role.MENTOR,)),
        Colleague("Odile Rey", "Régulation", "nurse", "woman", (Role.TRAINER,)),
        Colleague("Pascal Denis", "Régulation", "administration", "man", (Role.ANALYST,)),
        Colleague("Romane Picard", "Régulation", "nurse", "woman", (Role.SAFETY_OFFICER,)),
        Colleague("Sacha Robin", "Régulation", "administration", "unsaid", (Role.AUDITOR,)),
        Colleague("Théo Marchand", "Régulation", "administration", "man", (Role.ADMINISTRATOR,)),
    ),
)

TOWNS = (NORTHFIELD, VALBRUNE)
