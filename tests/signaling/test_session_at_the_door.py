"""Who has said a good hello is known from then on, also while the room lets others in first."""

import asyncio
import json

from rooms.actor import RoomActor
from rooms.arrivals import Arrivals
from rooms.model.ids import RoomId
from signaling.session import Session
from tests.support.fakes import FakeClock, FakeHouse, FakeJournal, FakeMedia, FakeRelay, FakeSocket
from tests.support.rooms import build_setup


async def test_who_waits_at_the_door_of_a_room_is_known_already() -> None:
    arrivals = Arrivals()
    actor = RoomActor(build_setup(), FakeJournal(), FakeRelay(), FakeClock(), arrivals=arrivals)
    socket = FakeSocket()
    session = Session(socket, FakeHouse(actor), FakeMedia(), FakeClock().now)
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(actor.run()), tasks.create_task(session.run())]
        async with arrivals.pass_through(RoomId("ss_other")):
            devices = {"mic": True, "camera": True}
            socket.say(json.dumps({"type": "hello", "ticket": "se_ana", "devices": devices}))
            for _ in range(50):
                await asyncio.sleep(0)
            assert socket.admitted == [False]
            assert len(actor._viewers) == 0
        assert json.loads(await socket.hear())["type"] == "welcome"
        assert socket.admitted == [False]
        for task in running:
            task.cancel()
