"""Log lines: one JSON object each, on standard error. Only fields on an allow-list are written.

Any other field is dropped and only its name is logged, so a careless ``extra`` cannot leak what people said, their names
or their addresses. For the same reason tracebacks keep files, lines and types but no messages. Of a library's message
only the first line of its template is kept: the arguments may hold an address, or a whole task.
"""

import json
import logging
import sys
import traceback
from types import TracebackType
from typing import TextIO

from app.runtime.clock import to_datetime

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
        "language",
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
_OUR_PACKAGES = ("app", "signaling", "rooms", "media", "migrations")
_log = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """Formats records as JSON lines."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": to_datetime(record.created).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        extra = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        line.update({name: _plain(value) for name, value in extra.items() if name in ALLOWED_FIELDS})
        dropped = sorted(set(extra) - ALLOWED_FIELDS)
        if dropped:
            line["dropped"] = dropped
        if record.exc_info and record.exc_info[1] is not None:
            error = _first_cause(record.exc_info[1])
            line["error"] = type(error).__name__
            frames = traceback.extract_tb(error.__traceback__)
            line["trace"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)


def _event(record: logging.LogRecord) -> str:
    """Return the constant part of the message; our own messages have no other part."""
    template = str(record.msg)
    if record.name.partition(".")[0] in _OUR_PACKAGES:
        return template
    line = template.partition("\n")[0]
    if record.name == "py.warnings":
        # "FILE:LINE: CATEGORY: TEXT"
        line = ": ".join(line.split(": ")[:2])
    return line[:_MAX_VALUE]


def _first_cause(error: BaseException) -> BaseException:
    """Return the first error inside an exception group; the group itself only shows where tasks were awaited."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _plain(value: object) -> object:
    return value if isinstance(value, bool | int | float | None) else str(value)[:_MAX_VALUE]


def _log_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log the error that ends the process. Python would print its message."""
    if issubclass(kind, KeyboardInterrupt):
        return
    _log.critical("process.failed", exc_info=(kind, error, trace))


def start_logging(level: str, stream: TextIO | None = None) -> None:
    """Send all logging through one handler, including the error that ends the process. Called once, by the command."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_end
    # These log every connection, with addresses and paths.
    for name in (
        "alembic",
        "uvicorn.access",
        "websockets",
        "aiosqlite",
        "asyncio",
        "aioice",
        "aiortc",
        "httpx",
        "httpcore",
    ):
        logging.getLogger(name).setLevel(logging.WARNING)
    # Its warnings, and one of its errors, are about malformed input: anybody could fill the log with them.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    logging.getLogger("uvicorn.error").addFilter(_is_our_fault)


def _is_our_fault(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("Invalid UTF-8")
