"""The control messages and their framing."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.control import (
    MAX_FRAME_BYTES,
    AddPeer,
    Answer,
    ApplyPlan,
    Call,
    CloseRoom,
    ControlBroken,
    FrameDecoder,
    FromWorker,
    GetStats,
    LayersWanted,
    Offered,
    Ok,
    OpenRoom,
    PeerConnected,
    PeerLost,
    PeerPlan,
    PeerSilent,
    PicturesPaused,
    Ping,
    Pong,
    Quality,
    Ready,
    Refused,
    RelayPlan,
    RemovePeer,
    Reply,
    RestartIce,
    RoomOptions,
    SetTiles,
    Speaking,
    SpeechInterval,
    Stats,
    VideoLayer,
    encode_frame,
)
from media.counters import PeerQuality, PeerStats, RoomStats, SlotStats, StreamStats, WorkerStats
from media.sdp.answer import ParsedAnswer
from media.sdp.formats import accept_everything
from media.sdp.profile import Kind

STREAM = StreamStats("video", "q", True, True, 1, 2, 3, 4.5, *range(6, 13))
SLOT = SlotStats(0, "video", "q", "f", 1, 2, 3.5, 4.5, *range(5, 9))
PEER = PeerStats(True, False, 7, None, None, 900_000, *range(1, 7), (STREAM,), (SLOT,))
WORKER = WorkerStats(*range(1, 10), {"flood": 1}, 1.5, 10, 0.5)

CALLS = [
    OpenRoom("r", RoomOptions(8)),
    OpenRoom("r", RoomOptions(8, (VideoLayer("x", 360, 400_000),))),
    CloseRoom("r"),
    AddPeer("r", "p", 3),
    Answer(
        "r",
        "p",
        7,
        ParsedAnswer(("AB",), ("u", "p"), (accept_everything(Kind.AUDIO), accept_everything(Kind.VIDEO))),
    ),
    RestartIce("r", "p", 7),
    SetTiles("r", "p", {0: 180, 31: 1080}),
    RemovePeer("r", "p"),
    ApplyPlan("r", RelayPlan(4, {"p": PeerPlan(0, None, True, False, 0)})),
    GetStats("r"),
    Ping(),
]
FROM_WORKER = [
    Reply(1, Ok()),
    Reply(2, Refused("room.unknown")),
    Reply(3, Offered("v=0", 9)),
    Reply(4, Stats(RoomStats({"p": PEER}, {"bad_rtp": 1}))),
    Reply(5, Pong(WORKER)),
    Ready(4000),
    PeerConnected("r", "p", 1),
    PeerLost("r", "p", 1, "silent"),
    PeerSilent("r", "p", 1),
    Speaking("r", ("a", "b")),
    Speaking("r", (), (SpeechInterval("a", 2.0, 0.5),), 0.25, 1.0, ("b",)),
    LayersWanted("r", "p", 1, ("q", "h")),
    PicturesPaused("r", "p", 1, (2, 3)),
    Quality("r", {"p": PeerQuality("good", "poor", ("down.loss",))}),
]


def test_every_call_survives_the_stream_byte_by_byte() -> None:
    calls = [Call(index, body) for index, body in enumerate(CALLS)]
    decoder = FrameDecoder(Call)
    seen = []
    for byte in b"".join(encode_frame(call) for call in calls):
        seen += decoder.feed(bytes([byte]))
    assert seen == calls


def test_every_answer_and_event_survives_the_stream_in_one_piece() -> None:
    decoder: FrameDecoder[FromWorker] = FrameDecoder(FromWorker)  # type: ignore[arg-type]
    assert decoder.feed(b"".join(encode_frame(message) for message in FROM_WORKER)) == FROM_WORKER


def test_an_oversized_frame_breaks_the_stream_before_it_is_read() -> None:
    with pytest.raises(ControlBroken):
        FrameDecoder(Call).feed((MAX_FRAME_BYTES + 1).to_bytes(4))
    with pytest.raises(ControlBroken):
        encode_frame(Call(1, RemovePeer("r", "x" * MAX_FRAME_BYTES)))


@pytest.mark.parametrize(
    "value",
    [
        {"type": "Call", "id": 1, "body": {"type": "CloseRoom", "room": "r", "more": 1}},
        {"type": "Call", "id": 1, "body": {"type": "Shutdown"}},
        {"type": "Call", "id": "1", "body": {"type": "Ping"}},
        {"type": "Ready", "port": 1},
        [1, 2],
    ],
)
def test_a_frame_that_is_not_a_call_breaks_the_stream(value: object) -> None:
    body = msgspec.msgpack.encode(value)
    with pytest.raises(ControlBroken):
        FrameDecoder(Call).feed(len(body).to_bytes(4) + body)


@given(st.binary(max_size=60))
def test_garbage_breaks_the_stream_and_nothing_else(data: bytes) -> None:
    try:
        found = FrameDecoder(Call).feed(len(data).to_bytes(4) + data)
    except ControlBroken:
        found = []
    assert all(isinstance(call, Call) for call in found)


def test_values_nested_without_end_break_the_stream_and_nothing_else() -> None:
    body = msgspec.msgpack.encode({"type": "Call", "id": 1, "body": {"x": None}})[:-1] + b"\x91" * 100_000
    with pytest.raises(ControlBroken):
        FrameDecoder(Call).feed(len(body).to_bytes(4, "big") + body)
