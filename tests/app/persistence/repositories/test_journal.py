from app.persistence.repositories.journal import JournalEntry
from app.persistence.unit_of_work import Database
from tests.app.conftest import add_session
from tests.support.rooms import START

ENTRIES = [
    JournalEntry(1, START + 0.1, "seat.joined", {"seat": "se_ana", "slot": 0, "mic": True, "camera": False}),
    JournalEntry(2, START + 1 / 3, "floor.suspended", {"person": "pt_ana", "hold_until": START + 30 + 1 / 7}),
    JournalEntry(3, START + 2, "seat.admitted", {"seat": "se_ana", "by": None}),
]


async def test_entries_come_back_exactly_and_in_order(database: Database) -> None:
    setup = await add_session(database)
    async with database.write() as unit:
        assert await unit.journal.last_position(setup.id) == 0
        await unit.journal.add(setup.id, ENTRIES)
    async with database.read() as unit:
        assert await unit.journal.entries(setup.id) == ENTRIES
        assert await unit.journal.entries(setup.id, first=2, last=2) == ENTRIES[1:2]
        assert await unit.journal.last_position(setup.id) == 3


async def test_it_knows_what_has_happened(sqlite: Database) -> None:
    setup = await add_session(sqlite)
    async with sqlite.write() as unit:
        await unit.journal.add(setup.id, ENTRIES[:1])
        assert await unit.journal.has_kind(setup.id, "seat.joined")
        assert not await unit.journal.has_kind(setup.id, "room.live")
