"""What running rooms say about help signals, and what they are told: whether somebody leads, what became of a page."""

from clinic.common.ids import AppointmentId
from clinic.safety.escalation import Outcome
from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import RoomId, SeatId
from rooms.model.side_channels import PageOutcome
from rooms.runtime.registry import RoomRegistry

__all__ = ["HelpRooms"]


class HelpRooms:
    """Implements ``app.access.safety.escalating.AlertedRooms``."""

    def __init__(self, rooms: RoomRegistry) -> None:
        self._rooms = rooms

    async def is_led(self, room: AppointmentId) -> bool:
        """Return whether somebody who leads is connected; True if the room is too busy to say."""
        actor = await self._rooms.running(RoomId(room))
        if actor is None:
            return False
        try:
            return (await actor.glance()).led
        except Refused as refused:
            return refused.code == "room.busy"

    async def tell(self, room: AppointmentId, seat: str, outcome: Outcome) -> bool:
        """Tell the room; False if it does not run or is busy, and has to be told later."""
        actor = await self._rooms.running(RoomId(room))
        if actor is None:
            return False
        try:
            await actor.do(cmd.ReportPage(SeatId(seat), PageOutcome(outcome.value)))
        except Refused as refused:
            # Closed, or over: nobody is left who would have to know.
            return refused.code in ("help.none", "room.ended")
        return True
