"""Removes what is over and was kept long enough (`clinic.records.retention`), clinic by clinic, a little at a time.

What is held stays: no hold begins or ends while a clinic's rows are removed. What went is in the audit trail, in numbers
alone. `app.access.records.removing` shows beforehand what will go.
"""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Final

from app.mail.ports import Clock
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit, ClinicUnknown
from app.persistence.repositories.clinics import ClinicRepository
from app.persistence.repositories.records.repeats import KEPT_FOR
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict
from app.runtime.clock import to_datetime
from clinic.common.ids import ClinicId
from clinic.records.retention import RULES, due_by, lengths_of

__all__ = ["AT_ONCE", "EVERY", "REMOVED", "SOON", "Purge"]

_log = logging.getLogger(__name__)
EVERY: Final = timedelta(hours=1)
SOON: Final = timedelta(minutes=1)
"""The rest before the next run if there is more to do."""
AT_ONCE: Final = 500
"""Rows of a class removed in one run of a clinic: others want to write, too."""
REMOVED: Final = "removal.done"
"""The entry of the audit trail that says how much of each class went."""


class Purge:
    """Runs once an hour, over all clinics; sooner while there is more than one run removes."""

    def __init__(self, store: ClinicStore, clock: Clock, *, at_once: int = AT_ONCE) -> None:
        self._store = store
        self._clock = clock
        self._at_once = at_once

    async def run(self) -> None:
        """Remove what is due until cancelled."""
        while True:
            # A start is busy enough without it.
            more = False
            await asyncio.sleep(SOON.total_seconds())
            try:
                more = await self.purge(to_datetime(self._clock.now()))
            except (StorageUnavailable, WriteConflict):
                _log.warning("records.not_purged")
            except Exception:  # noqa: BLE001 (a supervisor: a fault here must not end live rooms)
                _log.exception("records.purge_failed")
            if not more:
                await asyncio.sleep((EVERY - SOON).total_seconds())

    async def purge(self, now: datetime) -> bool:
        """Remove what is due, at most so much of each class in each clinic; return whether there may be more.

        Raises StorageUnavailable, WriteConflict: what was removed before stays removed.
        """
        async with self._store.database.transaction(writes=False) as session:
            clinics = [each.id for each in await ClinicRepository(session).all() if each.data_key]
        # Each in its turn, so that a clinic with much to remove keeps no other one waiting.
        return any([await self._purge_clinic(clinic, now) for clinic in clinics])

    async def _purge_clinic(self, clinic: ClinicId, now: datetime) -> bool:
        try:
            async with self._store.write(clinic, Actor("system"), now) as unit:
                removed, more = await self._remove(unit)
                if removed:
                    unit.note(REMOVED, **removed)
                repeats = await unit.retention.remove_repeats(now - KEPT_FOR, self._at_once)
        except ClinicUnknown:
            return False
        if removed or repeats:
            _log.info("records.purged", extra={"count": sum(removed.values()) + repeats})
        return more or repeats == self._at_once

    async def _remove(self, unit: ClinicUnit) -> tuple[dict[str, int], bool]:
        await unit.holds.lock()
        held = await unit.holds.held()
        removed, more = {}, False
        for kind, length in lengths_of(unit.clinic.settings.get("retention", {})).items():
            if not RULES[kind].is_stored:
                continue
            by = due_by(kind, length, unit.now)
            count, is_full = await unit.retention.remove(kind, by, held, self._at_once, unit.now)
            more = more or is_full
            if count:
                removed[kind.value] = count
        return removed, more
