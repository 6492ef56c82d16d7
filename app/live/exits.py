"""Leaving at once: a page that goes away reports it, because what it said last over its socket may be lost."""

from app.auth.resume import ResumePass
from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.runtime.registry import RoomRegistry

__all__ = ["exit_seat"]


async def exit_seat(rooms: RoomRegistry, left: ResumePass) -> None:
    """Have the seat leave its room, if the page that was left is the one that had it open.

    Where the room does not run, or the seat has left already, there is nothing to do.
    """
    room = await rooms.running(left.room)
    if room is None:
        return
    try:
        await room.do(cmd.ExitSeat(left.seat, left.nonce))
    except Refused:
        # It has left, its session is over, or another page has it open by now: nothing of that page is sent any more.
        return
