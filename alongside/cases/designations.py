"""Two made-up words that stand for a person on working screens.

Belongs here: the words and the drawing. Never initials, never a number that counts up, never anything about the person.
"""

import secrets

FIRST = (
    "Amber Brave Bright Calm Clear Copper Coral Crisp Distant Early Fair Fern Gentle Golden Green Hazel Ivory Kind Late Little "
    "Low Lunar Mellow Misty Mossy Northern Olive Open Pale Pearl Plain Quiet Rowan Russet Sandy Silver Slate Soft Southern Steady "
    "Still Summer Sunny Tall Tawny Tidal Velvet Warm Western White Wide Willow Winter Woodland Young"
).split()
SECOND = (
    "Alder Aspen Badger Beacon Birch Bramble Brook Canyon Cedar Clover Cove Crane Creek Curlew Delta Dune Elm Falcon Finch Fjord "
    "Glade Grove Harbor Heath Heron Hill Island Juniper Lagoon Lake Lark Linden Maple Marsh Meadow Otter Owl Pebble Pine Plover "
    "Pond Prairie Quail Reed Ridge Robin Sage Shore Sparrow Spruce Stone Stream Swallow Swift Thicket Thrush Tundra Valley Wren"
).split()


def draw(taken: set[str]) -> str:
    """Return a designation that no live case of the organization bears.

    When nearly all 3,000 pairs are taken a third word is added rather than a number.
    """
    for _ in range(200):
        name = f"{secrets.choice(FIRST)} {secrets.choice(SECOND)}"
        if name not in taken:
            return name
    return f"{secrets.choice(FIRST)} {secrets.choice(FIRST)} {secrets.choice(SECOND)}"
