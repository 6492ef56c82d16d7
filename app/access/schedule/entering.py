"""The way from an appointment to one's own seat in its room."""

from app.access.callers import Caller
from app.persistence.repositories.live.sessions import SeatLink
from clinic.common.errors import Refused
from clinic.common.ids import AppointmentId
from clinic.identity.access import Action, check
from clinic.schedule.states import check_entry
from rooms.model.ids import PersonId, RoomId

__all__ = ["access_seat"]


async def access_seat(caller: Caller, appointment: AppointmentId) -> SeatLink:
    """Return the link of the caller's own seat.

    Raises:
        Refused: ``access.denied``. ``appointment.unknown``: the caller is not expected in it. What ``check_entry``
            raises; ``session.preparing`` also while the room does not know the caller yet.
    """
    check(caller.principal, Action.SESSIONS_ATTEND, caller.now)
    person = caller.principal.person
    async with caller.read() as unit:
        found = await unit.listing.find([appointment])
        if not found or all(each.person != person for each in found[0].appointment.people):
            raise Refused("appointment.unknown")
        one = found[0].appointment
        check_entry(one.status, one.opens, one.ends, found[0].room, caller.now)
        link = await unit.sessions.seat_of(RoomId(appointment), PersonId(person))
        if link is None:
            raise Refused("session.preparing")
        unit.note("appointment.enter", appointment)
    return link
