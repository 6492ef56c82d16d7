"""How hard a text is to read, as a grade of school. Pure.

An estimate from the lengths of words and sentences: Flesch and Kincaid's for English, Crawford's for Spanish. It shows
an editor that a sentence is long, and nothing about whether the text is right.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from clinic.consents.texts import BlockKind, blocks_of

__all__ = ["grade_of"]

_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_END: Final = re.compile(r"[.!?]+")
_EN_VOWELS: Final = re.compile(r"[aeiouy]+")
_ES_VOWELS: Final = re.compile(r"[aeouáéíóú]|[iuü](?![aeoáéíóú])|i(?=[íú])")


def grade_of(body: str, language: str) -> float:
    """Return the grade of a text in English or Spanish, rounded to a tenth; 0 for an empty one."""
    sentences, words, syllables = 0, 0, 0
    shown = (block for block in blocks_of(body) if block.kind is not BlockKind.HEADING)
    for line in (line for block in shown for line in block.lines):
        for part in _END.split(line):
            found = _WORD.findall(part.lower())
            sentences += bool(found)
            words += len(found)
            syllables += sum(map(_SYLLABLES[language], found))
    if not words:
        return 0.0
    return max(0.0, round(_GRADES[language](sentences, words, syllables), 1))


def _english(word: str) -> int:
    count = len(_EN_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee")):
        count -= 1
    return max(count, 1)


def _spanish(word: str) -> int:
    return max(len(_ES_VOWELS.findall(word)), 1)


def _flesch_kincaid(sentences: int, words: int, syllables: int) -> float:
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def _crawford(sentences: int, words: int, syllables: int) -> float:
    return -0.205 * 100 * sentences / words + 0.049 * 100 * syllables / words - 3.407


_SYLLABLES: Final[Mapping[str, Callable[[str], int]]] = MappingProxyType({"en": _english, "es": _spanish})
_GRADES: Final[Mapping[str, Callable[[int, int, int], float]]] = MappingProxyType(
    {"en": _flesch_kincaid, "es": _crawford}
)
