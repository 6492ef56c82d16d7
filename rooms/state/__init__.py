"""The state of a room, and how each event changes it."""

from rooms.state.apply import apply
from rooms.state.help import Help, HelpSignal
from rooms.state.model import (
    FloorState,
    LastTurn,
    MediaState,
    PersonState,
    Phase,
    Place,
    Proof,
    RoomState,
    Run,
    SeatState,
    Turn,
    new_state,
)

__all__ = [
    "FloorState",
    "Help",
    "HelpSignal",
    "LastTurn",
    "MediaState",
    "PersonState",
    "Phase",
    "Place",
    "Proof",
    "RoomState",
    "Run",
    "SeatState",
    "Turn",
    "apply",
    "new_state",
]
