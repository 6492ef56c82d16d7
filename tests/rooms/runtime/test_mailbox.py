"""The mailbox: bounded, in order, and what waits is taken up together."""

import asyncio

import pytest

from rooms.model.errors import Refused
from rooms.model.ids import SeatId
from rooms.runtime import mailbox as subject
from rooms.runtime.mailbox import Mailbox, MailboxFull, Work

ANA, BEN = SeatId("se_ana"), SeatId("se_ben")


def works(*seats: SeatId | None) -> list[Work]:
    return [Work(list, seat=seat) for seat in seats]


def filled(*waiting: Work) -> Mailbox:
    mailbox = Mailbox()
    for work in waiting:
        mailbox.put(work)
    return mailbox


async def test_what_waits_is_taken_together_and_in_order() -> None:
    waiting = works(None, ANA, None, BEN)
    mailbox = filled(*waiting)
    assert list(map(id, await mailbox.take())) == list(map(id, waiting))
    assert len(mailbox) == 0


async def test_what_follows_about_a_seat_waits_for_the_next_step() -> None:
    one, two, three, four = works(ANA, None, ANA, BEN)
    mailbox = filled(one, two, three, four)
    assert [len(await mailbox.take()) for _ in range(2)] == [2, 2]


async def test_a_step_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "TOGETHER_MAX", 2)
    mailbox = filled(*works(None, None, None))
    assert [len(await mailbox.take()) for _ in range(2)] == [2, 1]


async def test_the_room_sleeps_until_something_comes() -> None:
    mailbox = Mailbox()
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        taking = tasks.create_task(mailbox.take())
        await asyncio.sleep(0)
        assert not taking.done()
        (work,) = works(None)
        mailbox.put(work)
        assert await taking == [work]
        again = tasks.create_task(mailbox.take())
        await asyncio.sleep(0)
        assert not again.done()
        again.cancel()


def test_what_waits_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "MAILBOX_MAX", 1)
    mailbox = filled(*works(None))
    with pytest.raises(MailboxFull):
        mailbox.put(Work(list))
    assert len(mailbox.drain()) == 1
    assert len(mailbox) == 0


async def test_a_work_is_answered_once_and_lapses_when_nobody_waits_for_its_end() -> None:
    done: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    work = Work(list, lambda context: None, done)
    assert not work.lapsed
    work.answer(7)
    work.fail(Refused("room.busy"))
    assert done.result() == 7
    assert work.lapsed
    assert not Work(list, done=done).lapsed, "a command is done though nobody waits"
