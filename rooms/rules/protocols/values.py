"""Validates the arguments of a start or an action and fills in defaults."""

from collections.abc import Mapping
from typing import Any

from rooms.model.errors import Refused
from rooms.model.library import LibraryIndex
from rooms.model.people import Role
from rooms.rules.context import RuleContext
from rooms.rules.protocols.declaration import Choice, Flag, Known, Number, People, Value, Wheel

__all__ = ["fits", "read_values"]


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
    if isinstance(rule, People):
        value = [] if value is None else value
        good = _is_people(context, value, rule)
    else:
        value = getattr(rule, "default", None) if value is None else value
        good = fits(context.library, rule, value)
    if not good:
        raise Refused("protocol.bad_value", name)
    return value


def fits(library: LibraryIndex, rule: Value, value: Any) -> bool:
    """Return whether a value is one that the rule allows, whoever is in the room; of people, nobody is."""
    match rule:
        case Number(low=low, high=high):
            return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        case Choice(values=values):
            return value in values
        case Flag():
            return isinstance(value, bool)
        case Known(kind=kind):
            return value == "" or (isinstance(value, str) and library.knows(kind, value))
        case Wheel(name=wheel):
            return isinstance(value, str) and value in library.wheels.get(wheel, ())
        case People():
            return False


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
