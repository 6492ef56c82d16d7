"""What a client may send to a protocol: its options, actions and their values, as JSON Schema and in PROTOCOL.md.

Both are generated from the rules themselves (``rooms.rules.protocols.catalog``) by ``python -m signaling.schema``.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.declaration import (
    Act,
    Choice,
    Flag,
    Known,
    Number,
    People,
    ProtocolRules,
    Value,
    Wheel,
)
from rooms.rules.protocols.shows import Fact, Kind
from rooms.schema.run import DeckPlace, Progress, ScriptLine, Tag
from signaling.definitions import REFS, strictly

__all__ = ["END", "START", "describe_protocols", "facts_type", "protocols_schema", "with_protocols"]

START, END = "<!-- protocols: made by python -m signaling.schema -->", "<!-- end of protocols -->"

_TYPES: Mapping[Kind, Any] = {
    Kind.FLAG: bool,
    Kind.PERSON: str,
    Kind.PEOPLE: list[str],
    Kind.COUNT: int,
    Kind.NUMBER: int,
    Kind.PROGRESS: Progress,
    Kind.NUMBERS: dict[str, int],
    Kind.TIME: float,
    Kind.SECONDS: float,
    Kind.QUESTION: str,
    Kind.LINE: ScriptLine,
    Kind.DECK_PLACE: DeckPlace,
    Kind.NEXT: list[str],
    Kind.VOICE: str,
    Kind.ONE_MICROPHONE: bool,
    Kind.TAG: Tag,
    Kind.TILE_TAGS: dict[str, Tag],
    Kind.TAGS: dict[str, Tag],
    Kind.DATA: Any,
}
"""By kind of fact, what its value is; a ``Kind.WORD`` is one of its own words."""

_WHO = {
    "facilitator": "facilitators",
    "holder": "whoever holds the floor",
    "participant": "members in the room",
    "anyone": "members and facilitators",
}


def protocols_schema() -> dict[str, Any]:
    """Return, by protocol, the JSON Schemas of ``options`` (``protocol.start``) and of each action's ``values``."""
    return {
        rules.id: {
            "options": _object(rules.options),
            "acts": {name: _object(act.takes) for name, act in _acts(rules).items()},
            "facts": _facts_schema(rules.public_facts),
            "staff_facts": _facts_schema(rules.staff_facts),
            "own_facts": _facts_schema(rules.own_facts),
        }
        for rules in CATALOG.values()
    }


def facts_type(facts: Mapping[str, Fact]) -> Any:
    """Return the type of what a run tells one audience; what has no value is absent. Who is next stands beside it."""
    fields = {
        name: NotRequired[Literal[fact.values] if fact.kind is Kind.WORD else _TYPES[fact.kind]]
        for name, fact in facts.items()
        if fact.kind is not Kind.NEXT
    }
    # The type is made of what the rules declare.
    return TypedDict("Told", fields)  # type: ignore[operator]


def _facts_schema(facts: Mapping[str, Fact]) -> dict[str, Any]:
    made = strictly(facts_type(facts)).json_schema(ref_template=REFS)
    told: dict[str, Any] = made["$defs"]["Told"]
    told.pop("title")
    for field in told["properties"].values():
        field.pop("title", None)
    return told


def _object(values: Mapping[str, Value]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: _schema(value) for name, value in values.items()},
        "required": [name for name, value in values.items() if _is_required(value)],
        "additionalProperties": False,
    }


def _schema(value: Value) -> dict[str, Any]:
    found: dict[str, Any]
    match value:
        case Number(low=low, high=high):
            found = {"type": "integer", "minimum": low, "maximum": high}
        case Choice(values=values):
            found = {"enum": list(values)}
        case Flag():
            found = {"type": "boolean"}
        case Known(kind=kind):
            found = {"type": "string", "description": f"id of a {kind} of the library, empty for none"}
        case People(least=least, most=most):
            bounds = {"minItems": least, "maxItems": most, "uniqueItems": True}
            return {"type": "array", "items": {"type": "string"}, **bounds}
        case Wheel(name=name):
            return {
                "type": "string",
                "minLength": 1,
                "description": f"a word that the library has under {name}",
            }
    return found if value.default is None else found | {"default": value.default}


def _is_required(value: Value) -> bool:
    if isinstance(value, Wheel):
        return True
    return value.least > 0 if isinstance(value, People) else value.default is None


def _acts(rules: ProtocolRules) -> dict[str, Act]:
    return rules.all_acts()


def with_protocols(page: str) -> str:
    """Return the page with the tables between its two markers regenerated."""
    made = f"{START}\n{describe_protocols()}{END}"
    return re.sub(f"{re.escape(START)}.*?{re.escape(END)}", lambda _: made, page, flags=re.DOTALL)


def describe_protocols() -> str:
    """Return a section in Markdown for each protocol."""
    return "".join(_section(rules) for rules in CATALOG.values())


def _section(rules: ProtocolRules) -> str:
    roles = f" Roles: {_words(rules.roles)}." if rules.roles else ""
    options = [f"- `{name}`: {_describe(value)}" for name, value in rules.options.items()]
    rows = [
        f"| `{name}` | {_steps(rules, name)} | {_who(act)} | {_takes(act)} |"
        for name, act in _acts(rules).items()
    ]
    lines = [
        f"### protocol: {rules.id}",
        f"Started by {_WHO[rules.started_by]}. Steps: {_words(rules.steps)}.{roles}",
        "",
        *([*options, ""] if options else ["No options.", ""]),
        "| action | in | who may | values |",
        "|---|---|---|---|",
        *rows,
        "",
        *_told(rules),
        "",
    ]
    return "\n".join(lines)


def _told(rules: ProtocolRules) -> list[str]:
    """Return a line for each audience that is told something, with the kind of each fact, and one for what is asked."""
    told = {
        "Facts": rules.public_facts,
        "For facilitators": rules.staff_facts,
        "For the person": rules.own_facts,
    }
    lines = [
        f"{who}: {', '.join(f'`{name}` ({fact.kind})' for name, fact in facts.items())}."
        for who, facts in told.items()
        if facts
    ]
    if rules.asks:
        lines.append(f"Asks: {_words([*rules.asks])}.")
    return [part for line in lines for part in (line, "")]


def _steps(rules: ProtocolRules, name: str) -> str:
    found = [step for step, rule in rules.steps.items() if name in rule.acts]
    return "every step" if len(found) == len(rules.steps) else _words(found)


def _who(act: Act) -> str:
    who = ", ".join(_WHO.get(one, f"`{one}`") for one in act.who)
    return f"{who}; from a screen of their own" if act.private else who


def _takes(act: Act) -> str:
    return "; ".join(f"`{name}`: {_describe(value)}" for name, value in act.takes.items()) or "none"


def _describe(value: Value) -> str:
    match value:
        case Number(low=low, high=high, default=default):
            said = f"{low} to {high}"
        case Choice(values=values, default=default):
            said = _words(values)
        case Flag(default=default):
            return f"true or false; {str(default).lower()} if absent"
        case Known(kind=kind):
            return f"id of a {kind} of the library; none if absent"
        case Wheel(name=name):
            return f"a word that the library has under `{name}`"
        case People(least=least, most=most, anywhere=anywhere):
            count = f"{least}" if least == most else f"{least} to {most}"
            where = ", also who has left" if anywhere else " in the room"
            return f"list of {count} member{'s' if most > 1 else ''}{where}"
    return said if default is None else f"{said}; {_word(default)} if absent"


def _word(value: object) -> str:
    return f"`{value}`" if isinstance(value, str) else str(value)


def _words(values: "Mapping[str, Any] | tuple[str, ...] | list[str]") -> str:
    return ", ".join(f"`{value}`" for value in values)
