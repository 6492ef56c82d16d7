"""The state of a room, and how each event changes it."""

from rooms.state.apply import apply
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
from rooms.state.safety import Care, DeviceCheck, Help, HelpSignal, Welfare, WelfareCheck

__all__ = [
    "Care",
    "DeviceCheck",
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
    "Welfare",
    "WelfareCheck",
    "apply",
    "new_state",
]
