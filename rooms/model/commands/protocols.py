"""Commands to protocol runs."""

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
    """Start a protocol; it lies on top of what runs, which pauses.

    Attributes:
        options: By option name, JSON values; absent ones take their defaults. Of no meaning with ``kept``.
        kept: Which of the kept runs goes on, by its place among them; None for a new run.
    """

    by: PersonId
    protocol: str
    expected_seq: int
    options: dict[str, Any] = field(default_factory=dict)
    kept: int | None = None


@dataclass(frozen=True, slots=True)
class ActInProtocol:
    """Do one of the actions that the present step offers.

    Attributes:
        via: The seat or companion device it is asked from: private actions are refused from a shared seat (F9).
        action: As the step names it.
        values: What the action takes, by name; JSON values.
    """

    by: PersonId
    via: SeatId
    action: str
    expected_seq: int
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PauseProtocol:
    """Let the run stand still; the room falls back to its base mode (F11)."""

    by: PersonId


@dataclass(frozen=True, slots=True)
class ResumeProtocol:
    """Let the paused run go on."""

    by: PersonId


@dataclass(frozen=True, slots=True)
class AbortProtocol:
    """Stop the run; the room falls back to its base mode (F11)."""

    by: PersonId


ProtocolCommand = StartProtocol | ActInProtocol | PauseProtocol | ResumeProtocol | AbortProtocol
