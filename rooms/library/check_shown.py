"""Checks that a protocol's text has exactly the sentences for what its rules show and ask. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from rooms.library.errors import LibraryError
from rooms.library.lines import Path
from rooms.library.model import PLACEHOLDERS, PLURALS, Forms, ProtocolText
from rooms.library.table import names_in

__all__ = ["Sentence", "Shown", "unlike_shown"]

_NUMBERED = frozenset({"text", *PLURALS})


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the rules say about one sentence.

    Attributes:
        fills: The placeholders that it may use, besides the general ones.
        values: The values that each have a sentence of their own, if any.
    """

    fills: Collection[str] = ()
    values: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What a protocol's rules show and ask.

    Attributes:
        values: The arguments of actions, each with its values if it is a choice, otherwise with none.
        wheels: Those that are a word from a wheel, whose words are in the text itself.
        button: The parts of its button; empty if it has none.
    """

    values: Mapping[str, Collection[str]] = field(default_factory=dict)
    wheels: Collection[str] = ()
    facts: Mapping[str, Sentence] = field(default_factory=dict)
    asks: Mapping[str, Sentence] = field(default_factory=dict)
    deeds: Collection[str] = ()
    endings: Collection[str] = ()
    button: Collection[str] = ()


def unlike_shown(text: ProtocolText, shown: Shown) -> list[LibraryError]:
    """Report what the text lacks of what is shown and asked, what it has in excess, and placeholders nothing fills."""
    return [
        text.source.page.error(path, reason)
        for path, reason in (
            *_unlike(("values",), shown.values, text.values),
            *_unlike(("facts",), shown.facts, text.facts),
            *_unlike(("asks",), shown.asks, text.asks),
            *_unlike(("deeds",), shown.deeds, text.deeds),
            *_unlike(("endings",), shown.endings, text.endings),
            *_unlike(("button",), shown.button, text.button),
            *_values(text, shown),
            *_sentences(("facts",), shown.facts, text),
            *_sentences(("asks",), shown.asks, text),
        )
    ]


def _unlike(path: Path, wanted: Collection[str], found: Collection[str]) -> Iterator[tuple[Path, str]]:
    for key in sorted({*wanted} - {*found}):
        yield (*path, key), "is missing; the protocol has it"
    for key in sorted({*found} - {*wanted}):
        yield (*path, key), "is unknown to the protocol"


def _values(text: ProtocolText, shown: Shown) -> Iterator[tuple[Path, str]]:
    for name in shown.values.keys() & text.values.keys():
        value = text.values[name]
        yield from _unlike(("values", name, "choices"), shown.values[name], value.choices)
        words = [word for group in value.groups.values() for word in group.words]
        if bool(words) != (name in shown.wheels):
            yield ("values", name, "groups"), "must have words for a wheel, and for nothing else"
        for word in sorted({word for word in words if words.count(word) > 1}):
            yield ("values", name, "groups"), f"{word} stands there twice"


def _sentences(path: Path, wanted: Mapping[str, Sentence], text: ProtocolText) -> Iterator[tuple[Path, str]]:
    found = text.facts if path == ("facts",) else text.asks
    for name in wanted.keys() & found.keys():
        sentence, forms = wanted[name], found[name]
        if sentence.values:
            yield from _unlike((*path, name), sentence.values, forms)
        elif "text" not in forms or not forms.keys() <= _NUMBERED:
            yield (*path, name), "must be one sentence, or have text and other plural forms"
        yield from _open((*path, name), {*PLACEHOLDERS - _TOLD, *text.roles, *sentence.fills}, forms)


_TOLD = frozenset({"number", "person", "time"})
"""Placeholders that a fact or an ask fills itself, if it does."""


def _open(path: Path, filled: Collection[str], forms: Forms) -> Iterator[tuple[Path, str]]:
    for form, sentence in forms.items():
        for name in names_in(sentence):
            if name not in filled:
                at = path if form == "text" else (*path, form)
                yield at, f"{{{name}}} is not filled here"
