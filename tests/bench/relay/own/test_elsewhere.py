import asyncio
import contextlib
import multiprocessing
from collections.abc import AsyncIterator
from multiprocessing.connection import Connection

import pytest

from bench.relay.clients import Reading
from bench.relay.own.elsewhere import RoomsElsewhere, rooms_elsewhere
from bench.relay.own.rooms import OwnOptions
from bench.relay.single import RelayFailed
from media.control import Body, Call, CloseRoom, LayersWanted, Ok, Refused, Reply, Request
from media.errors import RelayUnavailable


class Link:
    """A worker that says this to everything."""

    def __init__(self, reply: Body | Exception) -> None:
        self.reply = reply

    async def call(self, request: Request) -> Body:
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply


@contextlib.asynccontextmanager
async def both_ends(link: Link) -> AsyncIterator[tuple[RoomsElsewhere, "Connection[object, object]"]]:
    """The main process's end, and the pipe of the process that is not there."""
    ours, theirs = multiprocessing.Pipe()
    async with asyncio.TaskGroup() as tasks:
        yield RoomsElsewhere(ours, link, tasks), theirs
    asyncio.get_running_loop().remove_reader(ours.fileno())
    ours.close()
    theirs.close()


async def heard(pipe: "Connection[object, object]") -> object:
    return await asyncio.wait_for(asyncio.to_thread(pipe.recv), 5)


@pytest.mark.parametrize(
    ("reply", "body"),
    [(Ok(), Ok()), (RelayUnavailable("relay.timeout"), Refused("relay.timeout"))],
)
async def test_a_call_is_made_on_the_worker_and_answered(reply: Body | Exception, body: Body) -> None:
    async with both_ends(Link(reply)) as (_, theirs):
        theirs.send(Call(3, CloseRoom("bench1")))
        assert await heard(theirs) == Reply(3, body)


async def test_what_was_read_there_is_a_reading_here() -> None:
    reading = Reading(8400.0, 20.0, [0.3], frozenset({"SRTP_AEAD_AES_256_GCM"}))
    async with both_ends(Link(Ok())) as (there, theirs):
        theirs.send(reading)
        assert await there.read(10.0, 1.0) == reading


async def test_events_go_on() -> None:
    event = LayersWanted("bench1", "seat0", 1, ("q",))
    async with both_ends(Link(Ok())) as (there, theirs):
        there.take(event)
        assert await heard(theirs) == event


async def test_why_it_failed_is_raised_here() -> None:
    async with both_ends(Link(Ok())) as (there, theirs):
        theirs.send(RelayFailed("AddPeer: room.full"))
        with pytest.raises(RelayFailed, match="AddPeer"):
            await there.join()


async def test_an_ended_process_fails_whoever_waits_for_it() -> None:
    async with both_ends(Link(Ok())) as (there, theirs):
        theirs.close()
        there.take(LayersWanted("bench1", "seat0", 1, ("q",)))
        with pytest.raises(RelayFailed, match="a process of clients ended"):
            await there.ready()


async def test_a_process_joins_through_this_one_and_ends_with_the_block() -> None:
    link, options = Link(Refused("room.unknown")), OwnOptions(2, 1.0, rooms=2, client_processes=2)
    async with rooms_elsewhere(link, options, [1], 0) as there:
        await there.ready()
        with pytest.raises(RelayFailed, match="ApplyPlan"):
            await there.join()
    assert multiprocessing.active_children() == []
