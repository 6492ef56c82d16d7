"""Every code with which a room can refuse is in the table of PROTOCOL.md, part 7."""

import ast
import re
from collections.abc import Iterator
from typing import get_args

from rooms.model.events import Event
from rooms.rules.parts import PARTS
from tests.architecture.files import ROOT, python_files

CODE = re.compile(r"[a-z_]+\.[a-z_]+")
_OLD_EVENTS = {"floor.passed", "floor.released", "floor.revoked", "floor.deferred", "seat.pulled_aside"}
_GOODBYES = {"seat.replaced", "server.restart", "session.ended"}
"""Codes that close a socket; part 4 explains them."""
_BOTH = {"room.held", "room.ended"}
"""Names shared by an event and a refusal."""
_LOG_LEVELS = {"info", "warning", "error", "exception", "debug"}


def codes_in(tree: ast.AST) -> Iterator[str]:
    """Yield every string of a module that looks like a code, except in docstrings and log calls."""
    logged = {
        id(argument)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in _LOG_LEVELS
        for argument in call.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in logged:
            if CODE.fullmatch(node.value):
                yield node.value


def refusals() -> set[str]:
    """Return the codes that rooms can refuse with."""
    kinds = {cls.kind for cls in get_args(Event)}
    requests = {name for part in PARTS for name in part.examples}
    found = {
        code
        for path in python_files("rooms")
        if path.parts[1] != "library" and path.name != "quality.py"
        for code in codes_in(ast.parse((ROOT / path).read_text()))
    }
    return (found - kinds - requests - _OLD_EVENTS - _GOODBYES) | _BOTH


def documented() -> set[str]:
    """Return the codes in part 7 of the page."""
    page = (ROOT / "signaling/PROTOCOL.md").read_text()
    table = page.partition("## 7. Error codes")[2].partition("\n## ")[0]
    first_cells = (line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
    return {code for cell in first_cells for code in re.findall(r"`([^`]+)`", cell)}


def test_every_refusal_is_explained() -> None:
    missing = refusals() - documented()
    assert not missing, f"PROTOCOL.md part 7 does not name {sorted(missing)}"


def test_codes_are_found_where_they_are_raised() -> None:
    assert {
        "floor.stale",
        "room.full",
        "protocol.bad_value",
        "seat.is_shared",
        "protocol.open_business",
    } <= refusals()
    assert "turn.ended" not in refusals()
