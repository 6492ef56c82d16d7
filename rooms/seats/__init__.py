"""Seats: who comes, waits, is let in, gets lost, leaves."""

from rooms.seats.rules import ALIVE_S, SEATS, absence_deadline, on_restart

__all__ = ["ALIVE_S", "SEATS", "absence_deadline", "on_restart"]
