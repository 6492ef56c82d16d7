"""Writes what is made from the types: schema.json, parts of PROTOCOL.md, and the client's types of the view.

``python -m signaling.schema`` after a change of the message classes, of ``rooms.schema`` or of a protocol's rules.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from signaling.client_types import describe_types
from signaling.definitions import SHOWN, build_definitions
from signaling.messages import SUBPROTOCOL, client_adapter, server_adapter
from signaling.protocol_rules import protocols_schema, with_protocols
from signaling.view_page import describe_library, describe_view, with_part

__all__ = ["CLIENT_PATH", "PAGE_PATH", "SCHEMA_PATH", "build_page", "build_schema", "made_files"]

SCHEMA_PATH = Path(__file__).with_name("schema.json")
PAGE_PATH = Path(__file__).with_name("PROTOCOL.md")
CLIENT_PATH = Path(__file__).parents[1] / "app/web/room/core/wire-view.js"
_HOLDS = {
    ("Welcome", "view"): "View",
    ("RoomChanged", "events"): "RoomEvent",
    ("ErrorMessage", "floor"): "Floor",
}
"""Which fields of messages hold something of the view: the messages themselves take any values there."""


def build_schema() -> str:
    """Return the schema file's text. Every reference in it is one from the top of the file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "subprotocol": SUBPROTOCOL,
        "$defs": build_definitions(),
        "client": client_adapter.json_schema(ref_template="#/client/$defs/{model}"),
        "server": _server_schema(),
        "view": {"$ref": "#/$defs/View"},
        "library": {"$ref": "#/$defs/LibraryView"},
        "protocols": protocols_schema(),
    }
    return json.dumps(schema, indent=1, sort_keys=True) + "\n"


def _server_schema() -> dict[str, Any]:
    schema: dict[str, Any] = server_adapter.json_schema(
        mode="serialization", ref_template="#/server/$defs/{model}"
    )
    for (message, field), held in _HOLDS.items():
        found = schema["$defs"][message]["properties"][field]
        ref = {"$ref": f"#/$defs/{held}"}
        if found.get("type") == "array":
            found["items"] = ref
        else:
            schema["$defs"][message]["properties"][field] = ref
    return schema


def build_page(page: str) -> str:
    """Return PROTOCOL.md with everything between its marks made anew."""
    definitions = build_definitions()
    page = with_part(page, "view", describe_view(definitions))
    page = with_part(page, "library", describe_library(definitions))
    return with_protocols(page)


def made_files() -> Mapping[Path, str]:
    """Return every file that is made, as it should be."""
    return {
        SCHEMA_PATH: build_schema(),
        PAGE_PATH: build_page(PAGE_PATH.read_text()),
        CLIENT_PATH: describe_types(build_definitions(SHOWN)),
    }


if __name__ == "__main__":
    for path, text in made_files().items():
        path.write_text(text)
