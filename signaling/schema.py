"""Writes schema.json, the JSON Schema of both directions, from the message classes: ``python -m signaling.schema``."""

import json
from pathlib import Path

from signaling.messages import SUBPROTOCOL, client_adapter, server_adapter

__all__ = ["SCHEMA_PATH", "build_schema"]

SCHEMA_PATH = Path(__file__).with_name("schema.json")


def build_schema() -> str:
    """Return the schema file's text."""
    schema = {
        "subprotocol": SUBPROTOCOL,
        "client": client_adapter.json_schema(),
        "server": server_adapter.json_schema(mode="serialization"),
    }
    return json.dumps(schema, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    SCHEMA_PATH.write_text(build_schema())
