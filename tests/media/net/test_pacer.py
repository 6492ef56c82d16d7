"""Video that waits for a narrow link."""

from hypothesis import given
from hypothesis import strategies as st

from media.net.pacer import BURST_S, MAX_HELD_BYTES, Pacer


class Box:
    """A send buffer that keeps what it gets."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []
        self.sent: list[bytes] = []

    def add(self, plain: bytes) -> None:
        self.waiting.append(plain)

    def flush(self) -> None:
        self.sent += self.waiting
        self.waiting.clear()


class Scene:
    """A pacer of 400 kbit/s, a thousand bytes in a round of 20 ms, and its clock."""

    def __init__(self) -> None:
        self.now = 5.0
        self.box = Box()
        self.pacer = Pacer(self.box, 400_000)  # type: ignore[arg-type]

    def run(self, seconds: float) -> list[int]:
        """How many packets left in each round."""
        left = []
        for _ in range(round(seconds / BURST_S)):
            before = len(self.box.sent)
            self.pacer.on_round(self.now)
            self.pacer.flush()
            left.append(len(self.box.sent) - before)
            self.now += BURST_S
        return left


def test_a_burst_is_spread_over_time_in_order() -> None:
    scene = Scene()
    packets = [bytes([number]) * 1000 for number in range(50)]
    for packet in packets:
        scene.pacer.add(packet)
    left = scene.run(0.5)
    # What was saved for one burst leaves at once.
    assert left[0] <= 2
    assert max(left[1:]) <= 2
    assert 24 <= sum(left) <= 27
    scene.run(0.6)
    assert scene.box.sent == packets
    assert scene.pacer.held_bytes == 0


def test_a_trickle_does_not_wait() -> None:
    scene = Scene()
    scene.run(1.0)
    for _ in range(20):
        scene.pacer.add(bytes(300))
        assert scene.run(BURST_S) == [1]


def test_everything_can_leave_at_once() -> None:
    scene = Scene()
    for _ in range(50):
        scene.pacer.add(bytes(1000))
    scene.pacer.release()
    assert len(scene.box.sent) == 50


def test_a_full_pacer_lets_the_oldest_go() -> None:
    scene = Scene()
    for number in range(120):
        scene.pacer.add(bytes([number]) * 1000)
    scene.box.flush()
    assert scene.pacer.held_bytes <= MAX_HELD_BYTES
    assert [packet[0] for packet in scene.box.sent] == list(range(len(scene.box.sent)))
    assert len(scene.box.sent) == 120 - MAX_HELD_BYTES // 1000


def test_what_waits_of_one_source_can_be_dropped() -> None:
    scene = Scene()
    for ssrc in (7, 8, 7, 9):
        scene.pacer.add(bytes(8) + ssrc.to_bytes(4, "big") + bytes(100))
    scene.pacer.drop(7)
    assert scene.pacer.held_bytes == 2 * 112
    scene.pacer.release()
    assert [packet[11] for packet in scene.box.sent] == [8, 9]


@given(st.lists(st.one_of(st.integers(0, 1200), st.floats(0, 0.3), st.just("flush")), max_size=80))
def test_nothing_is_lost_doubled_or_reordered(steps: list[int | float | str]) -> None:
    scene, added = Scene(), []
    for step in steps:
        if isinstance(step, int):
            added.append(len(added).to_bytes(2, "big") + bytes(step))
            scene.pacer.add(added[-1])
        elif isinstance(step, float):
            scene.now += step
        else:
            scene.pacer.on_round(scene.now)
            scene.pacer.flush()
    scene.pacer.release()
    assert scene.box.sent == added
