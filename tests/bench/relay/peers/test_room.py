from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import pytest

from bench.relay.peers import room
from bench.relay.peers.program import PeerFailed
from bench.relay.peers.room import PEERS
from bench.relay.seat import Seat


class Relay:
    """A relay that forwards everything at once, or nothing."""

    def __init__(self, connections: int) -> None:
        self.connections = connections
        self.steps: list[str] = []

    async def join(self, seat: Seat) -> None:
        self.steps.append(f"join {seat.number}")

    async def receive(self, seat: Seat) -> AsyncIterator[str]:
        for number in range(self.connections):
            self.steps.append(f"receive {seat.number}")
            yield f"{seat.number} {number}"


class Heard:
    """A connection on which one person's two streams arrived."""

    def __init__(self) -> None:
        self.latest = {1: 1, 2: 1}
        self.sampled: Mapping[int, Sequence[int]] = {}

    def sample_first(self, sent_ns: Mapping[int, Sequence[int]]) -> None:
        self.sampled = sent_ns


class AtWork:
    def __init__(self) -> None:
        self.sending: list[int] = []
        self.heard: list[Heard] = []

    def send(self, seat: Seat) -> None:
        self.sending.append(seat.number)

    def listen(self, client: str) -> Heard:
        self.heard.append(Heard())
        return self.heard[-1]


async def joined(relay: Relay, seats: int) -> AtWork:
    clients: Any = AtWork()
    people = [Seat(number, extended=False) for number in range(seats)]
    await room._join(relay, people, clients)  # type: ignore[arg-type]
    return clients  # type: ignore[no-any-return]


async def test_everyone_sends_before_anyone_asks_for_the_others() -> None:
    relay = Relay(connections=2)
    clients = await joined(relay, 3)
    assert [step.split()[0] for step in relay.steps] == ["join"] * 3 + ["receive"] * 6
    assert clients.sending == [0, 1, 2]


async def test_one_connection_of_each_person_is_sampled_for_packets_of_anyone() -> None:
    clients = await joined(Relay(connections=2), 3)
    sampled = [sorted(heard.sampled) for heard in clients.heard if heard.sampled]
    assert sampled == 3 * [[1001, 1002, 2001, 2002, 3001, 3002]]


async def test_a_relay_that_does_not_forward_everything_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_ARRIVE_S", 0.01)
    with pytest.raises(PeerFailed, match="did not arrive"):
        await joined(Relay(connections=1), 3)


def test_every_relay_says_how_it_is_found() -> None:
    programs = [relay.program for relay in PEERS.values()]
    assert all(program.variable in program.how_to for program in programs)
    assert len({program.variable for program in programs}) == len(PEERS)
