from app.clock import to_datetime
from app.persistence.repositories.presence import Interval
from app.persistence.unit_of_work import Database
from tests.app.conftest import add_session
from tests.support.rooms import ANA, ANA_SEAT, COUPLE_SEAT, ELENA, START


async def test_intervals_open_once_and_close_once(database: Database) -> None:
    setup = await add_session(database)
    t = [to_datetime(START + n) for n in range(5)]
    async with database.write() as unit:
        presence = unit.presence
        await presence.close(setup.id, ANA, t[0])
        await presence.open(setup.id, ANA, ANA_SEAT, t[0])
        await presence.open(setup.id, ANA, ANA_SEAT, t[1])
        await presence.open(setup.id, ELENA, COUPLE_SEAT, t[1])
        await presence.close(setup.id, ANA, t[2])
        await presence.close(setup.id, ANA, t[3])
        await presence.open(setup.id, ANA, ANA_SEAT, t[4])
    async with database.read() as unit:
        assert await unit.presence.intervals(setup.id) == [
            Interval(ANA, ANA_SEAT, t[0], t[2]),
            Interval(ELENA, COUPLE_SEAT, t[1], None),
            Interval(ANA, ANA_SEAT, t[4], None),
        ]
