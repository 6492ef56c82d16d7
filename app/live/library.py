"""Loads the library at startup: the release's files, and the clinic's, which replace or extend them.

All errors are reported at once and the service does not start: people must not see half a library.
"""

import logging
from pathlib import Path

import rooms.library
from rooms.library.build import build_libraries
from rooms.library.check import check_ids, check_pairs, check_protocol, untranslated
from rooms.library.check_shown import Sentence, Shown
from rooms.library.errors import LibraryError
from rooms.library.model import Library, ProtocolText, Text
from rooms.library.parse import PARSERS, decode
from rooms.model.library import LibraryIndex, PromptRule
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.declaration import Choice, ProtocolRules, Value, Wheel
from rooms.rules.protocols.shows import PLACEHOLDERS, Fact

__all__ = ["MAX_FILES", "SHIPPED", "LibraryRefused", "index_of", "load_libraries", "read_texts", "reviews_of"]

MAX_FILES = 1_000
"""Files in one directory; a directory with more cannot be a library."""
SHIPPED = Path(rooms.library.__file__).parent
"""The directory of the release's files."""

_log = logging.getLogger(__name__)


class LibraryRefused(Exception):
    """The library cannot be used.

    Attributes:
        lines: One sentence for each error: file, line, field and what is wrong.
    """

    def __init__(self, errors: list[LibraryError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.lines = [str(error) for error in errors]


def load_libraries(clinic: Path | None) -> dict[str, Library]:
    """Return the library in each language. What a language lacks is shown in English, and named in the log.

    Args:
        clinic: The clinic's directory, with folders as in `SHIPPED`; None if it has none.

    Raises:
        LibraryRefused: A file has an error, or two files contradict each other.
    """
    texts = read_texts(clinic)
    errors = [*check_ids(texts), *check_pairs(texts), *_check_protocols(texts)]
    if errors:
        raise LibraryRefused(errors)
    for language, files in untranslated(texts).items():
        for file in files:
            _log.warning("library.untranslated", extra={"language": language, "file": file})
    return build_libraries(texts)


def index_of(library: Library) -> LibraryIndex:
    """Return what rooms need to know about the library; it is the same in every language."""
    return LibraryIndex(
        prompts={
            prompt.id: PromptRule(
                prompt.protocol or "",
                prompt.step if prompt.protocol else "",
                prompt.audience,
                prompt.question,
            )
            for prompt in library.prompts.values()
        },
        decks={
            deck.id: tuple(len(topic.questions) for topic in deck.topics) for deck in library.decks.values()
        },
        scripts={
            script.id: tuple(float(line.seconds) for line in script.lines)
            for script in library.scripts.values()
        },
        wheels={
            f"{protocol.id}.{name}": tuple(word for group in value.groups.values() for word in group.words)
            for protocol in library.protocols.values()
            for name, value in protocol.values.items()
            if value.groups
        },
    )


def reviews_of(texts: list[Text]) -> list[str]:
    """Return the state of clinical review in sentences: a total, then a line for each file that is not reviewed."""
    unread = [text for text in texts if text.source.reviewed_on is None]
    lines = [f"{len(texts) - len(unread)} of {len(texts)} files are reviewed by a clinician as they are now"]
    for text in unread:
        source = text.source
        last = f"; version {source.review.version} was, on {source.review.on}" if source.review else ""
        lines.append(f"not reviewed: {source.page.file} (version {source.version}{last})")
    return lines


def _check_protocols(texts: list[Text]) -> list[LibraryError]:
    """Return the errors where a protocol's text does not match its rules."""
    errors = []
    for text in texts:
        if not isinstance(text, ProtocolText):
            continue
        rules = CATALOG.get(text.id)
        if rules is None:
            errors.append(text.source.page.error(("id",), "is no protocol of this version"))
            continue
        options = {name: _choices(option) for name, option in rules.options.items()}
        errors += check_protocol(text, rules.steps, rules.acts, rules.roles, options, _shown(rules))
    return errors


def _choices(value: Value) -> tuple[str, ...]:
    return value.values if isinstance(value, Choice) else ()


def _shown(rules: ProtocolRules) -> Shown:
    takes = {name: value for act in rules.all_acts().values() for name, value in act.takes.items()}
    button = ("label", "heading", "text", "yes", "no") if rules.call_button else ()
    return Shown(
        values={name: _choices(value) for name, value in takes.items()},
        wheels=[name for name, value in takes.items() if isinstance(value, Wheel)],
        facts={name: _sentence(fact) for name, fact in rules.all_facts().items()},
        asks={code: Sentence(rule.fills) for code, rule in rules.asks.items()},
        deeds=rules.deeds,
        endings=rules.endings,
        button=("label",) if rules.emergency else button,
    )


def _sentence(fact: Fact) -> Sentence:
    return Sentence(PLACEHOLDERS.get(fact.kind, ()), fact.values)


def read_texts(clinic: Path | None) -> list[Text]:
    """Return the texts in use; a clinic's file replaces the release's file of the same name.

    Raises:
        LibraryRefused: A file has an error; the first error of each file is reported.
    """
    texts: dict[tuple[str, str], Text] = {}
    errors = []
    for directory in (SHIPPED,) if clinic is None else (SHIPPED, clinic):
        for file in _find_files(directory):
            try:
                texts[file.parent.name, file.name] = _read(file, directory)
            except LibraryError as error:
                errors.append(error)
    if errors:
        raise LibraryRefused(errors)
    for text in texts.values():
        if text.source.withdrawn:
            _log.info("library.withdrawn", extra={"file": text.source.page.file})
    return [text for text in texts.values() if not text.source.withdrawn]


def _find_files(directory: Path) -> list[Path]:
    """Return the TOML files in order. Includes misplaced files, which somebody expects to be shown, so that they are
    reported."""
    try:
        found = sorted(file for pattern in ("*.toml", "*/*.toml") for file in directory.glob(pattern))
    except OSError as error:
        raise _refuse(directory, f"cannot be listed: {error.strerror}") from None
    if len(found) > MAX_FILES:
        raise _refuse(directory, f"there are {len(found)} files; {MAX_FILES} are allowed")
    return [file for file in found if not file.name.startswith(".")]


def _refuse(directory: Path, reason: str) -> LibraryRefused:
    return LibraryRefused([LibraryError(directory.as_posix(), 1, "file", reason)])


def _read(file: Path, directory: Path) -> Text:
    name = file.as_posix()
    parse = PARSERS.get(file.parent.name) if file.parent.parent == directory else None
    if parse is None:
        raise LibraryError(name, 1, "file", f"must be in one of the folders {', '.join(PARSERS)}")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise LibraryError(name, 1, "file", f"cannot be read: {error.strerror}") from None
    return parse(name, decode(name, data))
