"""Who counts as identified while the room is busy: a client with a ticket, but not one with only a token."""

import asyncio
import json
from typing import Any

import pytest

from rooms.model.ids import RoomId
from rooms.runtime.actor import RoomActor
from rooms.runtime.arrivals import Arrivals
from signaling.ports import ResumeGrant
from signaling.session import ClientSession
from tests.support.rooms.fakes import FakeClock, FakeJournal, FakeMedia, FakeRelay, FakeServices, FakeSocket
from tests.support.rooms.setups import ANA_SEAT, build_setup


@pytest.mark.parametrize("by_ticket", [True, False])
async def test_who_waits_at_the_door_of_a_room_is_known_by_a_ticket_alone(by_ticket: bool) -> None:
    arrivals = Arrivals()
    actor = RoomActor(build_setup(), FakeJournal(), FakeRelay(), FakeClock(), arrivals=arrivals)
    services, socket = FakeServices(actor), FakeSocket()
    session = ClientSession(socket, services, FakeMedia(), FakeClock().now)
    token = services.mint_resume(ResumeGrant(actor.id, ANA_SEAT, 1, "void"))
    proof: dict[str, Any] = {"ticket": "se_ana"} if by_ticket else {"resume": {"token": token, "seq": 1}}
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(actor.run()), tasks.create_task(session.run())]
        async with arrivals.pass_through(RoomId("ss_other")):
            socket.say(json.dumps({"type": "hello", "devices": {"mic": True, "camera": True}} | proof))
            for _ in range(50):
                await asyncio.sleep(0)
            assert socket.admitted == ([False] if by_ticket else [])
            assert len(actor._viewers) == 0
        answer = json.loads(await socket.hear())
        assert answer["type"] == ("welcome" if by_ticket else "bye")
        assert socket.admitted == ([False] if by_ticket else []), "a void token never makes anybody known"
        for task in running:
            task.cancel()


async def test_who_waits_and_comes_back_by_a_token_is_known_again() -> None:
    actor = RoomActor(build_setup(), FakeJournal(), FakeRelay(), FakeClock())
    services, monotonic = FakeServices(actor), FakeClock().now
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        room = tasks.create_task(actor.run())
        proof: dict[str, Any] = {"ticket": "se_ana"}
        for _ in range(2):
            socket = FakeSocket()
            session = tasks.create_task(ClientSession(socket, services, FakeMedia(), monotonic).run())
            socket.say(json.dumps({"type": "hello", "devices": {"mic": True, "camera": True}} | proof))
            welcome = json.loads(await socket.hear())
            assert welcome["type"] == "welcome"
            assert socket.admitted == [False]
            proof = {"resume": {"token": welcome["resume"], "seq": welcome["seq"]}}
            socket.hang_up()
            await session
        room.cancel()
