"""A run of a protocol that goes on another time."""

from dataclasses import dataclass
from typing import Any

from rooms.model.ids import PersonId

__all__ = ["KeptRun"]


@dataclass(frozen=True, slots=True)
class KeptRun:
    """What is needed to offer the run again; JSON values but for the tuples of people.

    Attributes:
        id: Which it is among those of all sessions.
    """

    id: str
    protocol: str
    step: str
    options: dict[str, Any]
    roles: dict[str, tuple[PersonId, ...]]
    memory: dict[str, Any]
