"""The task that makes copies, one after the other: a large one delays other copies, and nothing else.

A request waits in the database until its file is stored with it, so nothing is lost when the service stops in the
middle: it is taken up again, a few times at most.
"""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from app.access.records.copies.exporters import EXPORTERS, Row
from app.access.records.copies.writing import Copy, write_copy
from app.mail.ports import Clock
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit, ClinicUnknown
from app.persistence.repositories.records.copies import find_waiting
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict
from app.runtime.clock import to_datetime
from clinic.common.ids import ClinicId
from clinic.records.copies import MOST_TRIES, CopyRequest, CopyState, after_failure

__all__ = ["LOOKS_EVERY_S", "TIME_S", "CopyMaker"]

_log = logging.getLogger(__name__)
LOOKS_EVERY_S: Final = 300.0
"""How often it looks without being woken."""
TIME_S: Final = 60.0
"""How long one copy may take."""
_AT_ONCE: Final = 20
_SYSTEM: Final = Actor("system")


class CopyMaker:
    """Makes the copies that wait, of all clinics, the oldest request first."""

    def __init__(self, store: ClinicStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look at once: somebody has asked."""
        self._woken.set()

    async def run(self) -> None:
        """Make copies until cancelled."""
        while True:
            try:
                if await self.make_waiting() == _AT_ONCE:
                    continue
            except (StorageUnavailable, WriteConflict):
                _log.warning("copies.not_made")
            try:
                async with asyncio.timeout(LOOKS_EVERY_S):
                    await self._woken.wait()
            except TimeoutError:
                continue
            finally:
                self._woken.clear()

    async def make_waiting(self) -> int:
        """Make the copies that wait; returns how many there were. Raises StorageUnavailable, WriteConflict."""
        async with self._store.database.transaction(writes=False) as session:
            waiting = await find_waiting(session, _AT_ONCE)
        for clinic, request in waiting:
            await self._make(clinic, request)
        return len(waiting)

    async def _make(self, clinic: ClinicId, request: str) -> None:
        try:
            begun = await self._begin(clinic, request)
        except ClinicUnknown:
            return
        if begun is None:
            return
        try:
            async with asyncio.timeout(TIME_S):
                file = await self._write(clinic, begun)
        except StorageUnavailable:
            raise
        except Exception:  # noqa: BLE001 (what is wrong with one person's rows must not keep others waiting)
            _log.exception("copies.failed")
            await self._store_result(clinic, after_failure(begun), None)
            return
        ready = replace(begun, state=CopyState.READY, ready_at=self._now())
        await self._store_result(clinic, ready, file)

    async def _begin(self, clinic: ClinicId, request: str) -> CopyRequest | None:
        """Count a try; None if there is nothing to do, or it was tried so often that it has failed."""
        async with self._store.write(clinic, _SYSTEM, self._now()) as unit:
            found = await unit.copies.find(request)
            if found is None or found.state is not CopyState.WAITING:
                return None
            if found.tries >= MOST_TRIES:
                await unit.copies.put(after_failure(found))
                return None
            return await unit.copies.begin(found)

    async def _write(self, clinic: ClinicId, request: CopyRequest) -> bytes:
        async with self._store.read(clinic, _SYSTEM, self._now()) as unit:
            copy = await _read(unit, request)
        # Compressing a long record takes a while, in which rooms have to go on.
        return await asyncio.to_thread(write_copy, copy)

    async def _store_result(self, clinic: ClinicId, request: CopyRequest, file: bytes | None) -> None:
        async with self._store.write(clinic, _SYSTEM, self._now()) as unit:
            await unit.copies.put(request, file)
            unit.note(
                "copy.make" if file is not None else "copy.fail",
                request.person,
                request.id,
                tries=request.tries,
            )

    def _now(self) -> datetime:
        return to_datetime(self._clock.now())


async def _read(unit: ClinicUnit, request: CopyRequest) -> Copy:
    record = await unit.people.find(request.person)
    sections: dict[str, list[Row]] = {}
    for each in EXPORTERS:
        sections[each.name] = [] if record is None else await each.read(unit, record)
    zone = unit.zone if record is None else ZoneInfo(record.fields.time_zone)
    return Copy(unit.clinic.name, unit.now, zone, request.language, sections)
