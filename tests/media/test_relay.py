"""The calls of one worker's relay, without a process around it."""

from collections import Counter
from collections.abc import Iterator

import pytest

from media import control
from media.relay import Relay
from media.transport import UdpTransport


@pytest.fixture
def relay() -> Iterator[Relay]:
    drops: Counter[str] = Counter()
    transport = UdpTransport("127.0.0.1", 0, drops)
    yield Relay(transport, ("127.0.0.1",), drops, lambda event: None)
    transport._socket.close()


OPEN = control.OpenRoom("r", control.RoomOptions(2))


@pytest.mark.parametrize(
    ("request_", "reply"),
    [
        (control.Ping(), control.Ok()),
        (control.CloseRoom("nowhere"), control.Ok()),
        (control.RemovePeer("nowhere", "p"), control.Ok()),
        (control.AddPeer("nowhere", "p", 0), control.Refused("room.unknown")),
        (control.GetStats("nowhere"), control.Refused("room.unknown")),
        (OPEN, control.Ok()),
        (control.OpenRoom("r", control.RoomOptions(3)), control.Refused("room.options_differ")),
        (control.OpenRoom("s", control.RoomOptions(33)), control.Refused("room.options")),
        (control.OpenRoom("s", control.RoomOptions(1, 0)), control.Refused("room.options")),
        (control.AddPeer("r", "p", 2), control.Refused("peer.slot_unknown")),
        (control.Answer("r", "p", 1, ""), control.Refused("peer.unknown")),
        (control.RemovePeer("r", "p"), control.Ok()),
        (control.ApplyPlan("r", control.Plan(1, {})), control.Ok()),
        (control.GetStats("r"), control.Stats(control.RoomStats({}, {}))),
    ],
)
def test_each_call_has_its_reply(relay: Relay, request_: control.Request, reply: control.Body) -> None:
    relay.handle(OPEN)
    assert relay.handle(request_) == reply


def test_connections_are_numbered_and_an_answer_must_name_the_present_one(relay: Relay) -> None:
    relay.handle(OPEN)
    offers = [relay.handle(control.AddPeer("r", "p", 0)) for _ in range(2)]
    assert [offer.connection for offer in offers if isinstance(offer, control.Offered)] == [1, 2]
    assert relay.handle(control.Answer("r", "p", 1, "")) == control.Refused("peer.replaced")
    assert relay.handle(control.Answer("r", "p", 2, "")) == control.Refused("answer.sections")


def test_every_connection_has_its_own_credentials(relay: Relay) -> None:
    relay.handle(OPEN)
    offers = [relay.handle(control.AddPeer("r", f"p{number}", 0)) for number in range(20)]
    texts = [offer.sdp for offer in offers if isinstance(offer, control.Offered)]
    secrets = {
        line for text in texts for line in text.splitlines() if line.startswith(("a=ice-ufrag", "a=ice-pwd"))
    }
    assert len(secrets) == 40


def test_a_room_is_bounded(relay: Relay) -> None:
    relay.handle(OPEN)
    replies = [relay.handle(control.AddPeer("r", f"p{number}", 0)) for number in range(65)]
    assert replies[-1] == control.Refused("room.full")
    relay.handle(control.CloseRoom("r"))
    assert relay.handle(control.GetStats("r")) == control.Refused("room.unknown")
