"""What may be chosen for the agenda before anybody is in the room: everything but people and emergencies. Pure."""

from collections.abc import Mapping
from typing import Any

from rooms.model.library import LibraryIndex
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.declaration import People
from rooms.rules.protocols.values import fits

__all__ = ["prepared_refusal"]


def prepared_refusal(library: LibraryIndex, protocol: str, options: Mapping[str, Any]) -> str | None:
    """Return why this protocol cannot be prepared like this, or None.

    ``agenda.protocol``: there is no such protocol, or it is for emergencies. ``agenda.options``: it has no such option,
    the value does not fit, or the option names people, whom only those in the room can choose.
    """
    rules = CATALOG.get(protocol)
    if rules is None or rules.emergency:
        return "agenda.protocol"
    for name, value in options.items():
        rule = rules.options.get(name)
        if rule is None or isinstance(rule, People) or not fits(library, rule, value):
            return "agenda.options"
    return None
