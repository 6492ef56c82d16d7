"""The client's types of the view, as JSDoc, from the JSON Schemas of ``signaling.definitions``."""

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["describe_types"]

_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
_HEAD = "// The view of the Attune protocol as types: made by python -m signaling.schema, holds no code.\n"


def describe_types(definitions: Mapping[str, Any]) -> str:
    """Return a module of typedefs, one for each definition, with what its fields mean."""
    blocks = [_block(name, schema) for name, schema in sorted(definitions.items())]
    return "\n".join([_HEAD, *blocks, "export {};", ""])


def _block(name: str, schema: Mapping[str, Any]) -> str:
    said = " ".join(schema.get("description", "").split())
    if schema.get("type") != "object":
        return f"/** @typedef {{{_type(schema)}}} {name} {said} */"
    required = schema.get("required", [])
    lines = [
        f" * @property {{{_type(field)}}} {key if key in required else f'[{key}]'} {field['description']}"
        for key, field in schema["properties"].items()
    ]
    return "\n".join([f"/** @typedef {{object}} {name} {said}", *lines]) + " */"


def _type(schema: Mapping[str, Any]) -> str:
    match schema:
        case {"$ref": ref}:
            return str(ref).rpartition("/")[2]
        case {"const": value}:
            return json.dumps(value)
        case {"enum": values}:
            return " | ".join(json.dumps(value) for value in values)
        case {"anyOf": options}:
            return " | ".join(_type(option) for option in options)
        case {"type": "array", "items": items}:
            inner = _type(items)
            return f"({inner})[]" if " | " in inner else f"{inner}[]"
        case {"type": "object", "additionalProperties": True}:
            return "Record<string, any>"
        case {"type": "object", "additionalProperties": inner}:
            return f"Record<string, {_type(inner)}>"
        case {"type": kind}:
            return _PLAIN[kind]
    raise ValueError(f"no type for {dict(schema)}")
