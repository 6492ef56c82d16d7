"""A log line is a constant event name with fields, and no field carries private data.

Names, addresses, session descriptions, tickets and people's messages never reach a log.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from app.observability.logging import ALLOWED_FIELDS
from tests.architecture.files import PACKAGES, ROOT, python_files

IDS = {"room", "seat"}
"""The relay calls a room's or a peer's id its name."""
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
EVENT = re.compile(r"[a-z_]+\.[a-z_]+")
PRIVATE = re.compile(
    r"(^|_)(name|names|people|address|addresses|host|ip|phone|email|sdp|token|ticket|secret|password|invitation|link|url|chat|text|body|answer)($|_)"
)


def log_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Find calls such as `_logger.info(…)`."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in LEVELS
            and isinstance(node.func.value, ast.Name | ast.Attribute)
            and "log"
            in (node.func.value.id if isinstance(node.func.value, ast.Name) else node.func.value.attr)
        ):
            yield node


def complaint(call: ast.Call) -> str | None:
    """Return what is wrong with a log call, or None."""
    event = call.args[0] if call.args else None
    if not isinstance(event, ast.Constant) or not isinstance(event.value, str):
        return "the event is not a constant"
    if not EVENT.fullmatch(event.value):
        return f"not `area.event`: {event.value!r}"
    if len(call.args) > 1:
        return "fields go into `extra`, where the allow-list sees them"
    extra = next(
        (keyword.value for keyword in call.keywords if keyword.arg == "extra"), ast.Dict(keys=[], values=[])
    )
    if not isinstance(extra, ast.Dict) or not all(isinstance(key, ast.Constant) for key in extra.keys):
        return "`extra` is no plain dict"
    fields = {
        str(key.value): value
        for key, value in zip(extra.keys, extra.values, strict=True)
        if isinstance(key, ast.Constant)
    }
    if dropped := sorted(fields.keys() - ALLOWED_FIELDS):
        return f"fields that are not written: {dropped}"
    private = [
        name for name, value in fields.items() if name not in IDS and PRIVATE.search(_last_name(value))
    ]
    return f"private values in {private}" if private else None


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Attribute(attr="__name__" | "__qualname__"):
            return ""
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def test_log_calls_are_constant_events_without_private_fields() -> None:
    found = [
        (path, call.lineno, complaint(call))
        for path in python_files(*PACKAGES)
        for call in log_calls(ast.parse((ROOT / path).read_text()))
    ]
    assert [f"{path}:{line} {text}" for path, line, text in found if text] == []
    assert len(found) > 40, "there are log calls, and they are seen"


@pytest.mark.parametrize(
    "line",
    [
        "log.info(f'seat.joined seat={seat}')",
        "log.info('Someone joined')",
        "log.info('seat.joined seat=%s', seat)",
        "log.info('seat.joined', extra={'display': seat})",
        "log.info('seat.joined', extra={'kind': person.name})",
        "self._logger.warning('media.refused', extra={'reason': offer.sdp})",
        "log.info('seat.joined', extra=fields)",
        "log.info(event)",
    ],
)
def test_the_rule_sees_a_bad_line(line: str) -> None:
    (call,) = log_calls(ast.parse(line))
    assert complaint(call)


@pytest.mark.parametrize(
    "line",
    [
        "log.info('seat.joined')",
        "log.info('seat.joined', extra={'seat': seat})",
        "log.exception('worker.call_failed', extra={'kind': type(c).__name__})",
    ],
)
def test_the_rule_lets_a_good_line_pass(line: str) -> None:
    (call,) = log_calls(ast.parse(line))
    assert complaint(call) is None


def test_no_field_that_is_written_is_private() -> None:
    assert [field for field in ALLOWED_FIELDS if PRIVATE.search(field)] == []
