"""Events of protocol runs. A run's own memory is plain JSON; its script decides who may see which part."""

from dataclasses import dataclass
from typing import Any, ClassVar

from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, MicPolicy

__all__ = [
    "ProtocolAborted",
    "ProtocolChanged",
    "ProtocolDone",
    "ProtocolEvent",
    "ProtocolKept",
    "ProtocolPaused",
    "ProtocolResumed",
    "ProtocolStarted",
    "ProtocolStepped",
]


@dataclass(frozen=True, slots=True)
class ProtocolStarted:
    """A run started. Runs already under way are paused.

    Attributes:
        run: Its number in this room, from 1.
        options: The chosen options, by name; JSON values.
        pauses_turn: Whether the current turn is paused, and its holder not heard, while this run is on top.
        resumable: Whether it may continue in a later session if this one ends first.
        kept: The id of the kept run that it continues, which is then no longer kept.
        emergency: Whether it handles a crisis, in which staff may leave the group (F12).
    """

    kind: ClassVar[str] = "protocol.started"
    run: int
    protocol: str
    by: PersonId
    options: dict[str, Any]
    pauses_turn: bool = False
    resumable: bool = False
    kept: str | None = None
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class ProtocolStepped:
    """The run entered another step, or restarted the same one.

    Attributes:
        due: When the step's time is up (Unix seconds), or None.
        mode: How turns start during the step; together with ``mic_policy`` it sets the gates.
        voices: Who is heard in addition to the holder and the facilitators.
        roles: People by role name.
        memory: The script's complete memory.
    """

    kind: ClassVar[str] = "protocol.step"
    run: int
    step: str
    due: float | None
    mode: FloorMode
    mic_policy: MicPolicy
    voices: tuple[PersonId, ...]
    roles: dict[str, tuple[PersonId, ...]]
    memory: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ProtocolChanged:
    """Something changed within the step; it makes no command stale."""

    kind: ClassVar[str] = "protocol.changed"
    run: int
    due: float | None
    voices: tuple[PersonId, ...]
    roles: dict[str, tuple[PersonId, ...]]
    memory: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ProtocolPaused:
    """The run is paused and the room is back in its base mode. ``by`` is None when a rule paused it."""

    kind: ClassVar[str] = "protocol.paused"
    run: int
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class ProtocolResumed:
    """The run resumed where it was; its step's deadline moved by the length of the pause."""

    kind: ClassVar[str] = "protocol.resumed"
    run: int
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class ProtocolAborted:
    """The run was stopped (F11); the room is back in its base mode."""

    kind: ClassVar[str] = "protocol.aborted"
    run: int
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class ProtocolDone:
    """The run is complete. ``outcome`` holds plain counts and states for staff and the record, never content."""

    kind: ClassVar[str] = "protocol.done"
    run: int
    outcome: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ProtocolKept:
    """An unfinished run may continue in a later session; this holds all that is needed to offer it then.

    Attributes:
        id: Its id among the kept runs of all sessions.
    """

    kind: ClassVar[str] = "protocol.kept"
    id: str
    run: int
    protocol: str
    step: str
    options: dict[str, Any]
    roles: dict[str, tuple[PersonId, ...]]
    memory: dict[str, Any]


ProtocolEvent = (
    ProtocolStarted
    | ProtocolStepped
    | ProtocolChanged
    | ProtocolPaused
    | ProtocolResumed
    | ProtocolAborted
    | ProtocolDone
    | ProtocolKept
)
