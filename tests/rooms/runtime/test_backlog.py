"""Records that the journal could not take are kept in order, retried in time, and bounded."""

from collections.abc import Sequence

import pytest

from rooms.model.events import HandUp, Recorded
from rooms.model.ids import RoomId
from rooms.runtime.backlog import BACKLOG_MAX, PART, REFUSED_RETRY_S, RETRY_S, Backlog
from rooms.runtime.ports import JournalRefused
from tests.support.rooms.fakes import FakeJournal
from tests.support.rooms.setups import ANA, START


def records(first: int, count: int) -> list[Recorded]:
    """A section of a log."""
    return [Recorded(position, START, HandUp(ANA)) for position in range(first, first + count)]


async def test_records_are_written_at_once_while_the_journal_is_available() -> None:
    journal = FakeJournal()
    backlog = Backlog(journal, RoomId("ss_test"))
    await backlog.store(records(1, 2), START)
    assert (len(journal.records), backlog.retry_at) == (2, None)


async def test_kept_records_are_written_first_and_not_before_the_retry_is_due() -> None:
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


async def test_the_backlog_is_bounded() -> None:
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


async def test_a_refusal_is_not_an_outage_and_is_reported_loudly(caplog: pytest.LogCaptureFixture) -> None:
    journal = FakeJournal()
    journal.refuses = True
    backlog = Backlog(journal, RoomId("ss_test"))
    await backlog.store(records(1, 1), START)
    assert (backlog.refused, backlog.retry_at) == (True, START + REFUSED_RETRY_S)
    (line,) = caplog.records
    told = vars(line)
    assert (line.levelname, line.message) == ("ERROR", "journal.refused")
    assert (told["room"], told["position"], told["reason"]) == ("ss_test", 1, "constraint")
    await backlog.store(records(2, 1), START + RETRY_S)
    assert journal.tried == 1
    journal.refuses = False
    await backlog.store([], START + REFUSED_RETRY_S)
    assert (backlog.refused, backlog.is_behind, len(backlog)) == (False, False, 0)


async def test_an_outage_does_not_hide_an_earlier_refusal() -> None:
    journal = FakeJournal()
    journal.refuses = True
    backlog = Backlog(journal, RoomId("ss_test"))
    await backlog.store(records(1, 1), START)
    journal.away = True
    await backlog.store([], START + REFUSED_RETRY_S)
    assert (backlog.refused, backlog.retry_at) == (True, START + REFUSED_RETRY_S + RETRY_S)


class Picky(FakeJournal):
    """Refuses any write that contains one record."""

    def __init__(self, position: int) -> None:
        super().__init__()
        self.position = position

    async def append(self, room: RoomId, records: Sequence[Recorded]) -> None:
        if any(record.position == self.position for record in records):
            raise JournalRefused("constraint")
        await super().append(room, records)


async def test_records_before_the_refused_one_are_stored(caplog: pytest.LogCaptureFixture) -> None:
    journal = Picky(678)
    backlog = Backlog(journal, RoomId("ss_test"))
    await backlog.store(records(1, 1_000), START)
    assert [record.position for record in journal.records] == list(range(1, 678))
    assert len(backlog) == 323
    assert vars(caplog.records[-1])["position"] == 678
