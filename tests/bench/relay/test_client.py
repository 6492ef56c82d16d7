from aiortc.sdp import SessionDescription

from bench.relay.client import LightClient

_SECTIONS = (
    ("audio", "111", "mic", "recvonly", "opus/48000/2"),
    ("video", "96", "cam", "recvonly", "VP8/90000"),
    ("audio", "111", "a0", "sendonly", "opus/48000/2"),
    ("video", "96", "v0", "sendonly", "VP8/90000"),
)
OFFER = SessionDescription.parse(
    "\r\n".join(
        [
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            *(
                f"m={kind} 9 UDP/TLS/RTP/SAVPF {number}\r\nc=IN IP4 0.0.0.0\r\na=mid:{mid}\r\na={direction}\r\n"
                f"a=rtpmap:{number} {codec}"
                for kind, number, mid, direction, codec in _SECTIONS
            ),
        ]
    )
    + "\r\n"
)


async def test_only_the_address_it_was_given_is_used() -> None:
    client = LightClient()
    await client.gather()
    try:
        assert {candidate.host for candidate in client.ice.local_candidates} == {"127.0.0.1"}
    finally:
        await client.close()


async def test_the_candidate_is_the_wires_name_and_gathering_again_changes_nothing() -> None:
    client = LightClient()
    await client.gather()
    await client.gather()
    try:
        (candidate,) = client.ice.local_candidates
        assert client.ice.wire is not None
        assert (candidate.host, candidate.port) == client.ice.wire.name
    finally:
        await client.vanish()


def test_the_answer_accepts_everything_offered() -> None:
    answer = SessionDescription.parse(LightClient().answer_to(OFFER))
    assert [media.rtp.muxId for media in answer.media] == [media.rtp.muxId for media in OFFER.media]
    assert [media.direction for media in answer.media[:3]] == ["sendonly", "sendonly", "recvonly"]


def test_only_the_codecs_that_it_wants_are_accepted() -> None:
    sections = SessionDescription.parse(LightClient().answer_to(OFFER, codecs={"opus"})).media
    assert [media.port for media in sections] == [9, 0, 9, 0]


def test_layers_are_named_in_the_cameras_section_only() -> None:
    sections = LightClient().answer_to(OFFER, rids=("q", "h")).split("m=")
    assert [("a=simulcast:send q;h" in section, "a=rid:h send" in section) for section in sections[1:]] == [
        (index == 1, index == 1) for index in range(len(OFFER.media))
    ]
