"""The questions in their order: one a page.

Belongs here: which question comes next and which are needed. Does not belong here: what is asked (`forms.py`).
"""

from typing import Any

from alongside.vocabulary.asking import Urgency

Answers = dict[str, Any]

ALL = ("soon", "reach", "wishes", "avoid")
NEEDED = ("soon", "reach")
CHECK = "check"


def of(answers: Answers) -> tuple[str, ...]:
    """Return the questions asked of this person: in danger only the two that are needed."""
    return NEEDED if answers.get("urgency") == Urgency.DANGER else ALL


def following(answers: Answers) -> str:
    """Return the first question not yet answered, or the page where everything is checked."""
    done = answers.get("done", ())
    return next((step for step in of(answers) if step not in done), CHECK)


def missing(answers: Answers) -> str | None:
    """Return the first question without which nothing can be sent, or None."""
    done = answers.get("done", ())
    return next((step for step in NEEDED if step not in done), None)


def before(step: str, answers: Answers) -> str | None:
    """Return the question before this one, or None when the limits of confidentiality come before it."""
    asked = of(answers)
    if step == CHECK:
        return asked[-1]
    place = ALL.index(step)
    return ALL[place - 1] if place else None


def number(step: str, answers: Answers) -> tuple[int, int]:
    """Return this question's number and how many there are."""
    asked = of(answers) if step in of(answers) else ALL
    return asked.index(step) + 1, len(asked)


def done(answers: Answers, step: str) -> list[str]:
    """Return the answered questions with this one among them."""
    return sorted({*answers.get("done", ()), step}, key=ALL.index)
