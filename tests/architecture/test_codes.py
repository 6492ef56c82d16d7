"""Every code that a request can be refused with has one sentence on screen in every language, and none is left over."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.mail.wording import MailKind
from tests.architecture.files import ROOT, python_files
from tests.rooms.runtime.test_refusals import CODE, refusals

_WEB = ROOT / "app/web"
_WORDS = _WEB / "shared/words"
_LANGUAGES = ("en", "es")
_TELLS = {"ErrorMessage", "MediaRefused", "Refused"}
"""What is called with a code that a client is answered with; rooms have their own collector."""
_PROGRAMME = ("app/access/", "app/api/clinic/")
"""Rooms refuse with nothing of these: the pages of the programme have sentences of their own."""
_GOODBYES = {"resume.invalid", "link.withdrawn"}
"""With these a socket is closed: the client asks for a new ticket, or shows a page."""
_ENTRY = re.compile(r'^ {2}"([a-z_]+\.[a-z_]+)":\s+"(.+)",$', re.MULTILINE)


def _codes_told(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _TELLS):
            continue
        given = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "code")]
        for value in (node for one in given for node in ast.walk(one)):
            if (
                isinstance(value, ast.Constant)
                and isinstance(value.value, str)
                and CODE.fullmatch(value.value)
            ):
                yield value.value


def _assigned(tree: ast.AST) -> Iterator[str]:
    """Codes that reach such a call over a variable named `code`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "code" for target in node.targets
        ):
            for value in ast.walk(node.value):
                if (
                    isinstance(value, ast.Constant)
                    and isinstance(value.value, str)
                    and CODE.fullmatch(value.value)
                ):
                    yield value.value


def _told_by_server() -> set[str]:
    """What a request can be answered with."""
    found = refusals()
    for path in (*python_files("signaling"), *python_files("app")):
        if path.as_posix().startswith(_PROGRAMME):
            continue
        tree = ast.parse((ROOT / path).read_text())
        found |= set(_codes_told(tree))
        if path.parts[0] == "signaling":
            found |= set(_assigned(tree))
    return found - _GOODBYES


def _client_modules() -> Iterator[Path]:
    for folder in ("room", "shared"):
        yield from (_WEB / folder).rglob("*.js")


def _told_by_client() -> set[str]:
    """What the client itself refuses with, before anything is sent or when no answer comes."""
    call = re.compile(r'(?:RequestRefused|words\.refusal)\("([a-z_.]+)"')
    return {code for path in _client_modules() for code in call.findall(path.read_text())}


def _silent() -> set[str]:
    """Refusals that change nothing anyone would notice; the client says nothing."""
    listed = re.search(r"const SILENT = new Set\(\[(.+?)\]\)", (_WORDS / "compose.js").read_text())
    assert listed, "compose.js names the silent codes"
    return set(re.findall(r'"([a-z_.]+)"', listed[1]))


def _sentences(language: str) -> list[tuple[str, str]]:
    return _ENTRY.findall((_WORDS / language / "refusals.js").read_text())


def test_the_collector_finds_codes_of_every_part() -> None:
    told = _told_by_server()
    assert {
        "floor.stale",
        "protocol.open_business",
        "request.malformed",
        "media.too_soon",
        "person.not_yours",
    } <= told
    assert {"connection.lost", "screen.denied"} <= _told_by_client()


@pytest.mark.parametrize("language", _LANGUAGES)
def test_every_code_has_one_sentence(language: str) -> None:
    codes = [code for code, _ in _sentences(language)]
    wanted = (_told_by_server() | _told_by_client()) - _silent()
    assert sorted(wanted - set(codes)) == [], "codes without a sentence: people would read 'That didn't work'"
    assert sorted(set(codes) - wanted) == [], "sentences that no code ever shows"
    assert codes == sorted(set(codes)), "each code once, in the order of the alphabet"


@pytest.mark.parametrize("language", _LANGUAGES)
def test_no_other_table_has_refusals(language: str) -> None:
    """A second table would shadow the first: what is mended in one would never be read."""
    elsewhere = [
        path.name
        for path in (_WORDS / language).glob("*.js")
        if path.name != "refusals.js" and re.search(r"\brefusals: \{", path.read_text())
    ]
    assert elsewhere == []


@pytest.mark.parametrize("language", _LANGUAGES)
def test_two_codes_share_a_sentence_only_where_they_are_the_same_to_the_reader(language: str) -> None:
    by_text: dict[str, list[str]] = {}
    for code, text in _sentences(language):
        by_text.setdefault(text, []).append(code)
    shared = [codes for codes in by_text.values() if len(codes) > 1]
    assert shared == [], "one sentence for two reasons tells neither"


@pytest.mark.parametrize("language", _LANGUAGES)
def test_every_kind_of_mail_has_a_name_on_the_page_of_mails(language: str) -> None:
    words = (ROOT / f"app/web/clinic/words/{language}/office/office.js").read_text()
    (block,) = re.findall(r"const MAIL_KINDS = \{(.*?)\};", words, re.DOTALL)
    assert re.findall(r"^  (\w+):", block, re.MULTILINE) == [kind.value for kind in MailKind]
