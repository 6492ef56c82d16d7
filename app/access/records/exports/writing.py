"""Writes the files of exports, one after the other, while ``run`` runs.

A file and how far it leads are stored together: whatever interrupts an export, it goes on after the last file that is
there. Memory holds one batch of records and one file of ``FILE_BYTES``.
"""

import asyncio
import json
import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from app.access.records.exports.bulk import OUTCOME
from app.access.records.exports.pages import Reading, whole_ms
from app.access.records.exports.sources.rows import BATCH, Leaving
from app.exports.fhir.answers import left_out
from app.exports.fhir.search import Moments, Search
from app.mail.ports import Clock
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit, ClinicUnknown
from app.persistence.encryption import KeysUnusable
from app.persistence.repositories.clinics import ClinicRepository
from app.persistence.repositories.records.exports import (
    Export,
    ExportFile,
    ExportState,
    Place,
    fail_export,
    next_export,
)
from app.persistence.repositories.records.systems import Shown
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict
from app.runtime.clock import to_datetime
from clinic.common.ids import PersonId

__all__ = ["FILE_BYTES", "MOST_FILES", "ExportWriter"]

_log = logging.getLogger(__name__)
FILE_BYTES: Final = 1024 * 1024
"""A file ends with the batch that reaches it."""
MOST_FILES: Final = 1_000
_MOST_TRIES: Final = 5
_MS: Final = timedelta(milliseconds=1)
_LONGEST_REST_S: Final = 60.0
_AGAIN_S: Final = 5.0


@dataclass
class _File:
    """What of one file is in memory."""

    lines: list[str] = field(default_factory=list)
    bytes: int = 0
    changed: dict[str, Shown] = field(default_factory=dict)

    def add(self, line: str) -> None:
        self.lines.append(line)
        self.bytes += len(line.encode())


class ExportWriter:
    """Writes what systems asked for.

    Args:
        store: The clinics' storage.
        clock: The time of day.
        file_bytes: When a file is long enough.
    """

    def __init__(self, store: ClinicStore, clock: Clock, *, file_bytes: int = FILE_BYTES) -> None:
        self._store = store
        self._clock = clock
        self._file_bytes = file_bytes
        self._added = asyncio.Event()

    def wake(self) -> None:
        """Look now: something was asked for."""
        self._added.set()

    async def run(self) -> None:
        """Write, and remove what has expired, until cancelled."""
        while True:
            self._added.clear()
            rest_s = _LONGEST_REST_S
            try:
                await self.remove_expired()
                if await self.step():
                    continue
            except (StorageUnavailable, WriteConflict):
                rest_s = _AGAIN_S
                _log.warning("export.storage_unavailable")
            except Exception:  # noqa: BLE001 (a supervisor: a fault here must not end live rooms)
                rest_s = _AGAIN_S
                _log.exception("export.failed")
            try:
                async with asyncio.timeout(rest_s):
                    await self._added.wait()
            except TimeoutError:
                continue

    async def step(self) -> bool:
        """Write the next file of the export whose turn it is; return whether there was anything to do.

        Raises StorageUnavailable, WriteConflict: nothing of this step was stored, and it is done again.
        """
        async with self._store.database.transaction(writes=False) as session:
            export = await next_export(session)
        if export is None:
            return False
        try:
            await self._write(export)
        except (StorageUnavailable, WriteConflict):
            raise
        except (ClinicUnknown, KeysUnusable):
            await self._give_up(export)
        except Exception:
            await self._count_try(export)
            raise
        return True

    async def remove_expired(self) -> None:
        """Remove exports that nobody can fetch any more. Raises StorageUnavailable, WriteConflict."""
        now = self._now()
        async with self._store.database.transaction(writes=False) as session:
            clinics = [each.id for each in await ClinicRepository(session).all() if each.data_key]
        for clinic in clinics:
            async with self._store.read(clinic, Actor("system"), now) as unit:
                expired = await unit.outward.exports.expired(now)
            if expired:
                async with self._store.write(clinic, Actor("system"), now) as unit:
                    await unit.outward.exports.remove(expired)

    async def _write(self, export: Export) -> None:
        now = self._now()
        async with self._store.read(export.clinic, Actor(export.system), now) as unit:
            number = len(await unit.outward.exports.files(export.id)) + 1
            system = await unit.outward.systems.find(export.system)
            if system is None or system.withdrawn_at is not None or number > MOST_FILES:
                file, place, state = _File(), export.place, ExportState.FAILED
            else:
                only = await _members(unit, export)
                leaving = Leaving(unit, system.recipient, only, export.cohort)
                file, place = await self._next_file(export, leaving)
                state = ExportState.DONE if place.type >= len(export.types) else ExportState.RUNNING
        type_ = export.types[min(export.place.type, len(export.types) - 1)]
        async with self._store.write(export.clinic, Actor(export.system), now) as unit:
            if not await unit.outward.exports.move(export, state, place):
                # It was removed meanwhile.
                return
            await unit.outward.shown.put(export.system, type_, file.changed)
            if file.lines:
                await unit.outward.exports.add_file(
                    export.id, ExportFile(number, type_, len(file.lines)), "\n".join(file.lines) + "\n"
                )
            if state is ExportState.DONE:
                await self._add_outcome(unit, export, place, number + bool(file.lines))

    async def _next_file(self, export: Export, leaving: Leaving) -> tuple[_File, Place]:
        """Return the next file of an export, empty if nothing more of its type leaves, and the place after it."""
        place, file = export.place, _File()
        since = Moments(whole_ms(export.since) + _MS) if export.since else Moments()
        reading = Reading(
            leaving, export.system, Search(export.types[place.type], updated=since), whole_ms(export.asked_at)
        )
        hidden: set[PersonId] = set()
        cursor: tuple[str, ...] | None = place.cursor
        while cursor is not None and file.bytes < self._file_bytes:
            batch = await reading.batch(cursor)
            hidden |= batch.left_out
            for start in range(0, len(batch.rows), BATCH):
                for one in await reading.judge(batch.rows[start : start + BATCH]):
                    if one.kept_back is not None:
                        hidden.add(one.kept_back)
                    if one.record is not None:
                        file.add(json.dumps(one.record, separators=(",", ":"), ensure_ascii=False))
                # Others are served between.
                await asyncio.sleep(0)
            cursor = batch.after
        file.changed = reading.changed
        left = place.left_out | hidden
        if cursor is None:
            return file, Place(place.type + 1, (), left)
        return file, Place(place.type, cursor, left)

    async def _add_outcome(self, unit: ClinicUnit, export: Export, place: Place, number: int) -> None:
        said = left_out(len(place.left_out), protected=True)
        line = json.dumps({**said}, separators=(",", ":")) + "\n"
        await unit.outward.exports.add_file(export.id, ExportFile(number, OUTCOME, 1), line)
        unit.note("export.done", export.id, export.system, left_out=len(place.left_out))

    async def _count_try(self, export: Export) -> None:
        place = replace(export.place, tries=export.place.tries + 1)
        if place.tries >= _MOST_TRIES:
            await self._give_up(export)
            return
        async with self._store.write(export.clinic, Actor(export.system), self._now()) as unit:
            await unit.outward.exports.move(export, export.state, place)

    async def _give_up(self, export: Export) -> None:
        async with self._store.database.transaction(writes=True) as session:
            await fail_export(session, export.id)

    def _now(self) -> datetime:
        return to_datetime(self._clock.now())


async def _members(unit: ClinicUnit, export: Export) -> frozenset[PersonId] | None:
    """Return whom an export is about; None for everybody."""
    if export.cohort is None:
        return None
    held = await unit.outward.records.memberships([export.cohort])
    return frozenset(each.person for each in held.get(export.cohort, ()))
