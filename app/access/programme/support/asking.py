"""Asks people how they are on the days of their check-ins: their page shows it, and a neutral mail leads there."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Final

from app.access.clinic_day import today
from app.access.programme.support.network import PageNotices
from app.access.programme.support.standing import episodes_of
from app.mail.ports import Clock
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit
from app.persistence.repositories.clinics import ClinicRepository
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict
from app.runtime.clock import to_datetime
from clinic.common.ids import ClinicId, PersonId
from clinic.support.check_ins import CheckInMove, after
from clinic.support.members import discharged_on

__all__ = ["CheckInRounds"]

_log = logging.getLogger(__name__)
_EVERY: Final = timedelta(hours=1)
_AT_ONCE: Final = 100
"""Check-ins in one transaction: others want to write, too."""
_LATEST: Final = timedelta(days=14)
"""A check-in that could not be asked for so long, because nothing ran, is left out: the next one comes."""


class CheckInRounds:
    """Looks at the check-ins of all clinics every hour."""

    def __init__(self, store: ClinicStore, notices: PageNotices, clock: Clock) -> None:
        self._store = store
        self._notices = notices
        self._clock = clock

    async def run(self) -> None:
        """Ask people until cancelled."""
        while True:
            try:
                await self.ask(to_datetime(self._clock.now()))
            except (StorageUnavailable, WriteConflict):
                _log.warning("support.check_ins_late")
            except Exception:  # noqa: BLE001 (a supervisor: a fault here must not end live rooms)
                _log.exception("support.check_ins_failed")
            await asyncio.sleep(_EVERY.total_seconds())

    async def ask(self, now: datetime) -> None:
        """Ask everybody whose check-in is due.

        Raises:
            StorageUnavailable, WriteConflict: Some may have been asked; the same call asks the others.
        """
        async with self._store.database.transaction(writes=False) as session:
            clinics = [each.id for each in await ClinicRepository(session).all() if each.data_key]
        for clinic in clinics:
            while await self._ask_some(clinic, now):
                pass

    async def _ask_some(self, clinic: ClinicId, now: datetime) -> bool:
        """Ask some people; return whether there may be more. A clinic with nothing due is only read."""
        async with self._store.read(clinic, Actor("system"), now) as unit:
            if not await unit.aftercare.due(today(unit), 1):
                return False
        async with self._store.write(clinic, Actor("system"), now) as unit:
            found = await unit.aftercare.due(today(unit), _AT_ONCE)
            for one in found:
                # Who is treated here again, or was long overdue, is not asked.
                is_discharged = discharged_on(await episodes_of(unit, one.client), today(unit)) is not None
                asked = is_discharged and today(unit) - one.due <= _LATEST
                await unit.aftercare.put_check_in(
                    after(one, CheckInMove.ASK if asked else CheckInMove.STOP, unit.now)
                )
                if asked:
                    await self._tell(unit, one.client)
        return len(found) == _AT_ONCE

    async def _tell(self, unit: ClinicUnit, client: PersonId) -> None:
        unit.note("check_in.ask", client)
        await self._notices.own_page(unit, client, at_most_daily=False)
