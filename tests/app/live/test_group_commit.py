"""Group commit over a store that tests control: what is grouped, in which order, and who gets a failure."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from app.live.group_commit import GROUP_MAX, WAITING_MAX, Append, GroupCommit
from rooms.model.events import HandUp, Recorded
from rooms.model.ids import RoomId
from rooms.runtime.ports import JournalUnavailable
from tests.support.rooms.setups import ANA, START

A, B, C = RoomId("ss_a"), RoomId("ss_b"), RoomId("ss_c")


def records(count: int, first: int = 1) -> list[Recorded]:
    return [Recorded(position, START, HandUp(ANA)) for position in range(first, first + count)]


class Store:
    """Records the groups it is given, and settles each when ``free`` is set."""

    def __init__(self) -> None:
        self.groups: list[list[tuple[RoomId, int]]] = []
        self.free = asyncio.Event()
        self.given = asyncio.Event()
        self.fails: set[RoomId] = set()

    async def __call__(self, group: Sequence[Append]) -> None:
        self.groups.append([(append.room, len(append.records)) for append in group])
        self.given.set()
        await self.free.wait()
        for append in group:
            if append.room in self.fails:
                append.fail(ValueError())
            append.succeed()


@asynccontextmanager
async def running() -> AsyncIterator[tuple[GroupCommit, Store]]:
    store = Store()
    commit = GroupCommit(store)
    task = asyncio.create_task(commit.run())
    try:
        yield commit, store
    finally:
        task.cancel()
        await asyncio.wait([task])


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_comes_during_a_commit_is_stored_together_by_the_next() -> None:
    async with running() as (commit, store), asyncio.TaskGroup() as rooms:
        rooms.create_task(commit.append(A, records(1)))
        await store.given.wait()
        for room in (B, C, B):
            rooms.create_task(commit.append(room, records(2)))
        await turns()
        assert store.groups == [[(A, 1)]], "the first did not wait for others"
        store.free.set()
    assert store.groups == [[(A, 1)], [(B, 2), (C, 2), (B, 2)]]


async def test_nobody_is_told_before_the_commit_is_done() -> None:
    async with running() as (commit, store):
        append = asyncio.create_task(commit.append(A, records(1)))
        await store.given.wait()
        await turns()
        assert not append.done()
        store.free.set()
        await append


async def test_a_failed_append_is_the_only_one_to_hear_of_it() -> None:
    async with running() as (commit, store):
        store.fails.add(B)
        store.free.set()
        outcomes = await asyncio.gather(
            *(commit.append(room, records(1)) for room in (A, B, C)), return_exceptions=True
        )
    assert [type(outcome) for outcome in outcomes] == [type(None), ValueError, type(None)]
    assert len(store.groups) == 1


async def test_a_group_is_bounded() -> None:
    async with running() as (commit, store), asyncio.TaskGroup() as rooms:
        for _ in range(5):
            rooms.create_task(commit.append(A, records(GROUP_MAX // 2)))
        store.free.set()
    assert [sum(size for _, size in group) for group in store.groups] == [
        GROUP_MAX,
        GROUP_MAX,
        GROUP_MAX // 2,
    ]


async def test_what_waits_is_bounded_and_more_is_refused() -> None:
    async with running() as (commit, store):
        first = asyncio.create_task(commit.append(A, records(1)))
        await store.given.wait()
        waiting = [asyncio.create_task(commit.append(B, records(500))) for _ in range(WAITING_MAX // 500)]
        await turns()
        with pytest.raises(JournalUnavailable):
            await commit.append(C, records(1))
        store.free.set()
        await asyncio.gather(first, *waiting)
        await commit.append(C, records(1))
    assert store.groups[-1] == [(C, 1)]


async def test_a_room_that_gave_up_waiting_is_not_stored() -> None:
    async with running() as (commit, store):
        first = asyncio.create_task(commit.append(A, records(1)))
        await store.given.wait()
        second = asyncio.create_task(commit.append(B, records(1)))
        await turns()
        second.cancel()
        store.free.set()
        await first
        await commit.append(C, records(1))
    assert store.groups == [[(A, 1)], [(C, 1)]]


async def test_at_the_end_nobody_is_left_waiting() -> None:
    async with running() as (commit, store):
        appends = [asyncio.create_task(commit.append(A, records(1)))]
        await store.given.wait()
        appends.append(asyncio.create_task(commit.append(B, records(1))))
        await turns()
    outcomes = await asyncio.gather(*appends, commit.append(C, records(1)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [JournalUnavailable] * 3
