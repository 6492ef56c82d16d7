"""Who is told of changes of the schedule. Notices are written in the transaction of the change."""

from collections.abc import Sequence
from typing import Protocol

from app.access.mail.appointments import Meeting
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.mail.feeds import PlannedTime
from app.persistence.repositories.schedule.records import Appointment
from clinic.common.ids import PersonId
from clinic.schedule.states import Status

__all__ = ["AppointmentNotices", "tell"]


class AppointmentNotices(Protocol):
    """Tells people of their sessions; each call takes all sessions of a change."""

    async def planned(self, unit: ClinicUnit, meetings: Sequence[Meeting]) -> None:
        """Tell people that they are expected in sessions from now on."""
        ...

    async def moved(self, unit: ClinicUnit, meetings: Sequence[Meeting]) -> None:
        """Tell people that sessions are at another time now."""
        ...

    async def cancelled(self, unit: ClinicUnit, meetings: Sequence[Meeting]) -> None:
        """Tell people that sessions do not take place for them any more."""
        ...


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
    planned = [_meeting(session, _people(session)) for session in new]
    moved, cancelled = list[Meeting](), list[Meeting]()
    for before, after in pairs:
        was, now = _people(before), _people(after)
        planned.append(_meeting(after, now - was))
        if (before.begins, before.ends) != (after.begins, after.ends):
            moved.append(_meeting(after, now & was))
        cancelled.append(_meeting(after, was - now))
    for call, meetings in (
        (notices.planned, planned),
        (notices.moved, moved),
        (notices.cancelled, cancelled),
    ):
        if some := [each for each in meetings if each.people]:
            await call(unit, some)


def _people(session: Appointment) -> set[PersonId]:
    return {each.person for each in session.people} if session.status is Status.PLANNED else set()


def _meeting(session: Appointment, people: set[PersonId]) -> Meeting:
    time = PlannedTime(session.id, session.begins, session.ends, session.sequence)
    return Meeting(time, tuple(sorted(people)))
