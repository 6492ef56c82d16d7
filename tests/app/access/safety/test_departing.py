"""Who reads how a session ended, and how much of it; and that it is handed over to somebody who can be reached."""

from dataclasses import replace

import pytest

from app.access.callers import Caller
from app.access.safety.departing import TAKEN_FOR, DeparturesView, hand_over, read_departed
from app.persistence.clinic_store import ClinicUnit
from app.persistence.room_log import write_records
from clinic.common.errors import Refused
from clinic.common.ids import AppointmentId, PersonId
from clinic.identity.roles import StaffRole
from rooms.model import events as ev
from rooms.model.events.follow_up import FollowUp, RemovalReason
from rooms.model.ids import PersonId as InRoom
from rooms.model.ids import RoomId
from rooms.rules.side_channels.departures import Leaving
from tests.app.access.safety.test_admitting import caller
from tests.support.schedule.prepared import Prepared
from tests.support.schedule.world import World


class Notices:
    """Tells whoever can be reached."""

    def __init__(self, *reached: PersonId) -> None:
        self.reached = reached

    async def handed_over(self, unit: ClinicUnit, person: PersonId, session: AppointmentId) -> bool:
        return person in self.reached


@pytest.fixture
async def evening(world: World, session: Prepared) -> Prepared:
    """Cleo was moved out in distress and sent a help signal before; Ana and Ben stayed to the end."""
    cleo, ana, ben = (InRoom(each) for each in (session.cleo, session.ana, session.ben))
    lead = InRoom(world.dana.person)
    log: list[ev.Event] = [
        *(ev.PresenceBegan(person, session.couples, private=False) for person in (ana, ben)),
        ev.PresenceBegan(cleo, session.cleos, private=False),
        ev.HelpSignalled(session.cleos, cleo),
        ev.FollowUpNoted(cleo, FollowUp.HELP, lead),
        ev.SeatMovedToWaiting(session.cleos, lead, RemovalReason.DISTRESS),
        ev.PresenceEnded(cleo),
        ev.FollowUpNoted(cleo, FollowUp.REMOVAL, lead, RemovalReason.DISTRESS),
    ]
    at = world.clinic.now.timestamp()
    records = [ev.Recorded(position, at + position, event) for position, event in enumerate(log, 1)]
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        connection = await unit.session.connection()
        await connection.run_sync(write_records, [(RoomId(session.id), records)])
    return session


async def read(world: World, who: Caller, session: Prepared) -> DeparturesView:
    async with who.read() as unit:
        return await read_departed(unit, who.principal, session.id)


async def test_whoever_led_it_reads_all_of_it(world: World, evening: Prepared) -> None:
    found = await read(world, caller(world, world.dana.person), evening)
    ways = {one.person: one.how for one in found.people}
    assert ways == {
        evening.ana: Leaving.STAYED,
        evening.ben: Leaving.STAYED,
        evening.cleo: Leaving.REMOVED,
    }
    cleo = found.people[-1]
    assert [(what, cause) for what, _, cause in cleo.follow_ups] == [
        ("help", None),
        ("removal", RemovalReason.DISTRESS),
    ]
    assert len(cleo.help_at) == 1
    assert {task.kind.value for task in found.tasks} == {"help", "removal"}
    assert found.may_hand_over


async def test_others_read_what_the_table_lets_them(world: World, evening: Prepared) -> None:
    planner = caller(world, world.coordinator.person, StaffRole.CARE_COORDINATOR)
    found = await read(world, planner, evening)
    assert [one.how for one in found.people] == [Leaving.STAYED, Leaving.STAYED, Leaving.LEFT]
    assert all(
        (one.exit, one.help_at, one.follow_ups, one.welfare) == (None, [], [], []) for one in found.people
    )
    assert (found.tasks, found.crisis, found.may_hand_over) == ((), (), False)
    with pytest.raises(Refused, match=r"appointment\.unknown"):
        await read(world, caller(world, world.elena.person), evening)


async def test_it_goes_to_the_first_who_can_be_reached_and_opens_the_page_to_them_for_a_day(
    world: World, evening: Prepared
) -> None:
    dana, elena = caller(world, world.dana.person), caller(world, world.elena.person)
    clinic = world.clinic
    iris = await clinic.staff("Iris Director", StaffRole.CLINICAL_DIRECTOR)
    rules = {
        "on_call": {"people": [dana.principal.person, elena.principal.person], "webhook": None, "note": ""}
    }
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        now = unit.clinic
        assert await unit.clinics.change(
            now.id, now.version, name=now.name, time_zone=now.time_zone, settings={**now.settings, **rules}
        )
    async with dana.write() as unit:
        with pytest.raises(Refused, match=r"hand_over\.nobody"):
            await hand_over(unit, dana.principal, evening.id, Notices(dana.principal.person))
    async with dana.write() as unit:
        found = await hand_over(unit, dana.principal, evening.id, Notices(elena.principal.person, iris))
    assert [(one.to, one.by) for one in found.hand_overs] == [(world.elena.person, world.dana.person)]
    assert len((await read(world, elena, evening)).people) == 3
    later = replace(elena, now=elena.now + TAKEN_FOR)
    with pytest.raises(Refused, match=r"appointment\.unknown"):
        await read(world, later, evening)


async def test_only_whoever_led_it_hands_it_over(world: World, evening: Prepared) -> None:
    for who in (world.elena.person, world.coordinator.person):
        other = caller(world, who, StaffRole.CLINICIAN)
        async with other.write() as unit:
            with pytest.raises(Refused, match=r"appointment\.unknown"):
                await hand_over(unit, other.principal, evening.id, Notices(world.dana.person))
