"""The state machines of a room, one table each. State changes go through them, so an illegal transition raises."""

from rooms.state.machines.help import HELP
from rooms.state.machines.media import MEDIA
from rooms.state.machines.place import PLACE
from rooms.state.machines.proof import PROOF
from rooms.state.machines.rest import REST
from rooms.state.machines.session import SESSION
from rooms.state.machines.turn import FREE, TURN
from rooms.state.machines.welfare import WELFARE

__all__ = ["FREE", "HELP", "MEDIA", "PLACE", "PROOF", "REST", "SESSION", "TURN", "WELFARE"]
