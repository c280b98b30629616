"""Which guides are for whom, and in which order most people need them.

Belongs here: names of guides. Does not belong here: what they say.
"""

PUBLIC = frozenset({"caregiver", "colleague", "manager"})
FOR_SUPPORTERS = frozenset({"supporter"})
"""Guides for those on duty."""

AT_WORK = ("supporter", "trainer", "coordinator")
"""Guides read at the desk. Whoever trains or coordinates may read all three kinds."""

ORDER = {
    "caregiver": (
        "what-you-may-feel",
        "looking-after-yourself-first-72-hours",
        "the-six-stages",
        "the-worries",
        "what-happens-next-here",
        "self-check",
        "why-we-pull-away",
        "built-up-over-time",
        "when-to-get-more-help",
        "who-will-know",
        "talking-with-those-at-home",
        "going-back-to-work",
        "legal-and-insurance",
        "when-it-comes-back",
        "ems-and-small-agencies",
    ),
    "colleague": ("worried-about-a-colleague",),
    "manager": (
        "raise-the-level-now",
        "first-words",
        "manager-first-hour",
        "internal-resources-first",
        "when-to-raise-the-level",
        "after-the-first-week",
        "supporting-a-team",
        "after-a-colleague-dies-by-suicide",
        "just-culture-in-one-page",
    ),
    "trainer": ("training-curriculum", "practice-scenarios", "competence-checklist", "refreshers"),
    "coordinator": (
        "setting-up-a-programme",
        "high-risk-events",
        "awareness-plan",
        "policy-points",
        "local-duties",
    ),
}
"""What most people look for first, first. A guide that is not named here follows by its title."""
