from app.live.planned.planner import Planner
from app.live.planned.plans import RoomPlan
from app.live.planned.room_names import with_names
from app.persistence.repositories.live.room_rows import Kept
from app.persistence.unit_of_work import Database
from rooms.model.ids import PersonId, RoomId
from rooms.model.people import RoomSetup
from tests.app.conftest import DATA_KEY, add_session
from tests.support.rooms.fakes import FakeClock
from tests.support.service.programme import NOON, TESTS, found_clinic

ROOM = RoomId("ss_visit")


class NoRooms:
    async def present(self, room: RoomId) -> frozenset[PersonId]:
        return frozenset()

    async def follow(self, plan: RoomPlan, kept: Kept) -> None:
        return


async def test_in_a_medical_visit_staff_read_the_legal_name(database: Database) -> None:
    programme = await found_clinic(database, DATA_KEY)
    doctor = await programme.clinician("Dr. Rivera", "prescriber")
    ana = await programme.person("Annie", legal_name="Ana María Ortiz")
    await programme.appointment(ROOM, {doctor: "facilitator", ana: "member"}, kind="medical_visit")
    clock = FakeClock()
    clock.set_by(NOON.timestamp() - clock.now())
    await Planner(programme.store, clock, NoRooms()).look()
    async with database.read() as unit:
        setup = await unit.sessions.setup(ROOM)
    assert setup is not None
    named = await with_names(programme.store, clock, setup)
    assert _names(setup) == {"Dr. Rivera", "Annie"}
    assert _names(named) == {"Dr. Rivera", "Ana María Ortiz"}
    async with programme.store.read(programme.clinic, TESTS, NOON) as unit_of_clinic:
        trail = await unit_of_clinic.audit.page()
    assert [entry.entry.action for entry in trail] == ["room.legal_names"]


async def test_other_rooms_and_those_without_an_appointment_keep_display_names(sqlite: Database) -> None:
    programme = await found_clinic(sqlite, DATA_KEY)
    setup = await add_session(sqlite)
    assert await with_names(programme.store, FakeClock(), setup) is setup


def _names(setup: RoomSetup) -> set[str]:
    return {person.name for person in setup.people.values()}
