import pytest

from bench.relay.peers import galene
from bench.relay.peers.galene import _Member
from bench.relay.peers.program import PeerFailed
from tests.bench.relay.peers.recorded import GALENE_OFFER
from tests.bench.relay.peers.test_conversation import Socket

OFFER = {"type": "offer", "id": "camera of seat1", "source": "seat1", "sdp": GALENE_OFFER, "label": "camera"}
ICE = {
    "type": "ice",
    "id": "camera of seat1",
    "candidate": {
        "candidate": "candidate:768377705 1 udp 2130706431 10.77.0.1 58672 typ host",
        "sdpMid": "0",
    },
}


def member() -> tuple[_Member, Socket]:
    socket = Socket()
    return _Member(socket, "seat0"), socket  # type: ignore[arg-type]


async def test_a_ping_is_answered() -> None:
    one, socket = member()
    await one.take({"type": "ping"})
    assert socket.sent == [{"type": "pong"}]


async def test_a_stream_offered_again_keeps_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(galene, "ADDRESS", "127.0.0.1")
    one, socket = member()
    await one.take(OFFER)
    (client,) = one._receivers.values()
    await one.take(OFFER)
    assert list(one._receivers.values()) == [client]
    assert one._offered == ["camera of seat1"]
    assert [(sent["type"], sent["id"]) for sent in socket.sent] == 2 * [("answer", "camera of seat1")]
    await client.vanish()


async def test_an_address_is_for_the_stream_that_it_names() -> None:
    one, _ = member()
    await one.take(ICE)
    assert len(one._candidates["camera of seat1"]) == 1


async def test_whoever_may_not_join_fails() -> None:
    one, _ = member()
    await one.take({"type": "joined", "kind": "join"})
    with pytest.raises(PeerFailed, match="not authorised"):
        await one.take({"type": "joined", "kind": "fail", "value": "not authorised"})
