"""Every sealed column: its purpose and its largest size.

Belongs here: the one list that sealing and the raw-dump tests read.
Does not belong here: columns in clear (each model's `DATA_CLASS` says what they are).
"""

from dataclasses import dataclass

from alongside.vault.errors import Unregistered


@dataclass(frozen=True)
class Cell:
    """A sealed column. `purpose` chooses its derived key; `largest` is its largest padded size in bytes."""

    purpose: str
    largest: int


SEALED = {
    "cases_entrusted.contact": Cell("contact", 1024),
    "cases_entrusted.matching": Cell("avoid", 4096),
    "cases_message.text": Cell("talk", 4096),
    "cases_telling.sealed": Cell("telling", 1024),
    "encounters_waiting.sealed": Cell("encounter", 1024),
    "cases_draft.sealed": Cell("draft", 4096),
    "events_involved.sealed": Cell("involved", 1024),
    "ledger_proof.sealed": Cell("proof", 1024),
    "paging_callback.number": Cell("call_back", 64),
    "reminders_reminder.sealed": Cell("reminder", 1024),
    "questions_question.sealed": Cell("question", 4096),
    "surveys_waiting.sealed": Cell("evaluation", 256),
    "surveys_thanked.sealed": Cell("thanks", 64),
}


def cell(table: str, column: str) -> Cell:
    """Return the registered cell, or raise Unregistered."""
    try:
        return SEALED[f"{table}.{column}"]
    except KeyError:
        raise Unregistered(f"{table}.{column} is not in vault/registry.py") from None
