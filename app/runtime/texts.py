"""Files of words, one per language in a folder. English has everything; what another language lacks is said in English.

A language is added by adding its file: docs/translating.md.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Final

__all__ = ["ENGLISH", "holes", "languages_in", "placeholders", "read_words"]

ENGLISH: Final = "en"


@cache
def languages_in(folder: Path) -> frozenset[str]:
    """Return the languages that have a file."""
    return frozenset(path.stem for path in folder.glob("*.toml"))


def read_words(folder: Path, language: str) -> dict[str, Any]:
    """Return the words of a language; those of English where it lacks some, or lacks its file."""
    words = _read(folder, ENGLISH)
    own = _read_if_there(folder, language)
    return _fill(words, own) if own else words


def holes(folder: Path, language: str) -> list[str]:
    """Return the dotted keys that are said in English, in the order of the English file.

    A sentence with other placeholders than the English one counts too: it could not be filled in.
    """
    return list(_holes(_read(folder, ENGLISH), _read_if_there(folder, language), ""))


def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _read(folder: Path, language: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))


def _read_if_there(folder: Path, language: str) -> dict[str, Any]:
    return _read(folder, language) if language in languages_in(folder) else {}


def _fits(english: object, found: object) -> bool:
    if isinstance(english, str) and isinstance(found, str):
        return placeholders(english) == placeholders(found)
    return type(english) is type(found)


def _needed(english: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what every language needs: of plural forms only ``other``, since each has its own."""
    return {"other": english["other"]} if "other" in english else english


def _fill(english: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    filled = dict(found)
    for key, words in _needed(english).items():
        own = found.get(key)
        if isinstance(words, dict):
            filled[key] = _fill(words, own if isinstance(own, dict) else {})
        elif not _fits(words, own):
            filled[key] = words
    return filled


def _holes(english: Mapping[str, Any], found: Mapping[str, Any], path: str) -> Iterator[str]:
    for key, words in _needed(english).items():
        own = found.get(key)
        if isinstance(words, dict):
            yield from _holes(words, own if isinstance(own, dict) else {}, f"{path}{key}.")
        elif not _fits(words, own):
            yield f"{path}{key}"
