"""What goes with an action: values that its rules allow (PROTOCOL.md, part 9), chosen as in a calm group."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

__all__ = ["fill"]

_CALM = (1, 2, 2, 3, 3, 4, 5)
"""How far above the least a number is: on a scale from 0 to 10 nobody is beside themselves."""
_USUAL = 0.75
_UNUSUAL = 0.1
_OPENLY = frozenset({"shown"})
"""What most people let others see, although nobody has to."""


def fill(
    takes: Mapping[str, Mapping[str, Any]], texts: Mapping[str, Any], others: Sequence[str], rng: Random
) -> dict[str, Any]:
    """Return values for an action.

    Args:
        takes: By name, the rules of each value.
        texts: By name, what a form calls it; a wheel's words are there.
        others: Members in the room who could be meant.
        rng: Chooses.
    """
    return {
        name: value
        for name, rule in takes.items()
        if (value := _value(name, rule, texts.get(name, {}), others, rng)) is not None
    }


def _value(
    name: str, rule: Mapping[str, Any], texts: Mapping[str, Any], others: Sequence[str], rng: Random
) -> Any:
    """Return one value; None to leave it out."""
    match rule["type"]:
        case "number":
            return min(rule["high"], rule["low"] + rng.choice(_CALM))
        case "choice":
            return rule["values"][0] if rng.random() < _USUAL else rng.choice(rule["values"])
        case "flag":
            return _flag(name, rule, rng)
        case "people":
            return rng.sample(list(others), min(len(others), rule["least"]))
        case "wheel":
            words = [word for group in texts["groups"].values() for word in group["words"]]
            return rng.choice(words)
        case _:
            return None


def _flag(name: str, rule: Mapping[str, Any], rng: Random) -> bool | None:
    if "default" not in rule or name in _OPENLY:
        return rng.random() < _USUAL
    return not rule["default"] if rng.random() < _UNUSUAL else None
