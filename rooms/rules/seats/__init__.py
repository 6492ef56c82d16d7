"""Seats: arriving, waiting, being admitted, getting lost, leaving."""

from rooms.rules.seats.admission import ADMISSION, is_late, is_locked
from rooms.rules.seats.camera_rest import CAMERA_REST, next_rest_at, resting_until
from rooms.rules.seats.observers import OBSERVERS, unanswered
from rooms.rules.seats.proof import PROOF
from rooms.rules.seats.readiness import READINESS
from rooms.rules.seats.rules import ALIVE, ALIVE_S, SEATS, absence_deadline, on_open, on_restart

__all__ = [
    "ADMISSION",
    "ALIVE",
    "ALIVE_S",
    "CAMERA_REST",
    "OBSERVERS",
    "PROOF",
    "READINESS",
    "SEATS",
    "absence_deadline",
    "is_late",
    "is_locked",
    "next_rest_at",
    "on_open",
    "on_restart",
    "resting_until",
    "unanswered",
]
