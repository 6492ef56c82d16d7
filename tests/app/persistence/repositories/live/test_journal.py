from app.persistence.unit_of_work import Database
from rooms.model.events import Recorded, SeatAdmitted, SeatJoined, TurnSuspended
from tests.app.conftest import add_session
from tests.support.rooms.setups import ANA, ANA_SEAT, START

RECORDS = [
    Recorded(1, START + 0.1, SeatJoined(ANA_SEAT, 0, mic=True, camera=False)),
    Recorded(2, START + 1 / 3, TurnSuspended(ANA, START + 30 + 1 / 7)),
    Recorded(3, START + 2, SeatAdmitted(ANA_SEAT, None)),
]


async def test_records_come_back_exactly_and_in_order(database: Database) -> None:
    setup = await add_session(database)
    async with database.write() as unit:
        assert await unit.journal.last_position(setup.id) == 0
        await unit.journal.add(setup.id, RECORDS)
    async with database.read() as unit:
        assert await unit.journal.records(setup.id) == RECORDS
        assert await unit.journal.records(setup.id, first=2, last=2) == RECORDS[1:2]
        assert await unit.journal.last_position(setup.id) == 3
