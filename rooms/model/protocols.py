"""A protocol run that may continue in a later session."""

from dataclasses import dataclass
from typing import Any

from rooms.model.ids import PersonId

__all__ = ["KeptRun"]


@dataclass(frozen=True, slots=True)
class KeptRun:
    """What is needed to offer the run again; JSON values except the tuples of people.

    Attributes:
        id: Its id among the kept runs of all sessions.
    """

    id: str
    protocol: str
    step: str
    options: dict[str, Any]
    roles: dict[str, tuple[PersonId, ...]]
    memory: dict[str, Any]
