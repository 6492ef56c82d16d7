"""Every code with which the programme refuses something has a sentence on the clinic's pages, in every language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.files import ROOT, python_files

_WORDS = ROOT / "app/web/clinic/words"
_SHARED = ROOT / "app/web/shared/words"
_TELLS = {"Refused", "FieldError", "Conflict"}
_CODE = re.compile(r"[a-z_]+\.[a-z_0-9]+")
_ENTRY = re.compile(r'^ {2}"([a-z_]+\.[a-z_0-9]+)":', re.MULTILINE)
_OF_ACCOUNTS = re.compile(r"(passkey|totp|oidc|rate)\.|sign_in\.busy$")
"""As `compose.js` there: signing in is refused in the same words as in rooms."""


def _told(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _TELLS:
            # A detail may look like a code, but only the code is said: it comes first, or second after a field.
            place = 1 if getattr(node.func, "id", "") == "FieldError" else 0
            for value in node.args[place : place + 1]:
                for part in ast.walk(value):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value


@pytest.fixture(scope="module")
def codes() -> list[str]:
    found = {code for path in python_files("clinic", "app") for code in _told(path)}
    return sorted(code for code in found if _CODE.fullmatch(code))


def _said(language: str) -> set[str]:
    own = [
        entry
        for file in ("refusals.js", "programme/agenda.js", "programme/conflicts.js")
        for entry in _ENTRY.findall((_WORDS / language / file).read_text())
    ]
    shared = _ENTRY.findall((_SHARED / language / "refusals.js").read_text())
    return {*own, *(code for code in shared if _OF_ACCOUNTS.match(code))}


def test_codes_are_found(codes: list[str]) -> None:
    assert {"schedule.begun", "field.required", "care_team.couples_therapist", "totp.wrong"} <= set(codes)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_code_has_a_sentence(codes: list[str], language: str) -> None:
    assert [code for code in codes if code not in _said(language)] == []
