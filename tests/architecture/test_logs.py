"""A log line is a constant event name with fields, and no field carries what is private.

Names, addresses, session descriptions, tickets and what people write never reach a log.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.files import PACKAGES, ROOT, python_files

LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
EVENT = re.compile(r"[a-z_]+\.[a-z_]+( [a-z_]+=%(\.\d)?[a-z])*")
FIELD = re.compile(r"([a-z_]+)=")
PRIVATE = re.compile(
    r"(^|_)(name|names|people|address|addresses|host|ip|phone|email|sdp|token|ticket|secret|password|invitation|link|url|chat|text|body|answer)($|_)"
)


def log_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls such as `_logger.info(…)`."""
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
    """What is wrong with a log call, or None."""
    event = call.args[0] if call.args else None
    if not isinstance(event, ast.Constant) or not isinstance(event.value, str):
        return "the event is not a constant"
    if not EVENT.fullmatch(event.value):
        return f"not `area.event field=%s …`: {event.value!r}"
    named = FIELD.findall(event.value) + [_last_name(argument) for argument in call.args[1:]]
    private = [name for name in named if PRIVATE.search(name)]
    return f"private fields {private}" if private else None


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Attribute(attr="__name__" | "__qualname__"):
            return ""
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


@pytest.mark.parametrize("path", python_files(*PACKAGES), ids=str)
def test_log_calls_are_constant_events_without_private_fields(path: Path) -> None:
    found = [(call.lineno, complaint(call)) for call in log_calls(ast.parse((ROOT / path).read_text()))]
    assert [f"{path}:{line} {text}" for line, text in found if text] == []


@pytest.mark.parametrize(
    "line",
    [
        "log.info(f'seat.joined seat={seat}')",
        "log.info('Someone joined')",
        "log.info('seat.joined name=%s', seat)",
        "log.info('seat.joined seat=%s', person.name)",
        "self._logger.warning('media.refused kind=%s', offer.sdp)",
        "log.info(event, seat)",
    ],
)
def test_the_rule_sees_a_bad_line(line: str) -> None:
    (call,) = log_calls(ast.parse(line))
    assert complaint(call)


@pytest.mark.parametrize(
    "line",
    [
        "log.info('seat.joined seat=%s', seat)",
        "log.exception('worker.call_failed kind=%s', type(c).__name__)",
    ],
)
def test_the_rule_lets_a_good_line_pass(line: str) -> None:
    (call,) = log_calls(ast.parse(line))
    assert complaint(call) is None
