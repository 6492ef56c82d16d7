"""The client's types are what the schema says."""

import pytest

from signaling.client_types import describe_types


def typed(schema: dict[str, object]) -> str:
    """The type that a field of this schema gets."""
    field = schema | {"description": "Said."}
    made = describe_types(
        {"One": {"type": "object", "properties": {"a": field}, "description": "One thing."}}
    )
    (line,) = [line for line in made.splitlines() if "@property" in line]
    return line.removeprefix(" * @property {").removesuffix("} [a] Said. */")


@pytest.mark.parametrize(
    ("schema", "type_"),
    [
        ({"type": "integer"}, "number"),
        ({"const": True}, "true"),
        ({"enum": ["a", "b"], "type": "string"}, '"a" | "b"'),
        ({"type": "array", "items": {"$ref": "#/$defs/Two"}}, "Two[]"),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, '("a" | "b")[]'),
        ({"type": "object", "additionalProperties": {"type": "boolean"}}, "Record<string, boolean>"),
        ({"type": "object", "additionalProperties": True}, "Record<string, any>"),
        ({"anyOf": [{"$ref": "#/$defs/Two"}, {"type": "string"}]}, "Two | string"),
    ],
)
def test_a_field_has_its_type(schema: dict[str, object], type_: str) -> None:
    assert typed(schema) == type_


def test_what_is_always_there_has_no_brackets() -> None:
    field = {"type": "string", "description": "Said."}
    one = {"type": "object", "properties": {"a": field}, "required": ["a"], "description": "One."}
    made = describe_types({"Word": {"enum": ["x"], "description": "A word."}, "One": one})
    assert " * @property {string} a Said. */\n" in made
    assert '/** @typedef {"x"} Word A word. */' in made


def test_a_shape_without_a_type_is_refused() -> None:
    with pytest.raises(ValueError, match="no type"):
        typed({"not": {}})
