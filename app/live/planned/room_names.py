"""Legal names in rooms whose policy asks for them: opened when the room opens, and stored nowhere else."""

from dataclasses import replace

from app.live.planned.plans import plan_room
from app.live.room_setup import name_for
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.repositories.live.sessions import SessionRepository
from app.runtime.clock import to_datetime
from clinic.common.ids import AppointmentId, ClinicId
from rooms.model.ids import PersonId
from rooms.model.people import RoomSetup
from rooms.model.policy.policy import NameRule
from rooms.runtime.ports import Clock

__all__ = ["with_names"]


async def with_names(store: ClinicStore, clock: Clock, setup: RoomSetup) -> RoomSetup:
    """Return the setup with the names that its policy says.

    Sessions without an appointment, such as those of the printed links of the demo, keep their display names. Raises
    StorageUnavailable.
    """
    if setup.policy.names is not NameRule.LEGAL:
        return setup
    async with store.database.transaction(writes=False) as session:
        record = await SessionRepository(session).find(setup.id)
    if record is None:
        return setup
    clinic, now = ClinicId(record.clinic), to_datetime(clock.now())
    async with store.read(clinic, Actor("system"), now) as unit:
        plan = await plan_room(unit, AppointmentId(setup.id))
        if plan is None:
            return setup
        unit.note("room.legal_names", setup.id)
    names = {
        PersonId(each.attendee.person): name_for(setup.policy.names, each) for each in plan.session.people
    }
    people = {
        person: replace(known, name=names.get(person, known.name)) for person, known in setup.people.items()
    }
    return replace(setup, people=people)
