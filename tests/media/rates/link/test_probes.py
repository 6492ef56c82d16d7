"""Probes of a link."""

from dataclasses import dataclass, field

import pytest

from media.rates.link.probes import CALM_PERIOD_S, PERIOD_S, PROBE_S, Prober
from media.rates.rate_window import HEADER_BYTES
from media.rtp.transport_feedback import TICKS_PER_S

ROUND_S = 0.02
START_BPS = 300_000.0


@dataclass
class Scene:
    """A prober before a link of this rate."""

    link_bps: float
    prober: Prober = field(default_factory=Prober)
    now: float = 10.0
    octets: int = 0
    number: int = 0
    free_at: float = 0.0
    is_lossy: bool = False

    def want(self, goal_bps: float, *, at_once: bool = True, is_short: bool = True) -> None:
        self.prober.want(goal_bps, at_once=at_once, is_short=is_short, now=self.now)

    def round(self, carried_bps: float = START_BPS, queue_s: float = 0.0) -> int:
        """One round of the timer; returns the padding."""
        owed = self.prober.padding(carried_bps, queue_s, (self.number, self.octets), self.now)
        for _ in range(-(-owed // 300)):
            self.send(300)
        self.now += ROUND_S
        return owed

    def send(self, size: int) -> None:
        self.free_at = max(self.free_at, self.now) + size * 8 / self.link_bps
        if not self.is_lossy or self.number % 3 == 0:
            arrived = round((self.free_at + 500.0) * TICKS_PER_S)
            self.prober.on_packets(self.number, [arrived], [(self.now, size - HEADER_BYTES)])
        self.number += 1
        self.octets += size

    def probe(self, carried_bps: float = START_BPS) -> float | None:
        """A whole probe and what it shows."""
        for _ in range(round(PROBE_S / ROUND_S) + 2):
            self.round(carried_bps)
        self.now += 0.2
        return self.prober.result(self.number, carried_bps, 0.05, self.now)


def test_nothing_is_padded_without_a_goal_beyond_what_is_carried() -> None:
    scene = Scene(10**7)
    scene.want(START_BPS)
    assert [scene.round() for _ in range(100)] == [0] * 100


def test_a_probe_is_short_and_no_faster_than_it_must_be() -> None:
    scene = Scene(10**7)
    scene.want(500_000)
    owed = [scene.round() for _ in range(50)]
    assert owed[0] == pytest.approx(500_000 / 8 * ROUND_S, rel=0.01)
    assert sum(owed) < 500_000 / 8 * 0.08
    assert owed[4:] == [0] * 46


def test_a_wide_link_is_found_by_a_few_probes_in_a_row() -> None:
    scene = Scene(20_000_000)
    scene.want(5_000_000)
    carried, probes = START_BPS, 0
    while carried < 4_500_000:
        shown = scene.probe(carried)
        assert shown is not None
        carried, probes = max(carried, shown), probes + 1
        assert probes < 6


def test_a_narrow_link_is_measured_and_not_probed_again_soon() -> None:
    scene = Scene(400_000)
    scene.want(2_000_000)
    shown = scene.probe()
    assert shown == pytest.approx(400_000, rel=0.1)
    ended = scene.now
    while not scene.round(390_000):
        pass
    assert scene.now - ended >= PERIOD_S - ROUND_S


def test_while_nothing_is_missing_there_is_no_hurry() -> None:
    scene = Scene(400_000)
    scene.want(2_000_000, is_short=False)
    scene.probe()
    ended = scene.now
    while not scene.round(390_000):
        pass
    assert scene.now - ended >= CALM_PERIOD_S - ROUND_S


def test_other_packets_count_in_a_probe() -> None:
    scene = Scene(10**7)
    scene.want(900_000)
    scene.round()
    scene.send(1500)
    assert scene.round() < 900_000 / 8 * ROUND_S


def test_new_demands_are_probed_for_at_once() -> None:
    scene = Scene(400_000)
    scene.want(2_000_000)
    scene.probe()
    scene.want(2_000_000, at_once=False)
    assert scene.round(390_000) == 0
    scene.want(3_000_000)
    assert scene.round(390_000) > 0


def test_after_the_rate_was_lowered_the_queue_empties_first() -> None:
    scene = Scene(10**7)
    scene.want(2_000_000)
    scene.round()
    scene.prober.on_lowered(scene.now)
    assert not any(scene.round() for _ in range(50))
    assert any(scene.round() for _ in range(50))


def test_a_queue_is_not_probed_unless_it_stays() -> None:
    scene = Scene(10**7)
    scene.want(2_000_000)
    scene.prober.on_lowered(scene.now)
    assert not any(scene.round(queue_s=0.1) for _ in range(140))
    assert any(scene.round(queue_s=0.1) for _ in range(60))


def test_a_probe_that_is_lost_or_unanswered_shows_nothing() -> None:
    scene = Scene(10**7, is_lossy=True)
    scene.want(2_000_000)
    assert scene.probe() is None
    scene = Scene(10**7)
    scene.want(2_000_000)
    for _ in range(5):
        scene.round()
    assert scene.prober.result(0, START_BPS, 0.05, scene.now) is None
    assert scene.prober.is_disturbing(scene.now)
    assert scene.prober.result(0, START_BPS, 0.05, scene.now + 3.0) is None
    assert not scene.prober.is_disturbing(scene.now + 4.0)
