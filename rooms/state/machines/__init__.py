"""The state machines of a room, a table each. What changes the state asks them first, so an illegal move raises."""

from rooms.state.machines.media import MEDIA
from rooms.state.machines.place import PLACE
from rooms.state.machines.session import SESSION
from rooms.state.machines.turn import FREE, TURN

__all__ = ["FREE", "MEDIA", "PLACE", "SESSION", "TURN"]
