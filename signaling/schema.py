"""Writes schema.json, the JSON Schema of both directions and of protocols, and the protocols part of PROTOCOL.md.

Run ``python -m signaling.schema`` after changing message classes or a protocol's rules.
"""

import json
from pathlib import Path

from signaling.messages import SUBPROTOCOL, client_adapter, server_adapter
from signaling.protocol_rules import protocols_schema, with_protocols

__all__ = ["PAGE_PATH", "SCHEMA_PATH", "build_schema"]

SCHEMA_PATH = Path(__file__).with_name("schema.json")
PAGE_PATH = Path(__file__).with_name("PROTOCOL.md")


def build_schema() -> str:
    """Return the content of the schema file."""
    schema = {
        "subprotocol": SUBPROTOCOL,
        "client": client_adapter.json_schema(),
        "server": server_adapter.json_schema(mode="serialization"),
        "protocols": protocols_schema(),
    }
    return json.dumps(schema, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    SCHEMA_PATH.write_text(build_schema())
    PAGE_PATH.write_text(with_protocols(PAGE_PATH.read_text()))
