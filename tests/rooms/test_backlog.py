"""What the journal could not take is kept in order, tried again in time, and bounded."""

from rooms.backlog import BACKLOG_MAX, PART, RETRY_S, Backlog
from rooms.model.events import HandUp, Recorded
from rooms.model.ids import RoomId
from tests.support.fakes import FakeJournal
from tests.support.rooms import ANA, START


def records(first: int, count: int) -> list[Recorded]:
    """A stretch of a log."""
    return [Recorded(position, START, HandUp(ANA)) for position in range(first, first + count)]


async def test_records_are_written_at_once_while_the_journal_is_there() -> None:
    journal = FakeJournal()
    backlog = Backlog(journal, RoomId("ss_test"))
    await backlog.store(records(1, 2), START)
    assert (len(journal.records), backlog.retry_at) == (2, None)


async def test_kept_records_go_first_and_not_before_it_is_time() -> None:
    journal = FakeJournal()
    backlog = Backlog(journal, RoomId("ss_test"))
    journal.away = True
    await backlog.store(records(1, 2), START)
    assert backlog.retry_at == START + RETRY_S
    assert len(backlog) == 2
    journal.away = False
    await backlog.store(records(3, 1), START + RETRY_S / 2)
    assert journal.records == []
    await backlog.store([], START + RETRY_S)
    assert [record.position for record in journal.records] == [1, 2, 3]
    assert backlog.retry_at is None
    assert len(backlog) == 0


async def test_what_is_kept_is_bounded() -> None:
    journal = FakeJournal()
    journal.away = True
    backlog = Backlog(journal, RoomId("ss_test"))
    await backlog.store(records(1, BACKLOG_MAX - 1), START)
    assert not backlog.is_full
    await backlog.store(records(BACKLOG_MAX, 1), START)
    assert backlog.is_full


async def test_a_long_backlog_is_written_in_parts_and_in_order() -> None:
    journal = FakeJournal()
    journal.away = True
    backlog = Backlog(journal, RoomId("ss_test"))
    await backlog.store(records(1, 2 * PART + 1), START)
    journal.away = False
    await backlog.store([], START + RETRY_S)
    assert [record.position for record in journal.records] == list(range(1, 2 * PART + 2))
    assert backlog.retry_at is None
