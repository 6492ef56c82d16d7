"""The link of a receiver that sends a REMB and nothing better."""

import pytest

from media.rates.link.remb_link import START_BPS, RembLink

AUDIO = 50_000


def test_before_a_remb_little_is_sent_and_nothing_padded() -> None:
    link = RembLink()
    assert link.bps(AUDIO) == START_BPS + AUDIO
    assert link.padding(10**7, 200_000, AUDIO, 1.0) == 0


@pytest.mark.parametrize(("said", "taken"), [(0, 30_000), (500_000, 500_000), (2**60, 50_000_000)])
def test_a_remb_is_for_video_alone_and_clamped(said: int, taken: int) -> None:
    link = RembLink()
    link.on_remb(said)
    assert link.bps(AUDIO) == taken + AUDIO


def test_reported_loss_lowers_what_it_says() -> None:
    link = RembLink()
    link.on_remb(2_000_000)
    link.padding(0, 2_000_000, AUDIO, 0.0)
    link.on_loss(3, 10, 0.5)
    assert link.bps(AUDIO) == 2_000_000 + AUDIO
    link.on_loss(30, 90, 1.0)
    assert link.bps(AUDIO) < 1_800_000


def test_padding_makes_a_remb_grow_and_has_pauses() -> None:
    link = RembLink()
    link.on_remb(300_000)
    rounds = [link.padding(900_000, 200_000, AUDIO, 100 + step * 0.02) for step in range(500)]
    assert 0 < max(rounds) <= (350_000 * 1.1 - 200_000) * 0.02 / 8 + 1
    assert 0.3 < sum(padding > 0 for padding in rounds) / 500 < 0.5
    link.on_remb(1_000_000)
    assert link.padding(900_000, 200_000, AUDIO, 200.0) == 0
