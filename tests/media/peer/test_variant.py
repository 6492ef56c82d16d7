"""Receivers with different formats: what is sent to each, and that a new receiver gets no earlier audio."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from media.peer.slot import Outlet
from media.peer.stream import IncomingStream
from media.peer.variant import KEPT_PICTURES
from media.rtp.packet import RtpPacket, parse_packet
from media.rtp.red import MAX_OFFSET_RTP, read_red
from media.sdp.formats import Accepted, accept_everything
from media.sdp.profile import ABS_SEND_TIME_ID, LEVEL_ID, OPUS, RED, RTX, VP8, Kind
from tests.support.relay.parts import PlainTransport, make_outlet, red, rtp_bytes, vp8

ALL = accept_everything(Kind.AUDIO)
NO_RED = structs.replace(ALL, types=frozenset((OPUS,)))
BARE = structs.replace(NO_RED, extensions=frozenset())
PICTURE = accept_everything(Kind.VIDEO)
NO_RTX = structs.replace(PICTURE, types=frozenset((VP8,)))
NO_STAMP = structs.replace(PICTURE, extensions=frozenset())


class Ear:
    """An outlet and what it sent."""

    def __init__(self, taken: Accepted = ALL, kind: Kind = Kind.AUDIO) -> None:
        self.plain: list[bytes] = []
        self.outlet: Outlet = make_outlet(
            1, kind, PlainTransport(self.plain.append, lambda data: None), taken
        )

    @property
    def packets(self) -> list[RtpPacket]:
        return [parse_packet(data) for data in self.plain]

    @property
    def payloads(self) -> list[bytes]:
        return [packet.tail[packet.payload_at :] for packet in self.packets]


def said(number: int) -> bytes:
    """The audio of one packet, as CELT: without redundancy of its own."""
    return b"\xf8" + number.to_bytes(4, "big")


def word(number: int, *, distance: int = 1, sequence: int | None = None) -> RtpPacket:
    """Packet `number` of a microphone that sends RED with that many earlier packets."""
    older = [(960 * back, said(number - back)) for back in range(distance, 0, -1) if number >= back]
    at = number if sequence is None else sequence
    return parse_packet(rtp_bytes(RED, at, number * 960, 9, red(said(number), *older), level=20))


def microphone(*ears: Ear) -> IncomingStream:
    stream = IncomingStream(Kind.AUDIO)
    stream.use_source(9)
    stream.set_gate(True)
    for ear in ears:
        stream.subscribe(ear.outlet)
    return stream


def speak(stream: IncomingStream, *numbers: int, distance: int = 1) -> None:
    for number in numbers:
        assert stream.handle_rtp(word(number, distance=distance), 100, number / 50)


# Formats.


def test_a_receiver_without_red_gets_the_same_audio_as_opus_under_the_same_numbers() -> None:
    whole, plain = Ear(), Ear(NO_RED)
    stream = microphone(whole, plain)
    speak(stream, *range(100))
    assert [packet.payload_type for packet in plain.packets] == [OPUS] * 100
    assert plain.payloads == [said(number) for number in range(100)]
    assert [packet.payload_type for packet in whole.packets[50:]] == [RED] * 50
    for one, other in zip(whole.packets, plain.packets, strict=True):
        assert (one.sequence, one.timestamp, one.marker, one.level) == (
            other.sequence,
            other.timestamp,
            other.marker,
            other.level,
        )


def test_plain_opus_reaches_receivers_with_red() -> None:
    ear = Ear()
    stream = microphone(ear)
    for number in range(3):
        stream.handle_rtp(
            parse_packet(rtp_bytes(OPUS, number, 960 * number, 9, said(number), level=20)), 60, 0.0
        )
    assert [packet.payload_type for packet in ear.packets] == [OPUS] * 3
    assert ear.payloads == [said(0), said(1), said(2)]


def test_an_extension_that_was_not_accepted_is_not_sent() -> None:
    ear, silent, bare = (
        Ear(structs.replace(NO_RED, extensions=frozenset((LEVEL_ID,)))),
        Ear(structs.replace(ALL, extensions=frozenset((ABS_SEND_TIME_ID,)))),
        Ear(BARE),
    )
    speak(microphone(ear, silent, bare), *range(40))
    assert all(packet.level == 20 and packet.stamp_at < 0 for packet in ear.packets)
    assert all(packet.level is None and packet.stamp_at > 0 for packet in silent.packets)
    assert all(packet.payload_at == 0 and not packet.first & 0x10 for packet in bare.packets)
    assert bare.payloads == ear.payloads == [said(number) for number in range(40)]


def test_unreadable_red_reaches_nobody_who_gets_plain_opus() -> None:
    ear = Ear(NO_RED)
    stream = microphone(ear)
    speak(stream, 0)
    stream.handle_rtp(parse_packet(rtp_bytes(RED, 1, 960, 9, b"\xef\xff\xff\xffxyz")), 60, 0.0)
    speak(stream, 2)
    assert ear.payloads == [said(0), said(2)]


def test_audio_lost_on_the_way_to_the_relay_is_rebuilt_for_receivers_without_red() -> None:
    whole, plain = Ear(), Ear(NO_RED)
    stream = microphone(whole, plain)
    speak(stream, *range(50), 51)
    assert plain.payloads == [said(number) for number in range(52)]
    assert [packet.timestamp for packet in plain.packets] == [960 * number for number in range(52)]
    assert len(whole.packets) == 51
    # It arrives after all, on request: only receivers that have not had it get it, for a number is used once.
    speak(stream, 50)
    assert len(plain.packets) == 52
    assert whole.packets[-1].sequence == 50


def test_audio_lost_before_a_receiver_started_is_not_rebuilt_for_it() -> None:
    early, late = Ear(NO_RED), Ear(NO_RED)
    stream = microphone(early)
    speak(stream, *range(9))
    stream.subscribe(late.outlet)
    speak(stream, 10)
    assert early.payloads[-2:] == [said(9), said(10)]
    assert late.payloads == [said(10)]


# No earlier audio.


def test_the_first_packets_after_opening_carry_no_earlier_audio() -> None:
    ear = Ear()
    stream = microphone()
    stream.set_gate(False)
    speak(stream, *range(10))
    stream.set_gate(True)
    stream.subscribe(ear.outlet)
    speak(stream, *range(10, 60))
    assert ear.payloads[0] == said(10)
    assert all(said(9) not in data for data in ear.plain)
    assert ear.packets[-1].payload_type == RED


def test_a_returning_speaker_is_heard_only_from_then_on_though_the_gate_stayed_open() -> None:
    confidant, group = Ear(), Ear()
    stream = microphone(confidant)
    speak(stream, *range(40))
    stream.unsubscribe(confidant.outlet)
    stream.subscribe(group.outlet)
    speak(stream, *range(40, 80))
    assert group.payloads[0] == said(40)
    assert all(said(39) not in data for data in group.plain)


def test_a_late_packet_from_before_starts_no_run() -> None:
    confidant, group = Ear(), Ear()
    stream = microphone(confidant)
    speak(stream, 1, 2, 4)
    stream.unsubscribe(confidant.outlet)
    stream.subscribe(group.outlet)
    speak(stream, 3, 5)
    assert group.payloads == [said(5)]


def test_opus_with_a_copy_of_the_packet_before_does_not_start_a_run() -> None:
    ear = Ear(NO_RED)
    stream = microphone(ear)

    def forward_corrected(number: int) -> None:
        payload = b"\x48\x40" + number.to_bytes(4, "big")
        packet = parse_packet(rtp_bytes(OPUS, number, 960 * number, 9, payload))
        stream.handle_rtp(packet, 60, number / 50)

    forward_corrected(7)
    assert ear.plain == []
    # The next one carries a copy of what arrived since.
    forward_corrected(8)
    assert [packet.sequence for packet in ear.packets] == [8]


def test_opus_with_a_copy_of_a_lost_packet_does_not_start_a_run_either() -> None:
    ear = Ear(NO_RED)
    stream = microphone(ear)
    for number in (7, 9, 10):
        payload = b"\x48\x40" + number.to_bytes(4, "big")
        stream.handle_rtp(parse_packet(rtp_bytes(OPUS, number, 960 * number, 9, payload)), 60, number / 50)
    assert [packet.sequence for packet in ear.packets] == [10]


def test_earlier_red_is_not_retransmitted_to_a_receiver_that_got_it_as_opus() -> None:
    old, new = Ear(), Ear()
    stream = microphone(old)
    speak(stream, *range(40))
    stream.subscribe(new.outlet)
    speak(stream, *range(40, 60))
    assert old.outlet.repeatable(40, 1.0) is not None
    assert new.outlet.repeatable(40, 1.0) is None
    assert new.outlet.repeatable(39, 1.0) is None
    sent = {packet.sequence: data for packet, data in zip(new.packets, new.plain, strict=True)}
    repeated = new.outlet.repeatable(59, 1.0)
    assert repeated is not None
    assert repeated[1] == sent[59]


_event = st.one_of(
    st.just("word"),
    st.just("word"),
    st.just("lost"),
    st.just("late"),
    st.tuples(st.sampled_from(["come", "go", "copies", "plain"]), st.integers(0, 2)),
    st.sampled_from(["open", "close"]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_event, max_size=60), st.integers(0, 12), st.integers(0, 0xFFFF), st.integers(1, 40))
def test_nobody_ever_gets_a_byte_from_before_admission(
    events: list[object], distance: int, first: int, pace: int
) -> None:
    """Whatever is lost, late, opened and closed, however far back a sender's RED reaches: no number is used twice."""
    stream = microphone()
    ears = [Ear(), Ear(NO_RED), Ear(BARE)]
    may_hear_from: dict[int, int] = {}
    number, late = first, list[int]()
    for event in events * pace:
        if event == "word" or event == "lost":
            number += 1
            if event == "lost":
                late.append(number)
            else:
                send(stream, number, distance)
        elif event == "late":
            if late:
                send(stream, late.pop(), distance)
        elif event == "open":
            stream.set_gate(True)
        elif event == "close":
            stream.set_gate(False)
            may_hear_from.clear()
        else:
            what, index = event  # type: ignore[misc]  # a tuple
            if what == "come" and stream.is_open and index not in may_hear_from:
                stream.subscribe(ears[index].outlet)
                # Allowed from now on is what was sent after everything received so far.
                newest = max((n for n in range(first, number + 1) if n not in late), default=first)
                may_hear_from[index] = newest + 1
            elif what == "go":
                stream.unsubscribe(ears[index].outlet)
                may_hear_from.pop(index, None)
            elif what in ("copies", "plain"):
                ears[index].outlet.set_copies(what == "copies")
        for index, ear in enumerate(ears):
            for data in ear.plain[getattr(ear, "looked_at", 0) :]:
                assert index in may_hear_from
                assert all(one >= may_hear_from[index] for one in numbers_in(data))
            ear.looked_at = len(ear.plain)  # type: ignore[attr-defined]
    for ear in ears:
        left = [packet.sequence for packet in ear.packets]
        assert len(left) == len(set(left)), "a nonce is used once"


def send(stream: IncomingStream, number: int, distance: int) -> None:
    older = [(960 * back, said(number - back)) for back in range(distance, 0, -1) if number >= back]
    data = rtp_bytes(RED, number, number * 960, 9, red(said(number), *older), level=20)
    stream.handle_rtp(parse_packet(data), 100, number / 50)


def numbers_in(data: bytes) -> list[int]:
    """The packets whose audio is in there."""
    packet = parse_packet(data)
    payload = packet.tail[packet.payload_at :]
    if packet.payload_type == OPUS:
        return [int.from_bytes(payload[1:], "big")]
    assert read_red(payload) is not None
    blocks = payload[payload.index(bytes([OPUS]) + b"\xf8") + 1 :]
    return [int.from_bytes(blocks[at + 1 : at + 5], "big") for at in range(0, len(blocks), 5)]


@pytest.mark.parametrize("ears", [(Ear(), Ear(NO_RED)), (Ear(NO_RED), Ear())])
def test_audio_at_the_longest_offset_reaches_nobody_who_started_after_it(ears: tuple[Ear, Ear]) -> None:
    stream = microphone()
    speak(stream, *range(100))
    for ear in ears:
        stream.subscribe(ear.outlet)
    for number in range(100, 140):
        block = (MAX_OFFSET_RTP, b"secret")
        payload = red(said(number), block)
        packet = parse_packet(rtp_bytes(RED, number, number * 960, 9, payload))
        # The last one that could reach back so far.
        if (number - 100) * 960 <= MAX_OFFSET_RTP:
            stream.handle_rtp(packet, 100, number / 50)
    assert all(len(ear.plain) == 18 for ear in ears)
    assert all(b"secret" not in data for ear in ears for data in ear.plain)


# Video.


def show(stream: IncomingStream, number: int, *, key: bool = False) -> None:
    data = rtp_bytes(VP8, number, number * 3000, 9, vp8(key=key, picture=number))
    stream.handle_rtp(parse_packet(data), 100, number / 30)


def camera(*ears: Ear) -> IncomingStream:
    stream = IncomingStream(Kind.VIDEO, "f")
    stream.use_source(9)
    stream.set_gate(True)
    for ear in ears:
        stream.await_key_frame(ear.outlet)
    return stream


def test_a_receiver_without_rtx_gets_lost_video_retransmitted_unchanged() -> None:
    with_rtx, without = Ear(PICTURE, Kind.VIDEO), Ear(NO_RTX, Kind.VIDEO)
    stream = camera(with_rtx, without)
    for number in range(300):
        show(stream, number, key=number == 0)
    for ear in (with_rtx, without):
        found = ear.outlet.repeatable(290, 10.0)
        assert found is not None
        ear.outlet.repeat(found[1], 290, 10.0)
    assert parse_packet(with_rtx.plain[-1]).payload_type == RTX
    assert without.plain[-1] == without.plain[290]
    assert without.outlet.repeatable(300 - KEPT_PICTURES - 1, 10.0) is None


def test_retransmissions_and_padding_have_only_accepted_extensions() -> None:
    ear = Ear(NO_STAMP, Kind.VIDEO)
    stream = camera(ear)
    show(stream, 1, key=True)
    found = ear.outlet.repeatable(1, 0.1)
    assert found is not None
    ear.outlet.repeat(found[1], 1, 0.1)
    ear.outlet.pad(200, 0.1)
    assert [packet.payload_type for packet in ear.packets] == [VP8, RTX, RTX]
    assert [packet.stamp_at for packet in ear.packets] == [-1, -1, -1]


def repeated(number: int, *, key: bool) -> RtpPacket:
    payload = number.to_bytes(2, "big") + vp8(key=key, picture=number)
    return parse_packet(rtp_bytes(RTX, number, number * 3000, 77, payload))


def test_an_earlier_key_frame_retransmitted_late_starts_no_run() -> None:
    confidant, group = Ear(PICTURE, Kind.VIDEO), Ear(PICTURE, Kind.VIDEO)
    stream = camera(confidant)
    show(stream, 1, key=True)
    # A key frame is lost; then the sender returns to the group, whose gate was never closed.
    show(stream, 3)
    stream.unsubscribe(confidant.outlet)
    stream.await_key_frame(group.outlet)
    assert stream.take_nacks(1.0) == [0x10000 + 2]
    stream.handle_rtx(repeated(2, key=True), 100, 1.0)
    show(stream, 4)
    assert group.plain == []
    show(stream, 5, key=True)
    assert [packet.sequence for packet in group.packets] == [5]
