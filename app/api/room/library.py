"""``GET /api/v1/library/{language}``: every text a client may have to show, in one response.

None of it is about a person, so no authentication is needed. The responses are built and compressed once; a client that
sends the ETag it has gets 304 if nothing changed.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.api.pages.files import Prepared, answer_prepared, prepare
from app.api.room.rules_view import rules_view
from rooms.library.model import DEFAULT_LANGUAGE, Deck, Library, Prompt, ProtocolText, Script
from rooms.rules.protocols.catalog import CATALOG
from rooms.schema import library as shown

__all__ = ["build_library_router", "library_view"]


def build_library_router(libraries: Mapping[str, Library]) -> APIRouter:
    """Return the route.

    Args:
        libraries: By language, English among them.
    """
    answers = {language: _write(library) for language, library in libraries.items()}
    router = APIRouter(prefix="/api/v1/library")

    @router.get("/{language}")
    async def send_library(language: str, request: Request) -> Response:
        """Send the library for a language tag such as ``es`` or ``es-MX``; English if there is no such language."""
        spoken = language.partition("-")[0].lower()
        found = spoken if spoken in answers else DEFAULT_LANGUAGE
        return answer_prepared(answers[found], request.headers, headers={"content-language": found})

    return router


def library_view(library: Library) -> shown.LibraryView:
    """Return the library as plain values for JSON.

    Each text has its language, version and reading level, and when a clinician reviewed this version, or None. Who
    reviewed it is internal to the clinic.
    """
    return {
        "language": library.language,
        "occasions": dict(library.occasions),
        "prompts": {key: cast(shown.PromptText, _view(prompt)) for key, prompt in library.prompts.items()},
        "decks": {key: cast(shown.DeckText, _view(deck)) for key, deck in library.decks.items()},
        "protocols": {key: _protocol(protocol) for key, protocol in library.protocols.items()},
        "scripts": {key: cast(shown.ScriptText, _view(script)) for key, script in library.scripts.items()},
    }


def _protocol(text: ProtocolText) -> shown.ProtocolText:
    view = cast(shown.ProtocolText, _view(text))
    if text.id in CATALOG:
        view["rules"] = rules_view(CATALOG[text.id])
    return view


def _view(text: Prompt | Deck | ProtocolText | Script) -> dict[str, Any]:
    values = asdict(text)
    # A protocol's prompts are listed with all other prompts.
    values.pop("prompts", None)
    del values["source"]
    source = text.source
    reviewed_on = source.reviewed_on.isoformat() if source.reviewed_on else None
    return values | {
        "language": source.language,
        "version": source.version,
        "reading_level": source.reading_level,
        "reviewed_on": reviewed_on,
    }


def _write(library: Library) -> Prepared:
    body = json.dumps(library_view(library), ensure_ascii=False, separators=(",", ":")).encode()
    return prepare(body, "application/json")
