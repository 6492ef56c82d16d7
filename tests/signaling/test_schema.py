"""What is made from the types is as the code makes it, and agrees with what the room shows."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rooms.schema.floor import Floor
from rooms.schema.view import View
from signaling.definitions import strictly
from signaling.schema import build_schema, made_files
from tests.signaling.test_messages import SERVER


@pytest.mark.parametrize("path", made_files(), ids=lambda path: path.name)
def test_a_file_that_is_made_is_current(path: Path) -> None:
    assert path.read_text() == made_files()[path], "run: python -m signaling.schema"


def refs(value: Any) -> Iterator[str]:
    """Every reference in a schema."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from refs(inner)


def test_every_reference_leads_somewhere_from_the_top_of_the_file() -> None:
    schema = json.loads(build_schema())
    found = set(refs(schema))
    assert {"#/$defs/View", "#/$defs/RoomEvent", "#/$defs/Floor", "#/$defs/LibraryView"} <= found
    for ref in found:
        place = schema
        for part in ref.removeprefix("#/").split("/"):
            place = place[part]


def test_the_views_on_the_page_are_views() -> None:
    whole = [example["view"] for _, example in SERVER if "view" in example]
    floors = [example["floor"] for _, example in SERVER if "floor" in example]
    assert whole
    assert floors
    strictly(View).validate_json(json.dumps(whole))
    strictly(Floor).validate_json(json.dumps(floors))
