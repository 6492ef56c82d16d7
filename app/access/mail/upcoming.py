"""Tells people of appointments that were planned long before, as these come near."""

import asyncio
import logging
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from app.access.mail.appointments import TOLD_AHEAD, Meeting
from app.access.mail.notices import MailedNotices
from app.mail.ports import Clock
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit
from app.persistence.repositories.clinics import ClinicRepository
from app.persistence.repositories.mail.upcoming import Place
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict
from app.runtime.clock import to_datetime
from clinic.common.ids import ClinicId

__all__ = ["UpcomingNotices"]

_log = logging.getLogger(__name__)
_EVERY: Final = timedelta(minutes=15)
_AT_ONCE: Final = 100
"""People told in one transaction: others want to write, too."""


class UpcomingNotices:
    """Looks at the plans of all clinics every quarter of an hour.

    The first look after a start takes in all of the coming days, each later one what has come near since.
    """

    def __init__(self, store: ClinicStore, notices: MailedNotices, clock: Clock) -> None:
        self._store = store
        self._notices = notices
        self._clock = clock

    async def run(self) -> None:
        """Tell people until cancelled."""
        looked: datetime | None = None
        while True:
            now = to_datetime(self._clock.now())
            try:
                await self.tell(looked or now, now)
            except (StorageUnavailable, WriteConflict):
                _log.warning("mail.upcoming_late")
            except Exception:  # noqa: BLE001 (a supervisor: a fault here must not end live rooms)
                _log.exception("mail.upcoming_failed")
            else:
                looked = now + TOLD_AHEAD
            await asyncio.sleep(_EVERY.total_seconds())

    async def tell(self, since: datetime, now: datetime) -> None:
        """Tell people of appointments that begin from ``since`` on and within ``TOLD_AHEAD``.

        Raises:
            StorageUnavailable: Some may have been told; the same call tells the others.
        """
        async with self._store.database.transaction(writes=False) as session:
            clinics = [each.id for each in await ClinicRepository(session).all() if each.data_key]
        for clinic in clinics:
            await self._tell_clinic(clinic, since, now)

    async def _tell_clinic(self, clinic: ClinicId, since: datetime, now: datetime) -> None:
        place: Place | None = None
        while True:
            async with self._store.write(clinic, Actor("system"), now) as unit:
                place = await self._tell_some(unit, since, place)
            if place is None:
                return

    async def _tell_some(self, unit: ClinicUnit, since: datetime, after: Place | None) -> Place | None:
        """Tell some people; return where to go on, or None after the last."""
        found = await unit.upcoming.find(since, unit.now + TOLD_AHEAD, after, _AT_ONCE)
        meetings = [
            Meeting(time, tuple(each.person for each in group))
            for time, group in groupby(found, key=lambda each: each.time)
        ]
        if meetings:
            await self._notices.planned(unit, meetings)
        return found[-1].place if len(found) == _AT_ONCE else None
