"""The types of ``rooms.schema`` as JSON Schema, with the strings under their fields as descriptions."""

import ast
import inspect
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from typing_extensions import is_typeddict

from rooms.schema import agenda, events, floor, leading, library, people, run, side_channels, view, you

__all__ = ["LIBRARY", "REFS", "SHOWN", "build_definitions", "strictly"]

_MODULES = (view, you, people, floor, run, leading, agenda, side_channels, events, library)
SHOWN = (view.View, events.RoomEvent, run.Progress, run.Tag, run.ScriptLine, run.DeckPlace)
"""What a socket tells: the view, the events beside it, and facts that are objects."""
LIBRARY = library.LibraryView
REFS = "#/$defs/{model}"


def strictly(shape: Any) -> TypeAdapter[list[Any]]:
    """Return what checks a list of such values: unknown fields, nulls where there are none and other types fail.

    A list, because pydantic lets typed dictionaries have no configuration but what holds them has.
    """
    return TypeAdapter(list[shape], config=ConfigDict(extra="forbid", strict=True))


def build_definitions(shapes: Iterable[Any] = (*SHOWN, LIBRARY)) -> dict[str, Any]:
    """Return the JSON Schemas of these types and of all that they hold, by name, fields in the order of the types."""
    _, found = TypeAdapter.json_schemas(
        [(str(place), "validation", strictly(shape)) for place, shape in enumerate(shapes)],
        ref_template=REFS,
    )
    definitions: dict[str, Any] = found["$defs"]
    types = {name: kind for module in _MODULES for name, kind in vars(module).items() if is_typeddict(kind)}
    for name, schema in definitions.items():
        for field, described in schema.get("properties", {}).items():
            described.pop("title", None)
            if name in types:
                described["description"] = _field_docs(types[name])[field]
    return definitions


@cache
def _field_docs(kind: Any) -> dict[str, str]:
    """Return what the strings under the fields of a typed dictionary say, with those of what it is made from."""
    found: dict[str, str] = {}
    for base in getattr(kind, "__orig_bases__", ()):
        if is_typeddict(base):
            found |= _field_docs(base)
    return found | _docs_of_module(kind.__module__)[kind.__name__]


@cache
def _docs_of_module(name: str) -> dict[str, dict[str, str]]:
    """Return the fields' strings of every typed dictionary of a module, by its name."""
    (module,) = (module for module in _MODULES if module.__name__ == name)
    tree = ast.parse(inspect.getsource(module))
    found = {node.name: dict(_documented(node.body)) for node in tree.body if isinstance(node, ast.ClassDef)}
    for made, told in pairwise(tree.body):
        # `Name = TypedDict("Name", {"field": …})`, for a field that Python has as a word of its own.
        match made, told:
            case (
                ast.Assign(targets=[ast.Name(id=kind)], value=ast.Call(args=[_, ast.Dict(keys=[field])])),
                ast.Expr(value=ast.Constant(value=str(text))),
            ) if isinstance(field, ast.Constant):
                found[kind] = {str(field.value): _in_one_line(text)}
    return found


def _documented(body: list[ast.stmt]) -> Iterable[tuple[str, str]]:
    for field, told in pairwise(body):
        match field, told:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, _in_one_line(text)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
