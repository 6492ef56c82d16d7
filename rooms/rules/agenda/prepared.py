"""What may be chosen for the agenda before anybody is in the room: everything but people and emergencies. Pure."""

from collections.abc import Mapping
from typing import Any

from rooms.model.library import LibraryIndex
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.values import fits

__all__ = ["may_be_prepared"]


def may_be_prepared(library: LibraryIndex, protocol: str, options: Mapping[str, Any]) -> bool:
    """Return whether the protocol exists and can be chosen beforehand with these options."""
    rules = CATALOG.get(protocol)
    if rules is None or rules.emergency:
        return False
    return all(
        name in rules.options and fits(library, rules.options[name], value) for name, value in options.items()
    )
