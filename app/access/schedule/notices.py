"""Who is told of changes of the schedule. Notices are written in the transaction of the change."""

from collections.abc import Sequence
from typing import Protocol

from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.records import Appointment
from clinic.ids import PersonId
from clinic.schedule.states import Status

__all__ = ["AppointmentNotices", "NoNotices", "tell"]


class AppointmentNotices(Protocol):
    """Tells people of their sessions. It is called once for each session, with those whom the change concerns."""

    async def planned(self, unit: ClinicUnit, appointment: Appointment, people: Sequence[PersonId]) -> None:
        """Tell people that they are expected in a session from now on."""
        ...

    async def moved(self, unit: ClinicUnit, appointment: Appointment, people: Sequence[PersonId]) -> None:
        """Tell people that a session is at another time now."""
        ...

    async def cancelled(self, unit: ClinicUnit, appointment: Appointment, people: Sequence[PersonId]) -> None:
        """Tell people that a session does not take place for them any more."""
        ...


class NoNotices:
    """Where nobody is told."""

    async def planned(self, unit: ClinicUnit, appointment: Appointment, people: Sequence[PersonId]) -> None:
        """Tell nobody."""

    async def moved(self, unit: ClinicUnit, appointment: Appointment, people: Sequence[PersonId]) -> None:
        """Tell nobody."""

    async def cancelled(self, unit: ClinicUnit, appointment: Appointment, people: Sequence[PersonId]) -> None:
        """Tell nobody."""


async def tell(
    notices: AppointmentNotices,
    unit: ClinicUnit,
    new: Sequence[Appointment],
    pairs: Sequence[tuple[Appointment, Appointment]] = (),
) -> None:
    """Tell everybody whom changes concern.

    Args:
        new: Sessions that there were not before.
        pairs: Sessions as they were and as they are.
    """
    for session in new:
        if people := _people(session):
            await notices.planned(unit, session, sorted(people))
    for before, after in pairs:
        was, now = _people(before), _people(after)
        if come := now - was:
            await notices.planned(unit, after, sorted(come))
        if (before.begins, before.ends) != (after.begins, after.ends) and (stay := now & was):
            await notices.moved(unit, after, sorted(stay))
        if gone := was - now:
            await notices.cancelled(unit, after, sorted(gone))


def _people(session: Appointment) -> set[PersonId]:
    return {each.person for each in session.people} if session.status is Status.PLANNED else set()
