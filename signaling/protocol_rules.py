"""What a client may send to a protocol: its options, actions and their values, as JSON Schema and in PROTOCOL.md.

Both are generated from the rules themselves (``rooms.rules.protocols.scripts``) by ``python -m signaling.schema``.
"""

import re
from collections.abc import Mapping
from typing import Any

from rooms.rules.protocols.script import Act, Choice, Flag, Known, Number, People, Script, Value
from rooms.rules.protocols.scripts import SCRIPTS

__all__ = ["END", "START", "describe_protocols", "protocols_schema", "with_protocols"]

START, END = "<!-- protocols: made by python -m signaling.schema -->", "<!-- end of protocols -->"

_WHO = {
    "facilitator": "facilitators",
    "holder": "whoever holds the floor",
    "participant": "members in the room",
    "anyone": "members and facilitators",
}


def protocols_schema() -> dict[str, Any]:
    """Return, by protocol, the JSON Schemas of ``options`` (``protocol.start``) and of each action's ``values``."""
    return {
        script.id: {
            "options": _object(script.options),
            "acts": {name: _object(act.takes) for name, act in _acts(script).items()},
        }
        for script in SCRIPTS.values()
    }


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
    return found if value.default is None else found | {"default": value.default}


def _is_required(value: Value) -> bool:
    return value.least > 0 if isinstance(value, People) else value.default is None


def _acts(script: Script) -> dict[str, Act]:
    return {name: act for step in script.steps.values() for name, act in step.acts.items()}


def with_protocols(page: str) -> str:
    """Return the page with the tables between its two markers regenerated."""
    made = f"{START}\n{describe_protocols()}{END}"
    return re.sub(f"{re.escape(START)}.*?{re.escape(END)}", lambda _: made, page, flags=re.DOTALL)


def describe_protocols() -> str:
    """Return a section in Markdown for each protocol."""
    return "".join(_section(script) for script in SCRIPTS.values())


def _section(script: Script) -> str:
    roles = f" Roles: {_words(script.roles)}." if script.roles else ""
    options = [f"- `{name}`: {_describe(value)}" for name, value in script.options.items()]
    rows = [
        f"| `{name}` | {_steps(script, name)} | {_who(act)} | {_takes(act)} |"
        for name, act in _acts(script).items()
    ]
    lines = [
        f"### protocol: {script.id}",
        f"Started by {_WHO[script.started_by]}. Steps: {_words(script.steps)}.{roles}",
        "",
        *([*options, ""] if options else ["No options.", ""]),
        "| action | in | who may | values |",
        "|---|---|---|---|",
        *rows,
        "",
        "",
    ]
    return "\n".join(lines)


def _steps(script: Script, name: str) -> str:
    found = [step for step, rule in script.steps.items() if name in rule.acts]
    return "every step" if len(found) == len(script.steps) else _words(found)


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
        case People(least=least, most=most, anywhere=anywhere):
            count = f"{least}" if least == most else f"{least} to {most}"
            where = ", also who has left" if anywhere else " in the room"
            return f"list of {count} member{'s' if most > 1 else ''}{where}"
    return said if default is None else f"{said}; {_word(default)} if absent"


def _word(value: object) -> str:
    return f"`{value}`" if isinstance(value, str) else str(value)


def _words(values: "Mapping[str, Any] | tuple[str, ...] | list[str]") -> str:
    return ", ".join(f"`{value}`" for value in values)
