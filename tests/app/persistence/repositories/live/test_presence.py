"""Presence from the log: one interval at a time, in the room or in a private one."""

from app.persistence.repositories.live.presence import Interval
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from rooms.model.events import Event, PresenceBegan, PresenceEnded, Recorded
from tests.app.conftest import add_session
from tests.support.rooms.setups import ANA, ANA_SEAT, COUPLE_SEAT, ELENA, START


async def test_intervals_open_once_and_close_once(database: Database) -> None:
    setup = await add_session(database)
    t = [to_datetime(START + n) for n in range(5)]
    events: list[tuple[int, Event]] = [
        (0, PresenceEnded(ANA)),
        (0, PresenceBegan(ANA, ANA_SEAT)),
        (1, PresenceBegan(ANA, ANA_SEAT)),
        (1, PresenceBegan(ELENA, COUPLE_SEAT)),
        (2, PresenceEnded(ANA)),
        (3, PresenceEnded(ANA)),
        (4, PresenceBegan(ANA, ANA_SEAT)),
    ]
    await database.append([(setup.id, [Recorded(n, START + s, e) for n, (s, e) in enumerate(events, 1)])])
    async with database.read() as unit:
        assert await unit.presence.intervals(setup.id) == [
            Interval(ANA, ANA_SEAT, False, t[0], t[2]),
            Interval(ELENA, COUPLE_SEAT, False, t[1], None),
            Interval(ANA, ANA_SEAT, False, t[4], None),
        ]


async def test_presence_in_a_private_room_is_told_apart(database: Database) -> None:
    setup = await add_session(database)
    t = [to_datetime(START + n) for n in range(3)]
    events: list[tuple[int, Event]] = [
        (0, PresenceBegan(ANA, ANA_SEAT)),
        (1, PresenceEnded(ANA)),
        (1, PresenceBegan(ANA, ANA_SEAT, private=True)),
        (2, PresenceEnded(ANA)),
        (2, PresenceBegan(ANA, ANA_SEAT)),
    ]
    await database.append([(setup.id, [Recorded(n, START + s, e) for n, (s, e) in enumerate(events, 1)])])
    async with database.read() as unit:
        assert await unit.presence.intervals(setup.id) == [
            Interval(ANA, ANA_SEAT, False, t[0], t[1]),
            Interval(ANA, ANA_SEAT, True, t[1], t[2]),
            Interval(ANA, ANA_SEAT, False, t[2], None),
        ]


async def test_who_comes_goes_and_comes_again_at_one_moment_is_there(database: Database) -> None:
    setup = await add_session(database)
    events = [PresenceBegan(ANA, ANA_SEAT), PresenceEnded(ANA), PresenceBegan(ANA, ANA_SEAT)]
    await database.append([(setup.id, [Recorded(n, START, event) for n, event in enumerate(events, 1)])])
    at = to_datetime(START)
    async with database.read() as unit:
        assert await unit.presence.intervals(setup.id) == [
            Interval(ANA, ANA_SEAT, False, at, at),
            Interval(ANA, ANA_SEAT, False, at, None),
        ]
