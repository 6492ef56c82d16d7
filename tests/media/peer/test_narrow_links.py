"""The allocator on simulated links, with the real estimator at the other end: what is reached, and when.

`python -m tests.media.peer.test_narrow_links` prints the table in docs/bandwidth.md.
"""

import sys
from collections.abc import Sequence
from itertools import pairwise

import pytest

from media.rates.allocator import OVER_SLACK, Allocator, Demand
from tests.support.relay.simulated_link import SimulatedLink
from tests.support.relay.simulated_remb import Moment, PacketCall

NOMINAL = (150_000, 450_000, 1_200_000)
VOICES = (40_000,)
AUDIO = sum(VOICES)
NARROW_QUEUE_S = 0.3


def call(link_bps: float, cameras: int, voices: Sequence[int] = VOICES, loss: float = 0.0) -> PacketCall:
    """A receiver of that many cameras: the floor holder, a facilitator, others; all tiles large."""
    link = SimulatedLink(
        1, link_bps, queue_bytes=int(link_bps / 8 * NARROW_QUEUE_S) + 3000, jitter_s=0.003, loss=loss
    )
    demands = [Demand(slot, min(slot, 2), 2, tuple(enumerate(NOMINAL))) for slot in range(cameras)]
    return PacketCall(link, Allocator(NOMINAL), demands, voices)


def video_bps(moment: Moment) -> int:
    return sum(NOMINAL[layer] for layer in moment.allocation.layers.values() if layer is not None)


def changes(moments: list[Moment]) -> int:
    return sum(one.allocation.layers != other.allocation.layers for one, other in pairwise(moments))


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


# Link, number of cameras, and the minimum rates of audio and video, in bits per second.
REACHED = [
    (256_000, 1, 190_000),
    (256_000, 7, 190_000),
    (256_000, 13, 190_000),
    (512_000, 1, 450_000),
    (512_000, 7, 370_000),
    (512_000, 13, 370_000),
    (1_024_000, 1, 490_000),
    (1_024_000, 7, 850_000),
    (1_024_000, 13, 850_000),
    (5_000_000, 1, 1_240_000),
    (5_000_000, 7, 4_250_000),
    (5_000_000, 13, 4_250_000),
]


@pytest.mark.parametrize(("link_bps", "cameras", "reached"), [row for row in REACHED if row[1] < 13])
def test_a_link_is_used_well_and_calmly(link_bps: int, cameras: int, reached: int) -> None:
    moments = call(link_bps, cameras).run(120.0)
    late = moments[120:]
    assert AUDIO + mean([video_bps(moment) for moment in late]) >= reached
    assert mean([moment.lost for moment in late]) < 0.02
    assert changes(late) <= 8
    over = [moment for moment in late if AUDIO + video_bps(moment) > link_bps * OVER_SLACK]
    assert len(over) <= 4


def test_a_link_that_gets_narrow_is_left_within_seconds_and_filled_again() -> None:
    one = call(5_000_000, 7)
    one.run(40.0)
    one.link.rate_bps, one.link.queue_bytes = 600_000, 25_000
    narrow = one.run(30.0)
    assert mean([moment.lost for moment in narrow[12:]]) < 0.03
    assert None not in {narrow[-1].allocation.layers[slot] for slot in (0, 1)}
    one.link.rate_bps, one.link.queue_bytes = 5_000_000, 190_000
    assert AUDIO + video_bps(one.run(120.0)[-1]) > 2_500_000


def test_radio_loss_does_not_take_the_video() -> None:
    moments = call(5_000_000, 4, loss=0.05).run(90.0)
    assert mean([video_bps(moment) for moment in moments[100:]]) > 1_500_000
    assert all(moment.allocation.layers[0] is not None for moment in moments)


# Two speakers, each packet with a copy of the one before.
TALK = (64_000, 64_000)


@pytest.mark.parametrize("cameras", [1, 7])
@pytest.mark.parametrize(("link_bps", "shown"), [(256_000, 0), (350_000, 150_000)])
def test_audio_survives_where_hardly_any_video_fits(link_bps: int, shown: int, cameras: int) -> None:
    moments = call(link_bps, cameras, TALK).run(90.0)
    early, late = moments[:20], moments[60:]
    assert mean([moment.sound_lost for moment in early]) < 0.1
    assert mean([moment.unheard for moment in early]) < 0.04
    assert mean([moment.sound_lost for moment in late]) < 0.005
    assert sorted(video_bps(moment) for moment in late)[len(late) // 2] == shown


def test_a_link_that_gets_too_narrow_for_video_keeps_its_audio() -> None:
    one = call(1_000_000, 7, TALK)
    one.run(30.0)
    one.link.rate_bps, one.link.queue_bytes = 256_000, 10_000
    narrow = one.run(60.0)
    assert mean([moment.unheard for moment in narrow[:20]]) < 0.1
    assert mean([moment.unheard for moment in narrow[20:]]) < 0.02
    one.link.rate_bps, one.link.queue_bytes = 1_000_000, 40_000
    wide = one.run(120.0)
    assert video_bps(wide[-1]) >= 450_000


def settled_at(moments: list[Moment], usual: int) -> float:
    """The start of the first ten seconds with nearly the usual video and hardly any loss."""
    windows = ((moment.at, moments[start : start + 20]) for start, moment in enumerate(moments))
    return next(
        at
        for at, window in windows
        if mean([video_bps(one) for one in window]) >= 0.9 * usual
        and mean([one.lost for one in window]) < 0.01
    )


def table() -> str:
    """A readable table of what is reached."""
    fan_out = [
        "| Link kbit/s | Cameras | Pictures kbit/s | Layers f/h/q/paused | Settled after s | Changes/min | Loss % |"
    ]
    fan_out.append("|---" * 7 + "|")
    for link_bps, cameras, _ in REACHED:
        moments = call(link_bps, cameras).run(180.0)
        late = moments[120:]
        usual = sorted(video_bps(moment) for moment in late)[len(late) // 2]
        layers = next(one.allocation.layers for one in reversed(late) if video_bps(one) == usual)
        row = (
            link_bps // 1000,
            cameras,
            usual // 1000,
            "/".join(str(list(layers.values()).count(layer)) for layer in (2, 1, 0, None)),
            round(settled_at(moments, usual)),
            changes(late) / 2,
            f"{100 * mean([one.lost for one in late]):.1f}",
        )
        fan_out.append("| " + " | ".join(str(cell) for cell in row) + " |")
    return "\n".join(fan_out)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
