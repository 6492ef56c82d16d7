"""Validates the arguments of a start or an action and fills in defaults."""

from collections.abc import Mapping
from typing import Any

from rooms.model.errors import Refused
from rooms.model.people import Role
from rooms.rules.context import RuleContext
from rooms.rules.protocols.declaration import Choice, Flag, Known, Number, People, Value, Wheel

__all__ = ["read_values"]


def read_values(
    context: RuleContext, wanted: Mapping[str, Value], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return every expected value, as given or by default.

    Raises:
        Refused: ``protocol.bad_value``, with the name of the first value that is unknown, missing or out of range.
    """
    for name in given:
        if name not in wanted:
            raise Refused("protocol.bad_value", name)
    return {name: _read(context, name, rule, given.get(name)) for name, rule in wanted.items()}


def _read(context: RuleContext, name: str, rule: Value, value: Any) -> Any:
    match rule:
        case Number(low=low, high=high, default=default):
            value = default if value is None else value
            good = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        case Choice(values=values, default=default):
            value = default if value is None else value
            good = value in values
        case Flag(default=default):
            value = default if value is None else value
            good = isinstance(value, bool)
        case People():
            value = [] if value is None else value
            good = _is_people(context, value, rule)
        case Known(kind=kind, default=default):
            value = default if value is None else value
            good = value == "" or (isinstance(value, str) and context.library.knows(kind, value))
        case Wheel(name=wheel):
            good = isinstance(value, str) and value in context.library.wheels.get(wheel, ())
    if not good:
        raise Refused("protocol.bad_value", name)
    return value


def _is_people(context: RuleContext, value: Any, rule: People) -> bool:
    if not isinstance(value, list) or not all(isinstance(person, str) for person in value):
        return False
    known = context.participants()
    if rule.anywhere:
        known = [person for person in context.state.people if context.role(person) is Role.MEMBER]
    return (
        rule.least <= len(value) <= rule.most
        and len(set(value)) == len(value)
        and all(person in known for person in value)
    )
