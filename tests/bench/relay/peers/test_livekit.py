import base64
import json
from typing import Any

import pytest

from bench.relay.peers.livekit import _Member, access_token
from bench.relay.peers.program import PeerFailed
from tests.bench.relay.peers.recorded import LIVEKIT_OFFER
from tests.bench.relay.peers.test_conversation import Socket

PUBLISHED = {"trackPublished": {"cid": "mic1", "track": {"sid": "TR_AMwE96qwngFMut", "name": "mic"}}}
TRICKLE = (
    '{"candidate":"candidate:768377705 1 udp 2130706431 10.77.0.1 7882 typ host ufrag iqbWOZDRksRfipaC",'
    '"sdpMid":"0","sdpMLineIndex":0,"usernameFragment":null}'
)


def member() -> tuple[_Member, Socket]:
    socket = Socket()
    return _Member(socket), socket  # type: ignore[arg-type]


def read(part: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(part + "=="))


def test_a_token_lets_one_person_join_and_publish() -> None:
    head, claims, signature = access_token("seat3", 1_000.5).split(".")
    assert read(head)["alg"] == "HS256"
    assert (read(claims)["sub"], read(claims)["exp"]) == ("seat3", 4600)
    assert read(claims)["video"]["canPublish"]
    assert len(signature) == 43


async def test_a_published_track_has_the_servers_name() -> None:
    one, _ = member()
    await one.take(PUBLISHED)
    assert one.tracks == {"mic1": "TR_AMwE96qwngFMut"}


async def test_every_offer_is_answered_under_its_number_and_the_first_is_connected_to() -> None:
    one, socket = member()
    for number in (0, 4):
        offer: dict[str, object] = {"type": "offer", "sdp": LIVEKIT_OFFER + f"a=number:{number}\n"}
        await one.take({"offer": offer | ({"id": number} if number else {})})
    assert [sent["answer"]["id"] for sent in socket.sent] == [0, 4]
    assert "a=recvonly" in socket.sent[0]["answer"]["sdp"]
    assert one.described["SUBSCRIBER"].endswith("a=number:0\n")


@pytest.mark.parametrize(("target", "name"), [({}, "PUBLISHER"), ({"target": "SUBSCRIBER"}, "SUBSCRIBER")])
async def test_an_address_is_for_the_connection_that_it_names(target: dict[str, str], name: str) -> None:
    one, _ = member()
    await one.take({"trickle": {"candidateInit": TRICKLE, "final": True} | target})
    assert [candidate[:9] for candidate in one._candidates[name]] == ["candidate"]


async def test_whoever_is_sent_away_fails() -> None:
    one, _ = member()
    with pytest.raises(PeerFailed, match="DUPLICATE_IDENTITY"):
        await one.take({"leave": {"reason": "DUPLICATE_IDENTITY"}})
