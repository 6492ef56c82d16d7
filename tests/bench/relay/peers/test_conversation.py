import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from bench.relay.client import LightClient
from bench.relay.peers import conversation
from bench.relay.peers.conversation import Conversation
from bench.relay.peers.program import PeerFailed
from tests.bench.relay.peers.recorded import JANUS_OFFER, LIVEKIT_OFFER

CANDIDATE = "candidate:1 1 udp 2130706431 10.77.0.1 7882 typ host"


class Socket:
    """A websocket on which the relay has said all this."""

    def __init__(self, said: Sequence[str | bytes] = ()) -> None:
        self.said = said
        self.sent: list[Any] = []

    async def __aiter__(self) -> AsyncIterator[str | bytes]:
        for one in self.said:
            yield one

    async def send(self, text: str) -> None:
        self.sent.append(json.loads(text))


class Client(LightClient):
    """A client that only notes where it would connect."""

    to: Any = None

    async def connect_to(self, remote: Any) -> None:
        self.to = remote


class Listening(Conversation):
    def __init__(self, said: Sequence[str | bytes] = ()) -> None:
        super().__init__(Socket(said))  # type: ignore[arg-type]
        self.taken: list[Any] = []

    async def take(self, message: dict[str, Any]) -> None:
        self.taken.append(message)


async def test_whoever_waits_looks_again_after_each_message() -> None:
    listening = Listening(['{"number": 1}', '{"number": 2}'])
    waiting = asyncio.create_task(listening.until(lambda: len(listening.taken) == 2, "two"))
    await asyncio.sleep(0)
    await listening.read()
    await asyncio.wait_for(waiting, 5)


async def test_what_is_not_json_is_left() -> None:
    listening = Listening([b"\x0a\x02protobuf", '{"pong": "1"}'])
    await listening.read()
    assert listening.taken == [{"pong": "1"}]


async def test_what_never_comes_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "CONNECT_TIMEOUT_S", 0.01)
    with pytest.raises(PeerFailed, match="did not send an address"):
        await Listening().connect(Client(), "SUBSCRIBER")


@pytest.mark.parametrize("described", [LIVEKIT_OFFER, JANUS_OFFER])
async def test_a_client_connects_once_description_and_address_are_there(described: str) -> None:
    listening, client = Listening(), Client()
    listening.take_candidate("up", "")
    listening.take_candidate("up", CANDIDATE.replace("udp", "tcp"))
    if "candidate" not in described:
        connecting = asyncio.create_task(listening.connect(client, "up"))
        await asyncio.sleep(0)
        assert client.to is None
        connecting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await connecting
        listening.take_candidate("up", CANDIDATE)
    listening.described["up"] = described
    await listening.connect(client, "up")
    assert client.to.media[0].ice_candidates[0].ip == "10.77.0.1"


async def test_what_is_said_is_json() -> None:
    listening = Listening()
    await listening.send(type="pong")
    assert listening._socket.sent == [{"type": "pong"}]  # type: ignore[attr-defined]
