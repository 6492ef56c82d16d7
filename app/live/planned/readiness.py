"""Tells the room that runs how ready the clients of its session are, and what was prepared as its agenda.

Nothing is kept in memory but which rooms have to be told: whoever opens a room, or changes a fact, names the room here,
and it is told everything anew. Until then a room keeps everybody out of whom it knows nothing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.live.room_setup import build_agenda
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit, ClinicUnknown
from app.persistence.encryption import KeysUnusable
from app.persistence.repositories.live.sessions import SessionRecord, SessionRepository
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict
from app.runtime.clock import to_datetime
from clinic.common.ids import AppointmentId, ClinicId
from clinic.safety.readiness import Standing
from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, RoomId
from rooms.model.people import Readiness, RoomSetup
from rooms.runtime.ports import Clock
from rooms.runtime.registry import RoomRegistry

__all__ = ["AGAIN_S", "ReadinessReports", "Standings"]

_log = logging.getLogger(__name__)
AGAIN_S: Final = 2.0
"""How long until a room that could not be told is told again."""


@dataclass(frozen=True, slots=True)
class Standings:
    """How ready each client of a session is now.

    Attributes:
        until: When time alone may change it: a new version of a document comes into force, or a clearance ends.
    """

    people: dict[PersonId, Standing]
    until: datetime | None = None


class ReadinessReports:
    """Tells rooms how ready their clients are, while ``run`` runs.

    Args:
        store: The clinics' storage.
        clock: The time of day.
        read: Works out how ready the clients of a session are.
    """

    def __init__(
        self,
        store: ClinicStore,
        clock: Clock,
        read: Callable[[ClinicUnit, RoomSetup], Awaitable[Standings]],
    ) -> None:
        self._store = store
        self._clock = clock
        self._read = read
        self._due: dict[RoomId, None] = {}
        """Rooms that have to be told, each once, in order; at most as many as there are rooms."""
        self._until: dict[RoomId, datetime] = {}
        """When what a running room was told may not be true any more."""
        self._woken = asyncio.Event()

    def due(self, room: RoomId) -> None:
        """Have the room told: it opens, or a fact about one of its people has changed."""
        self._due[room] = None
        self._woken.set()

    async def run(self, rooms: RoomRegistry) -> None:
        """Tell rooms until cancelled. A room that cannot be told now is told a little later."""
        while True:
            await self._wait()
            later = []
            while self._due:
                room = next(iter(self._due))
                del self._due[room]
                if not await self._told(rooms, room):
                    later.append(room)
            if later:
                await asyncio.sleep(AGAIN_S)
                for room in later:
                    self.due(room)

    async def _wait(self) -> None:
        """Wait until a room has to be told: a fact has changed, or time alone has changed one."""
        wait_s = None
        if self._until:
            soonest = min(self._until.values())
            wait_s = max(0.0, (soonest - to_datetime(self._clock.now())).total_seconds())
        try:
            async with asyncio.timeout(wait_s):
                await self._woken.wait()
        except TimeoutError:
            now = to_datetime(self._clock.now())
            self._due.update((room, None) for room, until in self._until.items() if until <= now)
        self._woken.clear()

    async def _told(self, rooms: RoomRegistry, room: RoomId) -> bool:
        try:
            await self._tell(rooms, room)
        except (StorageUnavailable, WriteConflict):
            _log.warning("readiness.storage_unavailable", extra={"room": room})
            return False
        except Refused as refused:
            return refused.code == "room.ended"
        except (ClinicUnknown, KeysUnusable) as error:
            # Everybody stays out: that is seen, and an operator has to mend it.
            _log.error("readiness.unreadable", extra={"room": room, "reason": type(error).__name__})
        return True

    async def _tell(self, rooms: RoomRegistry, room: RoomId) -> None:
        self._until.pop(room, None)
        actor = await rooms.running(room)
        if actor is None:
            return
        found, agenda = await self._read_all(room)
        if agenda is not None:
            await actor.do(agenda)
        for person, standing in found.people.items():
            try:
                await actor.do(cmd.ReportReadiness(person, _readiness(standing)))
            except Refused as refused:
                # Somebody new whom the room learns of when it is opened again, which has it told again.
                if refused.code != "person.unknown":
                    raise
        if found.until is not None:
            self._until[room] = found.until

    async def _read_all(self, room: RoomId) -> tuple[Standings, cmd.PrepareAgenda | None]:
        """Return how ready the clients are, and the agenda, if one was prepared."""
        record, setup = await self._find(room)
        if record is None or setup is None or not setup.checks:
            return Standings({}), None
        now = to_datetime(self._clock.now())
        async with self._store.read(ClinicId(record.clinic), Actor("system"), now) as unit:
            return await self._read(unit, setup), await _agenda(unit, room)

    async def _find(self, room: RoomId) -> tuple[SessionRecord | None, RoomSetup | None]:
        async with self._store.database.transaction(writes=False) as session:
            sessions = SessionRepository(session)
            return await sessions.find(room), await sessions.setup(room)


async def _agenda(unit: ClinicUnit, room: RoomId) -> cmd.PrepareAgenda | None:
    stored = await unit.agendas.find(AppointmentId(room))
    appointment = await unit.appointments.find(AppointmentId(room)) if stored.version else None
    return build_agenda(stored.items, stored.version, appointment.ends) if appointment else None


def _readiness(standing: Standing) -> Readiness:
    return Readiness(
        standing.todo,
        standing.holds,
        standing.notes,
        standing.must_leave,
        standing.no_observers,
        standing.talk,
    )
