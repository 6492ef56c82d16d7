"""Removes what is over and was kept long enough (``keeping``), clinic by clinic, a little at a time."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Final

from app.access.records.keeping import PLACES_KEPT_YEARS, cutoffs
from app.mail.delivery import DeliveryState
from app.mail.ports import Clock
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit, ClinicUnknown
from app.persistence.repositories.clinics import ClinicRepository
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict
from app.runtime.clock import to_datetime
from clinic.identity.links import LinkPurpose
from clinic.ids import ClinicId

__all__ = ["AT_ONCE", "EVERY", "SOON", "Purge"]

_log = logging.getLogger(__name__)
EVERY: Final = timedelta(hours=1)
SOON: Final = timedelta(minutes=1)
"""The rest before the next run if there is more to do."""
AT_ONCE: Final = 500
"""Rows of a kind removed in one run of a clinic: others want to write, too."""
_OVER: Final = (DeliveryState.SENT, DeliveryState.DROPPED)


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
        """Remove what is due, at most so much of each kind in each clinic; return whether there may be more.

        Raises StorageUnavailable, WriteConflict: what was removed before stays removed.
        """
        async with self._store.database.transaction(writes=False) as session:
            clinics = [each.id for each in await ClinicRepository(session).all() if each.data_key]
        # Each in its turn, so that a clinic with much to remove keeps no other one waiting.
        return any([await self._purge_clinic(clinic, now) for clinic in clinics])

    async def _purge_clinic(self, clinic: ClinicId, now: datetime) -> bool:
        try:
            async with self._store.write(clinic, Actor("system"), now) as unit:
                removed = await self._remove(unit)
        except ClinicUnknown:
            return False
        if any(removed.values()):
            _log.info("records.purged", extra={"count": sum(removed.values())})
        return self._at_once in removed.values()

    async def _remove(self, unit: ClinicUnit) -> dict[str, int]:
        years = unit.clinic.settings.get("places_kept_years", PLACES_KEPT_YEARS)
        due, kept = cutoffs(unit.now, years), unit.retention
        return {
            "links": await kept.remove_links(due.links, LinkPurpose.SESSION.value, self._at_once),
            "sign_ins": await kept.remove_sign_ins(due.sign_ins, due.begun_sign_ins, self._at_once),
            "mails": await kept.remove_mails(_OVER, due.mail, self._at_once),
            "dead_mails": await kept.remove_mails((DeliveryState.DEAD,), due.dead_mail, self._at_once),
            "places": await unit.preparations.remove(due.places, self._at_once),
            "webhook_events": await unit.webhooks.remove_old(due.webhook_events, self._at_once),
            "repeats": await kept.remove_repeats(due.repeats, self._at_once),
        }
