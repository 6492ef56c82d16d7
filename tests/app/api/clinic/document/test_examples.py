from typing import Any

import pytest

from app.api.clinic.document.examples import ExampleMissing, example_of

PERSON = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string", "examples": ["Ana L."]},
        "pronouns": {"anyOf": [{"type": "string", "examples": ["she/her"]}, {"type": "null"}]},
        "since": {"type": "string", "format": "date", "examples": ["2026-03-02"]},
        "archived": {"type": "boolean"},
    },
}
SCHEMAS: dict[str, Any] = {
    "CoupleAnswer": PERSON,
    "Page": {
        "type": "object",
        "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/CoupleAnswer"}}},
    },
}


def test_an_answer_shows_everything() -> None:
    assert example_of({"$ref": "#/components/schemas/Page"}, SCHEMAS, asked=False) == {
        "items": [
            {
                "id": "cu_u5Wc8pRe1dHs",
                "name": "Ana L.",
                "pronouns": "she/her",
                "since": "2026-03-02",
                "archived": True,
            }
        ]
    }


def test_a_request_shows_what_is_needed_or_tells_something() -> None:
    shown = example_of({"$ref": "#/components/schemas/CoupleAnswer"}, SCHEMAS, asked=True)
    assert shown.keys() == {"id", "name", "pronouns"}


def test_a_request_without_anything_needed_shows_one_field() -> None:
    form = {"type": "object", "properties": {"archived": {"type": "boolean"}, "more": {"type": "boolean"}}}
    assert example_of(form, {}, asked=True) == {"archived": True}


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        ({"enum": ["staff", "client"]}, "staff"),
        ({"const": "totp"}, "totp"),
        ({"type": "integer", "minimum": 5}, 5),
        ({"type": "integer", "minimum": 0}, 1),
        ({"type": "string", "format": "date-time"}, "2026-03-02T14:00:00Z"),
    ],
)
def test_a_value_is_one_that_is_allowed(schema: dict[str, Any], example: object) -> None:
    assert example_of(schema, {}, asked=False) == example


def test_text_without_an_example_is_missed_by_name() -> None:
    schemas = {"Thing": {"type": "object", "properties": {"riddle": {"type": "string"}}}}
    with pytest.raises(ExampleMissing, match=r"Thing\.riddle"):
        example_of({"$ref": "#/components/schemas/Thing"}, schemas, asked=False)
