"""What is known of running rooms without entering them."""

from dataclasses import dataclass
from typing import Protocol

from clinic.ids import AppointmentId, PersonId

__all__ = ["Glance", "LiveRooms", "NoLiveRooms"]


@dataclass(frozen=True, slots=True)
class Glance:
    """Who is in the waiting room of a session, and who is in the session."""

    waiting: frozenset[PersonId] = frozenset()
    here: frozenset[PersonId] = frozenset()


class LiveRooms(Protocol):
    """The rooms that run now."""

    def glance(self, appointment: AppointmentId) -> Glance:
        """Return who is in a session's room; nobody if it does not run."""
        ...


class NoLiveRooms:
    """Where no rooms run."""

    def glance(self, appointment: AppointmentId) -> Glance:
        """Return nobody."""
        return Glance()
