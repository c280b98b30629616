"""Draw docs/stages.md from the one table of stages: `make stages`.

Belongs here: the drawing. Does not belong here: the table (`alongside/vocabulary/stages.py`).
"""

from pathlib import Path

from alongside.vocabulary.stages import ENDED, ENDING_UNDER_DANGER_REFUSED, RULES, Clock, Stage

PAGE = Path(__file__).resolve().parent.parent / "docs" / "stages.md"
HEAD = """# The stages of a case

Drawn from `alongside/vocabulary/stages.py` by `make stages`; a test compares. These are the program's process, not the
six stages of recovery, which nobody passes through in order.
"""


def page() -> str:
    """Return the whole document."""
    return f"{HEAD}\n{_diagram()}\n\n{_table()}\n\n{_under_danger()}\n"


def _diagram() -> str:
    arrows = [f"    {start} --> {end}" for start in Stage for end in Stage if end in RULES[start].moves]
    entries = ["    [*] --> offered", "    [*] --> waiting"]
    return "\n".join(["```mermaid", "stateDiagram-v2", *entries, *arrows, "    erased --> [*]", "```"])


def _table() -> str:
    rows = ["| stage | whose turn | what is due | may go to |", "|---|---|---|---|"]
    for stage, rule in RULES.items():
        moves = ", ".join(end.value for end in Stage if end in rule.moves) or "nowhere"
        clock = "nothing" if rule.clock is Clock.NONE else rule.clock.replace("_", " ")
        rows.append(f"| {stage} | {rule.turn} | {clock} | {moves} |")
    return "\n".join(rows)


def _under_danger() -> str:
    refused = ", ".join(stage.value for stage in Stage if stage in ENDING_UNDER_DANGER_REFUSED)
    ended = ", ".join(stage.value for stage in Stage if stage in ENDED)
    return f"While danger is up, a case may not become {refused}. Ended, the turn of nobody: {ended}."


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
