"""Commands that start and control protocol runs."""

from dataclasses import dataclass, field
from typing import Any

from rooms.model.ids import PersonId, SeatId

__all__ = [
    "AbortProtocol",
    "ActInProtocol",
    "PauseProtocol",
    "ProtocolCommand",
    "ResumeProtocol",
    "StartProtocol",
]


@dataclass(frozen=True, slots=True)
class StartProtocol:
    """Start a protocol. The run it interrupts, if any, is paused.

    Attributes:
        options: By option name, JSON values; missing ones take their defaults. Ignored with ``kept``.
        kept: The index of the kept run to continue; None for a new run.
    """

    by: PersonId
    protocol: str
    expected_seq: int
    options: dict[str, Any] = field(default_factory=dict)
    kept: int | None = None


@dataclass(frozen=True, slots=True)
class ActInProtocol:
    """Perform one of the actions that the current step offers.

    Attributes:
        via: The seat or companion device it is sent from; private actions are refused from a shared seat (F9).
        action: Its name in the step.
        values: The action's arguments, by name; JSON values.
    """

    by: PersonId
    via: SeatId
    action: str
    expected_seq: int
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PauseProtocol:
    """Pause the run; the room falls back to its base mode (F11)."""

    by: PersonId


@dataclass(frozen=True, slots=True)
class ResumeProtocol:
    """Resume the paused run."""

    by: PersonId


@dataclass(frozen=True, slots=True)
class AbortProtocol:
    """Stop the run; the room falls back to its base mode (F11)."""

    by: PersonId


ProtocolCommand = StartProtocol | ActInProtocol | PauseProtocol | ResumeProtocol | AbortProtocol
