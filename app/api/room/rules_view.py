"""What a client must know about a protocol's rules to draw its buttons and forms: options, actions, who may start it."""

from dataclasses import asdict
from typing import Any

from rooms.rules.protocols.script import Act, Script, Value

__all__ = ["rules_view"]


def rules_view(script: Script) -> dict[str, Any]:
    """Return the rules as plain values for JSON, without what only the room needs."""
    acts: dict[str, Act] = {}
    for step in script.steps.values():
        acts |= step.acts
    return {
        "roles": list(script.roles),
        "options": {name: _value(option) for name, option in script.options.items()},
        "steps": list(script.steps),
        "acts": {name: _act(act) for name, act in acts.items()},
        "started_by": script.started_by,
        "interrupts": script.interrupts,
    }


def _act(act: Act) -> dict[str, Any]:
    return {
        "who": list(act.who),
        "takes": {name: _value(value) for name, value in act.takes.items()},
        "private": act.private,
    }


def _value(value: Value) -> dict[str, Any]:
    """Return, for example, ``{"type": "number", "low": 5, "high": 600}``; a value without a default has no such key."""
    fields = {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(value).items()}
    return {"type": type(value).__name__.lower()} | {name: v for name, v in fields.items() if v is not None}
