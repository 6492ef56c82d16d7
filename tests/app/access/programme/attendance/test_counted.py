"""Who was present in sessions, counted from the rows that rooms wrote."""

from datetime import datetime, timedelta

import pytest

from app.access.programme.attendance.counted import SessionAttendance, counted_between, counted_sessions
from app.persistence.room_log import write_records
from clinic.attendance.corrections import Correction, CorrectionReason
from clinic.common.ids import PersonId
from clinic.programme.spans import Span
from rooms.model import events as ev
from rooms.model.ids import PersonId as InRoom
from rooms.model.ids import RoomId
from tests.app.conftest import WebService
from tests.support.schedule.prepared import Prepared, prepare_session
from tests.support.schedule.world import World


@pytest.fixture
async def session(web_service: WebService, world: World) -> Prepared:
    """A session of five minutes that begins in five."""
    return await prepare_session(web_service, world)


class Evening:
    """A session whose room writes its log: seconds from its planned beginning, and what happened."""

    def __init__(self, world: World, session: Prepared) -> None:
        self.world = world
        self.session = session
        self.begins = world.clinic.now + timedelta(minutes=5)
        self._position = 0

    async def write(self, *log: tuple[float, ev.Event]) -> None:
        records = []
        for second, event in log:
            self._position += 1
            records.append(ev.Recorded(self._position, self.begins.timestamp() + second, event))
        clinic = self.world.clinic
        async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
            connection = await unit.session.connection()
            await connection.run_sync(write_records, [(RoomId(self.session.id), records)])

    async def read(self, now: datetime | None = None) -> SessionAttendance:
        clinic = self.world.clinic
        async with clinic.store.read(
            clinic.id, clinic.actor, now or self.begins + timedelta(minutes=5)
        ) as unit:
            return (await counted_sessions(unit, [self.session.id]))[self.session.id]

    def came(self, person: PersonId, *, private: bool = False) -> ev.Event:
        seat = self.session.setup.seat_of(InRoom(person))
        return ev.PresenceBegan(InRoom(person), seat, private)

    def went(self, person: PersonId) -> ev.Event:
        return ev.PresenceEnded(InRoom(person))


@pytest.fixture
def evening(world: World, session: Prepared) -> Evening:
    return Evening(world, session)


async def test_a_session_that_goes_on_is_counted_until_now(evening: Evening) -> None:
    cleo = evening.session.cleo
    await evening.write((-30, evening.came(cleo)))
    found = await evening.read(evening.begins + timedelta(seconds=100))
    assert not found.is_over
    assert found.people[cleo].present == timedelta(seconds=100)


async def test_a_session_that_ended_is_counted_until_then(evening: Evening) -> None:
    cleo, lead = evening.session.cleo, evening.world.dana.person
    await evening.write((0, evening.came(lead)), (10, evening.came(cleo)), (290, ev.RoomEnded(InRoom(lead))))
    found = await evening.read(evening.begins + timedelta(hours=2))
    assert found.is_over
    assert found.people[cleo].present == timedelta(seconds=280)
    assert found.head_count == 1, "who leads is not counted"


async def test_partners_on_one_seat_are_two_people(evening: Evening) -> None:
    ana, ben = evening.session.ana, evening.session.ben
    await evening.write((0, evening.came(ana)), (0, evening.came(ben)), (120, evening.went(ben)))
    found = await evening.read()
    assert found.people[ana].present == timedelta(minutes=5)
    assert found.people[ben].present == timedelta(minutes=2)
    assert found.head_count == 2


async def test_a_restart_is_no_presence_for_as_long_as_the_service_was_away(evening: Evening) -> None:
    cleo = evening.session.cleo
    # Nobody is connected any more when it is back; their pages connect again.
    await evening.write(
        (0, evening.came(cleo)),
        (200, ev.RoomBack(90.0)),
        (200, evening.went(cleo)),
        (203, evening.came(cleo)),
    )
    found = await evening.read()
    assert found.people[cleo].present == timedelta(seconds=300 - 90)


async def test_time_that_nobody_led_does_not_count(evening: Evening) -> None:
    cleo = evening.session.cleo
    await evening.write((0, evening.came(cleo)), (60, ev.RoomUnled()), (160, ev.RoomResumed()))
    assert (await evening.read()).people[cleo].present == timedelta(seconds=200)


async def test_a_correction_stands_for_what_was_recorded(evening: Evening) -> None:
    cleo, dana = evening.session.cleo, evening.world.dana.person
    await evening.write((0, evening.came(cleo)), (60, evening.went(cleo)))
    whole = Span(evening.begins, evening.begins + timedelta(minutes=5))
    clinic = evening.world.clinic
    made = Correction(
        "at_1", evening.session.id, cleo, (whole,), CorrectionReason.CONNECTION, dana, clinic.now, None, ""
    )
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.attendance.correct(made, 1)
    found = await evening.read()
    assert found.people[cleo].present == timedelta(minutes=5)
    assert found.people[cleo].recorded == (Span(evening.begins, evening.begins + timedelta(minutes=1)),)
    assert found.corrections == {cleo: [made]}


async def test_a_client_s_sessions_are_found_by_their_time(evening: Evening) -> None:
    clinic, session = evening.world.clinic, evening.session
    async with clinic.store.read(clinic.id, clinic.actor, evening.begins) as unit:
        span = (evening.begins, evening.begins + timedelta(minutes=1))
        mine = await counted_between(unit, *span, client=session.cleo)
        others = await counted_between(unit, *span, client=PersonId("pt_nobody"))
    assert [one.appointment.id for one in mine] == [session.id]
    assert others == []
