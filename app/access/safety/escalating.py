"""The task that runs escalations: it looks at every alert that goes on, pages who is due, and tells the room.

What it decides is stored before anything leaves, so a restart goes on where it was. Each alert is locked while it is
looked at: two processes never page for one at a time. An alert that fails holds up no other.
"""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Final, Protocol

from app.access.safety.on_call import roster_of
from app.access.safety.paging import Pager, deliveries_of
from app.mail.ports import Clock
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit, ClinicUnknown
from app.persistence.encryption import KeysUnusable
from app.persistence.repositories.safety.alerts import Alert, AlertPage, PendingAlert, find_pending
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict
from app.runtime.clock import to_datetime
from clinic.common.ids import AppointmentId
from clinic.safety.escalation import (
    OVER,
    Escalation,
    EscalationState,
    Outcome,
    find_outcome,
    step,
)

__all__ = ["LOOK_EVERY_S", "TOLD_WITHIN", "AlertedRooms", "Escalations"]

_log = logging.getLogger(__name__)
_TASK: Final = Actor("system")
LOOK_EVERY_S: Final = 1.0
TOLD_WITHIN: Final = timedelta(hours=12)
"""After this long no session goes on that could still be told."""
_AT_ONCE: Final = 100


class AlertedRooms(Protocol):
    """The rooms that run in this process, as escalations need them."""

    async def is_led(self, room: AppointmentId) -> bool:
        """Return whether somebody who leads is connected in the room, or it cannot say just now."""

    async def tell(self, room: AppointmentId, seat: str, outcome: Outcome) -> bool:
        """Tell a room what became of the page about a seat's signal; return whether there is nothing more to tell."""


class Escalations:
    """Runs escalations while ``run`` runs.

    Args:
        store: The clinics' storage.
        clock: The time of day.
        rooms: The rooms that run.
        pager: Pages people.
    """

    def __init__(self, store: ClinicStore, clock: Clock, rooms: AlertedRooms, pager: Pager) -> None:
        self._store = store
        self._clock = clock
        self._rooms = rooms
        self._pager = pager

    async def run(self) -> None:
        """Look every second until cancelled."""
        while True:
            try:
                await self.look()
            except (StorageUnavailable, WriteConflict):
                _log.warning("help.storage_unavailable")
            except Exception:  # noqa: BLE001 (a supervisor: a fault here must not end live rooms)
                _log.exception("help.failed")
            await asyncio.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Do what is due now for every alert that goes on."""
        async with self._store.database.transaction(writes=False) as session:
            pending = await find_pending(session, _AT_ONCE)
        for one in pending:
            try:
                await self._look_at(one)
            except ClinicUnknown:
                _log.error("help.clinic_unknown")
            except (KeysUnusable, WriteConflict, ValueError) as error:
                _log.error("help.refused", extra={"reason": type(error).__name__})

    async def _look_at(self, one: PendingAlert) -> None:
        now = to_datetime(self._clock.now())
        async with self._store.read(one.clinic, _TASK, now) as unit:
            seen = await unit.alerts.find(one.id)
        if seen is None:
            return
        led = await self._rooms.is_led(seen.session)
        async with self._store.write(one.clinic, _TASK, now) as unit:
            alert = await unit.alerts.find(one.id, lock=True)
            if alert is None:
                return
            outcome = await self._advance(unit, alert, led=led)
        if outcome is not None and outcome != alert.told:
            await self._tell(one, alert, outcome, now)

    async def _advance(self, unit: ClinicUnit, alert: Alert, *, led: bool) -> Outcome | None:
        """Take an alert as far as it is due; return what the room is to be told."""
        for line in await unit.alerts.take_unnoted(alert.id):
            unit.note(f"help.{line.step}", alert.id, *_subjects(line.person, alert))
        pages = await unit.alerts.pages(alert.id)
        before = _escalation(alert, pages)
        after, due = step(before, await roster_of(unit), unit.now, led=led)
        for number, page in enumerate(due, len(pages) + 1):
            await self._pager.page(unit, alert.id, page, number)
            await unit.alerts.add_step(alert.id, "paged", page.person, unit.now)
            unit.note("help.paged", alert.id, page.person, role=page.role.value)
        if due:
            pages = await unit.alerts.pages(alert.id)
        outcome = Outcome(alert.outcome) if alert.outcome else None
        if after.state is not EscalationState.ENDED:
            # While nothing is known of the latest page, what is known of those before stands.
            outcome = find_outcome(after.state, deliveries_of(pages)) or outcome
        if outcome is not None and outcome != alert.outcome:
            await unit.alerts.add_step(alert.id, outcome.value, None, unit.now)
            unit.note(f"help.{outcome.value}", alert.id)
        await unit.alerts.change(
            alert.id,
            state=after.state.value,
            directors_due=after.directors_due,
            outcome=outcome.value if outcome else None,
            pending=_goes_on(after, alert, outcome, unit.now),
        )
        return None if after.state is EscalationState.ENDED else outcome

    async def _tell(self, one: PendingAlert, alert: Alert, outcome: Outcome, now: datetime) -> None:
        if not await self._rooms.tell(alert.session, alert.seat, outcome):
            return
        async with self._store.write(one.clinic, _TASK, now) as unit:
            latest = await unit.alerts.find(one.id, lock=True)
            if latest is not None:
                goes_on = EscalationState(latest.state) not in OVER or latest.outcome != outcome
                await unit.alerts.tell(one.id, outcome.value, pending=goes_on)


def _goes_on(after: Escalation, alert: Alert, outcome: Outcome | None, now: datetime) -> bool:
    """Return whether the alert has to be looked at again."""
    if after.state not in OVER:
        return True
    if after.state is EscalationState.ENDED or now - alert.signalled_at > TOLD_WITHIN:
        return False
    return outcome is not None and outcome != alert.told


def _escalation(alert: Alert, pages: list[AlertPage]) -> Escalation:
    return Escalation(
        alert.signalled_at,
        EscalationState(alert.state),
        tuple(page.person for page in pages),
        pages[-1].at if pages else None,
        alert.directors_due,
    )


def _subjects(person: str | None, alert: Alert) -> list[str]:
    return [one for one in dict.fromkeys((person, alert.person)) if one]
