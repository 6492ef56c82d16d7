"""Rooms that run while the plan changes: who was put on a session's list may come in, who was taken off is talked to."""

import logging

from app.live.entrance import Entrance
from app.live.planned.plans import RoomPlan
from app.live.withdrawal import end_withdrawn
from app.persistence.repositories.live.room_rows import Kept
from app.persistence.unit_of_work import Database, StorageUnavailable
from clinic.common import ids
from clinic.schedule.live_changes import who_talks
from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.runtime.actor import RoomActor
from rooms.runtime.glance import Glance
from rooms.runtime.registry import RoomRegistry

__all__ = ["PlannedRooms", "glance_at"]

_log = logging.getLogger(__name__)


async def glance_at(rooms: RoomRegistry, room: RoomId) -> Glance | None:
    """Return a room as planners see it; None if it does not run or is busy."""
    actor = await rooms.running(room)
    if actor is None:
        return None
    try:
        return await actor.glance()
    except Refused:
        return None


class PlannedRooms:
    """Implements ``app.live.planned.planner.RunningRooms``."""

    def __init__(self, rooms: RoomRegistry, database: Database, entrance: Entrance) -> None:
        self._rooms = rooms
        self._database = database
        self._entrance = entrance

    async def present(self, room: RoomId) -> frozenset[PersonId]:
        """Return who is in the room now; nobody if it does not run."""
        glance = await glance_at(self._rooms, room)
        return frozenset(glance.here) if glance else frozenset()

    async def follow(self, plan: RoomPlan, kept: Kept) -> None:
        """Put out whose link was withdrawn, take aside who is no longer expected, and let others come in.

        What fails is logged: the rows are right, and whoever comes from now on meets them.
        """
        room = RoomId(plan.session.id)
        self._entrance.forget(room)
        actor = await self._rooms.running(room)
        if actor is None:
            return
        try:
            if plan.cancelled:
                await self._end(actor, plan)
                return
            for seat in kept.to_talk:
                await self._talk(actor, plan, seat)
            for seat in kept.withdrawn:
                await end_withdrawn(self._database, self._rooms, seat)
            await self._rooms.renew(room)
        except (Refused, StorageUnavailable) as error:
            _log.warning("room.plan_not_followed", extra={"room": room, "reason": type(error).__name__})

    async def _talk(self, actor: RoomActor, plan: RoomPlan, seat: SeatId) -> None:
        """Move somebody to a private room, with a co-facilitator if there is one who is there.

        If nobody can go with them, they stay where they are: whoever leads sees to it.
        """
        here = [ids.PersonId(each) for each in (await actor.glance()).here]
        for leader in who_talks([each.attendee for each in plan.session.people], here):
            try:
                await actor.do(cmd.MoveToPrivate(PersonId(leader), seat, join=True))
            except Refused:
                continue
            return
        _log.warning("room.nobody_to_talk", extra={"room": plan.session.id})

    async def _end(self, actor: RoomActor, plan: RoomPlan) -> None:
        """End a session that was cancelled, unless people are in it: then it is theirs to end."""
        if not (await actor.glance()).here:
            await self._rooms.renew(RoomId(plan.session.id))
