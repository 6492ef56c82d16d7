"""Targets that read messages: SDP answers, control frames in both directions, and a client's websocket messages."""

import json

from media.control import (
    MAX_FRAME_BYTES,
    AddPeer,
    Answer,
    ApplyPlan,
    Call,
    ControlBroken,
    FrameDecoder,
    FromWorker,
    OpenRoom,
    PeerPlan,
    Ping,
    Ready,
    Refused,
    RelayPlan,
    Reply,
    RoomOptions,
    SetTiles,
    Speaking,
    SpeechInterval,
    Stats,
    encode_frame,
)
from media.counters import RoomStats
from media.errors import AnswerRefused
from media.sdp.answer import MAX_ANSWER_BYTES, parse_answer
from media.sdp.offer import OfferFacts, build_offer
from media.sdp.profile import MAX_SLOTS
from signaling.messages import ErrorMessage, Hello
from signaling.protocol import Closing, InboundRules
from tests.fuzz.mutation import Mutator
from tests.signaling.test_messages import CLIENT

__all__ = ["AnswerTarget", "ClientTarget", "ControlTarget", "LargeAnswerTarget"]

_FINGERPRINT = ":".join(["0A"] * 32)
_SOURCES = "a=ssrc-group:FID 5 6\r\na=ssrc:5 cname:x\r\na=ssrc:5 msid:a b\r\na=ssrc:6 cname:x\r\n"


def _answer(slots: int) -> bytes:
    facts = OfferFacts(1, 1, slots, ("q", "h", "f"), "ufrag", "password", _FINGERPRINT, ("127.0.0.1",), 1)
    offer = build_offer(facts).replace("actpass", "active").replace("a=ice-lite\r\n", "")
    return (offer.replace("a=mid:cam\r\n", "a=mid:cam\r\n" + _SOURCES)).encode()


class AnswerTarget:
    """Answers to an offer without slots."""

    slots = 0
    corpus = (_answer(0),)
    tokens = (
        *(b"\r\n", b"\n", b"\x0b", b"\x85", "\u2028".encode(), b"\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"),
        *(
            b"\r\na=ssrc:7 cname:y\r\n",
            b"a=fmtp:96 apt=9",
            b"a=rtcp-fb:* nack",
            b"a=setup:active",
            b"a=group:BUNDLE a",
        ),
        *(
            b"99999999999999999999",
            b"-1",
            b"\xd9\xa1",
            b":",
            b"=",
            b"/",
            b" ",
            b"a=candidate:1 1 udp 1 a 1 typ host",
        ),
        *(
            b"a=rid:q send",
            b"a=simulcast:send q;h;f",
            b"a=fingerprint:sha-256 " + _FINGERPRINT.encode(),
            b"\x00",
        ),
    )

    def make(self, mutator: Mutator) -> bytes:
        return mutator.mutate(self.corpus)

    def feed(self, data: bytes) -> str:
        try:
            answer = parse_answer(data.decode(errors="replace"))
        except AnswerRefused as refused:
            return f"refused {refused.code}"
        assert 0 < len(answer.fingerprints) <= 4
        assert 2 <= len(answer.sections) <= 2 + 2 * MAX_SLOTS
        assert all(len(section.ssrcs) <= 2 and len(section.types) <= 2 for section in answer.sections)
        # What was parsed of it fits a frame to the worker.
        assert len(encode_frame(Call(1, Answer("r", "p", 1, answer)))) < MAX_FRAME_BYTES
        return "accepted"

    def check(self) -> None:
        """Nothing is kept."""


class LargeAnswerTarget(AnswerTarget):
    """Long answers: one kind of line repeated up to the maximum size."""

    slots = 8
    corpus = (_answer(8),)

    def make(self, mutator: Mutator) -> bytes:
        data = bytearray(mutator.mutate(self.corpus))
        for _ in range(1 + mutator.below(3)):
            line = mutator.pick(self.tokens) + mutator.pick((b"\r\n", b"\x0b", b"\n"))
            at = mutator.below(len(data) + 1)
            room = max(0, MAX_ANSWER_BYTES + 64 - len(data)) // len(line)
            data[at:at] = line * mutator.below(min(room, 200 if mutator.below(4) else room) + 1)
        return bytes(data)


_PLAN = RelayPlan(3, {"ann": PeerPlan(0, "main", True, False), "ben": PeerPlan(1, None, False, False, 0)})


class ControlTarget:
    """The control stream in both directions, in pieces of any size."""

    corpus = tuple(
        encode_frame(message)
        for message in (
            Call(1, OpenRoom("room", RoomOptions(4))),
            Call(2, AddPeer("room", "ann", 1)),
            Call(3, Answer("room", "ann", 7, parse_answer(_answer(1).decode()))),
            Call(4, ApplyPlan("room", _PLAN)),
            Call(5, SetTiles("room", "ann", {0: 180, 3: 720})),
            Call(6, Ping()),
            Ready(40_000),
            Reply(1, Refused("room.full")),
            Reply(2, Stats(RoomStats({}, {"bad_rtp": 3}))),
            Speaking("room", ("ann", "ben"), (SpeechInterval("cat", 2.5, 0.5),), 0.1, 0.2, ("cat",)),
        )
    )
    tokens = (
        b"\x91" * 3000,
        b"\x81\xa1a" * 2000,
        b"\xdf\xff\xff\xff\xff",
        b"\xdd\xff\xff\xff\xff",
        b"\xc4\x05",
        b"\xcf" + b"\xff" * 8,
        b"\xa4type",
        b"\xc0",
        b"\xd9\xff",
    )

    def __init__(self) -> None:
        self.decoders = (FrameDecoder(Call), FrameDecoder[FromWorker](FromWorker))  # type: ignore[arg-type]

    def make(self, mutator: Mutator) -> bytes:
        data = mutator.mutate(self.corpus)
        if mutator.below(12):
            # Usually the length is right, so that the message is parsed.
            data = max(0, len(data) - 4).to_bytes(4, "big") + data[4:]
        return bytes([mutator.below(2), mutator.below(256)]) + data

    def feed(self, data: bytes) -> str:
        decoder, cut, data = self.decoders[data[0] & 1], data[1], data[2:]
        if cut & 3:
            # Usually the buffer starts empty.
            decoder._buffer.clear()
        try:
            messages = decoder.feed(data[:cut]) + decoder.feed(data[cut:])
        except ControlBroken as error:
            # In reality the stream is closed now; here it starts again.
            decoder._buffer.clear()
            return f"refused {error}"
        assert len(decoder._buffer) <= MAX_FRAME_BYTES + 4
        return "accepted" if messages else "waits"

    def check(self) -> None:
        assert all(len(decoder._buffer) <= MAX_FRAME_BYTES + 4 for decoder in self.decoders)


_HELLO = b'{"type":"hello","ticket":"t","devices":{"mic":true,"camera":true}}'


class ClientTarget:
    """A client's websocket messages, after its hello and before."""

    corpus = tuple(json.dumps(example).encode() for _, example in CLIENT)
    tokens = (
        *(
            b"\\ud800",
            b"\\u0000",
            b'"\\udfff":1,',
            b"NaN",
            b"-Infinity",
            b"1e999",
            b"9" * 5000,
            b"[" * 3000,
            b'{"a":' * 2000,
        ),
        *(
            b"null",
            b"true",
            b"{}",
            b"[]",
            b'"id":1',
            b'"type":"hello"',
            b'"ticket":',
            b"\xf0\x9f\x98\x80",
            b"-1",
            b"0.5",
        ),
    )

    def __init__(self) -> None:
        self.now = 0.0
        self.conversation = InboundRules(0.0)
        self.greeted = False

    def make(self, mutator: Mutator) -> bytes:
        if not self.greeted and mutator.below(4):
            return _HELLO
        return mutator.mutate(self.corpus)

    def feed(self, data: bytes) -> str:
        # Usually slow enough that violations are forgiven.
        self.now += 7.0 if len(data) % 3 else 0.01
        verdict = self.conversation.on_text(data.decode(errors="replace"), self.now)
        if isinstance(verdict, Closing):
            self.conversation, self.greeted = InboundRules(self.now), False
            return f"closing {verdict.code}"
        if isinstance(verdict, Hello):
            assert not self.greeted
            self.greeted = True
            return "hello"
        assert self.greeted, "nothing is taken before the hello"
        # Every reply must be encodable.
        return (
            f"error {verdict.code}"
            if isinstance(verdict, ErrorMessage) and verdict.model_dump_json()
            else "request"
        )

    def check(self) -> None:
        assert len(self.conversation._errors) <= 10
