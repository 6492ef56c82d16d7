"""The estimator, the probes and the allocator on simulated links, packet by packet: what is reached, and when.

`python -m tests.media.peer.test_narrow_links` prints the table in docs/bandwidth.md.
"""

import sys
from collections.abc import Sequence
from itertools import pairwise

import pytest

from media.rates.allocator import Demand
from tests.support.relay.simulated_call import Moment, PacketCall
from tests.support.relay.simulated_link import SimulatedLink

NOMINAL = (150_000, 450_000, 1_200_000)
VOICES = (40_000,)
# Two speakers, each packet with a copy of the one before.
TALK = (64_000, 64_000)
QUEUE_S = 0.3


def call(
    link_bps: float,
    cameras: int,
    voices: Sequence[int] = VOICES,
    loss: float = 0.0,
    delay_s: float = 0.02,
) -> PacketCall:
    """A receiver of that many cameras: the floor holder, a facilitator, others; all tiles large."""
    link = SimulatedLink(1, link_bps, queue(link_bps), jitter_s=0.003, loss=loss, delay_s=delay_s)
    demands = [Demand(slot, min(slot, 2), 2, tuple(enumerate(NOMINAL))) for slot in range(cameras)]
    return PacketCall(link, NOMINAL, demands, voices)


def queue(link_bps: float) -> int:
    return int(link_bps / 8 * QUEUE_S) + 3000


def narrow(one: PacketCall, link_bps: float) -> None:
    one.link.rate_bps, one.link.queue_bytes = link_bps, queue(link_bps)


def video_bps(moment: Moment) -> int:
    return sum(NOMINAL[layer] for layer in moment.allocation.layers.values() if layer is not None)


def changes(moments: list[Moment]) -> int:
    return sum(one.allocation.layers != other.allocation.layers for one, other in pairwise(moments))


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


# Link, number of cameras, and the minimum rate of video once settled, in bits per second.
REACHED = [
    (256_000, 1, 140_000),
    (256_000, 7, 140_000),
    (512_000, 1, 150_000),
    (512_000, 7, 290_000),
    (1_024_000, 1, 450_000),
    (1_024_000, 7, 720_000),
    (5_000_000, 1, 1_200_000),
    (5_000_000, 7, 3_600_000),
]


@pytest.mark.parametrize(("link_bps", "cameras", "reached"), REACHED)
def test_a_link_is_used_well_and_calmly(link_bps: int, cameras: int, reached: int) -> None:
    late = call(link_bps, cameras).run(30.0)[20:]
    assert mean([video_bps(moment) for moment in late]) >= reached
    assert mean([moment.lost for moment in late]) < 0.005
    assert max(moment.sound_lost for moment in late) < 0.05
    assert changes(late) <= 6


def test_a_wide_link_is_found_within_two_seconds() -> None:
    assert video_bps(call(20_000_000, 7).run(2.5)[-1]) == 7 * NOMINAL[2]


def test_a_link_that_gets_narrow_is_left_at_once_and_filled_again_within_eight_seconds() -> None:
    one = call(5_000_000, 4, delay_s=0.05)
    before = video_bps(one.run(8.0)[-1])
    narrow(one, 500_000)
    while_narrow = one.run(12.0)
    assert mean([moment.lost for moment in while_narrow[3:]]) < 0.005
    assert {while_narrow[-1].allocation.layers[slot] for slot in (0, 1)} == {0}
    narrow(one, 5_000_000)
    assert video_bps(one.run(8.0)[-1]) >= 0.9 * before


@pytest.mark.parametrize("loss", [0.05, 0.1])
def test_loss_of_the_link_itself_does_not_take_the_video(loss: float) -> None:
    late = call(5_000_000, 4, loss=loss, delay_s=0.05).run(15.0)[6:]
    assert mean([video_bps(moment) for moment in late]) > 2_000_000
    assert all(moment.allocation.layers[0] == 2 for moment in late)


def test_a_delay_that_grows_once_costs_nothing() -> None:
    one = call(5_000_000, 3)
    before = video_bps(one.run(8.0)[-1])
    one.link.delay_s += 0.05
    assert {video_bps(moment) for moment in one.run(10.0)} == {before}


@pytest.mark.parametrize("cameras", [1, 7])
@pytest.mark.parametrize("link_bps", [256_000, 350_000])
def test_audio_survives_where_hardly_any_video_fits(link_bps: int, cameras: int) -> None:
    moments = call(link_bps, cameras, TALK).run(20.0)
    assert mean([moment.sound_lost for moment in moments[:10]]) < 0.03
    assert mean([moment.sound_lost for moment in moments[10:]]) < 0.005
    assert max(moment.sound_delay_s for moment in moments[10:]) < 0.25
    assert {video_bps(moment) for moment in moments[30:]} == {0 if link_bps < 300_000 else NOMINAL[0]}


def test_a_link_that_gets_too_narrow_for_video_keeps_its_audio() -> None:
    one = call(1_000_000, 7, TALK)
    one.run(8.0)
    narrow(one, 256_000)
    moments = one.run(15.0)
    assert mean([moment.unheard for moment in moments[:4]]) < 0.3
    assert mean([moment.sound_lost for moment in moments[8:]]) < 0.01
    narrow(one, 1_000_000)
    assert video_bps(one.run(10.0)[-1]) >= NOMINAL[1]


def settled_at(moments: list[Moment], usual: int) -> float:
    """The start of the first five seconds with nearly the usual video and hardly any loss."""
    windows = ((moment.at, moments[start : start + 10]) for start, moment in enumerate(moments))
    return next(
        at
        for at, window in windows
        if mean([video_bps(one) for one in window]) >= 0.9 * usual
        and mean([one.lost for one in window]) < 0.01
    )


def table() -> str:
    """A readable table of what is reached."""
    titles = ("Link kbit/s", "Cameras", "Pictures kbit/s", "Layers f/h/q/paused", "Settled after s")
    titles += ("Changes/min", "Loss %", "Sound delayed ms")
    rows = [f"| {' | '.join(titles)} |", "|---" * len(titles) + "|"]
    for link_bps in (256_000, 512_000, 1_024_000, 5_000_000):
        for cameras in (1, 7, 13):
            moments = call(link_bps, cameras).run(90.0)
            late = moments[60:]
            usual = sorted(video_bps(moment) for moment in late)[len(late) // 2]
            layers = next(one.allocation.layers for one in reversed(late) if video_bps(one) == usual)
            row = (
                link_bps // 1000,
                cameras,
                usual // 1000,
                "/".join(str(list(layers.values()).count(layer)) for layer in (2, 1, 0, None)),
                round(settled_at(moments, usual) - moments[0].at, 1),
                changes(late),
                f"{100 * mean([one.lost for one in late]):.1f}",
                f"{1000 * mean([one.sound_delay_s for one in late]):.0f}",
            )
            rows.append("| " + " | ".join(str(cell) for cell in row) + " |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
