"""Parses file texts into the values of `model`: one function per kind of file. Pure.

docs/library.md describes the files. Anything that deviates from it raises `LibraryError`.
"""

import tomllib
from collections.abc import Callable, Collection, Mapping
from typing import Any

from rooms.library.errors import LibraryError, Page
from rooms.library.lines import count_lines, find_broken_line
from rooms.library.model import (
    AUDIENCES,
    CUE_AUDIENCES,
    MAX_PROMPT,
    PLACEHOLDERS,
    TOLD_PLACEHOLDERS,
    ActionText,
    Deck,
    GroupText,
    Line,
    Prompt,
    PromptSheet,
    ProtocolText,
    Question,
    Review,
    Script,
    Source,
    StepText,
    Text,
    Topic,
    ValueText,
)
from rooms.library.table import Table

__all__ = [
    "MAX_FILE_BYTES",
    "MAX_FILE_LINES",
    "PARSERS",
    "decode",
    "parse_deck",
    "parse_prompts",
    "parse_protocol",
    "parse_script",
]

MAX_FILE_BYTES = 65_536
MAX_FILE_LINES = 2_000
_TITLE = 60
_LABEL = 40
_LONG_LABEL = 60
_DOES = 120
_SENTENCE = 160
_QUESTION = 200
_ABOUT = 200
_HINT = 200
_BEFORE = 200
_MAX_NOT_WHEN = 4
_REVIEWER = 80
_SCRIPT_S = 300
"""The longest grounding; a longer script would be cut off although it claims that time is left."""


def decode(file_name: str, data: bytes) -> str:
    """Return the text of a file.

    Raises:
        LibraryError: It is too long or not UTF-8.
    """
    if len(data) > MAX_FILE_BYTES:
        raise LibraryError(
            file_name, 1, "file", f"has {len(data)} bytes; {MAX_FILE_BYTES} are allowed: split it"
        )
    if data.count(b"\n") > MAX_FILE_LINES:
        raise LibraryError(
            file_name, MAX_FILE_LINES, "file", f"has more than {MAX_FILE_LINES} lines: split it"
        )
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LibraryError(file_name, line, "file", "is no UTF-8 text; save it with that encoding") from None


def parse_prompts(file_name: str, text: str) -> PromptSheet:
    """Parse a file of general prompts.

    Raises:
        LibraryError: The file deviates from docs/library.md.
    """
    sheet, source, root = _open(file_name, text)
    root.allow(PLACEHOLDERS)
    named = root.table("occasions")
    occasions = {key: named.text(key, _LABEL) for key in named.keys(12)}
    prompts = _prompts(root, source, sheet, None, occasions, AUDIENCES)
    root.close()
    return PromptSheet(sheet, occasions, prompts, source)


def parse_deck(file_name: str, text: str) -> Deck:
    """Parse a deck of topics and questions.

    Raises:
        LibraryError: The file deviates from docs/library.md.
    """
    deck, source, root = _open(file_name, text)
    title, about = root.text("title", _TITLE), root.text("about", _ABOUT)
    before = root.optional_text("before", _BEFORE)
    minutes = root.whole("minutes", 5, 180)
    known: set[str] = set()
    topics = tuple(_topic(table, deck, known) for table in root.items("topics", 1, 8))
    root.close()
    return Deck(deck, title, about, before, minutes, topics, source)


def parse_protocol(file_name: str, text: str) -> ProtocolText:
    """Parse a protocol's text; `check.check_protocol` checks whether it matches the protocol's rules.

    Raises:
        LibraryError: The file deviates from docs/library.md.
    """
    protocol, source, root = _open(file_name, text)
    title, summary = root.text("title", _TITLE), root.text("summary", _ABOUT)
    good_for = root.text("good_for", _ABOUT)
    before = root.optional_text("before", _BEFORE)
    not_when = root.texts("not_when", _MAX_NOT_WHEN, _SENTENCE)
    named = root.table("roles")
    roles = {role: named.text(role, _LABEL) for role in named.keys(8)}
    options, choices = _options(root.table("options"))
    root.allow(PLACEHOLDERS | roles.keys())
    steps = {
        step: _step(table, CUE_AUDIENCES | roles.keys())
        for step, table in root.table("steps").tables(40).items()
    }
    actions = {action: _action(table) for action, table in root.table("actions").tables(40).items()}
    values = {value: _value(table) for value, table in root.table("values").tables(20).items()}
    prompts = _prompts(root, source, protocol, protocol, steps, AUDIENCES | roles.keys())
    button = _texts(root.table("button"), _ABOUT)
    endings = _texts(root.table("endings"), _SENTENCE)
    root.allow(PLACEHOLDERS | TOLD_PLACEHOLDERS | roles.keys())
    facts, asks = _sentences(root.table("facts")), _sentences(root.table("asks"))
    deeds = _texts(root.table("deeds"), _LONG_LABEL)
    root.close()
    return ProtocolText(
        id=protocol,
        title=title,
        summary=summary,
        good_for=good_for,
        before=before,
        not_when=not_when,
        roles=roles,
        options=options,
        choices=choices,
        steps=steps,
        actions=actions,
        values=values,
        facts=facts,
        asks=asks,
        deeds=deeds,
        endings=endings,
        button=button,
        prompts=prompts,
        source=source,
    )


def parse_script(file_name: str, text: str) -> Script:
    """Parse a script: its lines and how long each is shown.

    Raises:
        LibraryError: The file deviates from docs/library.md.
    """
    script, source, root = _open(file_name, text)
    title = root.text("title", _TITLE)
    lines = tuple(_line(table) for table in root.items("lines", 1, 80))
    seconds = sum(line.seconds for line in lines)
    if seconds > _SCRIPT_S:
        raise root.error("lines", f"last {seconds} seconds together; {_SCRIPT_S} are allowed")
    root.close()
    return Script(script, title, lines, source)


PARSERS: Mapping[str, Callable[[str, str], Text]] = {
    "prompts": parse_prompts,
    "decks": parse_deck,
    "protocols": parse_protocol,
    "scripts": parse_script,
}
"""By the file's folder."""


def _open(file_name: str, text: str) -> tuple[str, Source, Table]:
    """Parse the header that every file has; returns its id, its source and the rest as a table."""
    page = Page(file_name, text)
    root = Table(page, _read(page))
    name = root.name("id")
    source = Source(
        version=root.whole("version", 1, 9_999),
        language=root.language("language"),
        reading_level=root.whole("reading_level", 1, 8),
        review=_review(root),
        withdrawn=root.flag("withdrawn"),
        page=page,
    )
    wanted = f"{name}.{source.language}.toml"
    if file_name.rsplit("/", 1)[-1] != wanted:
        raise root.error("id", f"with this id and language the file's name must be {wanted}")
    return name, source, root


def _review(root: Table) -> Review | None:
    if root.has("approved"):
        raise root.error(
            "approved", "is used no more: say who has read it, with reviewed_by and what goes with it"
        )
    if not any(root.has(key) for key in ("reviewed_by", "reviewed_on", "reviewed_version")):
        return None
    return Review(
        by=root.text("reviewed_by", _REVIEWER),
        on=root.day("reviewed_on"),
        version=root.whole("reviewed_version", 1, root.whole("version", 1, 9_999)),
    )


def _read(page: Page) -> dict[str, Any]:
    try:
        return tomllib.loads(page.text)
    except (ValueError, RecursionError) as error:
        line = find_broken_line(page.text, error)
        assert 1 <= line <= count_lines(page.text), "an error is somewhere in the file"
        reason = str(error).partition(" (at ")[0] if isinstance(error, ValueError) else "is nested too deeply"
        raise LibraryError(page.file, line, "file", f"cannot be read as TOML: {reason}") from None


def _prompts(
    root: Table,
    source: Source,
    sheet: str,
    protocol: str | None,
    steps: Collection[str],
    audiences: Collection[str],
) -> tuple[Prompt, ...]:
    known: set[str] = set()
    prompts = []
    for table in root.items("prompts", 0, 100):
        prompts.append(
            Prompt(
                id=_own_id(table, sheet, known),
                protocol=protocol,
                step=table.one_of("step", steps),
                audience=table.one_of("audience", audiences),
                text=table.text("text", MAX_PROMPT),
                question=table.flag("question"),
                source=source,
            )
        )
        table.close()
    return tuple(prompts)


def _own_id(table: Table, owner: str, known: set[str]) -> str:
    """Read the id of a part of a file, which must begin with the file's id, and record it."""
    found = table.name("id")
    if not found.startswith(f"{owner}."):
        raise table.error("id", f"must begin with {owner}.")
    if found in known:
        raise table.error("id", f"{found} stands here twice")
    known.add(found)
    return found


def _topic(table: Table, deck: str, known: set[str]) -> Topic:
    title, hint = table.text("title", _TITLE), table.text("hint", _HINT)
    questions = []
    for item in table.items("questions", 1, 12):
        question = Question(
            _own_id(item, deck, known),
            item.text("text", _QUESTION),
            item.optional_text("follow_up", _QUESTION),
        )
        item.close()
        questions.append(question)
    table.close()
    return Topic(title, hint, tuple(questions))


def _options(table: Table) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    labels, choices = {}, {}
    for option, item in table.tables(20).items():
        labels[option] = item.text("label", _LABEL)
        named = item.table("choices")
        values = {value: named.text(value, _LABEL) for value in named.keys(20)}
        if values:
            choices[option] = values
        item.close()
    return labels, choices


def _step(table: Table, audiences: Collection[str]) -> StepText:
    title, now = table.text("title", _TITLE), table.text("now", _SENTENCE)
    cues = {}
    for role in table.keys(16):
        if role not in audiences:
            raise table.error(role, f"is neither a role nor one of: {', '.join(sorted(CUE_AUDIENCES))}")
        cues[role] = table.text(role, _SENTENCE)
    return StepText(title, now, cues)


def _action(table: Table) -> ActionText:
    action = ActionText(table.text("label", _LABEL), table.text("does", _DOES))
    table.close()
    return action


def _value(table: Table) -> ValueText:
    """Read the wording of an action's argument: a label, and those of its choices."""
    named, groups = table.table("choices"), table.table("groups")
    value = ValueText(
        table.text("label", _LONG_LABEL),
        {one: named.text(one, _LABEL) for one in named.keys(20)},
        {group: _group(item) for group, item in groups.tables(12).items()},
    )
    table.close()
    return value


def _group(table: Table) -> GroupText:
    words = table.table("words")
    group = GroupText(
        table.text("label", _LABEL), {word: words.text(word, _LABEL) for word in words.keys(12)}
    )
    table.close()
    return group


def _sentences(table: Table) -> dict[str, dict[str, str]]:
    return {name: table.forms(name, _SENTENCE) for name in table.keys(40)}


def _texts(table: Table, longest: int) -> dict[str, str]:
    return {name: table.text(name, longest) for name in table.keys(20)}


def _line(table: Table) -> Line:
    line = Line(table.text("text", _SENTENCE), table.whole("seconds", 1, 120))
    table.close()
    return line
