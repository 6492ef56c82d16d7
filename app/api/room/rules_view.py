"""What a client must know of a protocol's rules to draw its buttons and forms: options, actions, who may start it."""

from dataclasses import asdict
from typing import Any

from rooms.rules.protocols.script import Act, Script, Value
from rooms.rules.protocols.shows import Fact

__all__ = ["rules_view"]


def rules_view(script: Script) -> dict[str, Any]:
    """Return the rules as plain values for JSON; what is only the room's to know is not in them."""
    return {
        "roles": list(script.roles),
        "options": {name: _value(option) for name, option in script.options.items()},
        "steps": list(script.steps),
        "private_steps": [name for name, step in script.steps.items() if step.is_private],
        "acts": {name: _act(act) for name, act in script.all_acts().items()},
        "started_by": script.started_by,
        "interrupts": script.interrupts,
        "emergency": script.emergency,
        "call_button": script.call_button,
        "circles": {role: circle.value for role, circle in script.circles.items()},
        "facts": {name: _fact(fact) for name, fact in script.public_facts.items()},
        "staff_facts": {name: _fact(fact) for name, fact in script.staff_facts.items()},
        "own_facts": {name: _fact(fact) for name, fact in script.own_facts.items()},
    }


def _fact(fact: Fact) -> dict[str, Any]:
    """Return for instance ``{"kind": "time", "said": true, "fills": "time"}``; what is not so has no key."""
    fields = {
        "said": fact.said,
        "steps": list(fact.steps),
        "wheel": fact.wheel,
        "fills": fact.fills,
    }
    return {"kind": fact.kind.value} | {name: value for name, value in fields.items() if value}


def _act(act: Act) -> dict[str, Any]:
    return {
        "who": list(act.who),
        "takes": {name: _value(value) for name, value in act.takes.items()},
        "private": act.private,
        "optional": act.optional,
        "closes": act.closes,
    }


def _value(value: Value) -> dict[str, Any]:
    """Return for instance ``{"type": "number", "low": 5, "high": 600}``; what has no default has no key for it."""
    fields = {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(value).items()}
    return {"type": type(value).__name__.lower()} | {name: v for name, v in fields.items() if v is not None}
