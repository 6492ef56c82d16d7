import asyncio
from typing import cast

import pytest

from bench.figures import Measured
from bench.relay.single import RelayFailed, ask, one_worker, run_alone
from media.control import AddPeer, Body, CloseRoom, Event, Offered, Ok, OpenRoom, Refused, RoomOptions
from media.errors import RelayUnavailable
from media.pool.worker_link import WorkerLink


class Link:
    def __init__(self, reply: Body | Exception) -> None:
        self.reply = reply

    async def call(self, request: object) -> Body:
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply


def test_a_single_error_comes_without_its_groups() -> None:
    async def fail() -> Measured:
        async with asyncio.TaskGroup():
            raise RelayFailed("leaked")

    with pytest.raises(RelayFailed, match="leaked"):
        run_alone(fail())


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Refused("room.full"), "AddPeer: room.full"),
        (Ok(), "AddPeer: Ok"),
        (RelayUnavailable("relay.timeout"), "AddPeer: relay.timeout"),
    ],
)
async def test_another_reply_is_a_failure_that_says_which(reply: Body | Exception, words: str) -> None:
    with pytest.raises(RelayFailed, match=words):
        await ask(cast(WorkerLink, Link(reply)), AddPeer("room", "peer", 0), Offered)


async def test_a_worker_answers_until_the_block_ends() -> None:
    events: list[Event] = []
    async with one_worker(events.append) as link:
        assert await ask(link, OpenRoom("room", RoomOptions(slots=1)), Ok) == Ok()
    with pytest.raises(RelayFailed, match="not_ready"):
        await ask(link, CloseRoom("room"), Ok)
    assert events == []
