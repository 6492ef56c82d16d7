"""Events of protocol runs. A run's own memory is plain JSON; who may see which part of it is the script's to say."""

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
    """A run began, on top of those that are under way, which pause.

    Attributes:
        run: Its number in this room, from 1.
        options: What was chosen, by option name; JSON values.
        pauses_turn: Whether a present turn stands still, unheard, while this run lies on top.
        resumable: Whether it may go on another time when the session ends within it.
        kept: The id of the kept run that it goes on with; that one is kept no longer.
        emergency: Whether it is for a crisis, in which staff may leave the group (F12).
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
    """The run is at another step, or begins the same one anew.

    Attributes:
        due: When the step's time is up (Unix seconds), or None.
        mode: How turns start during the step; with ``mic_policy`` it rules the gates.
        voices: Who is heard besides the holder and the facilitators.
        roles: Who is what: people by role name.
        memory: What the script remembers, whole.
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
    """Something changed within the step; nobody's intent becomes stale by it."""

    kind: ClassVar[str] = "protocol.changed"
    run: int
    due: float | None
    voices: tuple[PersonId, ...]
    roles: dict[str, tuple[PersonId, ...]]
    memory: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ProtocolPaused:
    """The run stands still; the room is back at its base mode. ``by`` is None when rules paused it."""

    kind: ClassVar[str] = "protocol.paused"
    run: int
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class ProtocolResumed:
    """The run goes on where it was; its step's time is moved by the pause."""

    kind: ClassVar[str] = "protocol.resumed"
    run: int
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class ProtocolAborted:
    """The run was stopped (F11); the room is back at its base mode."""

    kind: ClassVar[str] = "protocol.aborted"
    run: int
    by: PersonId | None


@dataclass(frozen=True, slots=True)
class ProtocolDone:
    """The run is over. ``outcome`` holds plain counts and states for the staff and the record, never content."""

    kind: ClassVar[str] = "protocol.done"
    run: int
    outcome: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ProtocolKept:
    """A run that is not finished may go on another time: all that is needed to offer it then.

    Attributes:
        id: Which it is among the kept runs of all sessions.
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
