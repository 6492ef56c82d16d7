"""Builds the libraries that people read, one per language, from checked texts. Pure."""

from collections.abc import Iterable

from rooms.library.model import (
    DEFAULT_LANGUAGE,
    Deck,
    Library,
    Prompt,
    PromptSheet,
    ProtocolText,
    Script,
    Text,
)

__all__ = ["build_libraries"]


def build_libraries(texts: Iterable[Text]) -> dict[str, Library]:
    """Return the library of each language that has a text, English among them.

    Withdrawn texts are left out. A text missing in a language is included in English, as its source says: people would
    rather read another language than nothing.
    """
    shown = [text for text in texts if not text.source.withdrawn]
    languages = {DEFAULT_LANGUAGE, *(text.source.language for text in shown)}
    return {language: _build_library(language, shown) for language in sorted(languages)}


def _build_library(language: str, texts: list[Text]) -> Library:
    # The readers' own language comes last and replaces the English text.
    usable = [text for text in texts if text.source.language in (DEFAULT_LANGUAGE, language)]
    usable.sort(key=lambda text: text.source.language == language)
    occasions: dict[str, str] = {}
    prompts: dict[str, Prompt] = {}
    decks: dict[str, Deck] = {}
    protocols: dict[str, ProtocolText] = {}
    scripts: dict[str, Script] = {}
    for text in usable:
        match text:
            case PromptSheet():
                occasions |= text.occasions
                prompts |= {prompt.id: prompt for prompt in text.prompts}
            case Deck():
                decks[text.id] = text
            case ProtocolText():
                protocols[text.id] = text
                prompts |= {prompt.id: prompt for prompt in text.prompts}
            case Script():
                scripts[text.id] = text
    return Library(language, occasions, prompts, decks, protocols, scripts)
