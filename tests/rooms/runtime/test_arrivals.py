"""Arrivals: one room at a time, in order; all who arrived at a room go in together; nobody's turn is lost."""

import asyncio

import pytest

from rooms.model.ids import RoomId
from rooms.runtime import arrivals as subject
from rooms.runtime.arrivals import Arrivals

ONE, TWO, THREE = RoomId("ss_1"), RoomId("ss_2"), RoomId("ss_3")


class Lobby:
    """People who arrive and stay until they are released."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self.arrivals = Arrivals()
        self.inside: list[str] = []
        self._tasks = tasks
        self._stay: dict[str, asyncio.Event] = {}

    def come(self, name: str, room: RoomId) -> asyncio.Task[None]:
        self._stay[name] = asyncio.Event()
        return self._tasks.create_task(self._come(name, room))

    async def _come(self, name: str, room: RoomId) -> None:
        async with self.arrivals.pass_through(room):
            self.inside.append(name)
            await self._stay[name].wait()
        self.inside.remove(name)

    def let_go(self, *names: str) -> None:
        for name in names:
            self._stay[name].set()

    async def go_on(self, *names: str) -> None:
        self.let_go(*names)
        await self.settle()

    async def settle(self) -> None:
        for _ in range(10):
            await asyncio.sleep(0)


async def test_rooms_take_turns_and_all_of_a_room_go_in_together() -> None:
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        lobby = Lobby(tasks)
        for name, room in (("a", ONE), ("b", TWO), ("c", THREE), ("d", TWO), ("e", ONE)):
            lobby.come(name, room)
        await lobby.settle()
        assert lobby.inside == ["a", "e"], "who comes to a room whose turn it is goes in"
        await lobby.go_on("a")
        assert lobby.inside == ["e"]
        await lobby.go_on("e")
        assert lobby.inside == ["b", "d"]
        await lobby.go_on("b", "d")
        assert lobby.inside == ["c"]
        await lobby.go_on("c")


async def test_a_person_who_gives_up_takes_nobodys_turn() -> None:
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        lobby = Lobby(tasks)
        inside, gone, other = lobby.come("a", ONE), lobby.come("b", TWO), lobby.come("c", THREE)
        await lobby.settle()
        gone.cancel()
        await lobby.settle()
        inside.cancel()
        await lobby.settle()
        assert lobby.inside == ["a", "c"], "who was cancelled inside is no longer counted"
        other.cancel()
        await lobby.settle()
        lobby.come("d", TWO)
        await lobby.settle()
        assert lobby.inside[-1] == "d"
        await lobby.go_on("d")


async def test_a_person_who_gives_up_when_their_turn_comes_passes_it_on() -> None:
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        lobby = Lobby(tasks)
        lobby.come("a", ONE)
        late = lobby.come("b", TWO)
        lobby.come("c", THREE)
        await lobby.settle()
        lobby._stay["a"].set()
        await asyncio.sleep(0)
        late.cancel()
        await lobby.settle()
        assert lobby.inside == ["c"]
        await lobby.go_on("c")


async def test_giving_up_just_as_a_room_ends_its_turn_delays_nobody() -> None:
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        lobby = Lobby(tasks)
        lobby.come("a", ONE)
        gone = lobby.come("b", TWO)
        lobby.come("c", THREE)
        await lobby.settle()
        # Both in one iteration of the loop: neither knows of the other yet.
        lobby.let_go("a")
        gone.cancel()
        await lobby.settle()
        assert lobby.inside == ["c"]
        await lobby.go_on("c")


async def test_a_slow_room_delays_the_next_only_briefly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(subject, "ROOM_S", 0.0)
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        lobby = Lobby(tasks)
        for name, room in (("a", ONE), ("b", TWO), ("c", THREE)):
            lobby.come(name, room)
        await lobby.settle()
        assert lobby.inside == ["a", "b", "c"]
        lobby.come("d", ONE)
        await lobby.settle()
        assert lobby.inside[-1] == "d", "its own people go on coming in"
        await lobby.go_on("a", "b", "c", "d")
        monkeypatch.setattr(subject, "ROOM_S", 60.0)
        lobby.come("e", ONE)
        lobby.come("f", TWO)
        await lobby.settle()
        assert lobby.inside == ["e"], "each room has its turn again"
        await lobby.go_on("e")
        assert lobby.inside == ["f"]
        await lobby.go_on("f")
