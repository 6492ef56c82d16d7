"""The planner: makes the rooms of appointments before they open, and lets rooms follow what is changed in the plan.

It looks when the next room is due, when it is woken because the plan was changed in this process, and every few seconds
for what another process has changed.
"""

import asyncio
import logging
from datetime import timedelta
from typing import Final, Protocol

from app.live.planned.plans import RoomPlan, plan_room
from app.live.room_setup import build_setup
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit
from app.persistence.encryption import KeysUnusable
from app.persistence.repositories.live.due_rooms import DueRoom, find_due, find_next_opening, mark_ready
from app.persistence.repositories.live.room_rows import Kept, RoomRowsRepository
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict
from app.runtime.clock import to_datetime
from app.runtime.ids import new_seat_id
from clinic.schedule.opening import PREPARE_S, closing
from rooms.model.errors import PolicyError
from rooms.model.ids import PersonId, RoomId
from rooms.runtime.ports import Clock

__all__ = ["LOOK_EVERY_S", "Planner", "RunningRooms"]

_log = logging.getLogger(__name__)
_PLANNER: Final = Actor("system")
LOOK_EVERY_S: Final = 5.0
_AT_ONCE: Final = 200
"""Rooms that one look prepares; the next look follows at once while there are more."""


class RunningRooms(Protocol):
    """The rooms that run in this process, as the planner needs them."""

    async def present(self, room: RoomId) -> frozenset[PersonId]:
        """Return who is in the room now; nobody if it does not run."""

    async def follow(self, plan: RoomPlan, kept: Kept) -> None:
        """Let a room that runs follow its rows, which have changed."""


class Planner:
    """Prepares rooms while ``run`` runs.

    Args:
        store: The clinics' storage.
        clock: The time of day.
        rooms: The rooms that run.
    """

    def __init__(self, store: ClinicStore, clock: Clock, rooms: RunningRooms) -> None:
        self._store = store
        self._clock = clock
        self._rooms = rooms
        self._woken = asyncio.Event()
        self._passed_over: set[tuple[str, int]] = set()
        """Appointments that cannot be made into a room as they are; tried again when they change."""

    def wake(self) -> None:
        """Have the planner look now: the plan has changed."""
        self._woken.set()

    async def run(self) -> None:
        """Prepare what is due until cancelled. While the database is away, nothing is; it looks again."""
        while True:
            wait_s = LOOK_EVERY_S
            try:
                wait_s = await self.look()
            except StorageUnavailable:
                _log.warning("planner.storage_unavailable")
            self._woken.clear()
            try:
                async with asyncio.timeout(wait_s):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def look(self) -> float:
        """Prepare the rooms that are due; returns how long to wait before the next look, seconds."""
        now = to_datetime(self._clock.now())
        by = now + timedelta(seconds=PREPARE_S)
        async with self._store.database.transaction(writes=False) as session:
            due = await find_due(session, by, _AT_ONCE + len(self._passed_over))
            soonest = await find_next_opening(session, by)
        done = 0
        for room in due:
            done += await self._follow(room)
        if done == _AT_ONCE:
            return 0.0
        if soonest is None:
            return LOOK_EVERY_S
        return min(LOOK_EVERY_S, max(0.0, (soonest - by).total_seconds()))

    async def _follow(self, room: DueRoom) -> bool:
        """Let one room follow its appointment; returns whether that was possible. One that fails holds up no other."""
        try:
            return await self._keep(room)
        except PolicyError as error:
            _log.error("planner.policy_refused", extra={"room": room.id, "reason": error.field})
        except (ValueError, WriteConflict, KeysUnusable) as error:
            _log.error("planner.room_refused", extra={"room": room.id, "reason": type(error).__name__})
        return False

    async def _keep(self, room: DueRoom) -> bool:
        now = to_datetime(self._clock.now())
        present = await self._rooms.present(RoomId(room.id))
        async with self._store.write(room.clinic, _PLANNER, now) as unit:
            plan = await plan_room(unit, room.id)
            if plan is None or (room.id, plan.version) in self._passed_over:
                return False
            self._passed_over.add((room.id, plan.version))
            kept = await self._rows(unit, plan, present)
            await mark_ready(unit.session, room, plan.version)
        self._passed_over.discard((room.id, plan.version))
        await self._rooms.follow(plan, kept)
        return True

    async def _rows(self, unit: ClinicUnit, plan: RoomPlan, present: frozenset[PersonId]) -> Kept:
        rows = RoomRowsRepository(unit.session, unit.clinic.id)
        room = RoomId(plan.session.id)
        if plan.cancelled:
            await rows.end(room, unit.now)
            return Kept()
        setup = build_setup(plan.session, await rows.setup(room), new_seat_id)
        return await rows.keep(setup, plan.opens_at, closing(plan.session.ends_at), present)
