"""PROTOCOL.md's tables of the view and of the library, from the JSON Schemas of ``signaling.definitions``."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rooms.views.sections import AUDIENCES, BESIDE, SECTIONS

__all__ = ["audience_of_key", "describe_library", "describe_view", "with_part"]

_GROUPS = {
    frozenset(AUDIENCES): "everybody",
    frozenset({"private", "private_leading", "group", "staff", "leading"}): "in the room",
    frozenset({"group", "staff", "leading"}): "in the main room",
    frozenset({"staff", "leading"}): "staff",
    frozenset({"leading"}): "those who lead",
    frozenset({"leading", "private_leading"}): "those who lead, in private rooms too",
}
_PLAIN = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
}

Definitions = Mapping[str, Any]


def with_part(page: str, name: str, made: str) -> str:
    """Return the page with what stands between the part's two marks made anew; ValueError where they are missing."""
    start, end = f"<!-- {name}: made by python -m signaling.schema -->", f"<!-- end of {name} -->"
    found, count = re.subn(
        f"{re.escape(start)}.*?{re.escape(end)}", lambda _: f"{start}\n{made}{end}", page, flags=re.DOTALL
    )
    if count != 1:
        raise ValueError(f"PROTOCOL.md has no part {name}")
    return found


def audience_of_key(key: str) -> str:
    """Return who gets this key of the view, in words."""
    if key in BESIDE:
        return BESIDE[key]
    groups = {who for who, names in AUDIENCES.items() if any(key in SECTIONS[name].keys for name in names)}
    return _GROUPS[frozenset(groups)]


def describe_view(definitions: Definitions) -> str:
    """Return the tables of the view: its keys with who gets each, then every object in it."""
    rows = [
        f"| `{key}` | {_type(definitions, field)} | {audience_of_key(key)} | {field['description']} |"
        for key, field in definitions["View"]["properties"].items()
    ]
    lines = ["| key | type | who gets it | content |", "|---|---|---|---|", *rows, ""]
    return "\n".join([*lines, *_objects(definitions, "View")])


def describe_library(definitions: Definitions) -> str:
    """Return the tables of the library's answer."""
    lines = _table(definitions, "LibraryView")
    return "\n".join([*lines, *_objects(definitions, "LibraryView")])


def _objects(definitions: Definitions, root: str) -> list[str]:
    lines = []
    for name in _held_by(definitions, root, [root])[1:]:
        lines += [f"**{name}.** {' '.join(definitions[name]['description'].split())}", ""]
        lines += _table(definitions, name)
    return lines


def _table(definitions: Definitions, name: str) -> list[str]:
    schema = definitions[name]
    required = schema.get("required", [])
    rows = [
        f"| `{key}` | {_type(definitions, field)}{'' if key in required else ', or absent'} | {field['description']} |"
        for key, field in schema["properties"].items()
    ]
    return ["| field | type | meaning |", "|---|---|---|", *rows, ""]


def _held_by(definitions: Definitions, name: str, found: list[str]) -> list[str]:
    """Return the objects that an object is made of, each before those that it holds itself."""
    for ref in _refs(definitions[name]):
        if ref not in found and definitions[ref].get("type") == "object":
            found.append(ref)
            _held_by(definitions, ref, found)
    return found


def _refs(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"].rpartition("/")[2]
        for inner in value.values():
            yield from _refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _refs(inner)


def _type(definitions: Definitions, schema: Mapping[str, Any]) -> str:
    match schema:
        case {"$ref": ref}:
            name = str(ref).rpartition("/")[2]
            held = definitions[name]
            return name if held.get("type") == "object" else _type(definitions, held)
        case {"const": value}:
            return f"`{str(value).lower() if value is True else value}`"
        case {"enum": values}:
            return ", ".join(f"`{value}`" for value in values)
        case {"anyOf": options}:
            return ", or ".join(_type(definitions, option) for option in options)
        case {"type": "array", "items": items}:
            return f"list of {_type(definitions, items)}"
        case {"type": "object", "additionalProperties": True}:
            return "values by name"
        case {"type": "object", "additionalProperties": inner}:
            return f"{_type(definitions, inner)} by id"
        case {"type": kind}:
            return _PLAIN[kind]
    raise ValueError(f"no words for {dict(schema)}")
