"""Checks across files: languages agree, ids are unique, a text matches its rules. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from rooms.library.check_shown import Shown, unlike_shown
from rooms.library.errors import LibraryError
from rooms.library.lines import Path
from rooms.library.model import DEFAULT_LANGUAGE, Deck, Prompt, PromptSheet, ProtocolText, Script, Text

__all__ = ["check_ids", "check_pairs", "check_protocol", "untranslated"]


def check_pairs(texts: Iterable[Text]) -> list[LibraryError]:
    """Report texts whose structure differs between languages; only the first difference per pair.

    All people in a room are at the same step and question, so every language must have the same ones. The English file
    is the reference or, if there is none, the first.
    """
    errors: list[LibraryError] = []
    groups: dict[tuple[type, str], list[Text]] = defaultdict(list)
    for text in texts:
        groups[type(text), text.id].append(text)
    for group in groups.values():
        first, *others = sorted(group, key=lambda text: text.source.language != DEFAULT_LANGUAGE)
        wanted = _structure(first)
        for other in others:
            errors += _differences(wanted, first.source.page.file, other)
    return errors


def check_ids(texts: Iterable[Text]) -> list[LibraryError]:
    """Report prompts and questions that appear in two files of one language."""
    errors = []
    known: dict[tuple[str, str], str] = {}
    for text in texts:
        file = text.source.page.file
        for path, found in _ids(text):
            other = known.setdefault((text.source.language, found), file)
            if other != file:
                errors.append(text.source.page.error(path, f"{found} stands in {other} too"))
    return errors


def untranslated(texts: Iterable[Text]) -> dict[str, list[str]]:
    """Return by language the English files that it lacks, in order; each language that has a file is there."""
    files: dict[str, set[tuple[type, str]]] = defaultdict(set)
    names: dict[tuple[type, str], str] = {}
    for text in texts:
        files[text.source.language].add((type(text), text.id))
        if text.source.language == DEFAULT_LANGUAGE:
            names[type(text), text.id] = "/".join(text.source.page.file.split("/")[-2:])
    return {
        language: sorted(names[key] for key in names.keys() - found)
        for language, found in sorted(files.items())
    }


def check_protocol(
    text: ProtocolText,
    steps: Collection[str],
    actions: Collection[str],
    roles: Collection[str],
    options: Mapping[str, Collection[str]],
    shown: Shown | None = None,
) -> list[LibraryError]:
    """Report what a protocol's text lacks, or has in excess, compared to its rules.

    Args:
        text: The text to check.
        steps: The steps of the rules.
        actions: Their actions.
        roles: Their roles.
        options: Their options, each with its values if it is a choice, otherwise with none.
        shown: What they show and ask; None skips this check.
    """
    tables: list[tuple[Path, Collection[str], Collection[str]]] = [
        (("steps",), steps, text.steps),
        (("actions",), actions, text.actions),
        (("roles",), roles, text.roles),
        (("options",), options, text.options),
    ]
    for option in options.keys() & text.options.keys():
        tables.append((("options", option, "choices"), options[option], text.choices.get(option, ())))
    page = text.source.page
    errors = []
    for path, wanted, found in tables:
        for key in sorted({*wanted} - {*found}):
            errors.append(page.error((*path, key), "is missing; the protocol has it"))
        for key in sorted({*found} - {*wanted}):
            errors.append(page.error((*path, key), "is unknown to the protocol"))
    return errors if shown is None else [*errors, *unlike_shown(text, shown)]


def _differences(wanted: dict[Path, object], wanted_file: str, text: Text) -> Iterator[LibraryError]:
    found = _structure(text)
    page = text.source.page
    for path in wanted:
        if path not in found:
            yield page.error(path, f"is missing; {wanted_file} has it")
            return
        if found[path] != wanted[path]:
            yield page.error(path, f"is {found[path]} here and {wanted[path]} in {wanted_file}")
            return
    for path in found:
        if path not in wanted:
            yield page.error(path, f"is not in {wanted_file}")
            return


def _structure(text: Text) -> dict[Path, object]:
    """Return every path that each language must have, with what must be the same there, or None."""
    match text:
        case Deck():
            return {("minutes",): text.minutes} | _before(text) | dict(_ids(text))
        case Script():
            return {("lines", place, "seconds"): line.seconds for place, line in enumerate(text.lines)}
        case PromptSheet():
            return {("occasions", key): None for key in text.occasions} | _prompts(text.prompts)
        case ProtocolText():
            warned: dict[Path, object] = {("not_when", place): None for place in range(len(text.not_when))}
            return dict.fromkeys(_parts(text)) | _before(text) | warned | _prompts(text.prompts)


def _before(text: Deck | ProtocolText) -> dict[Path, object]:
    """Return the warnings: one that only some languages have would be missed in the others."""
    return {("before",): None} if text.before else {}


def _parts(text: ProtocolText) -> Iterator[Path]:
    yield from (("roles", role) for role in text.roles)
    yield from (("options", option) for option in text.options)
    for option, values in text.choices.items():
        yield from (("options", option, "choices", value) for value in values)
    for step, words in text.steps.items():
        yield from (("steps", step, part) for part in ("title", *words.cues))
    yield from (("actions", action) for action in text.actions)
    for name, value in text.values.items():
        yield from (("values", name, "choices", one) for one in value.choices)
        for group, found in value.groups.items():
            yield from (("values", name, "groups", group, "words", word) for word in found.words)


def _prompts(prompts: tuple[Prompt, ...]) -> dict[Path, object]:
    found: dict[Path, object] = {}
    for place, prompt in enumerate(prompts):
        found["prompts", place, "id"] = prompt.id
        found["prompts", place, "step"] = prompt.step
        found["prompts", place, "audience"] = prompt.audience
        found["prompts", place, "question"] = prompt.question
    return found


def _ids(text: Text) -> Iterator[tuple[Path, str]]:
    match text:
        case Deck():
            for place, topic in enumerate(text.topics):
                for number, question in enumerate(topic.questions):
                    yield ("topics", place, "questions", number, "id"), question.id
        case PromptSheet() | ProtocolText():
            for place, prompt in enumerate(text.prompts):
                yield ("prompts", place, "id"), prompt.id
