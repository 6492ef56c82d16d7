"""What the page and the schema say about protocols matches what the room's rules accept and reject."""

from typing import Any

import pytest

from rooms.model.errors import Refused
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.declaration import Value
from rooms.rules.protocols.values import read_values
from signaling.protocol_rules import END, START, protocols_schema, with_protocols
from tests.signaling.test_messages import PAGE
from tests.support.rooms.setups import full_room

SCHEMA = protocols_schema()


def test_the_page_is_current() -> None:
    assert START in PAGE
    assert END in PAGE
    assert with_protocols(PAGE) == PAGE, "run: python -m signaling.schema"


@pytest.mark.parametrize("protocol", CATALOG)
def test_every_action_of_every_step_is_on_the_page_with_its_values(protocol: str) -> None:
    section = PAGE.split(f"### protocol: {protocol}\n")[1].split("\n### ")[0]
    for option in CATALOG[protocol].options:
        assert f"- `{option}`: " in section
    for step in CATALOG[protocol].steps.values():
        for name, act in step.acts.items():
            (row,) = [line for line in section.splitlines() if line.startswith(f"| `{name}` |")]
            assert all(f"`{value}`: " in row for value in act.takes)


def wanted() -> list[tuple[str, str, Value, dict[str, Any]]]:
    """Return every option, and every value of an action: where it is, its name, its rule, its schema."""
    found = []
    for protocol, script in CATALOG.items():
        schema = SCHEMA[protocol]
        takes = [("options", script.options, schema["options"])]
        for step in script.steps.values():
            takes += [(name, act.takes, schema["acts"][name]) for name, act in step.acts.items()]
        for where, values, described in takes:
            assert described["properties"].keys() == values.keys()
            found += [
                (f"{protocol} {where}", name, rule, described["properties"][name])
                for name, rule in values.items()
            ]
    return found


@pytest.mark.parametrize(
    ("where", "name", "rule", "schema"), [pytest.param(*one, id=f"{one[0]} {one[1]}") for one in wanted()]
)
def test_the_schema_says_what_the_room_takes(
    where: str, name: str, rule: Value, schema: dict[str, Any]
) -> None:
    driver = full_room()
    context = driver.room.context(driver.now)

    def is_taken(value: object) -> bool:
        try:
            return read_values(context, {name: rule}, {name: value}) == {name: value}
        except Refused as refused:
            return (refused.code, refused.reason) != ("protocol.bad_value", name)

    match schema:
        case {"type": "integer", "minimum": low, "maximum": high}:
            edges = {low: True, high: True, low - 1: False, high + 1: False}
        case {"enum": words}:
            edges = dict.fromkeys(words, True) | {"something else": False}
        case {"type": "boolean"}:
            edges = {True: True, False: True, "yes": False}
        case {"type": "string", "minLength": 1}:
            edges = {"": False, "not.in.the.library": False}
        case {"type": "string"}:
            edges = {"": True, "not.in.the.library": False}
        case {"type": "array", "minItems": least, "maxItems": most}:
            people = driver.room.context(driver.now).participants()
            counts = [count for count in (least - 1, least, most, most + 1) if 0 <= count <= len(people)]
            assert [is_taken(people[:count]) for count in counts] == [least <= c <= most for c in counts]
            return
        case _:
            raise AssertionError(f"{where}: no such schema: {schema}")
    assert {value: is_taken(value) for value in edges} == edges
    if "default" in schema:
        assert read_values(context, {name: rule}, {}) == {name: schema["default"]}
