"""Keeps what rules and views look up again and again, for as long as nobody moves. Pure."""

from rooms.model.ids import PersonId, SeatId
from rooms.model.people import RoomSetup
from rooms.state import Place, RoomState
from rooms.state.lookups import Lookups

__all__ = ["LookupCache"]


class LookupCache(Lookups):
    """Answers of one room. They are forgotten with every event that changes who is where (``RoomState.people_at``)."""

    def __init__(self) -> None:
        self._begin(None, -1)

    def _begin(self, state: RoomState | None, people_at: int) -> None:
        """Forget everything: it is another state, or somebody has moved in it."""
        self._state, self._people_at = state, people_at
        self._licensed: list[PersonId] | None = None
        self._participants: list[PersonId] | None = None
        self._seats_at: dict[Place, list[SeatId]] = {}
        self._shared: list[SeatId] | None = None
        self._online: bool | None = None
        self._interpreted: bool | None = None

    def licensed_here(self, setup: RoomSetup, state: RoomState) -> list[PersonId]:
        """Return the facilitators in the room whose presence lets it run."""
        if self._people_at != state.people_at or self._state is not state:
            self._begin(state, state.people_at)
        if self._licensed is None:
            self._licensed = super().licensed_here(setup, state)
        return self._licensed

    def participants(self, setup: RoomSetup, state: RoomState) -> list[PersonId]:
        """Return the members who are in the room, in the order of the seats."""
        if self._people_at != state.people_at or self._state is not state:
            self._begin(state, state.people_at)
        if self._participants is None:
            self._participants = super().participants(setup, state)
        return self._participants

    def seats_at(self, state: RoomState, place: Place) -> list[SeatId]:
        """Return the seats at ``place``, those that came first first."""
        if self._people_at != state.people_at or self._state is not state:
            self._begin(state, state.people_at)
        found = self._seats_at.get(place)
        if found is None:
            found = self._seats_at[place] = super().seats_at(state, place)
        return found

    def shared_seats(self, state: RoomState) -> list[SeatId]:
        """Return the seats on which two people sit."""
        if self._people_at != state.people_at or self._state is not state:
            self._begin(state, state.people_at)
        if self._shared is None:
            self._shared = super().shared_seats(state)
        return self._shared

    def is_anybody_online(self, state: RoomState) -> bool:
        """Whether any client is there."""
        if self._people_at != state.people_at or self._state is not state:
            self._begin(state, state.people_at)
        if self._online is None:
            self._online = super().is_anybody_online(state)
        return self._online

    def is_interpreted(self, state: RoomState) -> bool:
        """Whether an interpreter is in the room and can take part right now."""
        if self._people_at != state.people_at or self._state is not state:
            self._begin(state, state.people_at)
        if self._interpreted is None:
            self._interpreted = super().is_interpreted(state)
        return self._interpreted
