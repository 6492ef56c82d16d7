import asyncio

import pytest

from bench.relay.single import one_worker
from bench.relay.soak.crowd import Crowd, SoakOptions
from media.control import Event, PeerConnected, PeerLost


@pytest.mark.slow
@pytest.mark.alone
async def test_clients_join_leave_and_return() -> None:
    events: list[Event] = []
    async with one_worker(events.append) as link:
        crowd = Crowd(link, SoakOptions(seconds=3, rooms=2, seats=2, seed=1))
        await crowd.run()
    assert crowd.is_over
    assert crowd.failures.total() == 0
    assert crowd.joins >= 4
    assert {event.room for event in events if isinstance(event, PeerConnected)} == {"soak0", "soak1"}
    assert {event.reason for event in events if isinstance(event, PeerLost)} <= {"closed", "silent"}


async def test_waiting_ends_with_its_time() -> None:
    async with one_worker(lambda event: None) as link:
        crowd = Crowd(link, SoakOptions(seconds=0, rooms=0, seats=2, seed=1))
        await asyncio.wait_for(crowd.wait(0.01), 5)
        assert not crowd.is_over
        await crowd.run()
        await asyncio.wait_for(crowd.wait(3600), 5)
        assert crowd.is_over
