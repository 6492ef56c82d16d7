"""The cheap half of docs/writing.md: words and signs that no text people read may hold, each with its reason."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.files import ROOT

_WORDS = (ROOT / "app/web/shared/words", ROOT / "app/web/clinic/words")
_LIBRARY = ROOT / "rooms/library"
_PAGES = ROOT / "docs/facilitation"

_NO_TEXT = {"id", "step", "audience", "language", "reviewed_by"}
"""Fields of a library file that nobody reads on a screen."""

_ENGLISH = {
    r"\bwhom\b|\bshall\b|\bwhoever\b": "nobody says it: who, will, the person who",
    r"\b(every|some|no|any)body\b": "one word for one thing: everyone, someone, no one, anyone",
    r"\bstands? still\b": "it is paused",
    r"\bin peace\b": "it stands on gravestones: take a moment, no rush",
    r"\bput away\b": "close, dismiss",
    r"\blooks? on\b": "observe",
    r"\bseen to\b": "follow up",
    r"\b(goes|been|send (it|the piece)) round\b": "American English says around",
    r"\b(programme|practise|colour|favour|afterwards|towards|whilst)\b": "American spelling",
    r"\b(has|have|takes?|gives?|asks? for) the word\b": "a turn, or: is speaking",
    r"\bland(s|ed)?\b|\bwiden\b|\bflooded\b": "a picture of therapists: say what it is",
    r"\baddicts?\b|\brelapses?\b": "people first: person who uses, return to use",
    r"\bplease let the one\b|\bthe one who is due\b": "no English",
}
_FLOOR = re.compile(r"\b[Ff]loors?\b")
_BODY_FLOOR = re.compile(r"[Ff]eet on the floor|the floor, (if|the air)|on the floor")
_TEACHES_FLOOR = {"speaker_listener.en.toml", "refusals.js", "console.js", "member.js"}
"""Speaker-Listener teaches the word; the tables of words speak of it there, and are looked at line by line."""
_FLOOR_LINES = re.compile(r"coach_|asks_floor|floors_unequal")

_SPANISH = {
    r"(?i)\bañad\w*": "agregar",
    r"(?i)\b(el|al|del) suelo\b|\bsuelos?\b(?! (ser|estar|\w+[aei]r))": "el piso",
    r"(?i)\b(oír\w*|oye\w*|oyó|oyen|oyeron|oído|oigo|oiga\w*)\b": "escuchar",
    r"(?i)\b(puede(n)? pasar|se puede pasar|pasar está bien|pasaron)\b": "«pasar» is to come in: decir «paso»",
    r"(?i)\b(vosotros|vuestr[oa]s?|tú|tienes|puedes|quieres)\b": "usted, or nothing between partners",
    r"(?i)\b(juntos|ambos|listos?|bienvenidos?|el guía|los demás|todos)\b": "a word of one gender for people",
    r"(?i)\bpulse\b|\bordenador\b|\bmóvil\b|\bse vale\b": "toque; computadora; teléfono; está bien",
    r"(?i)\bme hace sentido\b|\bqueda bien\b|\ble llegó\b(?! a)|\bmazo\b|\baparatos?\b": "a translation, not Spanish",
    r"(?i)\b(abiertos?|cerrados?) el micrófono\b|\bmicrófonos? (abiert|cerrad)\w*": "encendido, apagado",
}

_STRAIGHT = re.compile(r"(?<=\w)'(?=\w)")
_GAP = re.compile(r"\s…|\.\.\.")


def _leaves(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, key)
    elif isinstance(value, str) and key not in _NO_TEXT:
        yield value


def _spoken_in(module: str) -> Iterator[str]:
    """The lines of a table of words, without comments, keys and codes."""
    for line in re.sub(r"/\*.*?\*/", "", module, flags=re.DOTALL).splitlines():
        if line.startswith(("import", "const ORDINALS")):
            continue
        texts = re.findall(r'"((?:[^"\\]|\\.)*)"(?!:)|`([^`]*)`', line)
        spoken = " ".join(quoted or template for quoted, template in texts)
        yield f"{line.strip().split(':')[0]}: {re.sub(r'[$][{][^}]*[}]', '·', spoken)}"


def _texts(language: str) -> Iterator[tuple[Path, str]]:
    for path in sorted(_LIBRARY.glob(f"*/*.{language}.toml")):
        yield from ((path, text) for text in _leaves(tomllib.loads(path.read_text())))
    for path in sorted(path for words in _WORDS for path in (words / language).glob("*.js")):
        yield from ((path, text) for text in _spoken_in(path.read_text()))


def _value(text: str) -> str:
    return text.split(": ", 1)[-1]


def _found(language: str, pattern: str | re.Pattern[str]) -> list[str]:
    return [f"{path.name}: {text}" for path, text in _texts(language) if re.search(pattern, _value(text))]


@pytest.mark.parametrize(("words", "reason"), _ENGLISH.items())
def test_english_has_no(words: str, reason: str) -> None:
    assert _found("en", f"(?i){words}") == [], reason


@pytest.mark.parametrize(("words", "reason"), _SPANISH.items())
def test_spanish_has_no(words: str, reason: str) -> None:
    assert _found("es", words) == [], reason


def test_clients_have_turns_and_only_speaker_listener_has_a_floor() -> None:
    found = [
        f"{path.name}: {text}"
        for path, text in _texts("en")
        if _FLOOR.search(_BODY_FLOOR.sub("", _value(text)))
        and not (path.name in _TEACHES_FLOOR and (path.suffix == ".toml" or _FLOOR_LINES.search(text)))
    ]
    assert found == [], "say turn: the floor is taught in Speaker-Listener alone"


@pytest.mark.parametrize("language", ["en", "es"])
def test_apostrophes_are_curved(language: str) -> None:
    assert _found(language, _STRAIGHT) == [], "’ on screen, not '"


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_space_stands_before_an_ellipsis(language: str) -> None:
    assert _found(language, _GAP) == [], "… follows the word at once"


def test_the_collector_reads_what_people_read() -> None:
    english = [_value(text) for _, text in _texts("en")]
    assert any("Passing counts as taking part." in text for text in english), "prompts"
    assert any("No one can see or hear you yet." in text for text in english), "the client's words"
    assert not any("floor.pass" in text or ".js" in text for text in english)


def _labels(protocol: str) -> list[str]:
    file = tomllib.loads((_LIBRARY / f"protocols/{protocol}.en.toml").read_text())
    return sorted((action["label"] for action in file["actions"].values()), key=len, reverse=True)


@pytest.mark.parametrize("page", sorted(_PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_a_page_names_buttons_as_the_screen_does(page: Path) -> None:
    table = page.read_text().partition("## What each button does")[2].partition("\n## ")[0]
    cells = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")][1:]
    assert cells, "a table of buttons"
    for cell in cells:
        left = cell
        for label in _labels(page.stem):
            left = left.replace(label, "")
        assert re.fullmatch(r"[,; ]*", left), f"{cell}: no button is called so"


@pytest.mark.parametrize("page", sorted(_PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_a_page_says_when_not_what_to_say_and_what_to_do_alone(page: Path) -> None:
    text = page.read_text()
    for part in ("Do not use when", "What to say", "If only you are there"):
        found = re.search(rf"## {part}\n\n((?:.+\n|\n(?=[-1-9 ]))+)", text)
        assert found, part
        assert 2 <= len(re.findall(r"^(?:-|\d\.) ", found[1], re.MULTILINE)) <= 6, f"{part}: a short list"
