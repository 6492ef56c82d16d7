"""Log lines: one JSON object each, on standard error. Only fields of a short list are written.

A field that nobody has put on the list is dropped and only its name is told, so a careless ``extra`` cannot leak what
people said, their names or their addresses. Tracebacks keep files, lines and types but no messages, for the same reason.
"""

import json
import logging
import sys
import traceback
from typing import TextIO

from app.clock import to_datetime

__all__ = ["ALLOWED_FIELDS", "JsonLines", "start_logging"]

ALLOWED_FIELDS = frozenset(
    {
        "code",
        "connection",
        "count",
        "delay_s",
        "file",
        "generation",
        "kind",
        "mode",
        "pid",
        "port",
        "position",
        "reason",
        "resumed",
        "room",
        "seat",
        "state",
        "version",
        "worker",
        "workers",
    }
)
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
_MAX_VALUE = 200


class JsonLines(logging.Formatter):
    """Writes records as JSON lines."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": to_datetime(record.created).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        extra = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        line.update({name: _plain(value) for name, value in extra.items() if name in ALLOWED_FIELDS})
        dropped = sorted(set(extra) - ALLOWED_FIELDS)
        if dropped:
            line["dropped"] = dropped
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["trace"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)


def _plain(value: object) -> object:
    return value if isinstance(value, bool | int | float | None) else str(value)[:_MAX_VALUE]


def start_logging(level: str, stream: TextIO | None = None) -> None:
    """Send everything through one handler. Called once, by the command that runs."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # These tell of every connection, with addresses and paths.
    for name in (
        "alembic",
        "uvicorn.access",
        "uvicorn.error",
        "websockets",
        "aiosqlite",
        "asyncio",
        "aioice",
        "aiortc",
    ):
        logging.getLogger(name).setLevel(logging.WARNING)
