from aiortc.sdp import SessionDescription

from media.bench.client import LightClient
from media.offer import OfferFacts, build_offer

OFFER = SessionDescription.parse(
    build_offer(OfferFacts(1, 2, "ufrag", "password", "AB:CD", ("127.0.0.1",), 9))
)


async def test_only_the_address_it_was_given_is_used() -> None:
    client = LightClient()
    await client.gather()
    try:
        assert {candidate.host for candidate in client.ice.local_candidates} == {"127.0.0.1"}
    finally:
        await client.close()


def test_the_answer_takes_everything_offered() -> None:
    answer = SessionDescription.parse(LightClient().answer_to(OFFER))
    assert [media.rtp.muxId for media in answer.media] == [media.rtp.muxId for media in OFFER.media]
    assert [media.direction for media in answer.media[:3]] == ["sendonly", "sendonly", "recvonly"]


async def test_media_is_taken_before_the_queues_and_the_rest_is_not() -> None:
    client, taken, queued = LightClient(), [], []
    await client.gather()
    try:
        (protocol,) = client.ice._protocols
        protocol.datagram_received = lambda data, address: queued.append(data)
        client.tap(taken.append)
        for data in (b"\x80media", b"\x16record", b"\x00check"):
            protocol.datagram_received(data, ("127.0.0.1", 1))
        assert (taken, queued) == ([b"\x80media"], [b"\x16record", b"\x00check"])
    finally:
        await client.close()
