"""The other room: people who all join at one moment, with their microphones open, and all leave at one moment."""

import asyncio
from collections.abc import Sequence

from aiortc.sdp import SessionDescription

from bench.relay.endpoint import Endpoint, sweep
from bench.relay.seat import MICROPHONE, Seat
from bench.relay.single import ask
from media.control import (
    AddPeer,
    Answer,
    ApplyPlan,
    CloseRoom,
    Offered,
    Ok,
    OpenRoom,
    PeerPlan,
    RelayPlan,
    RoomOptions,
)
from media.pool.worker_link import WorkerLink
from media.sdp.answer import parse_answer

__all__ = ["Guests"]


class Guests:
    """The people of one room.

    Args:
        link: to the worker. room: the room's id. count: how many people.
    """

    def __init__(self, link: WorkerLink, room: str, count: int) -> None:
        self._link = link
        self.room = room
        self.seats: Sequence[Seat] = [Seat(number) for number in range(count)]
        self._endpoints: dict[int, Endpoint] = {}
        self._read: list[Endpoint] = []
        self._version = 0
        self._running: list[asyncio.Task[None]] = []

    async def prepare(self) -> None:
        """Open the room; sockets and certificates are ready before anybody joins."""
        await ask(self._link, OpenRoom(self.room, RoomOptions(slots=len(self.seats))), Ok)
        for seat in self.seats:
            await seat.client.gather()

    async def join(self, tasks: asyncio.TaskGroup, seats: Sequence[Seat]) -> None:
        """These people join at one moment; the plan is told again for each, as the service does."""
        if not self._running:
            self._running.append(tasks.create_task(sweep(self._read), name="stalls:sweep"))
        async with asyncio.TaskGroup() as joining:
            for seat in seats:
                joining.create_task(self._enter(seat), name=f"stalls:join:{seat.number}")

    async def _enter(self, seat: Seat) -> None:
        name, client = self.name(seat.number), seat.client
        offered = await ask(self._link, AddPeer(self.room, name, seat.number), Offered)
        offer = SessionDescription.parse(offered.sdp)
        answer = parse_answer(client.answer_to(offer))
        await ask(self._link, Answer(self.room, name, offered.connection, answer), Ok)
        await self.plan()
        await client.connect_to(offer)
        endpoint = self._endpoints[seat.number] = Endpoint(client, [seat.sources[MICROPHONE]])
        self._read.append(endpoint)
        client.pace()

    def endpoints_of(self, seats: Sequence[Seat]) -> list[Endpoint]:
        """The connections of people who have joined."""
        return [self._endpoints[seat.number] for seat in seats]

    def talk(self, tasks: asyncio.TaskGroup, seats: Sequence[Seat]) -> None:
        """These people speak, and everybody who is there sends the reports of a browser."""
        talking = [tasks.create_task(seat.send(MICROPHONE), name="stalls:talk") for seat in seats]
        reporting = [
            tasks.create_task(one.report(), name="stalls:report") for one in self._endpoints.values()
        ]
        self._running += talking + reporting

    async def plan(self, closed: Sequence[int] = ()) -> None:
        """Put a plan into force in which everybody but these is heard and seen."""
        self._version += 1
        peers = {
            self.name(seat.number): PeerPlan(
                seat.number, "main", audio=seat.number not in closed, video=seat.number not in closed
            )
            for seat in self.seats
        }
        await ask(self._link, ApplyPlan(self.room, RelayPlan(self._version, peers)), Ok)

    async def tear_down(self) -> None:
        """Close the room with everybody in it."""
        await ask(self._link, CloseRoom(self.room), Ok)

    async def vanish(self) -> None:
        """Stop the clients, whatever became of the room."""
        for task in self._running:
            task.cancel()
        for seat in self.seats:
            await seat.client.vanish()

    @staticmethod
    def name(number: int) -> str:
        """The peer's id."""
        return f"guest{number}"
