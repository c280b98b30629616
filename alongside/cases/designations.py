"""Two made-up words that stand for a person on working screens, in the language that the house speaks first.

Belongs here: the words and the drawing. Never initials, never a number that counts up, never anything about the person:
not their language either, so whoever asks in another one is drawn from the same words.
"""

import secrets
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Things, and how they are; `pattern` puts the two together, `longer` two manners and a thing."""

    things: tuple[str, ...]
    manners: tuple[str, ...]
    pattern: str
    longer: str


def _each(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ENGLISH = Words(
    things=_each("""
        Alder Aspen Badger Beacon Birch Bramble Brook Canyon Cedar Clover Cove Crane Creek Curlew Delta Dune
        Elm Falcon Finch Fjord Glade Grove Harbor Heath Heron Hill Island Juniper Lagoon Lake Lark Linden
        Maple Marsh Meadow Otter Owl Pebble Pine Plover Pond Prairie Quail Reed Ridge Robin Sage Shore Sparrow
        Spruce Stone Stream Swallow Swift Thicket Thrush Tundra Valley Wren
        """),
    manners=_each("""
        Amber Brave Bright Calm Clear Copper Coral Crisp Distant Early Fair Fern Gentle Golden Green Hazel
        Ivory Kind Late Little Low Lunar Mellow Misty Mossy Northern Olive Open Pale Pearl Plain Quiet Rowan
        Russet Sandy Silver Slate Soft Southern Steady Still Summer Sunny Tall Tawny Tidal Velvet Warm Western
        White Wide Willow Winter Woodland Young
        """),
    pattern="{manner} {thing}",
    longer="{manner} {other} {thing}",
)

_FRENCH = Words(
    things=_each("""
        Bosquet Bouleau Bouvreuil Caillou Castor Cèdre Chardonneret Chêne Cygne Delta Écureuil Érable Étang
        Faucon Fjord Frêne Galet Genêt Grillon Hérisson Héron Hêtre Hibou Îlot Jonc Lac Lagon Lézard Lilas
        Loriot Lynx Marais Martinet Mélèze Merle Moineau Muguet Nuage Olivier Pinson Platane Pluvier Rivage
        Rocher Roitelet Roseau Ruisseau Sapin Saule Sentier Sorbier Sureau Tilleul Torrent Vallon Verger
        """),
    manners=_each("""
        agile aimable amical ambré ample calme céleste champêtre cuivré doré épique étoilé fidèle fluide gris habile
        insulaire jeune léger libre limpide lointain lunaire matinal mauve mobile modeste nacré nocturne noble
        paisible pâle placide polaire robuste rose rouge rustique sage serein simple solaire
        solide souple stable sylvestre tendre tranquille turquoise vaste velouté vert vif vivace
        """),
    pattern="{thing} {manner}",
    longer="{thing} {manner} et {other}",
)

WORDS = {"en": _ENGLISH, "fr": _FRENCH}


def draw(taken: set[str], *, language: str) -> str:
    """Return a designation that no live case of the organization bears.

    When nearly all of some 3,000 pairs are taken a third word is added rather than a number. A language that has no
    words of its own here reads the English ones.
    """
    words = WORDS.get(language, _ENGLISH)
    for _ in range(200):
        name = words.pattern.format(manner=secrets.choice(words.manners), thing=secrets.choice(words.things))
        if name not in taken:
            return name
    manner, other = secrets.SystemRandom().sample(words.manners, 2)
    return words.longer.format(manner=manner, other=other, thing=secrets.choice(words.things))
