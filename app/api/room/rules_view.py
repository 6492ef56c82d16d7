"""What a client must know about a protocol's rules to draw its buttons and forms: options, actions, who may start it."""

from dataclasses import asdict
from typing import cast

from rooms.rules.protocols.declaration import Act, ProtocolRules, Value
from rooms.rules.protocols.shows import Fact
from rooms.schema import library as shown

__all__ = ["rules_view"]


def rules_view(rules: ProtocolRules) -> shown.Rules:
    """Return the rules as plain values for JSON, without what only the room needs."""
    return {
        "roles": list(rules.roles),
        "options": {name: _value(option) for name, option in rules.options.items()},
        "steps": list(rules.steps),
        "private_steps": [name for name, step in rules.steps.items() if step.is_private],
        "acts": {name: _act(act) for name, act in rules.all_acts().items()},
        "started_by": rules.started_by,
        "interrupts": rules.interrupts,
        "emergency": rules.emergency,
        "call_button": rules.call_button,
        "circles": {role: circle.value for role, circle in rules.circles.items()},
        "facts": {name: _fact(fact) for name, fact in rules.public_facts.items()},
        "staff_facts": {name: _fact(fact) for name, fact in rules.staff_facts.items()},
        "own_facts": {name: _fact(fact) for name, fact in rules.own_facts.items()},
    }


def _fact(fact: Fact) -> shown.FactRules:
    """Return for instance ``{"kind": "time", "said": true, "fills": "time"}``; what is not so has no key."""
    fields = {
        "said": fact.said,
        "steps": list(fact.steps),
        "wheel": fact.wheel,
        "fills": fact.fills,
    }
    kept = {name: value for name, value in fields.items() if value}
    return cast(shown.FactRules, {"kind": fact.kind.value, **kept})


def _act(act: Act) -> shown.ActRules:
    return {
        "who": list(act.who),
        "takes": {name: _value(value) for name, value in act.takes.items()},
        "private": act.private,
        "closes": act.closes,
    }


def _value(value: Value) -> shown.ValueRules:
    """Return, for example, ``{"type": "number", "low": 5, "high": 600}``; a value without a default has no such key."""
    fields = {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(value).items()}
    kept = {name: v for name, v in fields.items() if v is not None}
    return cast(shown.ValueRules, {"type": type(value).__name__.lower(), **kept})
