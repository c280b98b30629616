"""What a log line may hold: an allow-list (threat model, 7.2).

Belongs here: the formatter. Does not belong here: any value that came from a person.
"""

import logging
import traceback
from datetime import UTC, datetime


class CodedFormatter(logging.Formatter):
    """Time to the minute, level, event code; of an exception only its type, files and lines.

    Arguments are never shown.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return one line without any value that a person entered."""
        minute = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%MZ")
        code = record.msg if _is_code(record.msg) else f"{record.name}.{record.levelname.lower()}"
        return " ".join([minute, record.levelname, code, *_where(record)])


def _is_code(message: object) -> bool:
    return isinstance(message, str) and message.replace(".", "").replace("_", "").isalnum() and message.islower()


def _where(record: logging.LogRecord) -> list[str]:
    if not record.exc_info or record.exc_info[0] is None:
        return []
    frames = traceback.extract_tb(record.exc_info[2])
    places = (f"{frame.filename.rsplit('/site-packages/')[-1]}:{frame.lineno}" for frame in frames)
    return [record.exc_info[0].__name__, *places]
