"""No module of the server holds a sentence for people: those are in files, one for each language (docs/translating.md).

The client's modules are looked through in the same way by `tests/web/shared/literals.test.mjs`.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.files import ROOT, python_files

SPEAKING = (
    "app/access/", "app/api/doors/", "app/api/room/", "app/auth/", "app/exports/printing/", "app/live/", "app/mail/",
    "clinic/", "rooms/", "signaling/",
)  # fmt: skip
"""What people are written to, or answered, from. Operators and programs are told in English elsewhere."""
EXCEPTIONS = {
    "app/access/records/exports/tokens.py": "what the token endpoint tells a program (RFC 6749, section 5.2)",
    "clinic/attendance/codes.py": "names of billing codes, as insurers know them; a clinic's own table replaces them",
    "clinic/people/fields/states.py": "names of states, which have one name",
    "signaling/protocol_rules.py": "writes PROTOCOL.md, for developers",
}
SENTENCE = re.compile(
    r"[¿¡«“]?[A-ZÁÉÍÓÚÑ][\w’']*,? [a-záéíóúñ].*[a-z]{2}[.?!…]?|.*>\s*[A-Z¿¡][a-z]+[^<]*<", re.DOTALL
)
UNREAD = {"description", "example", "examples", "help", "summary", "title"}
"""Arguments that describe an interface."""


def _unread(tree: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, what errors and assertions say to programmers, and descriptions of interfaces."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                yield node.value
            case ast.Raise() | ast.Assert():
                yield from ast.walk(node)
            case ast.keyword(arg=str(name)) if name in UNREAD:
                yield from ast.walk(node)


def sentences_in(source: str) -> list[str]:
    tree = ast.parse(source)
    unread = {id(node) for node in _unread(tree)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in unread
        and SENTENCE.match(node.value)
    ]


def test_a_sentence_is_found_and_what_nobody_reads_is_not() -> None:
    source = '''"""A module of mails."""
LABEL = "Time to come back"
PAGE = f"<h1>{title}</h1><p>Nothing here</p>"
CODE, EVENT, NAME = "seat.replaced", "mail.sent", "America/New_York"
def send(x: int = Query(description="How many there are.")) -> None:
    """Send it."""
    raise ValueError("This is for programmers")
'''
    assert sentences_in(source) == ["Time to come back", "</h1><p>Nothing here</p>"]


@pytest.mark.parametrize("folder", SPEAKING)
def test_no_module_says_anything_by_itself(folder: str) -> None:
    found = {
        path.as_posix(): said
        for path in python_files(folder.split("/", maxsplit=1)[0])
        if path.as_posix().startswith(folder) and path.as_posix() not in EXCEPTIONS
        if (said := sentences_in((ROOT / path).read_text()))
    }
    assert found == {}


def test_each_exception_still_needs_to_be_one() -> None:
    assert all(sentences_in((ROOT / Path(path)).read_text()) for path in EXCEPTIONS)
