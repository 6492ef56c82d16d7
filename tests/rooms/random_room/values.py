"""Random values for the options of protocols and the arguments of their actions: mostly sensible, sometimes wild."""

from collections.abc import Mapping
from random import Random
from typing import Any

from rooms.rules.context import RuleContext
from rooms.rules.protocols.declaration import Choice, Flag, Known, Number, People, Value, Wheel
from tests.rooms.random_room.setups import LIBRARY

__all__ = ["random_values"]

_WILD: tuple[Any, ...] = (
    None,
    -1,
    0,
    10**9,
    1.5,
    "",
    "x",
    True,
    [],
    ["pt_nobody"],
    [1],
    {"a": 1},
    "pt_member00",
)
_KNOWN = {"question": LIBRARY.prompts, "deck": LIBRARY.decks, "script": LIBRARY.scripts}


def random_values(
    rng: Random, context: RuleContext, wanted: Mapping[str, Value], wild: float
) -> dict[str, Any]:
    """Return values for what is expected; each is omitted, wild or sensible; ``wild`` says how often."""
    values: dict[str, Any] = {}
    for name, rule in wanted.items():
        if rng.random() < wild:
            values[name] = rng.choice(_WILD)
        elif rng.random() < 0.85 or not _may_be_left_out(rule):
            values[name] = _sensible(rng, context, rule)
    if rng.random() < wild / 5:
        values["unheard_of"] = 1
    return values


def _may_be_left_out(rule: Value) -> bool:
    match rule:
        case Number(default=default) | Choice(default=default):
            return default is not None
        case People(least=least):
            return least == 0
        case Wheel():
            return False
        case _:
            return True


def _sensible(rng: Random, context: RuleContext, rule: Value) -> Any:
    match rule:
        case Number(low=low, high=high):
            return rng.choice([low, high, rng.randint(low, min(high, low + 12)), rng.randint(low, high)])
        case Choice(values=values):
            return rng.choice(values)
        case Flag():
            return rng.random() < 0.6
        case People(least=least, most=most):
            here = [*context.participants()]
            rng.shuffle(here)
            return here[: rng.choice([least, min(most, len(here)), rng.randint(least, most)])]
        case Known(kind=kind):
            return rng.choice(["", *_KNOWN[kind]])
        case Wheel(name=name):
            return rng.choice(LIBRARY.wheels[name])
