"""Group read: requests during a read share the next one, in order, and no answer is older than its request."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest

from app.live import group_read as subject
from app.live.group_read import GroupRead, TooManyRequests


class Shelf:
    """The data; each read waits until the test releases it."""

    def __init__(self) -> None:
        self.values = {"a": 1, "b": 2}
        self.reads: list[list[str]] = []
        self.under_way = asyncio.Event()
        self.go_on = asyncio.Semaphore(0)
        self.group: GroupRead[str, int] = GroupRead(self._read)

    async def _read(self, keys: Sequence[str]) -> Mapping[str, int]:
        self.reads.append(list(keys))
        self.under_way.set()
        await self.go_on.acquire()
        if "bad" in keys:
            raise ValueError
        return self.values


@asynccontextmanager
async def shelf() -> AsyncIterator[tuple[Shelf, asyncio.TaskGroup]]:
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        shelf = Shelf()
        running = tasks.create_task(shelf.group.run())
        yield shelf, tasks
        running.cancel()


async def test_what_is_asked_for_meanwhile_is_found_together() -> None:
    async with shelf() as (s, tasks):
        first = tasks.create_task(s.group.get("a"))
        await s.under_way.wait()
        others = [tasks.create_task(s.group.get(key)) for key in ("b", "a", "b", "none")]
        await asyncio.sleep(0)
        s.values = {"a": 10, "b": 20}
        s.go_on.release()
        s.go_on.release()
        assert await first == 10
        assert [await other for other in others] == [20, 10, 20, None]
        assert s.reads == [["a"], ["b", "a", "none"]], "who asks during a read is answered by the next"


async def test_one_who_goes_away_leaves_the_answer_to_the_others() -> None:
    async with shelf() as (s, tasks):
        gone, stays = (tasks.create_task(s.group.get("a")) for _ in range(2))
        await s.under_way.wait()
        gone.cancel()
        s.go_on.release()
        assert await stays == 1


async def test_a_read_that_fails_fails_for_its_group_alone() -> None:
    async with shelf() as (s, tasks):
        bad = tasks.create_task(expect(ValueError, s, "bad"))
        await s.under_way.wait()
        good = tasks.create_task(s.group.get("a"))
        s.go_on.release()
        s.go_on.release()
        await bad
        assert await good == 1


async def test_groups_and_what_waits_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "GROUP_MAX", 1)
    monkeypatch.setattr(subject, "WAITING_MAX", 2)
    async with shelf() as (s, tasks):
        asked = [tasks.create_task(s.group.get(key)) for key in ("a", "b")]
        await asyncio.sleep(0)
        with pytest.raises(TooManyRequests):
            await s.group.get("c")
        s.go_on.release()
        s.go_on.release()
        assert [await each for each in asked] == [1, 2]
        assert s.reads == [["a"], ["b"]]


async def test_nobody_is_left_waiting_at_the_end() -> None:
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        s = Shelf()
        running = tasks.create_task(s.group.run())
        reading = tasks.create_task(expect(TooManyRequests, s, "a"))
        await s.under_way.wait()
        waiting = tasks.create_task(expect(TooManyRequests, s, "b"))
        await asyncio.sleep(0)
        running.cancel()
        await reading
        await waiting
        await expect(TooManyRequests, s, "c")


async def expect(error: type[Exception], shelf: Shelf, key: str) -> None:
    with pytest.raises(error):
        await shelf.group.get(key)
