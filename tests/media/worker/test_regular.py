"""The receiver in C beside the reference: the same packets, sent byte for byte, and the same state afterwards."""

import struct
from collections.abc import Callable
from typing import Any

import pytest
from aiortc.rtp import RtcpPsfbPacket, RtcpRtpfbPacket
from hypothesis import given, settings
from hypothesis import strategies as st

from media.control import PeerPlan
from media.net.native import find_native
from media.rtp.packet import MAX_RTP_BYTES
from media.sdp.profile import OPUS, RED, RTX, VP8, Kind, slot_ssrc
from tests.fuzz.side_by_side import NAMES, SideBySide
from tests.support.relay.parts import red, rtp_bytes, vp8

pytestmark = pytest.mark.skipif(find_native() is None, reason="the part in C was not compiled here")

RIDS = "qhf"
SEATS = len(NAMES)


class Senders:
    """Everybody's streams, each with numbers of its own."""

    def __init__(self) -> None:
        self.both = SideBySide()
        self.numbers: dict[tuple[int, int], int] = {}
        self.last: dict[tuple[int, int], bytes] = {}
        self.sent = 65_500

    def mark(self, who: int) -> int | None:
        """The next transport-wide number: the first two number their packets; one counts for both, so each has gaps."""
        self.sent += 1
        return self.sent & 0xFFFF if who < 2 else None

    def send(self, who: int, stream: int, make: Callable[[int, int], bytes], step: int = 1) -> None:
        """Send a packet of a stream, 0 for sound, `step` numbers after its last one; `make` takes number and source."""
        number = (self.numbers.get((who, stream), 65_500) + step) & 0xFFFF
        self.numbers[who, stream] = number
        data = make(number, 100 * (who + 1) + stream)
        self.last[who, stream] = data
        self.both.take(who, data)

    def sound(
        self, who: int, step: int = 1, *, level: int | None = 20, size: int = 60, in_red: bool = False
    ) -> None:
        def make(number: int, source: int) -> bytes:
            sound = bytes([0x78]) + bytes(size)
            payload = red(sound, (960, b"\x78older")) if in_red else sound
            kind = RED if in_red else OPUS
            marked = self.mark(who)
            return rtp_bytes(
                kind, number, number * 960, source, payload, mid="mic", level=level, number=marked
            )

        self.send(who, 0, make, step)

    def picture(
        self, who: int, layer: int, step: int = 1, *, key: bool = False, start: bool = True, total: int = 0
    ) -> None:
        def make(number: int, source: int) -> bytes:
            payload = vp8(key=key, picture=number & 0x7FFF, start=start) + bytes(number % 50)
            marked = self.mark(who)
            data = rtp_bytes(
                VP8, number, number * 3000, source, payload, mid="cam", rid=RIDS[layer], number=marked
            )
            return data + bytes(max(0, total - len(data)))

        self.send(who, 1 + layer, make, step)

    def begin(self) -> None:
        """Let everybody be heard and seen by everybody."""
        for _ in range(2):
            for who in range(SEATS):
                self.sound(who)
                for layer in range(3):
                    self.picture(who, layer)
            self.both.wait(0.6)
            for who in range(SEATS):
                for layer in range(3):
                    self.picture(who, layer, key=True)
        self.both.compare_state()


def test_packets_in_order_are_carried_and_everything_is_as_in_python() -> None:
    senders = Senders()
    senders.begin()
    before, sent = senders.both.carried, senders.both.sent
    for _ in range(30):
        for who in range(SEATS):
            senders.sound(who)
            for layer in range(3):
                senders.picture(who, layer, start=False)
        senders.both.compare()
    senders.both.compare_state()
    assert senders.both.carried - before == 30 * SEATS * 4
    assert senders.both.sent - sent == 30 * SEATS * 2 * (SEATS - 1)


def test_what_is_not_the_next_packet_goes_up_and_the_next_one_is_carried_again() -> None:
    senders = Senders()
    senders.begin()
    for step in (3, 1, 0, 1, -4, 1, 1, 400, 1, 1):
        senders.sound(0, step)
        senders.picture(0, 2, step)
        senders.both.wait(0.03)
        senders.both.compare()
    senders.both.compare_state()


def test_the_largest_packet_goes_to_everybody_and_again_and_a_larger_one_to_nobody() -> None:
    senders = Senders()
    senders.begin()
    for total, dropped in ((MAX_RTP_BYTES, 0), (MAX_RTP_BYTES + 1, 1)):
        sent = senders.both.sent
        senders.picture(0, 2, total=total)
        senders.both.compare()
        assert senders.both.sent - sent == (0 if dropped else SEATS - 1)
        assert senders.both.drops["jumbo"] == dropped
    lost = [senders.numbers[0, 3] - 1]
    sent = senders.both.sent
    for who in range(1, SEATS):
        senders.both.take(who, bytes(RtcpRtpfbPacket(1, 1, slot_ssrc(0, Kind.VIDEO), lost=lost)))
    senders.both.compare_state()
    assert senders.both.sent - sent == SEATS - 1


def test_a_closed_gate_lets_nothing_pass_from_the_very_next_packet() -> None:
    senders = Senders()
    senders.begin()
    entries = {who: PeerPlan(who, "main", audio=True, video=True) for who in range(SEATS)}
    for _ in range(6):
        senders.both.plan(entries | {0: PeerPlan(0, "main", audio=False, video=False)})
        sent = senders.both.sent
        for _ in range(3):
            senders.sound(0)
            senders.picture(0, 2)
        senders.both.compare()
        assert senders.both.sent == sent
        senders.both.plan(entries)
        senders.sound(0)
        senders.picture(0, 2, key=True)
        senders.both.wait(0.6)
    senders.both.compare_state()


_who, _layer = st.integers(0, SEATS - 1), st.integers(0, 2)
_step = st.sampled_from([1] * 8 + [0, 2, 3, -1, -2, 300])
_space = st.sampled_from(["main", "main", "side", None])
_action = st.one_of(
    st.tuples(st.just("sound"), _who, _step, st.integers(0, 140), st.integers(0, 20), st.booleans()),
    st.tuples(st.just("picture"), _who, _layer, _step, st.booleans(), st.booleans()),
    st.tuples(st.just("frames"), _who, _layer, st.integers(1, 8)),
    st.tuples(
        *(st.just("raw"), _who, st.integers(0, 3), st.binary(max_size=40), st.integers(0, 255)),
        st.sampled_from([0, 0, MAX_RTP_BYTES, MAX_RTP_BYTES + 1]),
    ),
    st.tuples(st.just("again"), _who, st.integers(0, 3)),
    st.tuples(st.just("repaired"), _who, _layer, st.integers(0, 3)),
    st.tuples(st.just("nack"), _who, _who, st.integers(0, 5)),
    st.tuples(st.just("key"), _who, _who),
    st.tuples(st.just("plan"), st.tuples(*[st.tuples(_space, st.booleans(), st.booleans())] * SEATS)),
    st.tuples(st.just("tiles"), _who, st.tuples(*[st.sampled_from([0, 90, 300, 720])] * SEATS)),
    st.tuples(st.just("wait"), st.sampled_from([0.001, 0.02, 0.5, 3.0])),
    st.tuples(st.just("restart"), _who),
)


class Random(Senders):
    """Any of the actions above."""

    def on_sound(self, who: int, step: int, level: int, size: int, in_red: bool) -> None:
        self.sound(who, step, level=level & 0x7F, size=size, in_red=in_red)

    def on_picture(self, who: int, layer: int, step: int, key: bool, start: bool) -> None:
        self.picture(who, layer, step, key=key, start=start)

    def on_frames(self, who: int, layer: int, count: int) -> None:
        for _ in range(count):
            self.picture(who, layer)
            self.sound(who)

    def on_raw(self, who: int, stream: int, body: bytes, first: int, least: int) -> None:
        kind = OPUS if stream == 0 else VP8

        def make(number: int, source: int) -> bytes:
            head = struct.pack("!BBHII", 0x80 | first & 0x3F, kind, number, number * 960, source)
            data = head + (b"\xbe\xde" if first & 0x40 else b"") + body
            # The last byte may be the length of padding.
            return data + bytes(max(0, least - len(data) - 1)) + bytes([7])

        self.send(who, stream, make)

    def on_again(self, who: int, stream: int) -> None:
        if (who, stream) in self.last:
            self.both.take(who, self.last[who, stream])

    def on_repaired(self, who: int, layer: int, back: int) -> None:
        number = (self.numbers.get((who, 1 + layer), 0) - back) & 0xFFFF
        body = struct.pack("!H", number) + vp8(picture=number & 0x7FFF)
        source = 100 * (who + 1) + 50 + layer
        self.both.take(
            who, rtp_bytes(RTX, back, number * 3000, source, body, mid="cam", repaired=RIDS[layer])
        )

    def on_nack(self, who: int, slot: int, back: int) -> None:
        for kind, stream in ((Kind.AUDIO, 0), (Kind.VIDEO, 3)):
            lost = [(self.numbers.get((slot, stream), 0) - back) & 0xFFFF]
            self.both.take(who, bytes(RtcpRtpfbPacket(1, 1, slot_ssrc(slot, kind), lost=lost)))

    def on_key(self, who: int, slot: int) -> None:
        self.both.take(who, bytes(RtcpPsfbPacket(1, 1, slot_ssrc(slot, Kind.VIDEO))))

    def on_plan(self, entries: tuple[tuple[str | None, bool, bool], ...]) -> None:
        self.both.plan({who: PeerPlan(who, *entry) for who, entry in enumerate(entries)})

    def on_tiles(self, who: int, heights: tuple[int, ...]) -> None:
        self.both.tiles(who, dict(enumerate(heights)))

    def on_wait(self, seconds: float) -> None:
        self.both.wait(seconds)

    def on_restart(self, who: int) -> None:
        # It starts over with the same sources, far from its last numbers.
        for stream in range(4):
            self.numbers[who, stream] = (self.numbers.get((who, stream), 0) + 30_000) & 0xFFFF

    def step(self, action: tuple[Any, ...]) -> None:
        name, *details = action
        self.both.now += 0.004
        getattr(self, "on_" + name)(*details)
        self.both.compare()


@settings(max_examples=12, deadline=None)
@given(st.lists(_action, min_size=20, max_size=120))
def test_random_packets_plans_and_feedback_have_the_same_effect(actions: list[tuple[Any, ...]]) -> None:
    world = Random()
    world.begin()
    for action in actions:
        world.step(action)
    world.both.compare_state()


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 127), st.integers(0, 20), st.sampled_from([0.0, 0.004, 0.02, 0.5])),
        max_size=60,
    ),
    st.sampled_from([0, 3, 497, 500]),
)
def test_levels_of_any_size_and_pace_are_believed_as_in_python(
    levels: list[tuple[int, int, float]], steady: int
) -> None:
    senders = Senders()
    senders.begin()
    for level, size, pause in [(20, 60, 0.02)] * steady + levels:
        senders.both.now += pause
        senders.sound(0, level=level, size=size)
    senders.both.compare_state()


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(st.integers(-2100, 2100), st.booleans()), max_size=60))
def test_numbers_that_jump_are_logged_as_in_python(steps: list[tuple[int, bool]]) -> None:
    senders = Senders()
    senders.begin()
    for step, is_far in steps:
        senders.sent += step * (16 if is_far else 1) - 1
        senders.both.now += 0.007
        senders.sound(1)
        if step % 5 == 0:
            senders.both.wait(0.1)
    senders.both.compare_state()
