"""Rooms come from the schedule: before they open, with today's people, and they follow what is changed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, event, update

from app.live.planned.planner import LOOK_EVERY_S, Planner
from app.live.planned.plans import RoomPlan
from app.persistence.models.live.record import RoomEventRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from app.persistence.repositories.live.room_rows import Kept
from app.persistence.unit_of_work import Database
from rooms.model.ids import PersonId, RoomId
from rooms.model.people import Role, RoomSetup
from tests.app.conftest import DATA_KEY
from tests.support.rooms.fakes import FakeClock
from tests.support.service.programme import NOON, TESTS, Programme, found_clinic

ROOM = RoomId("ss_monday")


class Plan:
    """A clinic with a therapist, two members and a couple, a planner, and what it told."""

    def __init__(self, programme: Programme, database: Database) -> None:
        self.programme = programme
        self.database = database
        self.clock = FakeClock()
        self.changes: list[tuple[RoomPlan, Kept]] = []
        self.here: frozenset[PersonId] = frozenset()
        self.planner = Planner(programme.store, self.clock, self)
        self.at(-15)

    async def present(self, room: RoomId) -> frozenset[PersonId]:
        return self.here

    async def follow(self, plan: RoomPlan, kept: Kept) -> None:
        self.changes.append((plan, kept))

    def at(self, minutes: float) -> None:
        """Set the clock to this many minutes from the beginning of the session."""
        self.clock.set_by((NOON + timedelta(minutes=minutes)).timestamp() - self.clock.now())

    async def setup(self) -> RoomSetup | None:
        async with self.database.read() as unit:
            return await unit.sessions.setup(ROOM)

    async def versions(self) -> dict[str, int]:
        async with self.database.read() as unit:
            return {link.seat: link.version for link in await unit.sessions.links_of(ROOM)}

    async def change(self, *statements: object) -> None:
        """Change the plan as the schedule does: the version rises, and the room does not follow yet."""
        async with self.programme.store.write(self.programme.clinic, TESTS, NOON) as unit:
            for statement in statements:
                await unit.session.execute(statement)  # type: ignore[call-overload]
            await unit.session.execute(
                update(AppointmentRow).values(room_ready=False, version=AppointmentRow.version + 1)
            )

    async def record(self) -> None:
        """Let the room have recorded something."""
        async with self.database.transaction(writes=True) as session:
            session.add(RoomEventRow(session_id=ROOM, position=1, kind="x", at=NOON.timestamp(), payload={}))


@pytest.fixture
async def plan(database: Database) -> Plan:
    programme = await found_clinic(database, DATA_KEY)
    rivera = await programme.clinician("Dr. Rivera")
    ana, ben = await programme.person("Ana"), await programme.person("Ben")
    elena, finn = await programme.person("Elena"), await programme.person("Finn")
    couple = await programme.couple(elena, finn)
    await programme.appointment(
        ROOM,
        {rivera: "facilitator", **dict.fromkeys((ana, ben, elena, finn), "member")},
        couple=(couple, (elena, finn)),
        policy={"partners": "allow"},
    )
    return Plan(programme, database)


async def test_a_room_is_there_before_its_door_opens(plan: Plan) -> None:
    plan.at(-17)
    wait_s = await plan.planner.look()
    assert await plan.setup() is None
    assert wait_s == LOOK_EVERY_S
    plan.at(-16)
    await plan.planner.look()
    setup = await plan.setup()
    assert setup is not None
    assert setup.title == "Monday group"
    assert [seat.occupants for seat in setup.seats.values() if not seat.companion] == [
        ("pt_dr_rivera",),
        ("pt_ana",),
        ("pt_ben",),
        ("pt_elena", "pt_finn"),
    ]
    assert [seat.occupants for seat in setup.seats.values() if seat.companion] == [
        ("pt_elena",),
        ("pt_finn",),
    ]
    assert setup.people[PersonId("pt_dr_rivera")].licensed
    async with plan.database.read() as unit:
        record = await unit.sessions.find(ROOM)
    assert record is not None
    assert (record.opens_at, record.closes_at) == (
        NOON - timedelta(minutes=15),
        NOON + timedelta(minutes=90),
    )


async def test_a_room_that_follows_its_appointment_is_left_alone(plan: Plan) -> None:
    await plan.planner.look()
    before = await plan.setup()
    await plan.planner.look()
    assert await plan.setup() == before
    assert len(plan.changes) == 1


async def test_a_change_before_the_beginning_reaches_the_room_and_keeps_other_links(plan: Plan) -> None:
    await plan.planner.look()
    before = await plan.setup()
    assert before is not None
    await plan.change(delete(AttendeeRow).where(AttendeeRow.person_id == "pt_ben"))
    await plan.planner.look()
    after = await plan.setup()
    assert after is not None
    assert PersonId("pt_ben") not in after.people
    assert after.seat_of(PersonId("pt_ana")) == before.seat_of(PersonId("pt_ana"))


async def test_a_couple_may_come_on_two_cameras_instead(plan: Plan) -> None:
    await plan.planner.look()
    await plan.change(update(AttendeeRow).values(cameras=2))
    await plan.planner.look()
    setup = await plan.setup()
    assert setup is not None
    assert [seat.occupants for seat in setup.seats.values()][-2:] == [("pt_elena",), ("pt_finn",)]
    assert not any(seat.companion for seat in setup.seats.values())


async def test_once_there_is_a_record_seats_only_come_and_links_are_withdrawn(plan: Plan) -> None:
    await plan.planner.look()
    before = await plan.versions()
    await plan.record()
    okafor = await plan.programme.clinician("Dr. Okafor")
    await plan.change(delete(AttendeeRow).where(AttendeeRow.person_id == "pt_ben"))
    async with plan.programme.store.write(plan.programme.clinic, TESTS, NOON) as unit:
        unit.session.add(
            AttendeeRow(
                appointment_id=ROOM,
                person_id=okafor,
                clinic_id=plan.programme.clinic,
                role="co_facilitator",
                begins_at=NOON,
                ends_at=NOON,
            )
        )
    await plan.planner.look()
    setup, after = await plan.setup(), await plan.versions()
    assert setup is not None
    assert setup.people[PersonId(okafor)].role is Role.CO_FACILITATOR
    bens = setup.seat_of(PersonId("pt_ben"))
    assert after == {**before, bens: 2, setup.seat_of(PersonId(okafor)): 1}
    assert plan.changes[-1][1] == Kept(withdrawn=(bens,))


async def test_who_is_in_the_room_keeps_their_link_and_is_talked_to(plan: Plan) -> None:
    await plan.planner.look()
    await plan.record()
    before = await plan.versions()
    plan.here = frozenset({PersonId("pt_ben")})
    await plan.change(delete(AttendeeRow).where(AttendeeRow.person_id == "pt_ben"))
    await plan.planner.look()
    setup = await plan.setup()
    assert setup is not None
    assert await plan.versions() == before
    assert plan.changes[-1][1] == Kept(to_talk=(setup.seat_of(PersonId("pt_ben")),))


async def test_a_cancelled_appointment_ends_its_session(plan: Plan) -> None:
    await plan.planner.look()
    await plan.change(update(AppointmentRow).values(status="cancelled"))
    await plan.planner.look()
    async with plan.database.read() as unit:
        record = await unit.sessions.find(ROOM)
    assert record is not None
    assert record.ended_at is not None


async def test_a_clinician_without_a_valid_licence_keeps_no_room(plan: Plan) -> None:
    late = await plan.programme.clinician("Dr. Late", expires=date(2026, 3, 1))
    await plan.change(update(AttendeeRow).where(AttendeeRow.role == "facilitator").values(person_id=late))
    await plan.planner.look()
    setup = await plan.setup()
    assert setup is not None
    assert not setup.people[PersonId(late)].licensed


async def test_a_policy_that_no_room_may_have_holds_up_no_other_room(plan: Plan) -> None:
    await plan.change(update(AppointmentRow).values(policy={"max_people": 10_000}))
    await plan.programme.appointment("ss_other", {"pt_dr_rivera": "facilitator"})
    await plan.planner.look()
    await plan.planner.look()
    async with plan.database.read() as unit:
        assert await unit.sessions.setup(RoomId("ss_other")) is not None
        assert await unit.sessions.setup(ROOM) is None


async def test_a_look_at_nothing_due_asks_two_questions(plan: Plan) -> None:
    await plan.planner.look()
    asked: list[str] = []
    engine = plan.database.engine.sync_engine

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    await plan.planner.look()
    event.remove(engine, "before_cursor_execute", note)
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 2
