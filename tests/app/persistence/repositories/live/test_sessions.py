import json
from dataclasses import fields, replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from app.persistence.models.live.sessions import OccupantRow, SeatRow
from app.persistence.repositories.live.sessions import find_arrivals
from app.persistence.unit_of_work import Database, WriteConflict
from app.runtime.clock import to_datetime
from rooms.model.events import Recorded, RoomEnded, RoomLive
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, Seating
from rooms.model.policy.kinds import MATRIX
from rooms.model.policy.policy import FacilitatorRule, FloorMode, GrantRule, MicPolicy, RoomKind, RoomPolicy
from tests.app.conftest import add_session
from tests.support.rooms.setups import (
    ANA_SEAT,
    BEN,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    START,
    THERAPIST,
    build_setup,
)

OTHER = RoomPolicy(
    kind=RoomKind.ALUMNI,
    max_seats=6,
    facilitator=FacilitatorRule.HOST,
    late_after_s=None,
    location_each_session=False,
    turn_s=90,
    floor_mode=FloorMode.QUIET,
    mic_policy=MicPolicy.HARD,
    grants=GrantRule.WHEN_FREE,
    hold_s=45.5,
    absence_s=600,
    picture_height=180,
)

# What the first release stored.
OLD = json.dumps(
    {
        "max_seats": 6,
        "floor_mode": "open",
        "mic_policy": "soft",
        "grants": "by_facilitator",
        "hold_s": 30.0,
        "absence_s": 300.0,
        "picture_height": 720,
    }
)


@pytest.mark.parametrize("policy", [RoomPolicy(), OTHER], ids=["default", "other"])
async def test_a_setup_comes_back_as_it_went_in(database: Database, policy: RoomPolicy) -> None:
    setup = await add_session(database, build_setup(policy))
    async with database.read() as unit:
        found = await unit.sessions.setup(setup.id)
    assert found == setup
    assert list(found.seats) == list(setup.seats)
    for field in fields(RoomPolicy):
        assert type(getattr(found.policy, field.name)) is type(getattr(policy, field.name)), field.name


async def test_it_is_kept_whether_people_have_to_show_who_they_are(database: Database) -> None:
    setup = await add_session(database, replace(build_setup(), proof=True))
    async with database.read() as unit:
        assert await unit.sessions.setup(setup.id) == setup


@pytest.mark.parametrize("kind", RoomKind)
async def test_every_kind_of_room_is_stored(sqlite: Database, kind: RoomKind) -> None:
    setup = await add_session(sqlite, build_setup(MATRIX[kind]))
    async with sqlite.read() as unit:
        found = await unit.sessions.setup(setup.id)
    assert found is not None
    assert found.policy == MATRIX[kind]


async def test_a_policy_stored_before_it_had_all_fields_has_the_defaults_of_those(sqlite: Database) -> None:
    setup = await add_session(sqlite, build_setup(OTHER))
    async with sqlite.engine.begin() as connection:
        await connection.execute(text("UPDATE sessions SET kind = 'group', policy = :old"), {"old": OLD})
    async with sqlite.read() as unit:
        found = await unit.sessions.setup(setup.id)
    assert found is not None
    assert found.policy == RoomPolicy(max_seats=6, floor_mode=FloorMode.OPEN)


async def test_phones_licences_and_who_serves_whom_come_back(database: Database) -> None:
    group, phones = build_setup(), (SeatId("se_phone_1"), SeatId("se_phone_2"))
    ivo = Person(PersonId("pt_ivo"), "Ivo", Role.INTERPRETER, licensed=False, serves=BEN)
    seats = [
        Seating(phones[0], (ELENA,), companion=True),
        Seating(phones[1], (FINN,), companion=True),
        Seating(SeatId("se_ivo"), (ivo.id,)),
    ]
    setup = replace(
        group,
        people=group.people | {ivo.id: ivo},
        seats=group.seats | {seat.id: seat for seat in seats},
    )
    await add_session(database, setup)
    async with database.read() as unit:
        assert await unit.sessions.setup(setup.id) == setup


@pytest.mark.parametrize(
    ("seat", "companion"), [("se_second", False), ("se_phone", True)], ids=["a second seat", "a second phone"]
)
async def test_the_database_gives_a_person_one_seat_and_one_phone(
    database: Database, seat: str, companion: bool
) -> None:
    group = build_setup()
    phone = Seating(SeatId("se_phone_1"), (FINN,), companion=True)
    setup = await add_session(database, replace(group, seats=group.seats | {phone.id: phone}))

    async def seat_again() -> None:
        async with database.write() as unit:
            occupant = OccupantRow(
                session_id=setup.id, person_id=FINN, position=1, companion=companion, licensed=True
            )
            unit.sessions._session.add(
                SeatRow(
                    id=seat,
                    session_id=setup.id,
                    position=9,
                    role="member",
                    link_version=1,
                    companion=companion,
                    occupants=[occupant],
                )
            )

    with pytest.raises(WriteConflict):
        await seat_again()
    async with database.read() as unit:
        assert await unit.sessions.setup(setup.id) == setup


async def test_unknown_sessions_and_seats_are_none(sqlite: Database) -> None:
    async with sqlite.read() as unit:
        assert await unit.sessions.find(RoomId("ss_none")) is None
        assert await unit.sessions.setup(RoomId("ss_none")) is None
        assert await unit.sessions.open_of("cl_none", to_datetime(START)) == []


async def test_a_session_is_open_from_its_first_moment_to_before_its_last(database: Database) -> None:
    setup = await add_session(database)
    async with database.read() as unit:
        session = await unit.sessions.find(setup.id)
    assert session is not None
    opens = to_datetime(START)
    assert session.opens_at == opens
    hours = [(-1, False), (0, True), (3 * 3600 - 1, True), (3 * 3600, False)]
    assert [(s, session.is_open(opens + timedelta(seconds=s))) for s, _ in hours] == hours
    assert not replace(session, ended_at=opens).is_open(opens + timedelta(seconds=1))


async def test_the_open_sessions_of_a_clinic_are_those_people_may_come_to(database: Database) -> None:
    setup = await add_session(database)

    async def open_at(second: float, clinic: str = "cl_test") -> list[RoomId]:
        async with database.read() as unit:
            found = await unit.sessions.open_of(clinic, to_datetime(START + second))
        return [session.id for session in found]

    assert [await open_at(second) for second in (-1, 0, 3 * 3600 - 1, 3 * 3600)] == [
        [],
        *[[setup.id]] * 2,
        [],
    ]
    assert await open_at(0, "cl_other") == []
    async with database.write() as unit:
        await unit.journal.add(setup.id, [Recorded(1, START + 10, RoomEnded(THERAPIST))])
    assert await open_at(0) == []


async def test_links_come_in_seat_order_and_can_be_withdrawn_one_by_one(database: Database) -> None:
    setup = await add_session(database)
    async with database.write() as unit:
        await unit.sessions.withdraw_link(ANA_SEAT)
    async with database.read() as unit:
        links = await unit.sessions.links_of(setup.id)
    assert [link.seat for link in links] == list(setup.seats)
    versions = {link.seat: link.version for link in links}
    assert (versions[STAFF_SEAT], versions[ANA_SEAT], versions[COUPLE_SEAT]) == (1, 2, 1)


async def test_who_comes_is_looked_up_for_many_at_once(database: Database) -> None:
    setup = await add_session(database)
    couple = build_setup()
    seats = [replace(seat, id=SeatId(f"{seat.id}_2")) for seat in couple.seats.values()]
    other = replace(couple, id=RoomId("ss_other"), seats={seat.id: seat for seat in seats})
    await add_session(database, other)
    async with database.write() as unit:
        await unit.sessions.withdraw_link(ANA_SEAT)
        await unit.journal.add(
            setup.id, [Recorded(1, START + 1, RoomLive()), Recorded(2, START + 10, RoomEnded(THERAPIST))]
        )
    asked = [ANA_SEAT, STAFF_SEAT, SeatId(f"{COUPLE_SEAT}_2"), SeatId("se_none")]
    links, setups = await database.look_up(partial(find_arrivals, seats=asked, known={other.id}))
    assert {seat: (link.session.id, link.version) for seat, link in links.items()} == {
        ANA_SEAT: (setup.id, 2),
        STAFF_SEAT: (setup.id, 1),
        SeatId(f"{COUPLE_SEAT}_2"): (other.id, 1),
    }
    assert [(link.live, link.told_at) for link in links.values()].count((True, START + 10)) == 2
    began = links[SeatId(f"{COUPLE_SEAT}_2")]
    assert (began.live, began.told_at, began.session.ended_at) == (False, None, None)
    assert links[ANA_SEAT].session.ended_at == to_datetime(START + 10)
    ana = replace(setup.seats[ANA_SEAT], link=2)
    expected = replace(setup, seats={**setup.seats, ANA_SEAT: ana})
    assert setups == {setup.id: expected}, "what is known is not read again"
