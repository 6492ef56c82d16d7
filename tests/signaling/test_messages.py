"""PROTOCOL.md matches the code: every message is described, and every example parses."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from signaling import protocol
from signaling.messages import ClientMessage, ServerMessage, client_adapter, server_adapter

PAGE = (Path(protocol.__file__).parent / "PROTOCOL.md").read_text()


def examples(start: str, end: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the JSON examples of a part of the page, each with its heading."""
    part = PAGE[PAGE.index(start) : PAGE.index(end)]
    found, heading = [], ""
    for match in re.finditer(r"^### (\S+)$|```json\n(.*?)```", part, re.MULTILINE | re.DOTALL):
        heading = match[1] or heading
        if match[2]:
            found.append((heading, json.loads(match[2])))
    return found


CLIENT = examples("## 3.", "## 4.")
SERVER = examples("## 4.", "## 5.")


def types(union: Any) -> set[str]:
    """Return the type names of a message union."""
    return {get_args(cls.model_fields["type"].annotation)[0] for cls in get_args(get_args(union)[0])}


@pytest.mark.parametrize(("heading", "example"), CLIENT)
def test_client_examples_parse(heading: str, example: dict[str, Any]) -> None:
    message = client_adapter.validate_python(example)
    assert message.type == heading
    assert json.loads(message.model_dump_json(exclude_none=True)) == example


@pytest.mark.parametrize(("heading", "example"), SERVER)
def test_server_examples_parse(heading: str, example: dict[str, Any]) -> None:
    message = server_adapter.validate_python(example)
    assert message.type == heading
    assert json.loads(message.model_dump_json(exclude_none=True)) == example


def test_every_message_has_an_example() -> None:
    assert {heading for heading, _ in CLIENT} == types(ClientMessage)
    assert {heading for heading, _ in SERVER} == types(ServerMessage)


def test_every_bye_is_on_the_page() -> None:
    rows = re.findall(r"^\| `(\S+)` \| (\d{4}) \| .* \| (true|false) \|$", PAGE, re.MULTILINE)
    assert {code: (int(number), retry == "true") for code, number, retry in rows} == protocol.BYES


@pytest.mark.parametrize(
    "heights",
    [
        {"-1": 5},
        {"a": 5},
        {"100": 5},
        {"01": 5},
        {"0": -1},
        {"0": 4321},
        {str(slot): 9 for slot in range(33)},
    ],
)
def test_tiles_beyond_their_bounds_are_refused(heights: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        client_adapter.validate_python({"type": "media.tiles", "id": 1, "heights": heights})


@pytest.mark.parametrize(("_heading", "example"), CLIENT)
def test_unknown_and_missing_fields_are_refused(_heading: str, example: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        client_adapter.validate_python(example | {"surprise": 1})
    required = "devices" if example["type"] == "hello" else "id"
    with pytest.raises(ValidationError):
        client_adapter.validate_python({key: value for key, value in example.items() if key != required})
